import CephEncoding
import CephMessages
import CephTypes
import MonitorStore
import NIOCore

/// Which manager is active (src/mon/MgrMonitor.h).
///
/// | prefix | key | holds |
/// | --- | --- | --- |
/// | `mgr` | version | the map |
/// | `mgr` | `ever_had_active_mgr` | 1 once there was one |
/// | `mgr_metadata` | name | what a manager says of itself and its host |
/// | `mgr_command_descs` | (empty) | the commands that the active manager answers |
public final class MgrService: PaxosService {
    static let metadataPrefix = "mgr_metadata"
    static let commandsPrefix = "mgr_command_descs"

    /// As it is committed.
    public private(set) var map = MgrMap()
    /// What the active manager says it answers.
    private(set) var commandDescriptions: [CommandDescription] = MgrCommandTable.commands

    var pending = MgrMap()
    var pendingMetadata: CephMap<String, DaemonMetadata> = [:]
    var pendingMetadataRemovals: CephSet<String> = []
    var pendingCommands: [CommandDescription] = []

    // The leader's own.
    /// When each manager was heard of last, by gid.
    var lastBeacons: [UInt64: Duration] = [:]
    var lastTick: Duration?
    /// Since when there is no manager that is available.
    private(set) var inactiveSince: UTime?
    private(set) var hasEverHadManager = false
    var digestTimer: TimerID?
    /// What was wrong when managers were told last.
    var toldHealth: HealthCheckMap?

    public override class var commands: [Command] { mgrCommands }

    // MARK: State

    public override func updateFromPaxos() throws {
        guard lastCommitted > 0, lastCommitted != UInt64(map.epoch) else { return }
        guard let value = try value(lastCommitted) else {
            throw MonitorStartError("mgr/\(lastCommitted), the last committed map, is not in the store")
        }
        let old = map
        map = try CephDecoder.decode(MgrMap.self, from: value, named: "mgr/\(lastCommitted)")
        hasEverHadManager = try number("ever_had_active_mgr") != 0
        inactiveSince = map.isAvailable ? nil : environment.now
        let isNewManager = map.isAvailable && (!old.isAvailable || old.activeGID != map.activeGID)
        if old.epoch == 0 || isNewManager { try loadCommands() }
    }

    private func loadCommands() throws {
        guard let value = try store.value(of: StoreKey(Self.commandsPrefix, "")) else { return }
        let stored = try CephDecoder.decode(
            CommandDescriptions.self, from: value, named: "\(Self.commandsPrefix)/"
        ).commands
        if !stored.isEmpty { commandDescriptions = stored }
    }

    /// Modules that are parts of the manager rather than extensions, by release.
    static let alwaysOnModules: CephMap<UInt32, CephSet<String>> = {
        let common = ["balancer", "crash", "devicehealth", "progress", "rbd_support", "status", "volumes"]
        let later = CephSet(common + ["orchestrator", "pg_autoscaler", "telemetry"])
        return CephMap([
            (UInt32(CephRelease.nautilus.rawValue), CephSet(common + ["orchestrator_cli"])),
            (UInt32(CephRelease.octopus.rawValue), later), (UInt32(CephRelease.pacific.rawValue), later),
        ])
    }()

    public override func createInitial() throws {
        let modules = monitor.options.string("mgr_initial_modules", "restful iostat nfs")
        for module in modules.split(whereSeparator: { !$0.isLetter && !$0.isNumber && $0 != "_" }) {
            pending.modules.insert(String(module))
        }
        pending.alwaysOnModules = Self.alwaysOnModules
        pendingCommands = MgrCommandTable.commands
    }

    public override func createPending() throws {
        pending = map
        pending.epoch &+= 1
        pendingMetadata = [:]
        pendingMetadataRemovals = []
        pendingCommands = []
    }

    public override func encodePending(into transaction: inout StoreTransaction) throws {
        let version = UInt64(pending.epoch)
        let features = monitor.quorumConnectionFeatures
        put(version, CephEncoder.encode(pending, features: features), into: &transaction)
        putLastCommitted(version, into: &transaction)
        for (name, metadata) in pendingMetadata {
            transaction.put(Self.metadataPrefix, name, CephEncoder.encode(metadata))
        }
        for name in pendingMetadataRemovals { transaction.erase(Self.metadataPrefix, name) }
        if pending.activeGID != 0 { transaction.put(name, "ever_had_active_mgr", version: 1) }
        encodeHealth(pendingHealth, into: &transaction)
        if !pendingCommands.isEmpty {
            let marked = pendingCommands.map { command in
                var command = command
                command.flags.insert(.manager)
                return command
            }
            let value = CephEncoder.encode(CommandDescriptions(marked))
            transaction.put(Self.commandsPrefix, "", value)
        }
    }

    private var pendingHealth: HealthCheckMap {
        var checks = HealthCheckMap()
        if pending.activeGID == 0, downStatus != .ok {
            checks.add("MGR_DOWN", downStatus, "no active mgr", count: 0)
        }
        return checks
    }

    /// How bad it is to have no manager: not at all in a new cluster, or without any OSD
    /// (`should_warn_about_mgr_down`).
    var downStatus: HealthStatus {
        let (now, options) = (environment.now, monitor.options)
        let grace = options.seconds("mon_mgr_mkfs_grace", 120)
        guard monitor.osdMap.osdCount > 0, now > monitor.monmap.created.advanced(by: grace) else {
            return .ok
        }
        let patience = options.seconds("mon_mgr_inactive_grace", 60)
        return inactiveSince.map { now.since($0) > patience } ?? false ? .error : .warning
    }

    /// As many maps as `mon_max_mgrmap_epochs` are kept.
    public override func trimTarget() throws -> UInt64 {
        let kept = UInt64(clamping: monitor.options.int("mon_max_mgrmap_epochs", 500))
        return UInt64(map.epoch) > kept ? UInt64(map.epoch) - kept : 0
    }

    public override func shouldStashFull() -> Bool { false }

    // MARK: Life

    public override func onActive() {
        guard monitor.isLeader else { return }
        monitor.clusterLog(.debug, "mgrmap e\(map.epoch): \(map.statusText(now: environment.now))")
        guard pending.alwaysOnModules != Self.alwaysOnModules else { return }
        pending.alwaysOnModules = Self.alwaysOnModules
        proposeWhenDue()
    }

    public override func onRestart() {
        lastBeacons = [:]
        lastTick = environment.monotonicTime
    }

    public override func onShutdown() { cancelDigests() }
    public override func tick() { checkBeacons() }

    // MARK: Messages

    public override func handles(_ message: any CephMessage) -> Bool { message is MMgrBeacon }
    public override func preprocess(_ request: Request) throws -> Bool { isUnwanted(request) }
    public override func prepare(_ request: Request) throws -> Bool { prepareBeacon(request) }
    public override func postPaxosUpdate() { tellHealthChanges() }

    public override func checkSubscriptions(of session: Session) { tell(session) }
    public override func newsWasSent() { monitor.manager.mapChanged() }

    // MARK: Metadata

    /// What a manager says of itself; nil where nothing is stored.
    func metadata(of name: String) throws -> DaemonMetadata? {
        guard let value = try store.value(of: StoreKey(Self.metadataPrefix, name)) else { return nil }
        return try DaemonMetadata.decode(from: value)
    }
}
