import Foundation
import TestSupport
import Testing

@Suite struct DamageTests {
    private let folder: TemporaryFolder
    private let store: String

    init() throws {
        folder = try TemporaryFolder()
        store = try SmallStore.copy(in: folder)
        // Tables, not only a log, must be there to be damaged.
        try Tool.run(store, "compact")
        try Tool.run(store, "random-gen", "--", "--ntrans", "1", "--num-keys", "50", "--no-undo")
        try Tool.run(store, "set", "paxos", "extra", "ver", "1", "--no-undo")
    }

    private func file(_ test: (String) -> Bool) throws -> String {
        let names = try FileManager.default.contentsOfDirectory(atPath: "\(store)/store.db").sorted()
        let sizes = names.filter(test).map { name in
            (
                name,
                (try? FileManager.default.attributesOfItem(atPath: "\(store)/store.db/\(name)")[.size] as? Int)
                    ?? 0
            )
        }
        let largest = try #require(sizes.max { $0.1 < $1.1 })
        return "\(store)/store.db/\(largest.0)"
    }

    private func change(_ path: String, _ body: (inout Data) -> Void) throws {
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        body(&bytes)
        try bytes.write(to: URL(fileURLWithPath: path))
    }

    /// One line on standard error, a telling status, nothing changed.
    private func expectRefusal(_ status: Int32, mentioning word: String, _ command: [String] = ["list-crc"])
        throws
    {
        let before = try FileState.all(below: store)
        let result = try Program.run(Tool.path, [store] + command)
        #expect(result.status == status, "\(result.errorText)")
        #expect(result.errorText.split(separator: "\n").count == 1)
        #expect(result.errorText.hasPrefix("monstore-tool: "))
        #expect(result.errorText.contains(word), "\(result.errorText)")
        #expect(try FileState.all(below: store) == before)
    }

    @Test func `A flipped bit in a table is named with file and byte`() throws {
        let table = try file { $0.hasSuffix(".ldb") }
        try change(table) { $0[$0.count / 2] ^= 4 }
        try expectRefusal(65, mentioning: "\(URL(fileURLWithPath: table).lastPathComponent): at byte ")
    }

    @Test func `A truncated table is named`() throws {
        let table = try file { $0.hasSuffix(".ldb") }
        try change(table) { $0.removeLast($0.count / 3) }
        try expectRefusal(65, mentioning: URL(fileURLWithPath: table).lastPathComponent)
    }

    @Test func `A missing table is named`() throws {
        let table = try file { $0.hasSuffix(".ldb") }
        try FileManager.default.removeItem(atPath: table)
        try expectRefusal(65, mentioning: URL(fileURLWithPath: table).lastPathComponent)
    }

    @Test func `A flipped bit in the manifest is named`() throws {
        let manifest = try file { $0.hasPrefix("MANIFEST") }
        try change(manifest) { $0[20] ^= 1 }
        try expectRefusal(65, mentioning: "MANIFEST")
    }

    @Test func `A CURRENT that points nowhere is named`() throws {
        try "MANIFEST-999999\n".write(toFile: "\(store)/store.db/CURRENT", atomically: false, encoding: .utf8)
        try expectRefusal(65, mentioning: "MANIFEST-999999")
    }

    @Test func `A path that is no store is refused with what it is`() throws {
        for path in ["\(folder.path)/absent", folder.path, "/etc/hostname"] {
            let result = try Tool.run(path, "list")
            #expect(result.status == 66)
            #expect(result.errorText.contains(path))
        }
    }

    @Test func `A RocksDB store is refused with what to do`() throws {
        try "rocksdb\n".write(toFile: "\(store)/kv_backend", atomically: false, encoding: .utf8)
        try expectRefusal(69, mentioning: "ceph-monstore-tool")
        try expectRefusal(69, mentioning: "rocksdb", ["compact"])
    }

    @Test func `Repair saves what is readable and keeps the old files`() throws {
        let table = try file { $0.hasSuffix(".ldb") }
        try change(table) { $0[$0.count / 2] ^= 4 }
        let damaged = try FileState.all(below: "\(store)/store.db").map(\.bytesAndName)
        let result = try Tool.run(store, "destructive-repair")
        #expect(result.status == 0, "\(result.errorText)")
        #expect(result.text.hasPrefix("destructive-repair completed without reporting an error\n"))
        let listing = try Tool.run(store, "list")
        #expect(listing.status == 0)
        #expect(listing.text.split(separator: "\n").count > 20)
        let kept = try FileState.all(below: "\(store)/store.db.before-repair-1").map(\.bytesAndName)
        #expect(kept == damaged.filter { !$0.hasPrefix("LOCK=") })
    }
}

extension FileState {
    /// For comparing folders whose times differ.
    fileprivate var bytesAndName: String { "\(name)=\(bytes.base64EncodedString())" }
}
