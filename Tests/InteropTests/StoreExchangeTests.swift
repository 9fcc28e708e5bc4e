import Foundation
import TestSupport
import Testing

/// One store under our monitor and under Ceph's, in turn.
@Suite(
    .enabled(
        if: CephMonitor.isInstalled && LibradosClient.isInstalled && Program.installed("osdmaptool") != nil,
        "Ceph's programs and its library for Python are not installed"), .serialized)
struct StoreExchangeTests {
    private let quick = "paxos_propose_interval = 0.05\npaxos_min_wait = 0.02"

    private func expectClean(_ store: String) throws {
        let check = try Program.run(Program.built("monstore-tool"), [store, "check"])
        #expect(check.status == 0, "\(check.text)\(check.errorText)")
    }

    /// Every full map that the store holds, as Ceph's tools read it.
    private func expectReadableMaps(_ store: String, _ folder: TemporaryFolder) throws {
        let copy = try folder.copy(of: store, as: "maps")
        let versions = try Program.run(
            "ceph-monstore-tool", [copy, "show-versions", "--", "--map-type", "osdmap"])
        let last = try #require(
            versions.text.firstMatch(of: /last +committed:\t(\d+)/).flatMap { Int($0.output.1) })
        #expect(last > 30)
        let file = "\(folder.path)/map"
        for version in 1...last {
            let get = ["get", "osdmap", "--", "--version", "\(version)", "--out", file]
            #expect(try Program.run("ceph-monstore-tool", [copy] + get).status == 0)
            let printed = try Program.run("osdmaptool", ["--print", file]).text
            #expect(printed.hasPrefix("epoch \(version)\n"))
        }
        for map in ["monmap", "mdsmap", "mgr", "crushmap"] {
            let got = try Program.run("ceph-monstore-tool", [copy, "get", map, "--", "--out", file])
            #expect(got.status == 0, "\(map): \(got.errorText)")
        }
        try FileManager.default.removeItem(atPath: copy)
    }

    @Test func `a cluster that was made and changed here goes on under ceph-mon`() throws {
        let cluster = try OwnCluster(options: quick)
        let commands = try LibradosClient.commands("changes")
        for (command, answer) in zip(commands, try LibradosClient.ask(cluster.configuration, commands)) {
            #expect(answer.hasPrefix("[0, "), "\(command): \(answer)")
        }
        let asked = [
            ["osd", "dump"], ["osd", "tree"], ["fs", "dump"], ["auth", "ls"], ["config", "dump"],
            ["config-key", "dump"], ["osd", "crush", "dump"], ["mon", "metadata"],
            ["log", "last", "2", "info"],
        ]
        let before = try asked.map { try cluster.ceph($0).text }
        cluster.stop()
        try expectClean(cluster.dataFolder())
        try expectReadableMaps(cluster.dataFolder(), cluster.folder)

        let original = try CephMonitor(dataFolder: cluster.dataFolder())
        #expect(try original.ceph("-s").text.contains("mon: 1 daemons, quorum a"))
        for (command, text) in zip(asked, before) where !["mon", "log"].contains(command[0]) {
            #expect(lines(try original.ceph(command).text) == lines(text), "\(command)")
        }
        #expect(try original.ceph("osd", "pool", "create", "there", "4").status == 0)
        original.stop()
        try expectClean(cluster.dataFolder())
    }

    @Test func `what ceph-mon made and changed is changed here, and ceph-mon goes on with it`() throws {
        // Our mkfs only: everything else is the original's.
        let cluster = try OwnCluster(options: quick)
        cluster.stop()
        let store = cluster.dataFolder()
        let original = try CephMonitor(dataFolder: store)
        let admin = ["keyring=\(cluster.folder.path)/keyring"]
        let commands = try LibradosClient.commands("changes")
        let answers = try LibradosClient.ask(original.configuration, commands, options: admin, limit: 200)
        for (command, answer) in zip(commands, answers) {
            #expect(answer.hasPrefix("[0, "), "\(command): \(answer)")
        }
        let tree = try original.ceph("osd", "tree").text
        let dump = try original.ceph("osd", "dump").text
        original.stop()

        let own = try #require(try OwnMonitor.start(on: store, in: cluster.folder))
        #expect(try own.ceph("osd", "tree").text == tree)
        // In Ceph the order of the blocklist is that of a hash table.
        #expect(lines(try own.ceph("osd", "dump").text) == lines(dump))
        #expect(try own.ceph("osd", "pool", "create", "here", "4").status == 0)
        #expect(try own.ceph("config-key", "set", "made", "here").status == 0)
        #expect(try own.ceph("osd", "unset", "noscrub").status == 0)
        own.stop()
        try expectClean(store)

        let again = try CephMonitor(dataFolder: store)
        #expect(try again.ceph("config-key", "get", "made").text == "here")
        #expect(try again.ceph("osd", "pool", "ls").text.contains("here\n"))
        #expect(try again.ceph("osd", "dump").text.contains("noscrub") == false)
    }

    private func lines(_ text: String) -> [String] { text.split(separator: "\n").map(String.init).sorted() }
}
