import Foundation
import LevelDBWriter
import SeededRandom
import TestSupport
import Testing

/// A disk of a few megabytes, for as long as this lives.
final class SmallDisk: Sendable {
    static let canBeMade = (try? SmallDisk(megabytes: 1)) != nil

    struct NotPermitted: Error {}

    let folder: TemporaryFolder
    var path: String { folder.path }

    init(megabytes: Int) throws {
        folder = try TemporaryFolder()
        let options = ["-t", "tmpfs", "-o", "size=\(megabytes)m", "none", folder.path]
        guard try Program.run("mount", options).status == 0 else { throw NotPermitted() }
    }

    deinit {
        // Emptied first: what this process has open of it keeps the disk in memory.
        for name in (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] {
            try? FileManager.default.removeItem(atPath: "\(path)/\(name)")
        }
        _ = try? Program.run("umount", ["-l", path])
    }

    /// Leaves no more than so many bytes free.
    func fill(leaving free: Int) throws {
        var status = statvfs()
        statvfs(path, &status)
        let count = Int(status.f_bavail) * Int(status.f_frsize) - free
        if count > 0 { try Data(count: count).write(to: URL(fileURLWithPath: "\(path)/filler")) }
    }
}

/// The tool where files can't be written.
@Suite struct FullDiskTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func makeStore(in folder: String, compressible: Bool) throws -> String {
        let store = "\(folder)/mon"
        let arguments = ["-k", "100", "-s", "2000", "-n", "26", "--seed", "3", "--no-undo"]
        try Tool.succeed([store, "random-gen", "--"] + arguments)
        guard compressible else { return store }
        let value = "\(self.folder.path)/value"
        try Data(count: 40 << 20).write(to: URL(fileURLWithPath: value))
        try Tool.succeed([store, "set", "zeros", "many", "in", value, "--no-undo"])
        try Tool.succeed([store, "compact"])
        return store
    }

    private func expectOneLine(_ result: ProgramResult, _ reason: String) {
        #expect(result.status == 74)
        #expect(result.errorText.hasPrefix("monstore-tool: "), "\(result.errorText)")
        #expect(result.errorText.contains(reason), "\(result.errorText)")
        #expect(result.errorText.filter { $0 == "\n" }.count == 1)
    }

    @Test(
        .enabled(if: SmallDisk.canBeMade, "a tmpfs can't be mounted here"),
        arguments: [0, 100_000, 1_000_000, 3_000_000])
    func `A compaction that finds no room leaves the store as it was`(free: Int) throws {
        let disk = try SmallDisk(megabytes: 24)
        let store = try makeStore(in: disk.path, compressible: false)
        let expected = try Tool.checksums(store)
        let database = "\(store)/store.db"
        try disk.fill(leaving: free)
        let result = try Tool.run([store, "compact"])
        // LevelDB makes do with little.
        if result.status != 0 || free == 0 { expectOneLine(result, "No space left on device") }
        #expect(try Tool.checksums(store) == expected)
        #expect(try storeFiles(database) == filesInUse(database))
        try FileManager.default.removeItem(atPath: "\(disk.path)/filler")
        try Tool.succeed([store, "compact"])
        #expect(try Tool.checksums(store) == expected)
    }

    @Test(.enabled(if: SmallDisk.canBeMade, "a tmpfs can't be mounted here"))
    func `A disk that is full sooner than reckoned leaves the store as it was`() throws {
        let disk = try SmallDisk(megabytes: 60)
        let store = try makeStore(in: folder.path, compressible: true)
        let copy = "\(disk.path)/mon"
        try FileManager.default.copyItem(atPath: store, toPath: copy)
        let expected = try Tool.checksums(copy)
        try disk.fill(leaving: 30 << 20)
        let database = "\(copy)/store.db"
        let before = try contents(of: database)
        // Zeros take little room until they are no longer compressed.
        let outcome = try DatabaseRewrite.run(path: database, blockSize: 4096, compresses: false)
        guard case .noSpace = outcome else { throw OriginalDatabase.Failure(message: "\(outcome)") }
        #expect(try contents(of: database) == before)
        // LevelDB itself finds nothing to do.
        try Tool.succeed([copy, "compact", "--leveldb_compression=false"])
        #expect(try Tool.checksums(copy) == expected)
        #expect(try storeFiles(database) == filesInUse(database))
    }

    @Test(
        .enabled(if: SmallDisk.canBeMade, "a tmpfs can't be mounted here"),
        arguments: [0, 4096, 100_000, 2_000_000], ["", "/store.db"])
    func `A copy that finds no room leaves nothing`(free: Int, part: String) throws {
        let store = try makeStore(in: folder.path, compressible: false)
        let disk = try SmallDisk(megabytes: 8)
        try disk.fill(leaving: free)
        for options in [[], ["--leveldb_bloom_size=10"]] {
            let result = try Tool.run([store + part, "store-copy", "\(disk.path)/copy"] + options)
            expectOneLine(result, "No space left on device")
            #expect(try FileManager.default.contentsOfDirectory(atPath: disk.path) == ["filler"])
        }
    }

    /// Runs the tool with a limit of what a file may hold, in KiB.
    private func run(limit: Int, _ arguments: [String]) throws -> ProgramResult {
        let script = "ulimit -f \(limit); trap '' XFSZ; exec \"$@\""
        return try Program.run("bash", ["-c", script, "bash", Tool.path] + arguments)
    }

    @Test func `Without a standard error to complain to the status tells`() throws {
        let store = try makeStore(in: folder.path, compressible: false)
        let before = try contents(of: "\(store)/store.db")
        // Its file may not grow either.
        #expect(try run(limit: 0, [store, "compact"]).status == 74)
        let closed = "exec \"$0\" \"$@\" 2>&-"
        #expect(try Program.run("bash", ["-c", closed, Tool.path, store, "get", "x"]).status == 1)
        #expect(try contents(of: "\(store)/store.db") == before)
    }

    @Test(arguments: [1, 100, 1000])
    func `A write that fails changes nothing`(limit: Int) throws {
        let store = try makeStore(in: folder.path, compressible: false)
        // Tables that are written anew are larger than the limit.
        let database = "\(store)/store.db"
        let before = try contents(of: database)
        expectOneLine(try run(limit: limit, [store, "compact"]), "File too large")
        #expect(try contents(of: database) == before)
        let target = "\(folder.path)/copy"
        for source in [store, database] {
            expectOneLine(try run(limit: limit, [source, "store-copy", target]), "File too large")
            #expect(!FileManager.default.fileExists(atPath: target))
        }
    }
}
