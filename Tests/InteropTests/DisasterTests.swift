import Foundation
import TestSupport
import Testing

/// The commands for the worst days, beside Ceph's own and under its monitor.
@Suite(.enabled(if: CephMonitor.isInstalled, "Ceph's programs are not installed"))
struct DisasterTests {
    private let folder: TemporaryFolder
    private let store: String

    init() throws {
        folder = try TemporaryFolder()
        store = try folder.copy(of: "\(Fixtures.folder)/stores/small", as: "mon")
    }

    private func tool(_ arguments: String...) throws -> ProgramResult {
        try Program.run(Program.built("monstore-tool"), arguments)
    }

    /// Leaves what `ceph-objectstore-tool --op update-mon-db` collects: OSD maps alone.
    private func keepOSDMapsAlone() throws {
        let prefixes = Set(
            try tool(store, "list").text.split(separator: "\n").map { $0.prefix { $0 != "\t" } })
        for prefix in prefixes where prefix != "osdmap" {
            #expect(try tool(store, "rm-prefix", String(prefix), "--no-undo").status == 0)
        }
    }

    private func makeKeyring() throws -> String {
        let path = "\(folder.path)/keyring"
        try Program.run(
            "ceph-authtool", ["--create-keyring", path, "--gen-key", "-n", "mon.", "--cap", "mon", "allow *"])
        return path
    }

    @Test func `A store is rebuilt from OSD maps as Ceph rebuilds it, and ceph-mon starts on it`() throws {
        try keepOSDMapsAlone()
        let theirs = try folder.copy(of: store, as: "theirs")
        let keyring = try makeKeyring()
        let conf = "\(folder.path)/ceph.conf"
        let fsid = "11111111-2222-3333-4444-555555555555"
        let address = "127.0.0.1:\(try CephMonitor.freePort())"
        try "[global]\nfsid = \(fsid)\nmon_host = \(address)\n"
            .write(toFile: conf, atomically: true, encoding: .utf8)
        let ours = try tool(store, "rebuild", "-c", conf, "--keyring", keyring, "--mon-ids", "a", "--no-undo")
        #expect(ours.status == 0, "\(ours.errorText)")
        try Program.run(
            "ceph-monstore-tool", [theirs, "rebuild", "--", "--keyring", keyring, "--mon-ids", "a"],
            environment: ["CEPH_CONF": conf])
        for prefix in ["mgr", "monitor", "osd_pg_creating", "osdmap"] {
            #expect(try tool(store, "list-crc", prefix).text == tool(theirs, "list-crc", prefix).text)
            #expect(try tool(store, "exists", prefix).status == 0)
        }
        // Ceph's has rotating keys of its own in auth, and its manager's command descriptions.
        let listing = try tool(theirs, "list").text.replacingOccurrences(
            of: "mgr_command_descs\t\n", with: "")
        #expect(try tool(store, "list").text == listing)
        #expect(try tool(store, "dump-paxos", "--start", "66").text.contains("--- 67 ---"))

        try FileManager.default.removeItem(atPath: "\(store)/keyring")
        try FileManager.default.copyItem(atPath: keyring, toPath: "\(store)/keyring")
        let monitor = try CephMonitor(dataFolder: store, known: (fsid, address))
        #expect(try monitor.ceph("osd", "pool", "ls").text == (try poolNames()))
    }

    private func poolNames() throws -> String {
        let map = try tool("\(Fixtures.folder)/stores/small", "get", "osdmap", "-f", "json")
        let json = try #require(try JSONSerialization.jsonObject(with: map.output) as? [String: Any])
        let pools = try #require(json["pools"] as? [[String: Any]])
        return pools.compactMap { $0["pool_name"] as? String }.map { $0 + "\n" }.joined()
    }

    @Test func `A rewritten CRUSH map is proposed as Ceph proposes it`() throws {
        let theirs = try folder.copy(of: store, as: "theirs")
        let expected = try Program.run(
            "ceph-monstore-tool", [theirs, "rewrite-crush", "--", "--good-epoch", "-3"])
        let found = try tool(store, "rewrite-crush", "--good-epoch=-3", "--no-undo")
        #expect(found.status == 0, "\(found.errorText)")
        // But for the size: Ceph's tool leaves the rewritten incrementals empty.
        let lines = { (text: String) in text.split(separator: "\n").filter { !$0.hasPrefix("adding pending") }
        }
        #expect(lines(found.text) == lines(expected.text))
        for key in ["pending_v", "pending_pn", "last_committed"] {
            #expect(try tool(store, "get", "paxos", key).text == tool(theirs, "get", "paxos", key).text)
        }
    }

    @Test func `A monitor that is alone starts on a committed rewrite with the good CRUSH map`() throws {
        let before = try #require(
            try tool(store, "show-versions", "osdmap").text.split(whereSeparator: \.isWhitespace).last.flatMap
            { Int($0) })
        let good = "\(folder.path)/good"
        #expect(try tool(store, "get", "crushmap", "--version", "3", "--out", good).status == 0)
        let result = try tool(store, "rewrite-crush", "--good-epoch", "3", "--commit", "--no-undo")
        #expect(result.status == 0, "\(result.errorText)")
        let monitor = try CephMonitor(dataFolder: store)
        #expect(try monitor.ceph("osd", "stat").text.contains("epoch: e\(before + 1)"))
        let now = "\(folder.path)/now"
        #expect(try monitor.ceph("osd", "getcrushmap", "-o", now).status == 0)
        #expect(FileManager.default.contents(atPath: now) == FileManager.default.contents(atPath: good))
    }
}
