import CephEncoding
import CephMessages
import CephTypes
import MonitorStore
import NIOCore

/// The OSD map: OSDs, pools, placement (src/mon/OSDMonitor.h).
///
/// `osdmap` holds an incremental and a full map for each epoch, both written by the leader, so that all
/// monitors have the same bytes. Beside them lie what OSDs told of themselves (`osd_metadata`), groups that
/// are to be created (`osd_pg_creating`), and snapshots that are gone (`osd_snap`).
public final class OSDMapService: PaxosService {
    /// The map as it is committed.
    public internal(set) var map = OSDMap()
    /// What the leader changes next. Commands of other services (CRUSH, file systems) change it too.
    public var pending = OSDMap.Incremental()

    /// What comes with the next epoch in the other prefixes.
    var pendingMetadata: CephMap<Int32, ByteBuffer> = [:]
    var pendingMetadataRemovals: Set<Int32> = []
    /// Snapshot numbers that never were snapshots, to be noted as purged.
    var pendingPseudoPurgedSnaps: CephMap<Int64, CephSet<UInt64>> = [:]

    /// Groups that OSDs are to create.
    public internal(set) var creating = CreatingPGs()
    /// Groups that OSDs have created since the last commit.
    var pendingCreatedPGs: [PGID] = []
    /// Which full maps are kept for ever, while others are pruned.
    var manifest: OSDMapManifest?

    /// Who says of whom that it failed.
    var failures: [Int32: FailureInfo] = [:]
    /// When OSDs were heard of last, and the seconds between their beacons.
    var lastReports: [Int32: (time: UTime, interval: Int32)] = [:]
    /// The epochs that OSDs have.
    var osdEpochs: [Int32: UInt32] = [:]
    var lastEpochClean = LastEpochClean()
    /// Since when OSDs are down that are not out yet.
    var downPendingOut: [Int32: UTime] = [:]
    /// The map that this leader proposed last.
    var committedNext: CommittedNext?
    /// Plug-ins that Ceph would have loaded by now: the first use of another says so.
    var loadedPlugins = ErasureCode.preloadedPlugins

    public override class var commands: [Command] {
        [
            readCommands, mapCommands, daemonInfoCommands, daemonCommands, daemonLifeCommands, flagCommands,
            placementCommands, blocklistCommands, profileCommands, poolReadCommands, poolCommands,
            snapshotCommands, applicationCommands, tierCommands, settingCommands, crushTreeCommands,
            crushReadCommands, crushRuleCommands, crushMapCommands, crushBucketCommands,
            crushDeviceCommands, crushClassCommands, crushTunableCommands, crushWeightSetCommands,
        ].flatMap(\.self)
    }

    /// Groups to create, by the OSD that shall and the epoch in which it was to; and of when that is.
    var creates: [Int32: CephMap<UInt32, [ShardedPGID]>] = [:]
    var createsEpoch: UInt32 = 0
    var createsScan: UInt32 = 0

    /// The last epoch that was given to an OSD unasked.
    var sharedEpoch: UInt32 = 0

    // MARK: Hooks

    public override func handles(_ message: any CephMessage) -> Bool { Self.takes(message) }
    public override func preprocess(_ request: Request) throws -> Bool { try answer(request) }
    public override func prepare(_ request: Request) throws -> Bool { try carryOut(request) }
    public override func checkSubscriptions(of session: Session) { tell(session) }
    public override func newsWasSent() { shareWithSomeOSD() }
    public override func onRestart() { lastReports = [:] }

    public override func createInitial() throws { try makeInitial() }
    public override func updateFromPaxos() throws { try loadNewEpochs() }
    public override func encodePending(into transaction: inout StoreTransaction) throws {
        try encodeNextEpoch(into: &transaction)
    }
    public override func trimTarget() throws -> UInt64 { try firstNeededEpoch() }
    public override func encodeTrimExtra(into transaction: inout StoreTransaction, first: UInt64) throws {
        try encodeFirstStaying(into: &transaction, first: first)
    }
    public override func tick() { actOnTime() }
    public override func dumpReport(to formatter: inout CephFormatter) { dumpEverything(to: &formatter) }

    // MARK: Pending state

    public override func createPending() throws {
        pending = OSDMap.Incremental(epoch: map.epoch &+ 1, fsid: monitor.monmap.fsid)
        pendingMetadata = [:]
        pendingMetadataRemovals = []
        pendingPseudoPurgedSnaps = [:]
        // Maps of old clusters may lack them.
        if map.backfillFullRatio <= 0 { pending.newBackfillFullRatio = settings.backfillFullRatio }
        if map.fullRatio <= 0 { pending.newFullRatio = settings.fullRatio }
        if map.nearFullRatio <= 0 { pending.newNearFullRatio = settings.nearFullRatio }
    }

    /// The map as it will be, should what is pending be committed as it is.
    public func pendingMap() throws -> OSDMap { try map.applying(pending) }

    /// The CRUSH map as it will be.
    public func pendingCrush() throws -> CrushMap {
        guard pending.crush.readableBytes > 0 else { return map.crush }
        return try CephDecoder.decode(CrushMap.self, from: pending.crush, named: "pending crush map")
    }

    /// Makes `crush` the CRUSH map of the next epoch.
    public func setPendingCrush(_ crush: CrushMap) {
        pending.crush = CephEncoder.encode(crush, features: monitor.quorumConnectionFeatures)
    }

    /// Changes a pool on top of what is pending.
    public func withPendingPool(_ number: Int64, _ body: (inout PGPool) -> Void) {
        pending.withPool(number, of: map, body)
    }

    /// What is wrong with the map.
    public override func healthChecks() -> HealthCheckMap { map.healthChecks(settings.health) }

    /// A whole map in place of increments would lose what came later.
    public override func proposalDelay() -> Duration? {
        pending.fullMap.readableBytes > 0 ? .zero : super.proposalDelay()
    }

    /// Full maps are written with every epoch.
    public override func shouldStashFull() -> Bool { false }
}
