import Foundation
import TestSupport
import Testing

@Suite struct WritingTests {
    private let folder: TemporaryFolder
    private let store: String

    init() throws {
        folder = try TemporaryFolder()
        store = try SmallStore.copy(in: folder)
    }

    private func checksums(_ path: String) throws -> String { try Tool.run(path, "list-crc").text }

    @Test func `A compaction keeps every key and value, and says the sizes`() throws {
        let before = try checksums(store)
        let result = try Tool.run(store, "compact")
        #expect(result.status == 0)
        #expect(result.text.contains(" before, ") && result.text.hasSuffix(" after\n"))
        #expect(try checksums(store) == before)
        #expect(try Tool.run(store, "compact-prefix", "paxos").status == 0)
        #expect(try Tool.run(store, "compact-range", "osdmap", "1", "full").status == 0)
        #expect(try checksums(store) == before)
    }

    @Test func `A copy of a data folder is a data folder with the same keys`() throws {
        let target = "\(folder.path)/copy"
        let result = try Tool.run(store, "store-copy", target)
        #expect(result.status == 0, "\(result.errorText)")
        #expect(result.text.contains("summary: copied "))
        #expect(result.text.hasSuffix("from '\(store)' to '\(target)'\n"))
        #expect(try checksums(target) == checksums(store))
        for name in ["keyring", "kv_backend", "min_mon_release"] {
            let files = FileManager.default
            #expect(files.contents(atPath: "\(target)/\(name)") == files.contents(atPath: "\(store)/\(name)"))
        }
    }

    @Test func `A copy of a database is a database, in transactions of the given size`() throws {
        let target = "\(folder.path)/copy.db"
        let result = try Tool.run("\(store)/store.db", "store-copy", target, "7")
        #expect(result.status == 0, "\(result.errorText)")
        #expect(result.text.contains("copied 7 keys so far"))
        #expect(try checksums(target) == checksums(store))
    }

    @Test func `A copy never goes over another store`() throws {
        let target = try SmallStore.copy(in: folder, as: "other")
        let before = try FileState.all(below: target)
        let result = try Tool.run(store, "store-copy", target)
        #expect(result.status == 74)
        #expect(result.errorText.contains("holds a store already"))
        #expect(try FileState.all(below: target) == before)
    }

    @Test func `What is changed can be brought back`() throws {
        let before = try checksums(store)
        let value = "\(folder.path)/value"
        try "some bytes".write(toFile: value, atomically: true, encoding: .utf8)
        let set = try Tool.run(store, "set", "odd%20prefix", "k%00y", "in", value)
        #expect(set.status == 0 && set.errorText.contains("replay-trace \(store)/undo-1.trace"))
        #expect(try Tool.run(store, "list", "odd%20prefix").text == "odd%20prefix\tk%00y\n")
        #expect(try Tool.run(store, "set", "paxos", "last_committed", "ver", "7").status == 0)
        #expect(try Tool.run(store, "rm", "paxos", "first_committed").status == 0)
        #expect(try Tool.run(store, "rm-prefix", "osdmap").status == 0)
        #expect(try Tool.run(store, "exists", "osdmap").status == 1)
        for number in (1...4).reversed() {
            #expect(
                try Tool.run(store, "replay-trace", "\(store)/undo-\(number).trace", "--no-undo").status == 0)
        }
        #expect(try checksums(store) == before)
    }

    @Test func `Values for random-gen are the same for the same seed`() throws {
        for name in ["one", "two"] {
            let arguments = [
                "--num-keys", "20", "--size", "100", "--ntrans", "30", "--seed", "9", "--no-undo",
            ]
            let result = try Program.run(
                Tool.path, ["\(folder.path)/\(name)", "random-gen", "--"] + arguments)
            #expect(result.status == 0, "\(result.errorText)")
            #expect(result.errorText.hasSuffix("Applying trans 29\n"))
        }
        let one = try checksums("\(folder.path)/one")
        #expect(one.split(separator: "\n").count == 600)
        #expect(try checksums("\(folder.path)/two") == one)
    }

    @Test func `A value that cannot be read changes nothing`() throws {
        let before = try checksums(store)
        let result = try Tool.run(store, "set", "a", "b", "in", "\(folder.path)/absent")
        #expect(result.status == 74)
        #expect(try Tool.run(store, "set", "a", "b", "ver", "x").status == 64)
        #expect(try checksums(store) == before)
    }

    @Test func `A database without a data folder keeps its undo file beside it`() throws {
        let bare = "\(folder.path)/bare.db"
        #expect(try Tool.run("\(store)/store.db", "store-copy", bare).status == 0)
        let before = try checksums(bare)
        let set = try Tool.run(bare, "set", "a", "b", "ver", "7")
        #expect(set.status == 0, "\(set.errorText)")
        let undo = "\(folder.path)/undo-1.trace"
        #expect(FileManager.default.fileExists(atPath: undo))
        #expect(try Tool.run(bare, "replay-trace", undo, "--no-undo").status == 0)
        #expect(try checksums(bare) == before)
    }
}
