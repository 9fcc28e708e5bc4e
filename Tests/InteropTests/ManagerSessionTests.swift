import Foundation
import TestSupport
import Testing

/// What Ceph's own manager has of our monitors' sessions. Only where `CEPH_DAEMONS` is set.
@Suite(
    .enabled(
        if: OwnCluster.wantsDaemons && LibradosClient.isInstalled,
        "CEPH_DAEMONS is not set, or Ceph's daemons are not installed"),
    .serialized)
struct ManagerSessionTests {
    private func cluster(_ names: [String], originals: Set<String> = []) throws -> OwnCluster {
        let cluster = try OwnCluster(names, originals: originals, options: OwnCluster.daemonOptions)
        try cluster.waitForQuorum()
        try cluster.startDaemon("mgr.x")
        try waitForManager(cluster)
        return cluster
    }

    private func waitForManager(_ cluster: OwnCluster) throws {
        try cluster.wait(["mgr", "stat", "-f", "json"]) { $0.contains("\"available\":true") }
        // Until then it warns in its answers that it has just begun.
        try cluster.wait(["pg", "stat", "-f", "json"]) { $0.contains("\"pg_ready\":true") }
    }

    /// The answers that a program gets which sends these to one monitor.
    private func ask(_ cluster: OwnCluster, _ monitor: Int = 0, _ commands: [String]) throws -> [String] {
        try LibradosClient.ask(
            cluster.configuration, commands, options: ["mon_host=\(cluster.addresses[monitor])"])
    }

    private static let questions = [
        #"{"prefix": "osd df"}"#, #"{"prefix": "osd df", "format": "json"}"#, #"{"prefix": "pg stat"}"#,
        #"{"prefix": "pg ls"}"#, #"{"prefix": "pg dump", "dumpcontents": ["pools"]}"#,
        #"{"prefix": "osd pool stats"}"#, #"{"prefix": "balancer mode", "mode": "upmap"}"#,
        #"{"prefix": "crash ls"}"#, #"{"prefix": "pg ls-by-pool", "poolstr": "nosuch"}"#,
        #"{"prefix": "osd df", "output_method": "nonsense"}"#, #"{"prefix": "pg d"}"#, #"{"prefix": "pg"}"#,
        #"{"prefix": "osd p"}"#, #"{"prefix": "pg scrub", "pgid": "x"}"#, #"{"prefix": "fly"}"#,
    ]

    @Test
    func `a program asks any of three monitors what the manager answers, and hears what Ceph's monitors say`()
        throws
    {
        let original = try cluster(["a"], originals: ["a"])
        let expected = try ask(original, 0, Self.questions)
        #expect(expected.count == Self.questions.count && expected[0].hasPrefix("[0, "))
        let cluster = try cluster(["a", "b", "c"])
        for monitor in 0..<3 { #expect(try ask(cluster, monitor, Self.questions) == expected) }
    }

    @Test func `commands wait while a manager is replaced`() throws {
        let cluster = try cluster(["a"])
        cluster.killDaemon("mgr.x")
        try cluster.startDaemon("mgr.x")
        // The monitor finds out that it talks to nobody, and then of the new one.
        let answers = try ask(cluster, 0, [#"{"prefix": "osd df"}"#, #"{"prefix": "balancer status"}"#])
        #expect(answers.allSatisfy { $0.hasPrefix("[0, ") }, "\(answers)")
    }

    @Test func `the manager knows each monitor's options and counters`() throws {
        let cluster = try cluster(["a", "b"])
        // It has the map from the others' store.
        try cluster.join("c")
        for name in cluster.names {
            let shown = try cluster.wait(["config", "show", "mon.\(name)"]) { $0.contains("mon_keyvaluedb") }
            #expect(shown.contains("leveldb") && shown.contains("file"))
        }
        #expect(try cluster.ceph("config", "set", "mon", "mon_op_complaint_time", "29").status == 0)
        try cluster.wait(["config", "show", "mon.b", "mon_op_complaint_time"]) { $0.contains("29") }
        guard Program.installed("curl") != nil else { return }
        let port = "\(try CephMonitor.freePort())"
        for (name, value) in [("server_port", port), ("server_addr", "127.0.0.1")] {
            #expect(try cluster.ceph("config", "set", "mgr", "mgr/prometheus/\(name)", value).status == 0)
        }
        #expect(try cluster.ceph("mgr", "module", "enable", "prometheus", "--force").status == 0)
        let wanted = try ["a", "b"].flatMap { name in
            let all = try AdminClient.object("perf dump", at: cluster.socket(name))
            let paxos = try #require(all["paxos"] as? [String: Any])
            return paxos.keys.filter { paxos[$0] is Int }.map {
                "ceph_paxos_\($0){ceph_daemon=\"mon.\(name)\"}"
            }
        }
        #expect(wanted.count > 10)
        var seen = ""
        for _ in 0..<120 where !wanted.allSatisfy(seen.contains) {
            usleep(500_000)
            seen = try Program.run("curl", ["-sm", "10", "127.0.0.1:\(port)/metrics"], limit: 20).text
        }
        #expect(wanted.filter { !seen.contains($0) }.isEmpty)
        let commits = try #require(seen.firstMatch(of: /ceph_paxos_commit\{ceph_daemon="mon.a"\} ([0-9]+)/))
        #expect((Int(commits.output.1) ?? 0) > 5)
    }
}
