import CLevelDB
import CephEncoding
import NIOCore

#if canImport(Glibc)
    import Glibc
#endif

/// A store that is open for writing, through LevelDB itself. LevelDB holds the folder's lock meanwhile.
///
/// Any thread may read and write: nothing here changes after `init`, and LevelDB does its own locking.
public final class LevelDBStore: KeyValueStore, @unchecked Sendable {
    private let database: OpaquePointer
    private let resources: LevelDBResources
    private let readOptions: OpaquePointer
    private let asyncWrite: OpaquePointer
    private let syncedWrite: OpaquePointer
    /// The database folder.
    public let path: String
    /// What was done since it was opened.
    public let counters = StoreCounters()

    /// - Parameters:
    ///   - path: the database folder (`…/store.db`).
    ///   - options: LevelDB's, by Ceph's names.
    /// - Throws: ``StoreError``; its kind is `locked` where another process has the store open.
    public init(path: String, options: LevelDBOptions = LevelDBOptions()) throws {
        self.path = path
        try LevelDBStore.refuseIfLocked(path)
        let resources = LevelDBResources(options)
        let opened = try LevelDBStore.call { leveldb_open(resources.options, path, $0) }
        guard let opened else { throw StoreError(.inputOutput, "\(path): LevelDB gave no database") }
        database = opened
        self.resources = resources
        readOptions = leveldb_readoptions_create()
        leveldb_readoptions_set_verify_checksums(readOptions, 1)
        asyncWrite = leveldb_writeoptions_create()
        syncedWrite = leveldb_writeoptions_create()
        leveldb_writeoptions_set_sync(syncedWrite, 1)
    }

    deinit {
        leveldb_writeoptions_destroy(syncedWrite)
        leveldb_writeoptions_destroy(asyncWrite)
        leveldb_readoptions_destroy(readOptions)
        leveldb_close(database)
    }

    public func value(of key: StoreKey) throws -> ByteBuffer? {
        let combined = key.combined
        var length = 0
        let found = try counters.gets.measure {
            try Self.call { error in
                combined.withUnsafeBytes { bytes in
                    leveldb_get(database, readOptions, bytes.charPointer, bytes.count, &length, error)
                }
            }
        }
        guard let found else { return nil }
        defer { leveldb_free(found) }
        return ByteBuffer(bytes: UnsafeRawBufferPointer(start: found, count: length))
    }

    public func write(_ batch: borrowing WriteBatch, sync: Bool) throws {
        let native = leveldb_writebatch_create()
        defer { leveldb_writebatch_destroy(native) }
        for operation in batch.operations {
            switch operation {
            case .put(let key, let value):
                key.withUnsafeBytes { key in
                    value.withUnsafeReadableBytes { value in
                        leveldb_writebatch_put(
                            native, key.charPointer, key.count, value.charPointer, value.count)
                    }
                }
            case .erase(let key):
                key.withUnsafeBytes { leveldb_writebatch_delete(native, $0.charPointer, $0.count) }
            }
        }
        try write(native, sync: sync)
    }

    private func write(_ batch: OpaquePointer?, sync: Bool) throws {
        func write() throws {
            try Self.call { leveldb_write(database, sync ? syncedWrite : asyncWrite, batch, $0) }
        }
        if sync {
            try counters.syncedWrites.measure(write)
        } else {
            try counters.writes.measure(write)
        }
    }

    /// A batch that is filled without copies on this side, for moving many keys.
    public func makeBatchWriter() -> BatchWriter { BatchWriter(self) }

    /// Collects puts inside LevelDB until they are committed.
    public final class BatchWriter {
        private let store: LevelDBStore
        private let batch: OpaquePointer = leveldb_writebatch_create()

        init(_ store: LevelDBStore) { self.store = store }

        deinit { leveldb_writebatch_destroy(batch) }

        /// - Parameters:
        ///   - key: prefix, zero, key.
        ///   - value: copied, as the key is.
        public func put(_ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) {
            leveldb_writebatch_put(batch, key.charPointer, key.count, value.charPointer, value.count)
        }

        /// Writes what was put since the last time.
        public func commit(sync: Bool) throws {
            try store.write(batch, sync: sync)
            leveldb_writebatch_clear(batch)
        }
    }

    public func compact(from: [UInt8]?, to: [UInt8]?) throws {
        if from == nil && to == nil { counters.compactions.add() } else { counters.rangeCompactions.add() }
        withOptionalBytes(from) { from in
            withOptionalBytes(to) { to in
                leveldb_compact_range(
                    database, from?.charPointer, from?.count ?? 0, to?.charPointer, to?.count ?? 0)
            }
        }
        // LevelDB reports a failed compaction with the next write.
        try write(WriteBatch(), sync: true)
    }

    public func approximateSize(from: [UInt8], to: [UInt8]) -> UInt64 {
        var size: UInt64 = 0
        from.withUnsafeBytes { from in
            to.withUnsafeBytes { to in
                var starts: [UnsafePointer<CChar>?] = [from.charPointer]
                var ends: [UnsafePointer<CChar>?] = [to.charPointer]
                var startCounts = [from.count]
                var endCounts = [to.count]
                leveldb_approximate_sizes(database, 1, &starts, &startCounts, &ends, &endCounts, &size)
            }
        }
        return size
    }

    /// What LevelDB says of itself: `leveldb.stats`, `leveldb.sstables`, …; nil for an unknown name.
    public func property(_ name: String) -> String? {
        guard let text = leveldb_property_value(database, name) else { return nil }
        defer { leveldb_free(text) }
        return String(cString: text)
    }

    public func makeCursor() throws -> any StoreCursor { Cursor(self) }

    /// Saves what can be read of a damaged database: everything else is moved to its `lost` folder or is
    /// gone. The folder must not be open.
    public static func repair(path: String, options: LevelDBOptions = LevelDBOptions()) throws {
        try refuseIfLocked(path)
        let resources = LevelDBResources(options)
        try call { leveldb_repair_db(resources.options, path, $0) }
    }

    private func withOptionalBytes<R>(_ bytes: [UInt8]?, _ body: (UnsafeRawBufferPointer?) -> R) -> R {
        guard let bytes else { return body(nil) }
        return bytes.withUnsafeBytes { body($0) }
    }

    /// Runs a function of the C interface and throws what it reports.
    private static func call<R>(_ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> R) throws -> R
    {
        var error: UnsafeMutablePointer<CChar>?
        let result = body(&error)
        guard let error else { return result }
        defer { leveldb_free(error) }
        throw StoreError(levelDBMessage: String(cString: error))
    }

    private final class Cursor: StoreCursor {
        private let store: LevelDBStore
        private let snapshot: OpaquePointer
        private let options: OpaquePointer
        private let iterator: OpaquePointer

        init(_ store: LevelDBStore) {
            self.store = store
            snapshot = leveldb_create_snapshot(store.database)
            options = leveldb_readoptions_create()
            leveldb_readoptions_set_verify_checksums(options, 1)
            leveldb_readoptions_set_fill_cache(options, 0)
            leveldb_readoptions_set_snapshot(options, snapshot)
            iterator = leveldb_create_iterator(store.database, options)
        }

        deinit {
            leveldb_iter_destroy(iterator)
            leveldb_readoptions_destroy(options)
            leveldb_release_snapshot(store.database, snapshot)
        }

        var isValid: Bool { leveldb_iter_valid(iterator) != 0 }

        func seekToFirst() throws {
            leveldb_iter_seek_to_first(iterator)
            try check()
        }

        func seek(_ key: [UInt8]) throws {
            key.withUnsafeBytes { leveldb_iter_seek(iterator, $0.charPointer, $0.count) }
            try check()
        }

        func next() throws {
            guard isValid else { return }
            leveldb_iter_next(iterator)
            try check()
        }

        /// An iterator that met damage is just no longer valid: ask why.
        private func check() throws {
            guard !isValid else { return }
            try LevelDBStore.call { leveldb_iter_get_error(iterator, $0) }
        }

        var rawKey: UnsafeRawBufferPointer {
            var count = 0
            return UnsafeRawBufferPointer(start: leveldb_iter_key(iterator, &count), count: count)
        }

        var rawValue: UnsafeRawBufferPointer {
            var count = 0
            return UnsafeRawBufferPointer(start: leveldb_iter_value(iterator, &count), count: count)
        }
    }
}

/// LevelDB's options and what they point to, which must outlive the database.
private final class LevelDBResources {
    let options: OpaquePointer = leveldb_options_create()
    private var cache: OpaquePointer?
    private var filter: OpaquePointer?

    init(_ settings: LevelDBOptions) {
        leveldb_options_set_create_if_missing(options, settings.createIfMissing ? 1 : 0)
        leveldb_options_set_paranoid_checks(options, settings.paranoid ? 1 : 0)
        leveldb_options_set_compression(
            options, Int32(settings.compression ? leveldb_snappy_compression : leveldb_no_compression))
        if settings.writeBufferSize > 0 {
            leveldb_options_set_write_buffer_size(options, settings.writeBufferSize)
        }
        if settings.blockSize > 0 { leveldb_options_set_block_size(options, settings.blockSize) }
        if settings.maxOpenFiles > 0 {
            leveldb_options_set_max_open_files(options, Int32(clamping: settings.maxOpenFiles))
        }
        if settings.cacheSize > 0 {
            cache = leveldb_cache_create_lru(settings.cacheSize)
            leveldb_options_set_cache(options, cache)
        }
        if settings.bloomSize > 0 {
            filter = leveldb_filterpolicy_create_bloom(Int32(clamping: settings.bloomSize))
            leveldb_options_set_filter_policy(options, filter)
        }
    }

    deinit {
        leveldb_options_destroy(options)
        if let cache { leveldb_cache_destroy(cache) }
        if let filter { leveldb_filterpolicy_destroy(filter) }
    }
}

extension UnsafeRawBufferPointer {
    /// For C functions that take `const char *`; never nil, also for no bytes.
    var charPointer: UnsafePointer<CChar>? {
        baseAddress?.assumingMemoryBound(to: CChar.self)
    }
}

extension StoreError {
    /// Sorts LevelDB's own messages: «Corruption: …», «IO error: …».
    init(levelDBMessage message: String) {
        if message.hasPrefix("Corruption") {
            self.init(.corruption, message)
        } else if message.contains("does not exist") {
            self.init(.notAStore, message)
        } else {
            self.init(.inputOutput, message)
        }
    }
}
