import CephEncoding
import CephTypes
import MonitorStore
import NIOCore
import StoreAnalysis
import TestSupport

/// The store of `Tests/Fixtures/stores/small` in memory, to be damaged.
final class DamagedStore {
    let store = MemoryStore()
    var files = StoreChecker.SmallFiles(backend: "leveldb", minMonRelease: "pacific")
    private(set) var repairs: [String] = []

    init() throws {
        let path = "\(Fixtures.folder)/stores/small/store.db"
        var batch = WriteBatch()
        try SnapshotStore(path: path).forEach { prefix, key, value in
            batch.put(
                StoreKey(String(cephBytes: prefix), String(cephBytes: key)), ByteBuffer(bytes: value))
            return true
        }
        store.write(batch, sync: true)
    }

    func report() throws -> CheckReport { try StoreChecker.check(store, files: files) }

    func repair(after report: CheckReport? = nil) throws -> CheckReport {
        var repairer = StoreRepairer(store, files: files)
        return try repairer.run(after: report, apply: { try store.apply($0) }, tell: { repairs.append($0) })
    }

    // MARK: Damage

    subscript(prefix: String, key: String) -> ByteBuffer {
        get { store.value(of: StoreKey(prefix, key)) ?? ByteBuffer() }
        set { change { $0.put(prefix, key, newValue) } }
    }

    func change(_ body: (inout StoreTransaction) -> Void) {
        var transaction = StoreTransaction()
        body(&transaction)
        try? store.apply(transaction)
    }

    func set(_ prefix: String, _ key: String, _ number: UInt64) {
        change { $0.put(prefix, key, version: number) }
    }

    func erase(_ prefix: String, _ keys: String...) {
        change { for key in keys { $0.erase(prefix, key) } }
    }

    func truncate(_ prefix: String, _ key: String, by count: Int = 1) {
        let value = self[prefix, key]
        self[prefix, key] =
            value.getSlice(at: value.readerIndex, length: value.readableBytes - count) ?? value
    }

    func flip(_ prefix: String, _ key: String, at offset: Int) {
        var value = self[prefix, key]
        let byte: UInt8 = value.getInteger(at: value.readerIndex + offset) ?? 0
        value.setInteger(byte ^ 0x40, at: value.readerIndex + offset)
        self[prefix, key] = value
    }

    func edit<T: CephRecord>(
        _ prefix: String, _ key: String, as type: T.Type, features: (T) -> CephFeatures = { _ in .all },
        _ body: (inout T) -> Void
    ) throws {
        var record = try type.decode(from: self[prefix, key])
        body(&record)
        self[prefix, key] = record.encoded(features: features(record))
    }

    /// Leaves Paxos nothing but its last version, so that nothing can be replayed.
    func forgetLog() {
        change {
            for version in 1...58 as ClosedRange<UInt64> { $0.erase("paxos", "\(version)") }
            $0.put("paxos", "first_committed", version: 59)
        }
    }

    /// Agrees on one more transaction, and applies nothing of it.
    func commit(_ body: (inout StoreTransaction) -> Void) {
        var transaction = StoreTransaction()
        body(&transaction)
        self["paxos", "60"] = transaction.encoded()
        set("paxos", "last_committed", 60)
        set("paxos", "pending_v", 60)
    }
}
