import CephEncoding
import CephTypes
import MonitorStore
import NIOCore

/// What `--mkfs` puts into a new store (`Monitor::mkfs`).
public struct MonitorMkfs: Sendable {
    /// Of the new cluster: epoch 0, and every monitor's address.
    public var monmap: MonMap
    /// The keyring file's bytes, with the key of `mon.`; nil where no authentication is wanted.
    public var keyring: ByteBuffer?
    /// An OSD map for the cluster to begin with.
    public var osdmap: ByteBuffer?

    public init(monmap: MonMap, keyring: ByteBuffer?, osdmap: ByteBuffer? = nil) {
        self.monmap = monmap
        self.keyring = keyring
        self.osdmap = osdmap
    }

    /// The keys that Ceph's mkfs writes, in one transaction.
    public var transaction: StoreTransaction {
        var transaction = StoreTransaction()
        transaction.put(MonitorKeys.prefix, "magic", CephEncoder.encode(StoredText.monitorMagic))
        transaction.put(MonitorKeys.prefix, "feature_set", CephEncoder.encode(CompatSet.monitorInitial))
        var initial = monmap
        initial.epoch = 0
        transaction.put(MonitorKeys.mkfs, "monmap", CephEncoder.encode(initial))
        if let osdmap { transaction.put(MonitorKeys.mkfs, "osdmap", osdmap) }
        if let keyring { transaction.put(MonitorKeys.mkfs, "keyring", keyring) }
        transaction.put(
            MonitorKeys.prefix, "cluster_uuid", CephEncoder.encode(StoredText("\(monmap.fsid)\n")))
        return transaction
    }
}

extension MonMap {
    /// The map that a monitor starts with: that of its store, whatever the configuration says (`obtain_monmap`).
    /// - Throws: ``MonitorStartError`` where the store has none, or a damaged one.
    public static func stored(in store: any KeyValueReader) throws -> MonMap {
        try MonitorStartError.naming { try newest(in: store) }
    }

    private static func newest(in store: any KeyValueReader) throws -> MonMap {
        if let value = try store.value(of: StoreKey(MonitorKeys.sync, "in_sync")), value.readableBytes > 0,
            let backup = try store.value(of: StoreKey(MonitorKeys.sync, "latest_monmap"))
        {
            return try CephDecoder.decode(MonMap.self, from: backup, named: "mon_sync/latest_monmap")
        }
        if let latest = try store.version("monmap", "last_committed"), latest > 0 {
            guard let value = try store.value(of: StoreKey("monmap", String(latest))) else {
                throw MonitorStartError("monmap/\(latest), the last committed monmap, is not in the store")
            }
            return try CephDecoder.decode(MonMap.self, from: value, named: "monmap/\(latest)")
        }
        guard let value = try store.value(of: StoreKey(MonitorKeys.mkfs, "monmap")) else {
            throw MonitorStartError("the store has no monmap, neither a committed one nor that of mkfs")
        }
        return try CephDecoder.decode(MonMap.self, from: value, named: "mkfs/monmap")
    }
}
