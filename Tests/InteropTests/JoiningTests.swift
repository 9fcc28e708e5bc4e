import Foundation
import TestSupport
import Testing

/// Monitors that come and go while the cluster runs.
@Suite(.enabled(if: CephMonitor.isInstalled, "Ceph's programs are not installed"), .serialized)
struct JoiningTests {
    /// With one of Ceph's among them, who knows peers by the rank that a connection began with.
    @Test(arguments: [[], ["b"]])
    func `a new monitor joins, and ranks move up when the leader is removed`(originals: [String]) throws {
        let cluster = try OwnCluster(
            ["a", "b", "c"], originals: Set(originals), options: OwnCluster.manyThreads)
        try cluster.waitForQuorum()
        #expect(try cluster.ceph("config-key", "set", "before", "1").status == 0)
        try cluster.join("d")
        try cluster.waitForQuorum()
        #expect(try cluster.ceph("config-key", "set", "with", "four").status == 0)

        #expect(try cluster.ceph("mon", "rm", "a").status == 0)
        #expect(cluster.exitStatus("a") == 0)
        let deadline = Date().addingTimeInterval(40)
        var seen: [[Int]] = []
        repeat {
            usleep(100_000)
            seen = ["b", "c", "d"].map { cluster.status($0)?["quorum"] as? [Int] ?? [] }
        } while Set(seen) != [[0, 1, 2]] && Date() < deadline
        #expect(Set(seen) == [[0, 1, 2]])
        let ranks = ["b", "c", "d"].map { cluster.status($0)?["rank"] as? Int }
        #expect(ranks == [0, 1, 2])
        #expect(try cluster.ceph("config-key", "set", "with", "three").status == 0)
        for key in ["before", "with"] { #expect(try cluster.ceph("config-key", "get", key).status == 0) }
    }
}
