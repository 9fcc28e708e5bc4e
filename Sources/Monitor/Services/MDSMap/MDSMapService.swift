import CephEncoding
import CephMessages
import CephTypes
import MonitorStore
import NIOCore

/// File systems and their metadata servers (src/mon/MDSMonitor.h).
///
/// | prefix | holds |
/// | --- | --- |
/// | `mdsmap` | an ``FSMap`` for each epoch |
/// | `mds_health` | by global id, what each server complains about |
/// | `mds_metadata` | `last_metadata`: by global id, what each server says of itself and its host |
///
/// Servers send beacons. The leader gives ranks to those that stand by, and takes them away from those that are
/// silent.
public final class MDSMapService: PaxosService {
    static let healthPrefix = "mds_health"
    static let metadataPrefix = "mds_metadata"
    static let metadataKey = "last_metadata"

    /// When a server was last heard of.
    struct Beacon {
        var time: Duration
        var sequence: UInt64
    }

    /// The map as it is committed.
    public private(set) var map = FSMap()
    /// By global id, what is stored of each server of the map.
    private(set) var health: CephMap<UInt64, MDSHealth> = [:]

    /// What the leader changes next.
    var pending = FSMap()
    var pendingHealth: CephMap<UInt64, MDSHealth> = [:]
    private var pendingMetadata = MDSMetadata()
    private var isMetadataChanged = false

    // What the leader knows only of itself.
    var lastBeacons: CephMap<UInt64, Beacon> = [:]
    var lastTick: Duration?

    var settings: MDSMapSettings { MDSMapSettings(options: monitor.options.options) }

    public override class var commands: [Command] {
        [
            serverReadCommands, filesystemReadCommands, serverWriteCommands, obsoleteCommands,
            filesystemCommands, filesystemSettingCommands, filesystemFeatureCommands,
            filesystemPoolCommands, mirrorCommands,
        ].flatMap(\.self)
    }

    // MARK: State

    public override func updateFromPaxos() throws {
        guard lastCommitted > 0, UInt64(map.epoch) != lastCommitted else { return }
        let key = "mdsmap/\(lastCommitted)"
        guard let value = try value(lastCommitted) else {
            throw MonitorStartError("\(key), the last committed FSMap, is not in the store")
        }
        var decoded = try CephDecoder.decode(FSMap.self, from: value, named: key)
        decoded.completeCompat()
        let problems = settings.skipsSanity ? [] : decoded.problems()
        guard problems.isEmpty else {
            throw MonitorStartError(
                "\(key) cannot be gone on with: \(problems.joined(separator: "; ")) "
                    + "(with mon_mds_skip_sanity = true it is taken as it is)")
        }
        map = decoded
        environment.log(0, .mon, "mds e\(map.epoch) new map")
        try loadHealth()
    }

    public override func checkNewest() throws {
        try super.checkNewest()
        _ = try storedMetadata()
    }

    private func loadHealth() throws {
        health = [:]
        for gid in map.allInfo.keys {
            let key = StoreKey(Self.healthPrefix, String(gid))
            guard let value = try store.value(of: key), value.readableBytes > 0 else { continue }
            health[gid] = try CephDecoder.decode(MDSHealth.self, from: value, named: "mds_health/\(gid)")
        }
    }

    /// What servers said of themselves when they booted. Read anew each time: other monitors may write it without
    /// a new map.
    func storedMetadata() throws -> MDSMetadata {
        let key = StoreKey(Self.metadataPrefix, Self.metadataKey)
        guard let value = try store.value(of: key) else { return MDSMetadata() }
        return try CephDecoder.decode(MDSMetadata.self, from: value, named: "mds_metadata/last_metadata")
    }

    public override func dumpReport(to formatter: inout CephFormatter) { dump(map, to: &formatter) }

    /// A map, and how many versions of it there are.
    func dump(_ map: FSMap, to formatter: inout CephFormatter) {
        formatter.dump("fsmap", map)
        formatter.int("mdsmap_first_committed", firstCommitted)
        formatter.int("mdsmap_last_committed", lastCommitted)
    }

    // MARK: Pending state

    public override func createPending() throws {
        pending = map
        pending.epoch &+= 1
        pendingHealth = health
        pendingMetadata = try storedMetadata()
        isMetadataChanged = false
        guard osdMaps.isReadable() else { return }
        // Before Ceph checked, a data pool could be removed while it was in use.
        let pools = osdMaps.map.pools
        for fscid in pending.filesystems.keys {
            pending.filesystems[fscid]?.mdsMap.removeDataPools { !pools.contains($0) }
        }
    }

    /// Notes what a server that boots says of itself.
    func updateMetadata(of gid: UInt64, _ metadata: CephMap<String, String>) {
        guard !metadata.isEmpty else { return }
        pendingMetadata.servers[gid] = DaemonMetadata(metadata)
        isMetadataChanged = true
    }

    public override func encodePending(into transaction: inout StoreTransaction) throws {
        let version = UInt64(pending.epoch)
        guard version == lastCommitted + 1 else {
            throw MonitorStartError("mdsmap epoch \(version) would not follow \(lastCommitted)")
        }
        let problems = settings.skipsSanity ? [] : pending.problems(pending: true)
        guard problems.isEmpty else {
            throw MonitorStartError("the pending FSMap is not whole: \(problems.joined(separator: "; "))")
        }
        for (fscid, filesystem) in pending.filesystems where filesystem.mdsMap.epoch == pending.epoch {
            pending.filesystems[fscid]?.mdsMap.modified = environment.now
        }
        let features = monitor.quorumConnectionFeatures
        put(version, CephEncoder.encode(pending, features: features), into: &transaction)
        putLastCommitted(version, into: &transaction)
        encodeHealth(of: pending.allInfo, into: &transaction)
        encodeMetadata(into: &transaction)
    }

    private func encodeHealth(of servers: CephMap<UInt64, MDSInfo>, into transaction: inout StoreTransaction)
    {
        for (gid, complaints) in pendingHealth where servers.contains(gid) && health[gid] != complaints {
            transaction.put(Self.healthPrefix, String(gid), CephEncoder.encode(complaints))
        }
        for gid in health.keys where !servers.contains(gid) {
            transaction.erase(Self.healthPrefix, String(gid))
        }
        let checks = pending.healthChecks(withHealth: pendingHealth.filter { servers.contains($0.key) })
        encodeHealth(checks, into: &transaction)
    }

    private func encodeMetadata(into transaction: inout StoreTransaction) {
        let count = pendingMetadata.servers.count
        pendingMetadata.servers.removeAll { pending.roles[$0.key] == nil }
        guard isMetadataChanged || pendingMetadata.servers.count < count else { return }
        transaction.put(Self.metadataPrefix, Self.metadataKey, CephEncoder.encode(pendingMetadata))
    }

    public override func trimTarget() throws -> UInt64 {
        let forced = settings.forcedTrimTarget
        let floor = forced <= lastCommitted ? forced : 0
        let most = settings.maxEpochs
        guard lastCommitted - firstCommitted > most else { return floor }
        return max(floor, lastCommitted - most)
    }

    /// Each version is a whole map.
    public override func shouldStashFull() -> Bool { false }

    // MARK: Messages

    public override func handles(_ message: any CephMessage) -> Bool {
        message is MMDSBeacon || message is MMDSLoadTargets
    }

    public override func preprocess(_ request: Request) throws -> Bool {
        switch request.message.body {
        case let beacon as MMDSBeacon: preprocess(beacon, request)
        case let targets as MMDSLoadTargets: preprocess(targets, request)
        default: false
        }
    }

    public override func prepare(_ request: Request) throws -> Bool {
        switch request.message.body {
        case let beacon as MMDSBeacon: prepare(beacon, request)
        case let targets as MMDSLoadTargets: prepare(targets, request)
        default: false
        }
    }

    public override func checkSubscriptions(of session: Session) { tell(session) }

    // MARK: Time

    public override func tick() { lookAfterServers() }

    public override func onActive() {
        lookAfterServers()
        if monitor.isLeader { monitor.clusterLog(.debug, "fsmap \(map.summary)") }
    }

    public override func onRestart() {
        lastTick = environment.monotonicTime
        lastBeacons = [:]
    }
}
