import Foundation
import LevelDBReader
import LevelDBWriter
import SeededRandom
import TestSupport
import Testing

@testable import MonitorStore

/// New databases.
@Suite struct StoreBuilderTests {
    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = "\(folder.path)/store.db"
    }

    private func put(_ key: Data, _ value: Data, to builder: StoreBuilder) throws {
        try key.withUnsafeBytes { key in try value.withUnsafeBytes { try builder.put(key, $0) } }
    }

    private func build(_ entries: [Entry], _ folder: DurableFolder) throws {
        let builder = try StoreBuilder(folder)
        for entry in entries { try put(entry.key, entry.value, to: builder) }
        try builder.finish()
    }

    private func model(seed: UInt64, count: Int) -> Model {
        var random = SeededRandom(seed: seed)
        var model: Model = [:]
        for _ in 0..<count { model[random.key()] = random.value(largest: 300_000) }
        return model
    }

    @Test(arguments: [(40, 0), (41, 1), (42, 3000), (43, 10_000)])
    func `LevelDB finds what was put, and goes on from it`(seed: UInt64, count: Int) throws {
        var model = model(seed: seed, count: count)
        try build(model.sorted, DurableFolder(path: path))
        #expect(try storeFiles(path) == filesInUse(path))
        #expect(try LevelDBSnapshot(path: path).entries() == model.sorted)
        #expect(try LevelDBSnapshot(path: path).lastSequence == UInt64(model.count))
        var random = SeededRandom(seed: seed + 100)
        let database = try OriginalDatabase(path, writeBuffer: 64 << 10)
        #expect(try database.entries() == model.sorted)
        try random.change(database, &model, times: 2000)
        database.compact()
        #expect(try database.entries() == model.sorted)
    }

    @Test(arguments: [("b", "a"), ("b", "b"), ("ab", "a"), ("", ""), ("\u{7f}é", "\u{7f}")])
    func `Keys out of order are refused, and nothing is left`(first: String, second: String) throws {
        let builder = try StoreBuilder(path: path)
        try put(Data(first.utf8), Data([1]), to: builder)
        #expect(throws: StoreError.self) { try put(Data(second.utf8), Data([2]), to: builder) }
        #expect(throws: StoreError.self) { try put(Data("z".utf8), Data([2]), to: builder) }
        #expect(throws: StoreError.self) { try builder.finish() }
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func `Keys are in the order of unsigned bytes`() throws {
        try build(
            [Data(), Data([0]), Data([0, 0]), Data([0x7f]), Data([0x80]), Data([0xff]), Data([0xff, 0])].map {
                Entry(key: $0, value: $0)
            }, DurableFolder(path: path))
        #expect(try OriginalDatabase(path).entries().count == 7)
    }

    @Test func `Nothing is left of a store that was not finished`() throws {
        do {
            let builder = try StoreBuilder(path: path)
            for entry in model(seed: 44, count: 5000).sorted { try put(entry.key, entry.value, to: builder) }
        }
        #expect(!FileManager.default.fileExists(atPath: path))
        // A folder that was there before stays, empty.
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        do { _ = try StoreBuilder(path: path) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: path).isEmpty)
    }

    @Test(arguments: ["CURRENT", "000003.log", "000005.ldb", "MANIFEST-000002", "000001.dbtmp", "7.sst"])
    func `Not even a part of another store is written over`(name: String) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        try Data("kept".utf8).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
        let error = #expect(throws: StoreError.self) { try StoreBuilder(path: path) }
        #expect(error?.description.contains("give a path that does not exist yet") == true)
        #expect(try FileManager.default.contentsOfDirectory(atPath: path) == [name])
        #expect(FileManager.default.contents(atPath: "\(path)/\(name)") == Data("kept".utf8))
    }

    @Test(arguments: Fault.Kind.allCases)
    func `There is no store before all of it is there, wherever it ends`(kind: Fault.Kind) throws {
        let expected = model(seed: 45, count: 300).sorted
        var number = 1
        while true {
            let fault = Fault(kind, at: number, in: path)
            let result = Result { try build(expected, fault.folder) }
            guard fault.wasMet else {
                _ = try result.get()
                break
            }
            switch kind {
            case .fullDisk, .error:
                #expect(throws: StoreError.self) { try result.get() }
                #expect(!FileManager.default.fileExists(atPath: path))
            case .crash, .crashBehind:
                if FileManager.default.fileExists(atPath: "\(path)/CURRENT") {
                    #expect(try OriginalDatabase(path).entries() == expected)
                } else {
                    #expect(throws: OriginalDatabase.Failure.self) { try OriginalDatabase(path) }
                    let error = #expect(throws: LevelDBReaderError.self) { try LevelDBSnapshot(path: path) }
                    #expect(error?.kind == .notADatabase)
                }
                try? FileManager.default.removeItem(atPath: path)
            }
            number += 1
        }
        #expect(number > 10)
    }

    @Test func `The lock keeps others out, in this process and in others`() throws {
        do { _ = try OriginalDatabase(path, creating: true) }
        let tool = Program.built("monstore-tool")
        do {
            let lock = try FolderLock.take(path)
            #expect(lock != nil)
            #expect(try FolderLock.take(path) == nil)
            #expect(throws: StoreError.self) { try LevelDBStore(path: path) }
            #expect(throws: StoreError.self) { try LevelDBStore.compactClosed(path: path) }
            #expect(try Program.run(tool, [path, "compact"]).status == 75)
            #expect(try Program.run(tool, [path, "set", "a", "b", "ver", "1", "--no-undo"]).status == 75)
        }
        let database = try LevelDBStore(path: path)
        #expect(throws: StoreError.self) { try LevelDBStore.compactClosed(path: path) }
        // Its lock was not lost by asking.
        #expect(try Program.run(tool, [path, "compact"]).status == 75)
        extendLifetime(database)
    }
}
