import Foundation
import TestSupport
import Testing

@Suite struct CheckTests {
    private let folder: TemporaryFolder
    private let store: String

    init() throws {
        folder = try TemporaryFolder()
        store = try SmallStore.copy(in: folder)
    }

    private func keys(of store: String) throws -> String { try Tool.run(store, "list-crc").text }

    @Test func `A store that Ceph made is clean, and stays as it is`() throws {
        let before = try FileState.all(below: store)
        let result = try Tool.run(store, "check")
        #expect(result.status == 0)
        #expect(result.text.hasPrefix("checked 227 keys, "), "\(result.text)")
        #expect(result.text.hasSuffix(" s: clean\n"))
        #expect(try FileState.all(below: store) == before)
    }

    @Test func `An error is a line with its place and what mends it`() throws {
        try Tool.run(store, "rm", "osdmap", "full_7", "--no-undo")
        let result = try Tool.run(store, "check")
        #expect(result.status == 65)
        #expect(
            result.text.hasPrefix("ERROR osdmap/full_7: is not there, but paxos/14 wrote it"),
            "\(result.text)")
        #expect(
            result.text.contains("; can't be read — mend: monstore-tool \(store) repair\nchecked 226 keys"))
        #expect(result.text.hasSuffix(": 1 error\n"))
        let json = try JSONSerialization.jsonObject(with: Tool.run(store, "check", "-f", "json").output)
        let findings = (json as? [String: Any])?["findings"] as? [[String: Any]]
        #expect(findings?.first?["key"] as? String == "osdmap/full_7")
    }

    @Test func `Warnings alone have a status of their own`() throws {
        try Tool.run(store, "set", "mon_sync", "in_sync", "ver", "1", "--no-undo")
        let result = try Tool.run(store, "check")
        #expect(result.status == 1)
        #expect(result.text.hasPrefix("WARNING mon_sync/in_sync: "), "\(result.text)")
    }

    @Test func `Repair makes a copy and leaves the store alone`() throws {
        let whole = try keys(of: store)
        try Tool.run(store, "rm", "osdmap", "full_7", "--no-undo")
        let before = try FileState.all(below: store)
        let result = try Tool.run(store, "repair")
        #expect(result.status == 0, "\(result.text)\(result.errorText)")
        #expect(result.text.contains("\nbring osdmap/full_7 to what paxos/14 made of it\n"))
        #expect(try FileState.all(below: store) == before)
        #expect(try keys(of: store + ".repaired") == whole)
        #expect(try Tool.run(store + ".repaired", "get", "monitor", "magic").status == 0)
        let again = try Tool.run(store, "repair")
        #expect(again.status == 74)
    }

    @Test func `Repair in place can be undone`() throws {
        let whole = try keys(of: store)
        try Tool.run(store, "rm", "osdmap", "full_7", "--no-undo")
        let damaged = try keys(of: store)
        #expect(try Tool.run(store, "repair", "--in-place").status == 0)
        #expect(try keys(of: store) == whole)
        #expect(try Tool.run(store, "replay-trace", "\(store)/undo-1.trace", "--no-undo").status == 0)
        #expect(try keys(of: store) == damaged)
    }

    @Test func `Nothing is written where nothing can be mended`() throws {
        let before = try FileState.all(below: store)
        for arguments in [["repair"], ["repair", "--in-place"]] {
            let result = try Program.run(Tool.path, [store] + arguments)
            #expect(result.status == 0)
            #expect(result.text.hasPrefix("nothing that can be mended here\n"))
        }
        #expect(try FileState.all(below: store) == before)
        #expect(!FileManager.default.fileExists(atPath: store + ".repaired"))
    }

    @Test func `A damaged block is a finding`() throws {
        try Tool.run(store, "compact")
        let names = try FileManager.default.contentsOfDirectory(atPath: "\(store)/store.db")
        let table = try #require(names.first { $0.hasSuffix(".ldb") })
        let url = URL(fileURLWithPath: "\(store)/store.db/\(table)")
        var bytes = try Data(contentsOf: url)
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: url)
        for command in ["check", "repair"] {
            let result = try Tool.run(store, command)
            #expect(result.status == 65)
            #expect(result.text.contains("ERROR database: "), "\(result.text)")
            #expect(result.text.contains(table))
        }
    }
}
