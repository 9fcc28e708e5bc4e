import Foundation
import TestSupport
import Testing

/// The daemon under Ceph's own programs.
@Suite(.enabled(if: CephMonitor.isInstalled, "Ceph's programs are not installed"), .serialized)
struct DaemonTests {
    private func tool(_ arguments: [String]) throws -> ProgramResult {
        try Program.run(Program.built("monstore-tool"), arguments)
    }

    @Test func `the unmodified ceph command works over msgr2 and msgr1, and its store opens in ceph-mon`()
        throws
    {
        let cluster = try OwnCluster()
        let status = try cluster.ceph("-s")
        #expect(status.text.contains("mon: 1 daemons, quorum a"), "\(status.text)")
        #expect(try cluster.ceph("health").text.hasPrefix("HEALTH_"))
        #expect(
            try cluster.ceph("config-key", "set", "notes/first", "plain").errorText == "set notes/first\n")
        #expect(try cluster.ceph("config-key", "get", "notes/first").text == "plain")
        #expect(try cluster.ceph("config", "set", "osd", "osd_max_backfills", "3").status == 0)
        #expect(try cluster.ceph("config", "get", "osd", "osd_max_backfills").text == "3\n")
        #expect(try cluster.ceph("osd", "pool", "create", "rbd", "8").errorText == "pool 'rbd' created\n")
        let key = try cluster.ceph("auth", "get-or-create", "client.one", "mon", "allow r")
        #expect(key.text.hasPrefix("[client.one]\n\tkey = "))
        let first = try #require(cluster.addresses.first?.split(separator: ",").last?.dropLast())
        #expect(try cluster.ceph(["-m", String(first), "osd", "pool", "ls"]).text == "rbd\n")
        for mode in ["crc", "secure"] {
            #expect(try cluster.ceph(["--ms_mon_client_mode", mode, "fsid"]).status == 0)
        }
        let bad = try cluster.ceph("osd", "pool", "rm", "rbd")
        #expect(bad.status == 1)
        #expect(bad.errorText.hasPrefix("Error EPERM: WARNING: this will *PERMANENTLY DESTROY*"))
        #expect(
            try Program.run("ceph", ["daemon", cluster.socket(), "mon_status"]).text.contains("\"leader\""))
        cluster.stop()

        let clean = try tool([cluster.dataFolder(), "check"])
        #expect(clean.status == 0, "\(clean.text)\(clean.errorText)")
        let original = try CephMonitor(dataFolder: cluster.dataFolder())
        #expect(try original.ceph("osd", "pool", "ls").text == "rbd\n")
        #expect(try original.ceph("config-key", "get", "notes/first").text == "plain")
        #expect(try original.ceph("auth", "get-key", "client.one").status == 0)
    }

    @Test func `one monitor is told things by ceph tell, and says what it is`() throws {
        let cluster = try OwnCluster()
        #expect(try cluster.ceph("tell", "mon.a", "version").text.contains("\"version\": \"16.2.15\""))
        #expect(try cluster.ceph("tell", "mon.a", "mon_status").text.contains("\"state\": \"leader\""))
        let set = try cluster.ceph("tell", "mon.a", "injectargs", "--mon_lease=7 --debug_mon 1/5")
        #expect(set.text == "{}\n")
        #expect(set.errorText == "mon_lease = '7.000000' \n")
        #expect(try cluster.ceph("tell", "mon.a", "config", "get", "mon_lease").text.contains("7.000000"))
        // The log's levels follow the cluster's configuration too.
        #expect(!cluster.log().contains(" 10 begin for "))
        #expect(try cluster.ceph("config", "set", "mon", "debug_paxos", "10").status == 0)
        #expect(try cluster.ceph("config-key", "set", "k", "v").status == 0)
        #expect(cluster.log().contains(" 10 begin for "))
        let unknown = try cluster.ceph("tell", "mon.a", "injectargs", "--nosuch 1")
        #expect(unknown.status == 22)
        #expect(unknown.errorText.hasPrefix("Error EINVAL:  failed to parse arguments: --nosuch,1"))
        let heap = try cluster.ceph("tell", "mon.a", "heap", "stats")
        #expect(heap.status == 95)
        #expect(
            heap.errorText
                == "Error ENOTSUP: could not issue heap profiler command -- not using tcmalloc!\n")
        let reader = try cluster.ceph("auth", "get-or-create", "client.reader", "mon", "allow r")
        try reader.output.write(to: cluster.folder.url.appendingPathComponent("reader"))
        let denied = try cluster.ceph(
            [
                "-n", "client.reader", "--keyring", "\(cluster.folder.path)/reader", "tell", "mon.a",
                "mon_status",
            ])
        #expect(denied.status == 13, "\(denied.errorText)")

        let metadata = try cluster.ceph("mon", "metadata", "a").text
        for name in ["addrs", "ceph_version", "hostname", "kernel_version", "mem_total_kb", "devices"] {
            #expect(metadata.contains("\"\(name)\": \""), "\(metadata)")
        }
        #expect(try cluster.ceph("versions").text.contains("pacific (stable)\": 1"))
    }

    @Test func `what ceph-mon made opens here, and what is changed here shows there`() throws {
        let folder = try TemporaryFolder()
        let store = try folder.copy(of: "\(Fixtures.folder)/stores/small", as: "mon")
        let known = try #require(try OwnMonitor.start(on: store, in: folder))
        #expect(try known.ceph("config-key", "set", "made", "here").status == 0)
        #expect(try known.ceph("osd", "dump").text.hasPrefix("epoch "))
        known.stop()
        let original = try CephMonitor(dataFolder: store)
        #expect(try original.ceph("config-key", "get", "made").text == "here")
    }

    @Test func `three monitors form a quorum, and go on when the leader is killed`() throws {
        let cluster = try OwnCluster(["a", "b", "c"])
        #expect(try cluster.ceph("config-key", "set", "k", "1").status == 0)
        // Ranks go by address: any of the three may lead.
        let before = try wait(for: cluster) { $0.contains("\"quorum\":[0,1,2]") }
        let leader = try #require(
            before.split(separator: "\"quorum_leader_name\":\"").last?.prefix { $0 != "\"" })
        cluster.kill(String(leader))
        let began = Date()
        #expect(try cluster.ceph("config-key", "set", "k", "2", limit: 40).status == 0)
        #expect(Date().timeIntervalSince(began) < 20)
        try cluster.start(String(leader))
        _ = try wait(for: cluster) { $0.contains("\"quorum\":[0,1,2]") }
        #expect(try cluster.ceph("config-key", "get", "k").text == "2")
    }

    /// What `quorum_status` says, once it is as wanted; at most a minute.
    private func wait(for cluster: OwnCluster, _ isWanted: (String) -> Bool) throws -> String {
        let deadline = Date().addingTimeInterval(60)
        var status = ""
        while Date() < deadline {
            status = try cluster.ceph("quorum_status", "-f", "json", limit: 20).text
            if isWanted(status) { return status }
            usleep(200_000)
        }
        throw OwnCluster.Failure(description: "the quorum is not as wanted after a minute: \(status)")
    }
}
