import CephEncoding
import CephTypes
import FoundationEssentials
import Monitor
import MonitorStore
import NIOCore

/// What the daemon does with a store before, or instead of, running.
enum StoreTasks {
    /// `--mkfs`
    static func makeStore(_ configuration: DaemonConfiguration) throws {
        let map = try InitialMonMap.make(configuration)
        var keyring: ByteBuffer?
        let path = configuration.commandLine.keyring ?? configuration.path("keyring")
        if let data = FileManager.default.contents(atPath: path) {
            keyring = ByteBuffer(bytes: data)
            _ = try KeyRing(bytes: ByteBuffer(bytes: data))
        } else if configuration.commandLine.keyring != nil || needsKeys(configuration.options) {
            throw UsageError("unable to find a keyring at \(path): mkfs needs one with the key of mon.")
        }
        var osdmap: ByteBuffer?
        if let path = configuration.commandLine.osdMap {
            guard let data = FileManager.default.contents(atPath: path) else {
                throw UsageError("error reading \(path): there is no such file")
            }
            osdmap = ByteBuffer(bytes: data)
            _ = try CephDecoder.decode(OSDMap.self, from: ByteBuffer(bytes: data), named: path)
        }
        try MonitorFolder.mkfs(
            MonitorMkfs(monmap: map, keyring: keyring, osdmap: osdmap), in: configuration.dataFolder)
    }

    private static func needsKeys(_ options: MonitorOptions) -> Bool {
        ["auth_cluster_required", "auth_service_required"].contains { options.string($0).contains("cephx") }
    }

    /// Opens the store with the options' LevelDB settings, and checks that it is a monitor's.
    static func open(_ configuration: DaemonConfiguration) throws -> LevelDBStore {
        let folder = configuration.dataFolder
        let database = "\(folder)/store.db"
        guard FileManager.default.fileExists(atPath: database) else {
            throw UsageError("monitor data directory at '\(folder)' does not exist: have you run 'mkfs'?")
        }
        if let backend = try MonitorDirectory(path: folder).backend, backend != "leveldb" {
            throw UsageError("\(folder) holds a \(backend) store; this monitor keeps LevelDB stores only")
        }
        var settings = LevelDBOptions()
        settings.writeBufferSize = configuration.options.int("leveldb_write_buffer_size")
        settings.cacheSize = min(configuration.options.int("leveldb_cache_size"), 64 << 20)
        settings.blockSize = configuration.options.int("leveldb_block_size")
        settings.compression = configuration.options.bool("leveldb_compression")
        let store = try LevelDBStore(path: database, options: settings)
        guard let magic = try store.value(of: StoreKey("monitor", "magic")) else {
            throw UsageError("unable to read magic from mon data: \(folder) is no monitor's store")
        }
        guard magic == CephEncoder.encode(StoredText.monitorMagic) else {
            throw UsageError("mon data has the wrong magic '\(String(buffer: magic))'")
        }
        return store
    }

    /// `--extract-monmap FILE`
    static func extractMonMap(_ path: String, _ configuration: DaemonConfiguration) throws {
        let map = try MonMap.stored(in: open(configuration))
        try Data(CephEncoder.encode(map).readableBytesView).write(to: URL(fileURLWithPath: path))
    }

    /// `--inject-monmap FILE`: puts a map into the store as its newest, where nobody agreed on it.
    static func injectMonMap(_ path: String, _ configuration: DaemonConfiguration) throws {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw UsageError("error reading \(path): there is no such file")
        }
        var map = try CephDecoder.decode(MonMap.self, from: ByteBuffer(bytes: data), named: path)
        let store = try open(configuration)
        let last = try store.version("monmap", "last_committed") ?? 0
        // One more than any that is there; nothing is lost of those.
        map.epoch = max(1, UInt32(clamping: last + 1))
        var transaction = StoreTransaction()
        let value = CephEncoder.encode(map)
        transaction.put("monmap", UInt64(map.epoch), value)
        transaction.put(
            "monmap", "latest", CephEncoder.encode(LatestMonMap(version: UInt64(map.epoch), map: map)))
        transaction.put("monmap", "last_committed", version: UInt64(map.epoch))
        if last == 0 { transaction.put("monmap", "first_committed", version: UInt64(map.epoch)) }
        try store.apply(transaction, sync: true)
    }
}
