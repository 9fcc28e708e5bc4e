import CephEncoding
import Foundation
import LevelDBReader
import MonitorStore
import NIOCore
import TestSupport
import Testing

/// What both backends must do alike.
@Suite struct KeyValueStoreTests {
    private func withBothBackends(_ body: (any KeyValueStore) throws -> Void) throws {
        try body(MemoryStore())
        let folder = try TemporaryFolder()
        var options = LevelDBOptions()
        options.createIfMissing = true
        try body(try LevelDBStore(path: "\(folder.path)/store.db", options: options))
    }

    private func keys(_ store: any KeyValueReader) throws -> [String] {
        var names: [String] = []
        try store.forEach { prefix, key, value in
            names.append("\(String(cephBytes: prefix))/\(String(cephBytes: key))=\(value.count)")
            return true
        }
        return names
    }

    @Test func `What was put is found, in order, until it is erased`() throws {
        try withBothBackends { store in
            var transaction = StoreTransaction()
            for key in ["10", "9", "full_1", "1"] { transaction.put("osdmap", key, ByteBuffer(string: key)) }
            transaction.put("osd", "z", version: 7)
            try store.apply(transaction)
            #expect(
                try keys(store) == ["osd/z=8", "osdmap/1=1", "osdmap/10=2", "osdmap/9=1", "osdmap/full_1=6"])
            #expect(try store.version("osd", "z") == 7)
            #expect(try store.version("osd", "nope") == nil)
            #expect(try store.keys(of: "osd") == ["z"])
            #expect(try store.contains(prefix: "osdmap"))
            #expect(try !store.contains(prefix: "osdma"))
            var second = StoreTransaction()
            second.erase("osdmap", "9")
            second.put("osdmap", "1", ByteBuffer())
            try store.apply(second)
            #expect(try keys(store) == ["osd/z=8", "osdmap/1=0", "osdmap/10=2", "osdmap/full_1=6"])
        }
    }

    @Test func `A range is erased from its start up to its end`() throws {
        try withBothBackends { store in
            var transaction = StoreTransaction()
            for key in ["a", "b", "c", "d"] { transaction.put("p", key, ByteBuffer(string: "x")) }
            transaction.put("q", "b", ByteBuffer(string: "x"))
            try store.apply(transaction)
            var erase = StoreTransaction()
            erase.eraseRange("p", from: "b", to: "d")
            try store.apply(erase)
            #expect(try keys(store) == ["p/a=1", "p/d=1", "q/b=1"])
        }
    }

    @Test func `A cursor sees the store as it was when the cursor was made`() throws {
        try withBothBackends { store in
            var transaction = StoreTransaction()
            transaction.put("p", "a", ByteBuffer(string: "old"))
            try store.apply(transaction)
            let cursor = try store.makeCursor()
            var second = StoreTransaction()
            second.put("p", "a", ByteBuffer(string: "newer"))
            second.put("p", "b", ByteBuffer(string: "new"))
            try store.apply(second)
            try cursor.seekToFirst()
            #expect(cursor.isValid && String(cephBytes: cursor.rawValue) == "old")
            try cursor.next()
            #expect(!cursor.isValid)
        }
    }

    @Test func `A cursor seeks to the first key that is not before`() throws {
        try withBothBackends { store in
            var transaction = StoreTransaction()
            for key in ["b", "d"] { transaction.put("p", key, ByteBuffer(string: "x")) }
            try store.apply(transaction)
            let cursor = try store.makeCursor()
            try cursor.seek(StoreKey("p", "c").combined)
            #expect(cursor.isValid && StoreKey(combined: cursor.rawKey) == StoreKey("p", "d"))
            try cursor.seek(StoreKey("p", "e").combined)
            #expect(!cursor.isValid)
        }
    }

    @Test func `Keys with a zero byte or with none are split at the first`() {
        for (bytes, prefix, key) in [
            (Array("a\0b\0c".utf8), "a", "b\0c"), (Array("abc".utf8), "", "abc"), ([0], "", ""), ([], "", ""),
        ] {
            let split = bytes.withUnsafeBytes { StoreKey(combined: $0) }
            #expect(split == StoreKey(prefix, key))
        }
    }
}

@Suite struct LevelDBStoreTests {
    private let folder: TemporaryFolder
    private var path: String { "\(folder.path)/store.db" }

    init() throws { folder = try TemporaryFolder() }

    private func open(_ change: (inout LevelDBOptions) -> Void = { _ in }) throws -> LevelDBStore {
        var options = LevelDBOptions()
        options.createIfMissing = true
        change(&options)
        return try LevelDBStore(path: path, options: options)
    }

    private func fill(_ store: LevelDBStore, rounds: Int) throws {
        for round in 0..<rounds {
            var transaction = StoreTransaction()
            for key in 0..<100 {
                transaction.put(
                    "p", "\(key)", ByteBuffer(string: "\(round) " + String(repeating: "x", count: 2000)))
            }
            try store.apply(transaction, sync: false)
        }
    }

    @Test func `What was written is there after the store is opened again`() throws {
        do { try fill(try open(), rounds: 3) }
        let again = try open()
        let value = try #require(try again.value(of: StoreKey("p", "99")))
        #expect(String(buffer: value).hasPrefix("2 "))
    }

    @Test func `A compaction gives space back and keeps every key`() throws {
        let store = try open { $0.compression = false }
        try fill(store, rounds: 60)
        let before = try SnapshotStore(path: path).snapshot.totalBytes
        try store.compactAll()
        let after = try SnapshotStore(path: path).snapshot.totalBytes
        #expect(after < before / 4, "\(before) -> \(after)")
        #expect(try store.keys(of: "p").count == 100)
    }

    @Test func `A snapshot reader sees what the open store has written`() throws {
        let store = try open()
        try fill(store, rounds: 1)
        let reader = try SnapshotStore(path: path)
        try fill(store, rounds: 2)
        #expect(try reader.keys(of: "p").count == 100)
        let old = try #require(try reader.value(of: StoreKey("p", "5")))
        #expect(String(buffer: old).hasPrefix("0 "))
        let fresh = try #require(try SnapshotStore(path: path).value(of: StoreKey("p", "5")))
        #expect(String(buffer: fresh).hasPrefix("1 "))
    }

    @Test func `Options are Ceph's, by Ceph's names`() {
        var options = LevelDBOptions()
        let accepted = [
            options.set("leveldb_write_buffer_size", to: "32M"),
            options.set("mon_leveldb_cache_size", to: "512MB"),
            options.set("leveldb_compression", to: "false"), options.set("leveldb_bloom_size", to: "10"),
            options.set("leveldb_block_size", to: "64K"), options.set("leveldb_paranoid", to: "yes"),
            options.set("mon_leveldb_max_open_files", to: "100"),
        ]
        #expect(accepted.allSatisfy { $0 })
        #expect(options.writeBufferSize == 32 << 20)
        #expect(options.cacheSize == 512 << 20)
        #expect(!options.compression && options.paranoid)
        #expect(options.blockSize == 64 << 10 && options.bloomSize == 10 && options.maxOpenFiles == 100)
        let refused = [
            options.set("leveldb_nope", to: "1"), options.set("leveldb_cache_size", to: "many"),
            options.set("leveldb_cache_size", to: "99999999999G"),
        ]
        #expect(!refused.contains(true))
    }

    @Test func `Every option opens a store that works`() throws {
        let store = try open {
            $0.bloomSize = 10
            $0.blockSize = 16 << 10
            $0.paranoid = true
            $0.maxOpenFiles = 64
            $0.writeBufferSize = 1 << 20
        }
        try fill(store, rounds: 20)
        try store.compactAll()
        #expect(try store.value(of: StoreKey("p", "42")) != nil)
        #expect(store.property("leveldb.stats")?.contains("Compactions") == true)
        #expect(store.property("leveldb.nope") == nil)
    }
}

@Suite struct MonitorDirectoryTests {
    @Test func `A folder that is none, or no store's, is refused with what it is`() throws {
        let folder = try TemporaryFolder()
        for path in ["\(folder.path)/absent", folder.path, "/etc/hostname"] {
            let error = #expect(throws: StoreError.self) { try MonitorDirectory(path: path) }
            #expect(error?.kind == .notAStore)
            #expect(error?.description.contains(path) == true)
        }
    }

    @Test func `A RocksDB store is refused with what to use instead`() throws {
        let folder = try TemporaryFolder()
        _ = try MonitorDirectory.create(path: "\(folder.path)/mon.a")
        try "rocksdb\n".write(toFile: "\(folder.path)/mon.a/kv_backend", atomically: false, encoding: .utf8)
        let error = #expect(throws: StoreError.self) { try MonitorDirectory(path: "\(folder.path)/mon.a") }
        #expect(error?.kind == .unsupported)
        #expect(error?.description.contains("ceph-kvstore-tool rocksdb") == true)
    }

    @Test func `A new folder says its backend, and is never made over an old one`() throws {
        let folder = try TemporaryFolder()
        let made = try MonitorDirectory.create(path: "\(folder.path)/mon.a")
        #expect(made.backend == "leveldb")
        var options = LevelDBOptions()
        options.createIfMissing = true
        do { _ = try LevelDBStore(path: made.database, options: options) }
        #expect(throws: StoreError.self) { try MonitorDirectory.create(path: "\(folder.path)/mon.a") }
        #expect(try MonitorDirectory(path: made.database).path == made.path)
    }
}
