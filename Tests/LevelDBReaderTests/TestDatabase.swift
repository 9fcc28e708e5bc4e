import CLevelDB
import Glibc
import SeededRandom

@testable import LevelDBReader

/// A folder under /tmp that goes away with the last reference.
final class TemporaryFolder: Sendable {
    let path: String

    init() {
        var template = Array("/tmp/leveldb-reader-XXXXXX".utf8CString)
        path = String(cString: mkdtemp(&template))
    }

    deinit {
        for name in names() { unlink("\(path)/\(name)") }
        rmdir(path)
    }

    func names() -> [String] {
        (try? Folder(path: path).names().sorted()) ?? []
    }

    func names(ending suffix: String) -> [String] {
        names().filter { $0.hasSuffix(suffix) }
    }

    func read(_ name: String) -> [UInt8] {
        guard let file = fopen("\(path)/\(name)", "r") else { return [] }
        defer { fclose(file) }
        var status = stat()
        fstat(fileno(file), &status)
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        let count = fread(&bytes, 1, bytes.count, file)
        return Array(bytes.prefix(count))
    }

    func write(_ bytes: [UInt8], to name: String) {
        guard let file = fopen("\(path)/\(name)", "w") else { return }
        fwrite(bytes, 1, bytes.count, file)
        fclose(file)
    }

    func remove(_ name: String) { unlink("\(path)/\(name)") }
}

/// A store opened by the original library.
final class TestDatabase {
    struct Failure: Error { let message: String }
    enum Change {
        case put([UInt8], [UInt8])
        case delete([UInt8])
    }

    private let options = leveldb_options_create()
    private let readOptions = leveldb_readoptions_create()
    private let writeOptions = leveldb_writeoptions_create()
    private let handle: OpaquePointer

    init(_ path: String, snappy: Bool = true, writeBuffer: Int = 4 << 20) throws {
        leveldb_options_set_create_if_missing(options, 1)
        leveldb_options_set_compression(
            options, Int32(snappy ? leveldb_snappy_compression : leveldb_no_compression))
        leveldb_options_set_write_buffer_size(options, writeBuffer)
        var message: UnsafeMutablePointer<CChar>?
        guard let opened = leveldb_open(options, path, &message) else {
            throw Failure(message: message.map { String(cString: $0) } ?? "")
        }
        handle = opened
    }

    deinit {
        leveldb_close(handle)
        leveldb_writeoptions_destroy(writeOptions)
        leveldb_readoptions_destroy(readOptions)
        leveldb_options_destroy(options)
    }

    func write(_ changes: [Change]) throws {
        let batch = leveldb_writebatch_create()
        defer { leveldb_writebatch_destroy(batch) }
        for change in changes {
            switch change {
            case .put(let key, let value):
                withCharacters(key) { key, keyCount in
                    withCharacters(value) { leveldb_writebatch_put(batch, key, keyCount, $0, $1) }
                }
            case .delete(let key):
                withCharacters(key) { leveldb_writebatch_delete(batch, $0, $1) }
            }
        }
        var message: UnsafeMutablePointer<CChar>?
        leveldb_write(handle, writeOptions, batch, &message)
        if let message { throw Failure(message: String(cString: message)) }
    }

    func put(_ key: [UInt8], _ value: [UInt8]) throws { try write([.put(key, value)]) }

    func compact() { leveldb_compact_range(handle, nil, 0, nil, 0) }

    func get(_ key: [UInt8]) -> [UInt8]? {
        var count = 0
        var message: UnsafeMutablePointer<CChar>?
        let value = withCharacters(key) {
            leveldb_get(handle, readOptions, $0, $1, &count, &message)
        }
        guard let value else { return nil }
        defer { leveldb_free(value) }
        return value.withMemoryRebound(to: UInt8.self, capacity: count) {
            Array(UnsafeBufferPointer(start: $0, count: count))
        }
    }

    /// All entries from `start` on, at most `limit`.
    func entries(from start: [UInt8] = [], limit: Int = .max) -> [Entry] {
        let iterator = leveldb_create_iterator(handle, readOptions)
        defer { leveldb_iter_destroy(iterator) }
        withCharacters(start) { leveldb_iter_seek(iterator, $0, $1) }
        var entries: [Entry] = []
        while leveldb_iter_valid(iterator) != 0, entries.count < limit {
            var count = 0
            let key = leveldb_iter_key(iterator, &count)
            let keyBytes = Array(UnsafeRawBufferPointer(start: key, count: count))
            let value = leveldb_iter_value(iterator, &count)
            let valueBytes = Array(UnsafeRawBufferPointer(start: value, count: count))
            entries.append(Entry(key: keyBytes, value: valueBytes))
            leveldb_iter_next(iterator)
        }
        return entries
    }

    func approximateSize(from: [UInt8], to: [UInt8]) -> UInt64 {
        var size: UInt64 = 0
        withCharacters(from) { from, fromCount in
            withCharacters(to) { to, toCount in
                var starts: UnsafePointer<CChar>? = from
                var ends: UnsafePointer<CChar>? = to
                var startCount = fromCount
                var endCount = toCount
                leveldb_approximate_sizes(handle, 1, &starts, &startCount, &ends, &endCount, &size)
            }
        }
        return size
    }
}

struct Entry: Equatable {
    let key: [UInt8]
    let value: [UInt8]
}

private func withCharacters<R>(_ bytes: [UInt8], _ body: (UnsafePointer<CChar>, Int) -> R) -> R {
    withBytes(of: bytes) { start in
        body(UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self), bytes.count)
    }
}

extension LevelDBSnapshot {
    /// All entries from `start` on, at most `limit`.
    func entries(from start: [UInt8]? = nil, limit: Int = .max) throws -> [Entry] {
        let cursor = makeCursor()
        if let start { try cursor.seek(start) } else { try cursor.seekToFirst() }
        var entries: [Entry] = []
        while cursor.isValid, entries.count < limit {
            entries.append(Entry(key: cursor.withKey(Array.init), value: cursor.withValue(Array.init)))
            try cursor.next()
        }
        return entries
    }
}

extension SeededRandom {
    mutating func bytes(_ count: Int) -> [UInt8] {
        // Half of it repeats, so that snappy has something to do.
        (0..<count).map { $0 % 2 == 0 ? UInt8.random(in: 0...255, using: &self) : 0x20 }
    }
}

/// Puts, overwrites and deletes at random among `keys` keys of a few prefixes.
func churn(
    _ database: TestDatabase, _ random: inout SeededRandom, keys: Int, changes: Int,
    largestValue: Int = 900
) throws {
    let prefixes = ["auth", "logm", "osdmap", "paxos"]
    for _ in 0..<changes {
        let number = Int.random(in: 0..<keys, using: &random)
        let key = Array("\(prefixes[number % 4])\0\(number)".utf8)
        if Int.random(in: 0..<5, using: &random) == 0 {
            try database.write([.delete(key)])
        } else {
            let count = Int.random(in: 0...largestValue, using: &random)
            try database.put(key, random.bytes(count))
        }
    }
}
