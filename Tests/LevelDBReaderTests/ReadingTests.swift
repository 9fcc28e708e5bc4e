import CLevelDB
import SeededRandom
import Testing

@testable import LevelDBReader

@Suite("Reading what the original library wrote")
struct ReadingTests {
    @Test("An empty store has no entries")
    func emptyStore() throws {
        let folder = TemporaryFolder()
        _ = try TestDatabase(folder.path)
        let snapshot = try LevelDBSnapshot(path: folder.path)
        #expect(try snapshot.entries().isEmpty)
        #expect(try snapshot.get([1]) == nil)
        #expect(snapshot.levels.count == 7)
        #expect(snapshot.tableFiles.isEmpty)
        #expect(snapshot.lastSequence == 0)
    }

    @Test("Entries that are only in the log are read")
    func onlyLog() throws {
        let folder = TemporaryFolder()
        let database = try TestDatabase(folder.path)
        try database.put([], [7])
        try database.put([1], [])
        try database.put([2], [1])
        try database.put([2], [2])
        try database.write([.delete([1]), .put([3], [3]), .put([255], [9])])
        let snapshot = try LevelDBSnapshot(path: folder.path)
        #expect(snapshot.logs.count == 1)
        #expect(try snapshot.entries() == database.entries())
        #expect(try snapshot.get([]) == [7])
        #expect(try snapshot.get([1]) == nil)
        #expect(try snapshot.get([2]) == [2])
        #expect(snapshot.lastSequence == 7)
    }

    @Test("Cursor, look-ups and sizes agree with the original library", arguments: [true, false])
    func manyLevels(snappy: Bool) throws {
        let folder = TemporaryFolder()
        let database = try TestDatabase(folder.path, snappy: snappy, writeBuffer: 64 << 10)
        var random = SeededRandom(seed: snappy ? 1 : 2)
        for round in 0..<4 {
            try churn(database, &random, keys: 12_000, changes: 6000)
            try compare(folder, database, &random)
            if round == 1 { database.compact() }
        }
        let snapshot = try LevelDBSnapshot(path: folder.path)
        #expect(snapshot.tableFiles.count >= 2)
        #expect(snapshot.totalBytes > snapshot.tableFiles.reduce(0) { $0 + $1.size })
    }

    private func compare(
        _ folder: TemporaryFolder, _ database: TestDatabase, _ random: inout SeededRandom
    ) throws {
        let snapshot = try LevelDBSnapshot(path: folder.path)
        let expected = database.entries()
        #expect(try snapshot.entries() == expected)
        for _ in 0..<300 {
            let number = Int.random(in: 0..<12_400, using: &random)
            let prefix = ["auth", "logm", "osdmap", "paxos", "b"].randomElement(using: &random) ?? ""
            let key = Array("\(prefix)\0\(number)".utf8)
            #expect(try snapshot.get(key) == database.get(key))
            #expect(try snapshot.entries(from: key, limit: 3) == database.entries(from: key, limit: 3))
            if let end = expected.randomElement(using: &random)?.key {
                // Its own compactions may go on between the snapshot and the question.
                let size = snapshot.approximateSize(from: key, to: end)
                #expect(size <= snapshot.tableFiles.reduce(0) { $0 + $1.size })
            }
        }
    }

    @Test("Approximate sizes are those of the original library")
    func approximateSizes() throws {
        let folder = TemporaryFolder()
        var random = SeededRandom(seed: 3)
        do {
            let database = try TestDatabase(folder.path, writeBuffer: 64 << 10)
            try churn(database, &random, keys: 3000, changes: 6000)
            database.compact()
        }
        // Opened again with an empty log, nothing is left to compact.
        let database = try TestDatabase(folder.path)
        let snapshot = try LevelDBSnapshot(path: folder.path)
        let keys = [[], [255]] + database.entries().map(\.key)
        for _ in 0..<500 {
            let from = keys.randomElement(using: &random) ?? []
            let to = keys.randomElement(using: &random) ?? []
            #expect(
                snapshot.approximateSize(from: from, to: to)
                    == (from.lexicographicallyPrecedes(to)
                        ? database.approximateSize(from: from, to: to) : 0))
        }
    }

    @Test("Large values cross the blocks of the log and fill blocks of their own in tables")
    func largeValues() throws {
        let folder = TemporaryFolder()
        let database = try TestDatabase(folder.path)
        var random = SeededRandom(seed: 4)
        // 32740 to 32775 let records end at each place near the end of a block.
        for size in [0, 1, 100_000, 3_000_000] + Array(32_740...32_775) {
            try database.put(Array("size\(size)".utf8), random.bytes(size))
        }
        #expect(try LevelDBSnapshot(path: folder.path).entries() == database.entries())
        database.compact()
        #expect(try LevelDBSnapshot(path: folder.path).entries() == database.entries())
    }

    @Test("A snapshot stays readable after its tables were deleted")
    func deletedTables() throws {
        let folder = TemporaryFolder()
        let database = try TestDatabase(folder.path, writeBuffer: 64 << 10)
        var random = SeededRandom(seed: 5)
        try churn(database, &random, keys: 500, changes: 2000)
        let snapshot = try LevelDBSnapshot(path: folder.path)
        let before = try snapshot.entries()
        for entry in before { try database.write([.delete(entry.key)]) }
        database.compact()
        #expect(try LevelDBSnapshot(path: folder.path).entries().isEmpty)
        #expect(try snapshot.entries() == before)
        for entry in before { #expect(try snapshot.get(entry.key) == entry.value) }
    }

    @Test("Look-ups and cursor agree after the original library's repair")
    func repairedStore() throws {
        let folder = TemporaryFolder()
        var random = SeededRandom(seed: 6)
        do {
            let database = try TestDatabase(folder.path, writeBuffer: 64 << 10)
            try churn(database, &random, keys: 400, changes: 4000)
        }
        let before = try LevelDBSnapshot(path: folder.path).entries()
        let options = leveldb_options_create()
        var message: UnsafeMutablePointer<CChar>?
        leveldb_repair_db(options, folder.path, &message)
        #expect(message == nil)
        leveldb_options_destroy(options)
        let snapshot = try LevelDBSnapshot(path: folder.path)
        #expect(snapshot.levels[0].count == snapshot.tableFiles.count)
        #expect(try snapshot.entries() == before)
        for entry in before { #expect(try snapshot.get(entry.key) == entry.value) }
    }

    @Test("A cursor moves back and forth, and stays put behind the end")
    func seeking() throws {
        let folder = TemporaryFolder()
        let database = try TestDatabase(folder.path)
        for number in UInt8(0)..<100 { try database.put([number, 0], [number]) }
        database.compact()
        let cursor = try LevelDBSnapshot(path: folder.path).makeCursor()
        #expect(!cursor.isValid)
        try cursor.next()
        #expect(cursor.withKey(\.count) == 0)
        for number in [UInt8(50), 3, 99, 0, 98] {
            try cursor.seek([number])
            #expect(cursor.isValid && cursor.withValue(Array.init) == [number])
        }
        try cursor.seek([99, 1])
        #expect(!cursor.isValid)
        try cursor.next()
        #expect(!cursor.isValid)
        try cursor.seekToFirst()
        #expect(cursor.withKey(Array.init) == [0, 0])
    }

    @Test("Without descriptors for every table, an unused store is read all the same")
    func fewDescriptors() throws {
        let folder = TemporaryFolder()
        var random = SeededRandom(seed: 7)
        do {
            let database = try TestDatabase(folder.path, writeBuffer: 64 << 10)
            try churn(database, &random, keys: 3000, changes: 5000)
        }
        let expected = try LevelDBSnapshot(path: folder.path).entries()
        let snapshot = try LevelDBSnapshot(
            path: folder.path, verifyChecksums: true, maximumTables: 0)
        #expect(try snapshot.entries() == expected)

        let database = try TestDatabase(folder.path)
        let error = #expect(throws: LevelDBReaderError.self) {
            try LevelDBSnapshot(path: folder.path, verifyChecksums: true, maximumTables: 0)
        }
        #expect(error?.description.contains("ulimit -n") == true)
        // The question must not have taken the lock away from the database in this process.
        #expect(throws: LevelDBReaderError.self) {
            try LevelDBSnapshot(path: folder.path, verifyChecksums: true, maximumTables: 0)
        }
        withExtendedLifetime(database) {}
    }
}
