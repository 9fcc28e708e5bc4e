import CephEncoding
import CephTypes
import MonitorStore
import NIOCore

/// Makes a store that a monitor can start on from the OSD maps that were collected from the OSDs
/// (`ceph-objectstore-tool --op update-mon-db`), as `ceph-monstore-tool rebuild` does: the way back when
/// every monitor is lost (doc/rados/troubleshooting/troubleshooting-mon.rst).
public struct StoreRebuild: Sendable {
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    /// Keys and capabilities to begin with; nil keeps what the store has.
    public var keyring: KeyRing?
    /// The monitors that will be; its epoch is 0.
    public var monMap: MonMap

    public init(keyring: KeyRing?, monMap: MonMap) {
        self.keyring = keyring
        self.monMap = monMap
    }

    /// The changes, in the order in which they are to be applied. Each but the last is known to the one
    /// behind it, so they are made one at a time.
    public func apply(to store: some KeyValueReader, with apply: (StoreTransaction) throws -> Void) throws {
        guard let epoch = try store.version("osdmap", "last_committed"),
            let value = try store.value(of: StoreKey("osdmap", "full_\(epoch)"))
        else {
            throw Failure(
                description: "the store has no OSD maps: collect them from the OSDs first "
                    + "(ceph-objectstore-tool --data-path OSD --op update-mon-db --mon-store-path PATH)")
        }
        let osdMap = try OSDMap.decode(from: value)
        if let keyring { try apply(auth(keyring, in: store)) }
        try apply(bootstrap())
        try apply(creatingGroups(osdMap))
        try apply(managerMap())
        try apply(emptyPaxos())
        try apply(proposal(from: store))
    }

    /// The keyring as one version of the auth service.
    private func auth(_ keyring: KeyRing, in store: some KeyValueReader) throws -> StoreTransaction {
        let changes = keyring.keys.map { AuthMonitorIncremental(.add($0.key, $0.value)) }
        let version = (try store.version("auth", "last_committed") ?? 0) + 1
        var transaction = StoreTransaction()
        transaction.put("auth", version, CephEncoder.encode(AuthVersion(changes)))
        transaction.put("auth", "last_committed", version: version)
        if try store.version("auth", "first_committed") == nil {
            transaction.put("auth", "first_committed", version: version)
        }
        return transaction
    }

    /// What `ceph-mon --mkfs` leaves for the first start.
    private func bootstrap() -> StoreTransaction {
        var transaction = StoreTransaction()
        transaction.put("mkfs", "monmap", monMap.encoded())
        transaction.put("monitor", "magic", StoredText.monitorMagic.encoded())
        return transaction
    }

    /// Every pool that there is counts as created.
    private func creatingGroups(_ map: OSDMap) -> StoreTransaction {
        var creating = CreatingPGs()
        creating.lastScanEpoch = map.epoch
        for (pool, _) in map.pools { creating.createdPools.insert(pool) }
        var transaction = StoreTransaction()
        transaction.put("osd_pg_creating", "creating", creating.encoded())
        return transaction
    }

    /// A manager map without a manager, with the modules that a new cluster enables. (Ceph also leaves the
    /// command descriptions of its own manager, which the first manager to start sends anyway.)
    private func managerMap() -> StoreTransaction {
        var map = MgrMap()
        map.epoch = 1
        map.modules = ["iostat", "nfs", "restful"]
        var transaction = StoreTransaction()
        transaction.put("mgr", 1, map.encoded())
        transaction.put("mgr", "last_committed", version: 1)
        return transaction
    }

    /// Higher than anything that a peer's log could end with, so that this store leads.
    private static let paxosVersion: UInt64 = 0x42

    private func emptyPaxos() -> StoreTransaction {
        var transaction = StoreTransaction()
        transaction.put("paxos", "first_committed", version: Self.paxosVersion)
        transaction.put("paxos", Self.paxosVersion, StoreTransaction().encoded())
        transaction.put("paxos", "last_committed", version: Self.paxosVersion)
        return transaction
    }

    /// All that peers need, as a value that is still to be agreed on: committing it changes nothing here and
    /// gives it to them.
    private func proposal(from store: some KeyValueReader) throws -> StoreTransaction {
        var content = StoreTransaction()
        for service in ["auth", "osdmap", "mgr"] {
            try store.forEach(prefix: service) { _, key, value in
                content.put(service, String(cephBytes: key), ByteBuffer(bytes: value))
                return true
            }
        }
        var transaction = StoreTransaction()
        transaction.put("paxos", Self.paxosVersion + 1, content.encoded())
        transaction.put("paxos", "pending_v", version: Self.paxosVersion + 1)
        transaction.put("paxos", "pending_pn", version: 400)
        return transaction
    }
}
