import CephEncoding
import CephTypes
import Foundation
import MonitorStore
import NIOCore
import TestSupport
import Testing

@testable import Monitor

/// A monitor does not start on a store that is damaged where it reads, and says where.
@Suite struct DamagedStartTests {
    /// What was planted, and under which key.
    struct Damage: Sendable, CustomStringConvertible {
        enum Kind: String, CaseIterable { case missing, garbage, truncated }

        let key: String
        let kind: Kind

        init(_ key: String, _ kind: Kind) { (self.key, self.kind) = (key, kind) }

        var description: String { "\(key), \(kind)" }
    }

    private static let garbage = ByteBuffer(
        bytes: (0..<37).map { UInt8(truncatingIfNeeded: 0xc3 ^ $0 &* 29) })

    /// Values that cannot be done without, with the value gone, cut short, and overwritten.
    private static let needed = [
        "monmap/1", "osdmap/full_70", "mdsmap/6", "mgr/6", "mgrstat/88", "kv/15", "auth/12", "auth/full_1",
        "logm/220", "logm/full_219", "pgmap/1", "paxos/390",
    ]
    /// Values that need not be there, but must be whole if they are.
    private static let optional = [
        "health/quorum", "health/leader", "health/mutes", "health/osdmap", "mds_health/4131",
        "mds_metadata/last_metadata", "mgr_command_descs/", "osd_pg_creating/creating", "pgmap_pg/1.0",
        "pgmap_osd/0", "pgmap_meta/stamp", "monitor/feature_set", "monitor/connectivity_scores",
        "monitor_store/last_metadata",
    ]
    private static let services = [
        "monmap", "osdmap", "mdsmap", "mgr", "mgrstat", "config", "kv", "health", "logm", "auth", "pgmap",
        "paxos",
    ]
    static let damages: [Damage] =
        needed.flatMap { key in Damage.Kind.allCases.map { Damage(key, $0) } }
        + optional.flatMap { [Damage($0, .garbage), Damage($0, .truncated)] }
        + services.flatMap { service in
            [Damage.Kind.garbage, .truncated].map { Damage("\(service)/last_committed", $0) }
        }

    private static func key(_ text: String) -> StoreKey {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(
            String.init)
        return StoreKey(parts[0], parts[1])
    }

    /// The recorded store, with what a monitor of jewel kept of one placement group.
    private static func store() throws -> MemoryStore {
        let cluster = try RecordedCluster.shared.get()
        let snapshot = try SnapshotStore(path: try MonitorDirectory(path: cluster.store).database)
        var transaction = StoreTransaction()
        try snapshot.forEach { prefix, key, value in
            transaction.put(String(cephBytes: prefix), String(cephBytes: key), ByteBuffer(bytes: value))
            return true
        }
        var report = PGMap.Incremental(version: 1)
        report.stamp = UTime(seconds: 1)
        report.pgUpdates[PGID(pool: 1, seed: 0)] = PGStat()
        report.update(0, OSDStat(), epoch: 1)
        let (change, edits) = report.stored()
        transaction.put("pgmap", 1, CephEncoder.encode(change))
        transaction.put("pgmap", "first_committed", version: 1)
        transaction.put("pgmap", "last_committed", version: 1)
        for edit in edits { transaction.put(edit.prefix, edit.key, edit.value ?? ByteBuffer()) }
        let store = MemoryStore()
        try store.apply(transaction)
        return store
    }

    private func start(_ store: MemoryStore) throws {
        let monitor = Monitor(
            name: "a", monmap: try MonMap.stored(in: store), environment: TestEnvironment(store))
        try monitor.load()
    }

    @Test func `a monitor does not start on damage, and names its key`() throws {
        let store = try Self.store()
        for damage in Self.damages {
            let key = Self.key(damage.key)
            let whole = try #require(store.value(of: key), "the store has \(damage.key)")
            var change = StoreTransaction()
            switch damage.kind {
            case .missing: change.erase(key.prefix, key.key)
            case .garbage: change.put(key.prefix, key.key, Self.garbage)
            case .truncated:
                change.put(
                    key.prefix, key.key,
                    whole.getSlice(at: 0, length: whole.readableBytes / 2) ?? ByteBuffer())
            }
            try store.apply(change)
            let error = #expect(throws: MonitorStartError.self, "\(damage)") { try start(store) }
            let text = error?.description ?? "it starts"
            #expect(text.contains(damage.key), "\(damage)")
            #expect(text.contains("`monstore-tool PATH check`"), "\(damage): \(text)")
            change = StoreTransaction()
            change.put(key.prefix, key.key, whole)
            try store.apply(change)
        }
        // All is as it was.
        try start(store)
    }

    @Test(arguments: [
        ("osdmap", "full_latest"), ("logm", "full_latest"), ("auth", "full_latest"), ("paxos", "last_pn"),
        ("paxos", "first_committed"), ("osdmap", "first_committed"),
    ])
    func `a counter that is no number is refused by its name`(prefix: String, key: String) throws {
        let store = try Self.store()
        var change = StoreTransaction()
        change.put(prefix, key, ByteBuffer(string: "seven"))
        try store.apply(change)
        let error = #expect(throws: MonitorStartError.self) { try start(store) }
        #expect(error?.description.contains("\(prefix)/\(key)") == true, "\(String(describing: error))")
    }

    @Test func `an increment that is missing where it is needed is refused`() throws {
        let store = try Self.store()
        var change = StoreTransaction()
        // The newest full map is an older one then, and an increment behind it is gone.
        change.put("osdmap", "full_latest", version: 60)
        change.erase("osdmap", "65")
        try store.apply(change)
        let error = #expect(throws: MonitorStartError.self) { try start(store) }
        #expect(error?.description.contains("osdmap/65") == true)
    }
}
