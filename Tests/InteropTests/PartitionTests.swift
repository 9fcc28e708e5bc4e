import Foundation
import TestSupport
import Testing

/// Three monitors on hosts of their own, between which packets vanish.
@Suite(
    .enabled(if: CephMonitor.isInstalled, "Ceph's programs are not installed"),
    .enabled(if: NetworkLab.isPossible, "network namespaces need root"), .serialized)
struct PartitionTests {
    private static let names = ["a", "b", "c"]
    /// Nobody refuses a connection here, so timers alone tell who is gone; Ceph's own would take a minute.
    private static let options = """
        mon_lease = 1
        mon_election_timeout = 1
        mon_probe_timeout = 0.5
        """

    @Test func `a cut between hosts costs no acknowledged write, serves no old one, and heals`() throws {
        let network = try NetworkLab(Self.names)
        let cluster = try OwnCluster(Self.names, options: Self.options, network: network)
        try cluster.waitForQuorum()
        var written: [String: String] = [:]
        func write(_ key: String, via name: String) throws {
            let answer = try ask(name, cluster, "config-key", "set", key, "by \(name)", limit: 30)
            #expect(answer?.status == 0, "\(key) via \(name): \(answer?.errorText ?? "no answer")")
            written[key] = "by \(name)"
        }
        func heal(_ what: String) throws {
            try network.heal()
            let seconds = try cluster.waitForQuorum(limit: 40)
            print("\(what): healed after \((seconds * 10).rounded() / 10) s")
            for name in Self.names { try write("healed/\(what)/\(name)", via: name) }
        }
        try write("shared", via: "a")

        // The leader alone: the others go on, and it must not tell what was true.
        try network.isolate("a", from: ["b", "c"])
        try write("shared", via: "b")
        #expect(try ask("a", cluster, "config-key", "get", "shared", limit: 4)?.text != "by a")
        try cluster.waitForQuorum(of: ["b", "c"])
        // A client that finds its way to the others may do so.
        if try ask("a", cluster, "config-key", "set", "late", "x", limit: 4)?.status == 0 {
            written["late"] = "x"
        }
        #expect(Self.names.filter { isLeader($0, cluster) } == ["b"])
        try heal("the leader alone")

        // A peon alone.
        try network.isolate("c", from: ["a", "b"])
        try write("shared", via: "a")
        #expect(try ask("c", cluster, "config-key", "get", "shared", limit: 4)?.text != "by b")
        try cluster.waitForQuorum(of: ["a", "b"])
        try heal("a peon alone")

        // The leader hears everybody, and nobody hears it.
        try network.cut("a", "b")
        try network.cut("a", "c")
        try write("shared", via: "c")
        #expect(try ask("a", cluster, "config-key", "get", "shared", limit: 4)?.text != "by a")
        try heal("one way")

        // Its cable is pulled.
        try network.unplug("b")
        try write("shared", via: "a")
        try network.plug("b")
        try heal("unplugged")

        for (key, value) in written.sorted(by: { $0.key < $1.key }) {
            #expect(try ask("b", cluster, "config-key", "get", key, limit: 20)?.text == value, "\(key)")
        }
        #expect(try cluster.waitForEqualStores() > written.count)
    }

    /// - Returns: nil where nobody answered in time.
    private func ask(
        _ name: String, _ cluster: OwnCluster, _ command: String..., limit: Double
    ) throws -> ProgramResult? {
        let address = cluster.addresses[cluster.names.firstIndex(of: name) ?? 0]
        do {
            return try cluster.ceph(["-m", address] + command, limit: limit)
        } catch is Program.TimeOut {
            return nil
        }
    }

    /// Whether it is leader by its own word, and still holds its lease: it answers a command.
    private func isLeader(_ name: String, _ cluster: OwnCluster) -> Bool {
        cluster.status(name)?["state"] as? String == "leader"
    }
}
