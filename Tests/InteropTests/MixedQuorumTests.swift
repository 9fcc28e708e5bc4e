import Foundation
import TestSupport
import Testing

/// Our monitors and Ceph's in one quorum.
@Suite(.enabled(if: CephMonitor.isInstalled, "Ceph's programs are not installed"), .serialized)
struct MixedQuorumTests {
    /// Times that let Ceph's own monitor notice a dead one within a test, and a log that a newcomer is behind of.
    private static let options = """
        mon_lease = 2
        mon_election_timeout = 2
        paxos_min = 20
        paxos_trim_min = 10
        paxos_max_join_drift = 5
        """

    /// `MIXED_QUORUMS=1` has those with two of Ceph's as well, who take their time to miss a leader.
    private static var mixtures: [[String]] {
        let isLong = ProcessInfo.processInfo.environment["MIXED_QUORUMS"] != nil
        return [["c"], ["a"]] + (isLong ? [["b", "c"], ["a", "b"]] : [])
    }

    @Test(arguments: mixtures)
    func `it writes through each, loses its leader, and copies stores both ways`(originals: [String])
        async throws
    {
        let cluster = try OwnCluster(
            ["a", "b", "c"], originals: Set(originals), options: Self.options)
        try cluster.waitForQuorum()
        #expect(cluster.leader() == "a")
        try write("first", cluster, via: ["a", "b", "c"])
        let metadata = try cluster.ceph("mon", "metadata").text
        #expect(metadata.components(separatedBy: "\"ceph_version_short\": \"16.2.15\"").count == 4)
        #expect(try cluster.ceph("time-sync-status").text.contains("\"round_status\": \"finished\""))

        cluster.kill("a")
        #expect(try cluster.ceph("config-key", "set", "without", "a", limit: 40).status == 0)
        try cluster.waitForQuorum(of: ["b", "c"])
        #expect(cluster.leader() == "b")
        try write("second", cluster, via: ["b", "c"])

        // `c`, which copies, and its provider are of both programs in one case or the other.
        cluster.kill("c")
        try cluster.start("a")
        try cluster.waitForQuorum(of: ["a", "b"])
        let client = try ClusterWriters.client(of: cluster)
        try await client.connect()
        for number in 0..<60 {
            let json = #"{"prefix":"config-key set","key":"fill/\#(number)","val":"x"}"#
            #expect(try await client.command(json).code == 0)
        }
        await client.shutdown()
        try cluster.wipe("c")
        try cluster.start("c")
        try cluster.waitForQuorum()
        try write("third", cluster, via: ["a", "b", "c"])
        try expectEqualStores(cluster)
    }

    private func write(_ round: String, _ cluster: OwnCluster, via names: [String]) throws {
        for name in names {
            let address = try #require(cluster.names.firstIndex(of: name).map { cluster.addresses[$0] })
            let key = "\(round)/\(name)"
            let written = try cluster.ceph(["-m", address, "config-key", "set", key, name])
            #expect(written.errorText == "set \(key)\n", "\(written.errorText)")
            #expect(try cluster.ceph(["-m", address, "config-key", "get", key]).text == name)
        }
    }

    private func expectEqualStores(_ cluster: OwnCluster) throws {
        // Ceph's monitor leaves the metadata out of a copy, and only its own leaders commit it again.
        let ignored = cluster.originals.count > 1 ? "monitor_store" : nil
        #expect(try cluster.waitForEqualStores(ignoring: ignored) > 100)
        for name in cluster.names {
            cluster.stop(name)
            let clean = try Program.run(
                Program.built("monstore-tool"), [cluster.dataFolder(name), "check"])
            #expect(clean.status == 0, "\(name): \(clean.text)")
        }
    }
}
