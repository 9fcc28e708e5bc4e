import Foundation
import LevelDBWriter
import SeededRandom
import TestSupport
import Testing

@testable import LevelDBReader

/// Stores that LevelDB made, after a rewrite.
@Suite struct RewriteTests {
    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = "\(folder.path)/store.db"
    }

    private func rewrite(blockSize: Int = 4096, compresses: Bool = true, tableSize: Int = 256 << 10) throws {
        let outcome = try DatabaseRewrite.run(
            DurableFolder(path: path), blockSize: blockSize, compresses: compresses, tableSize: tableSize)
        guard case .done = outcome else { throw OriginalDatabase.Failure(message: "\(outcome)") }
    }

    /// Both readers see what should be there, and nothing else is.
    private func check(_ model: Model, _ random: inout SeededRandom) throws {
        let expected = model.sorted
        let snapshot = try LevelDBSnapshot(path: path)
        #expect(try snapshot.entries() == expected)
        #expect(try storeFiles(path) == filesInUse(path))
        let database = try OriginalDatabase(path)
        #expect(try database.entries() == expected)
        for _ in 0..<200 {
            // Most of them are there, or were.
            let key = random.key()
            #expect(try database.get(key) == model[key])
            #expect(try snapshot.get(Array(key)).map { Data($0) } == model[key])
        }
    }

    @Test(arguments: [
        (1, true, 4096), (2, false, 4096), (3, true, 256), (4, false, 65536), (5, true, 1 << 20),
        (6, true, 1), (7, true, 4096), (8, true, 4096),
    ])
    func `Every key and value is there, and LevelDB goes on from it`(
        seed: UInt64, compresses: Bool, blockSize: Int
    ) throws {
        var random = SeededRandom(seed: seed)
        var model = try random.makeStore(at: path, changes: 2500, snappy: seed % 2 == 0)
        let before = try LevelDBSnapshot(path: path)
        #expect(before.levels.filter { !$0.isEmpty }.count >= 2)
        #expect(before.logs.contains { $0.size > 0 })
        for _ in 0..<2 {
            let sequence = try LevelDBSnapshot(path: path).lastSequence
            try rewrite(blockSize: blockSize, compresses: compresses)
            #expect(try LevelDBSnapshot(path: path).lastSequence == sequence)
            try check(model, &random)
            // What LevelDB writes must not be hidden by what is there, through its own compactions as well.
            let database = try OriginalDatabase(path, writeBuffer: 64 << 10)
            try random.change(database, &model, times: 1000)
            #expect(try database.entries() == model.sorted)
            database.compact()
            #expect(try database.entries() == model.sorted)
            try random.change(database, &model, times: 300)
        }
        try DatabaseRewrite.tidy(path: path)
        try check(model, &random)
    }

    @Test func `Overwritten and deleted values are gone from the files`() throws {
        let mark = Data("never to be seen again".utf8)
        do {
            let database = try OriginalDatabase(path, creating: true, snappy: false)
            for number in 0..<100 { try database.put(Data("k\(number)".utf8), mark) }
            database.compact()
            for number in 0..<50 { try database.put(Data("k\(number)".utf8), Data("new".utf8)) }
            for number in 50..<100 { try database.delete(Data("k\(number)".utf8)) }
        }
        try rewrite(compresses: false)
        for name in try storeFiles(path) {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)"))
            #expect(bytes.range(of: mark) == nil)
            #expect(bytes.range(of: Data("k77".utf8)) == nil)
        }
        #expect(try OriginalDatabase(path).entries().count == 50)
    }

    @Test func `Values larger than a table stay whole`() throws {
        var random = SeededRandom(seed: 20)
        var model: Model = [:]
        do {
            let database = try OriginalDatabase(path, creating: true)
            for number in 0..<6 {
                let value = number == 3 ? Data(count: 9 << 20) : random.bytes((5 << 20) + number)
                model[Data("big\(number)".utf8)] = value
                model[Data("big\(number)+".utf8)] = Data()
            }
            for (key, value) in model { try database.put(key, value) }
        }
        for compresses in [true, false] {
            try rewrite(compresses: compresses, tableSize: 4 << 20)
            try check(model, &random)
        }
    }

    @Test func `A store without keys stays one`() throws {
        var random = SeededRandom(seed: 21)
        do { _ = try OriginalDatabase(path, creating: true) }
        try rewrite()
        try check([:], &random)
        do {
            let database = try OriginalDatabase(path)
            try database.put(Data([1]), Data([2]))
            try database.delete(Data([1]))
        }
        try rewrite()
        #expect(try LevelDBSnapshot(path: path).lastSequence == 2)
        #expect(try LevelDBSnapshot(path: path).tableFiles.isEmpty)
        try check([:], &random)
    }

    @Test(arguments: [(1 << 20, 1), (12 << 20, 2), (30 << 20, 2)])
    func `Tables lie on a level that LevelDB finds large enough, and stays idle`(size: Int, level: Int) throws
    {
        do {
            let database = try OriginalDatabase(path, creating: true, snappy: false, writeBuffer: 16 << 20)
            for number in 0..<size / 100_000 {
                let value = Data(repeating: UInt8(number % 251), count: 100_000)
                try database.put(Data("k\(100_000 + number)".utf8), value)
            }
        }
        try rewrite(compresses: false, tableSize: 4 << 20)
        let tables = try LevelDBSnapshot(path: path).tableFiles
        #expect(tables.allSatisfy { $0.level == level })
        let database = try OriginalDatabase(path, snappy: false)
        // A compaction that it thought due would have begun when it opened the store.
        usleep(200_000)
        #expect(database.filesAtLevel(level) == tables.count)
        #expect(Set(try LevelDBSnapshot(path: path).tableFiles.map(\.number)) == Set(tables.map(\.number)))
    }

    @Test func `Numbers of files are never used again`() throws {
        var random = SeededRandom(seed: 22)
        let model = try random.makeStore(at: path, changes: 1000)
        try Data("junk".utf8).write(to: URL(fileURLWithPath: "\(path)/100000.ldb"))
        try Data("junk".utf8).write(to: URL(fileURLWithPath: "\(path)/MANIFEST-200000"))
        try rewrite()
        #expect(try LevelDBSnapshot(path: path).tableFiles.allSatisfy { $0.number > 200_000 })
        try check(model, &random)
    }

    @Test func `Files that are not LevelDB's are left alone`() throws {
        var random = SeededRandom(seed: 23)
        let model = try random.makeStore(at: path, changes: 100)
        let foreign = ["notes.log", "MANIFEST-old", "a-1.ldb", "17.txt", "99999999999999999999.ldb"]
        for name in foreign { try Data("mine".utf8).write(to: URL(fileURLWithPath: "\(path)/\(name)")) }
        try rewrite()
        for name in foreign { #expect(FileManager.default.fileExists(atPath: "\(path)/\(name)")) }
        #expect(try LevelDBSnapshot(path: path).entries() == model.sorted)
    }

    @Test func `A file number at the end of all numbers is refused`() throws {
        var random = SeededRandom(seed: 24)
        _ = try random.makeStore(at: path, changes: 100)
        try Data().write(to: URL(fileURLWithPath: "\(path)/18446744073709551615.dbtmp"))
        #expect(throws: LevelDBWriterError.self) { try rewrite() }
    }

    @Test func `A damaged block stops a rewrite, and nothing is changed`() throws {
        var random = SeededRandom(seed: 25)
        _ = try random.makeStore(at: path, changes: 3000)
        let table = try #require(try LevelDBSnapshot(path: path).tableFiles.last)
        var bytes = try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(table.name)"))
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: URL(fileURLWithPath: "\(path)/\(table.name)"))
        let before = try contents(of: path)
        #expect(throws: LevelDBReaderError.self) { try rewrite() }
        #expect(try contents(of: path) == before)
    }

    @Test func `A store of more tables than may be open is read by who holds its lock`() throws {
        var random = SeededRandom(seed: 27)
        let model = try random.makeStore(at: path, changes: 1000)
        let lock = try #require(try FolderLock.take(path))
        defer { extendLifetime(lock) }
        #expect(throws: LevelDBReaderError.self) {
            try LevelDBSnapshot(path: path, verifyChecksums: true, maximumTables: 1)
        }
        let snapshot = try LevelDBSnapshot(
            path: path, verifyChecksums: true, maximumTables: 1, isLocked: true)
        #expect(snapshot.tableFiles.count > 1)
        #expect(try snapshot.entries() == model.sorted)
    }

    @Test func `What an earlier attempt left behind is removed`() throws {
        var random = SeededRandom(seed: 26)
        let model = try random.makeStore(at: path, changes: 1000)
        for name in ["900001.ldb", "900002.sst", "900003.dbtmp", "MANIFEST-900004"] {
            try Data(count: 1000).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
        }
        try DatabaseRewrite.tidy(path: path)
        #expect(try storeFiles(path) == filesInUse(path))
        try check(model, &random)
    }
}

/// Every file's bytes.
func contents(of path: String) throws -> [String: Data] {
    try storeFiles(path).reduce(into: [:]) {
        $0[$1] = try Data(contentsOf: URL(fileURLWithPath: "\(path)/\($1)"))
    }
}
