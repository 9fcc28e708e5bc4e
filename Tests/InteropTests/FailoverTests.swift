import CephEncoding
import Foundation
import Messenger
import MonitorStore
import NIOCore
import TestSupport
import Testing

/// Three processes, some of which are killed while clients write. `KILLS=100` makes it long.
@Suite(.enabled(if: CephMonitor.isInstalled, "Ceph's programs are not installed"), .serialized)
struct FailoverTests {
    private static let names = ["a", "b", "c"]

    @Test func `no acknowledged write is lost, and none is done twice, whoever is killed`() async throws {
        let rounds = ProcessInfo.processInfo.environment["KILLS"].flatMap { Int($0) } ?? 6
        let cluster = try OwnCluster(
            Self.names, options: "paxos_propose_interval = 0.05\n\(OwnCluster.manyThreads)")
        try cluster.waitForQuorum()
        let times = Times()
        let written = try await ClusterWriters(8, on: cluster).write {
            for round in 1...rounds { try await self.killOne(round, in: cluster, times) }
        }
        #expect(written.failures.isEmpty, "\(written.failures.prefix(5))")
        #expect(written.keys.count > rounds * 5)
        #expect(written.ids.count > rounds / 2)
        #expect(Set(written.ids).count == written.ids.count, "an id was given twice")

        try cluster.waitForQuorum()
        #expect(try cluster.waitForEqualStores() > written.keys.count)
        let there = try cluster.ceph("osd", "ls").text.split(separator: "\n").count
        #expect(there >= written.ids.count, "\(written.ids.count) were acknowledged")
        #expect(there <= written.ids.count + written.doubtful, "something was done twice")
        for name in Self.names { try expect(written.keys, in: cluster.dataFolder(name)) }
        let waits = written.times.sorted()
        print("every client: median \(waits[waits.count / 2]), longest \(waits.suffix(8))")
        print("\(rounds) kills: \(written.keys.count) keys, \(written.ids.count) creations, \(times)")
        #expect(times.median(ofLeaders: true) <= 2, "\(times)")
        try expectNewcomerToCopy(cluster)
    }

    private func killOne(_ round: Int, in cluster: OwnCluster, _ times: Times) async throws {
        let client = try ClusterWriters.client(of: cluster)
        try await client.connect()
        let isLeader = round % 2 == 1
        let leader = try #require(cluster.leader())
        let victim = try #require(isLeader ? leader : Self.names.first { $0 != leader })
        cluster.kill(victim)
        let began = ContinuousClock.now
        let reply = try await client.command(
            #"{"prefix":"config-key set","key":"after/\#(round)","val":"\#(victim)"}"#)
        #expect(reply.code == 0)
        times.add(ContinuousClock.now - began, isLeader: isLeader)
        await client.shutdown()
        try cluster.start(victim)
        try cluster.waitForQuorum()
        // Something is done between one death and the next.
        try await Task.sleep(for: .milliseconds(500))
    }

    private func expect(_ keys: [String], in folder: String) throws {
        let store = try SnapshotStore(path: "\(folder)/store.db")
        let missing = try keys.filter { try store.value(of: StoreKey("mon_config_key", $0)) == nil }
        #expect(missing.isEmpty, "\(folder) lacks \(missing.count) acknowledged keys: \(missing.prefix(5))")
    }

    private func expectNewcomerToCopy(_ cluster: OwnCluster) throws {
        cluster.kill("b")
        try cluster.wipe("b")
        try cluster.start("b")
        try cluster.waitForQuorum()
        #expect(try cluster.waitForEqualStores() > 0)
        for name in Self.names {
            cluster.stop(name)
            let clean = try Program.run(
                Program.built("monstore-tool"), [cluster.dataFolder(name), "check"])
            #expect(clean.status == 0, "\(name): \(clean.text)")
        }
    }

    @Test func `monbench kills the leader and tells how long no write succeeded`() throws {
        let cluster = try OwnCluster(Self.names)
        try cluster.waitForQuorum()
        let leader = try #require(cluster.leader())
        let measured = try Program.run(
            Program.built("monbench"),
            ["cluster", cluster.configuration, "--failover", "\(cluster.folder.path)/mon.\(leader).pid"],
            limit: 60)
        let words = measured.text.split(separator: " ")
        let seconds = try #require(words.dropLast().last.flatMap { Double($0) }, "\(measured.errorText)")
        print("monbench: \(measured.text)")
        #expect(seconds <= 2)
    }
}

/// Times from a kill to the next acknowledged write.
private final class Times: @unchecked Sendable, CustomStringConvertible {
    // Unchecked: one task after the other.
    private var leaders: [Double] = []
    private var peons: [Double] = []

    func add(_ time: Duration, isLeader: Bool) {
        let seconds = Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
        if isLeader { leaders.append(seconds) } else { peons.append(seconds) }
    }

    func median(ofLeaders isLeader: Bool) -> Double {
        let sorted = (isLeader ? leaders : peons).sorted()
        return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
    }

    var description: String {
        func text(_ name: String, _ times: [Double], _ median: Double) -> String {
            "\(name) killed: median \(rounded(median)) s, longest \(rounded(times.max() ?? 0)) s"
        }
        return text("leader", leaders, median(ofLeaders: true)) + "; "
            + text("peon", peons, median(ofLeaders: false))
    }

    private func rounded(_ seconds: Double) -> Double { (seconds * 1000).rounded() / 1000 }
}
