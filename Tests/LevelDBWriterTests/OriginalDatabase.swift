import CLevelDB
import Foundation
import LevelDBReader
import LevelDBWriter
import SeededRandom
import TestSupport

/// A store opened by LevelDB's own library, which checks all that it can check.
final class OriginalDatabase {
    struct Failure: Error { let message: String }

    private let options: OpaquePointer = leveldb_options_create()
    private let readOptions: OpaquePointer = leveldb_readoptions_create()
    private let writeOptions: OpaquePointer = leveldb_writeoptions_create()
    private let handle: OpaquePointer

    init(_ path: String, creating: Bool = false, snappy: Bool = true, writeBuffer: Int = 4 << 20) throws {
        leveldb_options_set_create_if_missing(options, creating ? 1 : 0)
        leveldb_options_set_paranoid_checks(options, 1)
        leveldb_options_set_compression(
            options, Int32(snappy ? leveldb_snappy_compression : leveldb_no_compression))
        leveldb_options_set_write_buffer_size(options, writeBuffer)
        leveldb_options_set_max_file_size(options, 1 << 20)
        leveldb_readoptions_set_verify_checksums(readOptions, 1)
        let options = options
        handle = try Self.check { leveldb_open(options, path, $0) }!
    }

    deinit {
        leveldb_close(handle)
        leveldb_writeoptions_destroy(writeOptions)
        leveldb_readoptions_destroy(readOptions)
        leveldb_options_destroy(options)
    }

    private static func check<R>(
        _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> R
    ) throws -> R {
        var message: UnsafeMutablePointer<CChar>?
        let result = body(&message)
        guard let message else { return result }
        defer { leveldb_free(message) }
        throw Failure(message: String(cString: message))
    }

    func put(_ key: Data, _ value: Data) throws {
        try Self.check { error in
            key.withCharacters { key, keyCount in
                value.withCharacters { leveldb_put(handle, writeOptions, key, keyCount, $0, $1, error) }
            }
        }
    }

    func delete(_ key: Data) throws {
        try Self.check { error in
            key.withCharacters { leveldb_delete(handle, writeOptions, $0, $1, error) }
        }
    }

    func get(_ key: Data) throws -> Data? {
        var count = 0
        let value = try Self.check { error in
            key.withCharacters { leveldb_get(handle, readOptions, $0, $1, &count, error) }
        }
        guard let value else { return nil }
        defer { leveldb_free(value) }
        return Data(bytes: value, count: count)
    }

    func compact(from: Data? = nil, to: Data? = nil) {
        (from ?? Data()).withCharacters { start, startCount in
            (to ?? Data()).withCharacters { end, endCount in
                leveldb_compact_range(
                    handle, from == nil ? nil : start, startCount, to == nil ? nil : end, endCount)
            }
        }
    }

    func filesAtLevel(_ level: Int) -> Int {
        guard let text = leveldb_property_value(handle, "leveldb.num-files-at-level\(level)") else {
            return 0
        }
        defer { leveldb_free(text) }
        return Int(String(cString: text)) ?? 0
    }

    /// All entries, in order.
    func entries() throws -> [Entry] {
        let iterator = leveldb_create_iterator(handle, readOptions)
        defer { leveldb_iter_destroy(iterator) }
        leveldb_iter_seek_to_first(iterator)
        var entries: [Entry] = []
        while leveldb_iter_valid(iterator) != 0 {
            var count = 0
            let key = leveldb_iter_key(iterator, &count).map { Data(bytes: $0, count: count) }
            let value = leveldb_iter_value(iterator, &count).map { Data(bytes: $0, count: count) }
            entries.append(Entry(key: key ?? Data(), value: value ?? Data()))
            leveldb_iter_next(iterator)
        }
        try Self.check { leveldb_iter_get_error(iterator, $0) }
        return entries
    }
}

struct Entry: Equatable {
    let key: Data
    let value: Data
}

extension Data {
    /// Never nil, even without bytes.
    fileprivate func withCharacters<R>(_ body: (UnsafePointer<CChar>, Int) -> R) -> R {
        guard !isEmpty else { return withUnsafePointer(to: CChar(0)) { body($0, 0) } }
        return withUnsafeBytes { body($0.baseAddress!.assumingMemoryBound(to: CChar.self), count) }
    }
}

/// What a store should hold.
typealias Model = [Data: Data]

extension Model {
    var sorted: [Entry] {
        map { Entry(key: $0, value: $1) }.sorted { left, right in
            let order = left.key.withCharacters { left, leftCount in
                right.key.withCharacters { right, rightCount in
                    memcmp(left, right, Swift.min(leftCount, rightCount))
                }
            }
            return order != 0 ? order < 0 : left.key.count < right.key.count
        }
    }
}

extension SeededRandom {
    mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &self) }

    /// Keys of a monitor, and such as no monitor has: empty, of one byte, with all ones, long.
    mutating func key() -> Data {
        switch below(40) {
        case 0: return Data([UInt8(below(256))])
        case 1: return Data(repeating: 0xff, count: below(4))
        case 2: return Data(repeating: 0x61, count: 1000 + below(20))
        default:
            let prefix = ["auth", "logm", "osdmap", "paxos"][below(4)]
            return Data("\(prefix)\0\(below(2000))".utf8)
        }
    }

    mutating func value(largest: Int) -> Data {
        switch below(200) {
        case 0: bytes(below(largest))
        case 1...20: Data()
        case 21...40: bytes(below(min(largest, 9000)))
        default: bytes(below(min(largest, 300)))
        }
    }

    /// Half of it repeats, so that there is something to compress; but for some that can't be.
    mutating func bytes(_ count: Int) -> Data {
        let compressible = below(4) != 0
        var bytes = Data(capacity: count + 8)
        while bytes.count < count {
            withUnsafeBytes(of: next()) { bytes.append(contentsOf: $0) }
            if compressible { bytes.append(contentsOf: repeatElement(0x20, count: 8)) }
        }
        return bytes.prefix(count)
    }

    /// Puts, overwrites and deletes, and now and then compacts a part: tables on several levels, and a log.
    mutating func change(
        _ database: OriginalDatabase, _ model: inout Model, times: Int, largest: Int = 300_000,
        compacting: Bool = true
    ) throws {
        for _ in 0..<times {
            let key = key()
            switch below(500) {
            case 0 where compacting: database.compact(from: key)
            case 1...120:
                try database.delete(key)
                model[key] = nil
            default:
                let value = value(largest: largest)
                try database.put(key, value)
                model[key] = value
            }
        }
    }

    /// A closed store made with LevelDB, and what it holds.
    /// - Parameter largest: bytes of a value.
    mutating func makeStore(
        at path: String, changes: Int, snappy: Bool = true, largest: Int = 300_000
    ) throws -> Model {
        var model: Model = [:]
        do {
            let database = try OriginalDatabase(path, creating: true, snappy: snappy, writeBuffer: 64 << 10)
            try change(database, &model, times: changes / 2, largest: largest)
            database.compact()
            try change(database, &model, times: changes / 2, largest: largest, compacting: false)
        }
        // Closing breaks off compactions, and leaves what they wrote.
        try DatabaseRewrite.tidy(path: path)
        return model
    }
}

/// Names of a store's own files. LevelDB's log of events is none of the data.
func storeFiles(_ path: String) throws -> Set<String> {
    Set(try FileManager.default.contentsOfDirectory(atPath: path)).subtracting(["LOG", "LOG.old", "LOCK"])
}

/// The files that the store in a folder is made of; leftovers are the others.
func filesInUse(_ path: String) throws -> Set<String> { try LevelDBSnapshot(path: path).namesInUse }

extension LevelDBSnapshot {
    func entries() throws -> [Entry] {
        let cursor = makeCursor()
        try cursor.seekToFirst()
        var entries: [Entry] = []
        while cursor.isValid {
            entries.append(Entry(key: cursor.withKey { Data($0) }, value: cursor.withValue { Data($0) }))
            try cursor.next()
        }
        return entries
    }
}
