import CephEncoding
import CephMessages
import CephTypes
import MonitorStore
import NIOCore

/// Options of all daemons and clients (src/mon/ConfigMonitor.h).
///
/// What they are is kept among the keys of the ``KeyValueService``, an option a key, with a history; under the
/// service's own prefix lies only how many changes there were.
public final class ConfigService: PaxosService {
    /// What is configured, as of the last commit.
    public private(set) var map = ConfigMap()
    /// The stored options by key, without `config/`.
    private var current: CephMap<String, ByteBuffer> = [:]
    private var loadedVersion: UInt64 = 0

    /// Values to be set, nil for options to be removed, by key without `config/`; valid while the leader has a
    /// pending state.
    var pending: CephMap<String, ByteBuffer?> = [:]
    /// `reset to 3`
    var pendingDescription = ""
    /// Keys that are not as this release has them: put right with the next change, or on the next tick.
    private var pendingCleanup: CephMap<String, ByteBuffer?> = [:]

    public override class var commands: [Command] { configCommands }
    public override func handles(_ message: any CephMessage) -> Bool { message is MGetConfig }

    var keys: KeyValueService { monitor.service(KeyValueService.self) }

    // MARK: Loading

    public override var keepsVersions: Bool { false }

    public override func updateFromPaxos() throws {
        guard lastCommitted != loadedVersion else { return }
        loadedVersion = lastCommitted
        try load()
    }

    /// Options of manager modules may have become known, or cease to be.
    public func reload() throws { try load() }

    private func load() throws {
        let stored = try keys.stored(beginningWith: ConfigMap.keyPrefix)
        map = ConfigMap(
            keys: stored, renames: monitor.monmap.minMonRelease >= .pacific,
            lookup: { [modules = moduleOptions] in ConfigOptionTable.option(named: $0) ?? modules[$0] })
        pendingCleanup = map.cleanup
        current = CephMap(
            inAnyOrder: stored.map {
                (key: String($0.key.dropFirst(ConfigMap.keyPrefix.count)), value: $0.value)
            })
        adoptOwnOptions()
    }

    /// The monitor's own options, as far as the configuration has them.
    private func adoptOwnOptions() {
        let identity = monitor.options.options.identity
        let values = values(for: identity.name, host: identity.host)
        let changed = monitor.options.options.setMonValues(values)
        guard !changed.isEmpty else { return }
        environment.log(10, .mon, "config changes \(changed.sorted().joined(separator: ", "))")
        monitor.readTunables()
    }

    // MARK: Asking

    /// What is known of an option, of Ceph itself or of a manager's module.
    func option(named name: String) -> ConfigOption? {
        ConfigOptionTable.option(named: name) ?? moduleOptions[name]
    }

    /// What counts for somebody.
    /// - Parameters:
    ///   - host: the host that it runs on; empty if unknown.
    ///   - item: its own name in the CRUSH map, for OSDs.
    ///   - deviceClass: of an OSD, where it is known without the CRUSH map.
    func entityValues(
        for name: AuthEntityName, host: String = "", item: String? = nil, deviceClass: String? = nil
    ) -> CephMap<String, ConfigMap.EntityValue> {
        let crush = crushMap
        var location = crush.map { $0.location(ofItemNamed: host) } ?? [:]
        if let item, let crush { location.merge(crush.location(ofItemNamed: item)) { _, new in new } }
        let number = item != nil ? Int32(name.id) : nil
        let ownClass = number.flatMap { crush?.className(of: $0) }
        return map.values(
            for: name, location: location, crushTypes: crush?.typeNumbers ?? [:],
            deviceClass: deviceClass ?? ownClass ?? "")
    }

    private func values(
        for name: AuthEntityName, host: String, item: String? = nil, deviceClass: String? = nil
    ) -> CephMap<String, String> {
        entityValues(for: name, host: host, item: item, deviceClass: deviceClass).mapValues(\.option.rawValue)
    }

    /// One version of the history; empty where that is forgotten.
    func changeSet(_ version: UInt64) throws -> ConfigChangeSet {
        ConfigChangeSet(
            version: version, keys: try keys.stored(beginningWith: ConfigChangeSet.keyPrefix(of: version)))
    }

    // MARK: Changing

    public override func createInitial() throws { pending = [:] }

    public override func createPending() throws {
        pending = [:]
        pendingDescription = ""
    }

    public override func encodePending(into transaction: inout StoreTransaction) throws {
        putLastCommitted(lastCommitted + 1, into: &transaction)
    }

    public override func shouldStashFull() -> Bool { false }
    public override func proposalDelay() -> Duration? { .zero }

    /// A few old versions are kept, though nobody needs any.
    public override func trimTarget() throws -> UInt64 { lastCommitted > 5 ? lastCommitted - 5 : 0 }

    /// Drops from the pending changes what would change nothing.
    /// - Returns: whether something is left.
    func reducePending() -> Bool {
        for (key, value) in pending {
            if let value {
                if current[key] == value { pending.removeValue(forKey: key) }
            } else if current[key] == nil {
                pending.removeValue(forKey: key)
            }
        }
        return !pending.isEmpty
    }

    /// Hands the pending changes and their history to the key/value service, and proposes both together.
    func proposeWithKeys() {
        for (key, value) in pendingCleanup where pending[key] == nil {
            environment.log(-1, .mon, "config: repair: adjusting config key '\(key)'")
            pending[key] = .some(value)
        }
        pendingCleanup = [:]
        var set = ConfigChangeSet(
            version: lastCommitted + 1, stamp: environment.now, name: pendingDescription)
        for (key, value) in pending {
            let previous = current[key]
            if previous == value { continue }
            set.changes[key] = ConfigChangeSet.Change(
                previous: previous.map { String(cephBytes: $0.byteArray) },
                new: value.map { String(cephBytes: $0.byteArray) })
            if let value {
                keys.set(ConfigMap.keyPrefix + key, to: value)
            } else {
                keys.erase(ConfigMap.keyPrefix + key)
            }
        }
        for (key, value) in set.storedKeys { keys.set(key, to: value) }
        keys.proposeNow()
        proposeNow()
    }

    public override func tick() {
        guard isWriteable, keys.isWriteable, !pendingCleanup.isEmpty else { return }
        proposeWithKeys()
    }

    // MARK: Subscribers

    public override func preprocess(_ request: Request) throws -> Bool {
        guard let message = request.message.body as? MGetConfig else { return false }
        let values = values(for: message.name, host: message.host, deviceClass: message.deviceClass)
        monitor.reply(to: request, MConfig(config: values))
        return true
    }

    private static let subscription = "config"

    /// Sends a session its options if they are others than it has.
    public override func checkSubscriptions(of session: Session) {
        guard session.isAuthenticated, let wanted = session.subscriptions[Self.subscription],
            wanted.next <= lastCommitted
        else { return }
        send(to: session)
        if wanted.isOneTime {
            session.subscriptions[Self.subscription] = nil
        } else {
            session.subscriptions[Self.subscription]?.next = lastCommitted + 1
        }
    }

    private func send(to session: Session) {
        let item = session.name.type == .osd ? session.authName.description : nil
        let values = values(for: session.authName, host: session.remoteHost, item: item)
        guard session.options != values else { return }
        session.options = values
        monitor.push(MConfig(config: values), to: session)
    }
}

extension CrushMap {
    /// By type, the buckets above the item of that name; empty if there is none.
    fileprivate func location(ofItemNamed name: String) -> [String: String] {
        guard !name.isEmpty, let item = itemNames.first(where: { $0.value == name })?.key else { return [:] }
        return Dictionary(
            location(of: item).map { ($0.type, $0.name) }, uniquingKeysWith: { _, last in last })
    }

    /// Types and their numbers: the smaller the nearer to the devices.
    fileprivate var typeNumbers: [String: Int] {
        Dictionary(typeNames.map { ($0.value, Int($0.key)) }, uniquingKeysWith: { first, _ in first })
    }
}
