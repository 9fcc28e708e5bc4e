import CephAuth
import CephEncoding
import CephMessages
import CephTypes
import MonitorStore
import NIOCore

/// Keys, capabilities and global ids (src/mon/AuthMonitor.h).
///
/// A version of `auth` is a list of changes; `full_N` holds every key as of a version.
public final class AuthService: PaxosService {
    /// Every committed key, and up to which global id may be given.
    public private(set) var state = AuthFull()
    /// What the next version changes.
    public private(set) var pending: [AuthMonitorIncremental] = []
    /// The keys with the pending changes: what a command sees that comes before they are committed.
    public private(set) var pendingKeys = KeyServerData()
    /// The monitor's own keyring file: the monitors' common key.
    public var keyring = KeyRing()
    private var globalIDs = GlobalIDAllocator()
    /// Clients that came before there were rotating keys.
    private var waitingForKeys: [() -> Void] = []
    private var waitingForGlobalIDs: [(UInt64?) -> Void] = []
    private var pendingMaxGlobalID: UInt64 = 0
    /// `auth_*` and `ms_*_mode`, as the daemon's options have them.
    public var policy = AuthPolicy()
    /// Told of the keys when they have changed: connections are authenticated on other threads.
    public var onKeysChanged: ((KeyServer?) -> Void)?

    public override class var commands: [Command] { authCommands }

    public override func handles(_ message: any CephMessage) -> Bool {
        message is MAuth || message is MMonGlobalID
    }

    /// All that is known of keys at this moment; nil before the first commit.
    public var keyServer: KeyServer? {
        lastCommitted > 0 ? KeyServer(data: state.keys, keyring: keyring) : nil
    }

    var random: EnvironmentRandom { EnvironmentRandom(environment) }

    // MARK: State

    public override func updateFromPaxos() throws {
        guard lastCommitted > state.keys.version else { return }
        let latest = try number("full_latest")
        if latest > state.keys.version {
            guard let value = try value(fullKey(latest)) else {
                throw MonitorStartError("auth/full_\(latest), the latest state, is not in the store")
            }
            state = try CephDecoder.decode(AuthFull.self, from: value, named: "auth/full_\(latest)")
        }
        while state.keys.version < lastCommitted {
            let next = state.keys.version + 1
            guard let value = try value(next) else {
                throw MonitorStartError("auth/\(next) is not in the store")
            }
            try state.apply(CephDecoder.decode(AuthVersion.self, from: value, named: "auth/\(next)"))
            if next == 1 { forgetInitialKeyring() }
        }
        globalIDs.maximum = state.maxGlobalID
        onKeysChanged?(keyServer)
        grantWaitingGlobalIDs()
        let waiting = waitingForKeys
        waitingForKeys = []
        for action in waiting { monitor.atEndOfTurn(.encode, action) }
    }

    /// The keyring that mkfs left is in the keys now.
    private func forgetInitialKeyring() {
        var transaction = StoreTransaction()
        transaction.erase(MonitorKeys.mkfs, "keyring")
        environment.submit(transaction, sync: false) { [monitor] error in
            if let error { monitor.fail("the store cannot be written: \(error)") }
        }
    }

    public override func createInitial() throws {
        try createPending()
        rotateIfDue()
        if policy.clusterMethods.contains(.cephx) || policy.serviceMethods.contains(.cephx) {
            var initial = try initialKeyring()
            var random = random
            initial.addMissingInitialKeys(now: environment.now, using: &random)
            for (name, auth) in initial.keys { try add(.add(name, auth)) }
        }
        pending.append(.globalID(max: AuthFull.firstGlobalID))
        pendingMaxGlobalID = AuthFull.firstGlobalID
    }

    /// The keyring that mkfs was given.
    private func initialKeyring() throws -> KeyRing {
        guard let value = try store.value(of: StoreKey(MonitorKeys.mkfs, "keyring")) else { return KeyRing() }
        do throws(KeyRingError) {
            return try KeyRing(bytes: value)
        } catch {
            throw MonitorStartError("mkfs/keyring cannot be read: \(error)")
        }
    }

    public override func createPending() throws {
        pending = []
        pendingKeys = state.keys
        pendingMaxGlobalID = state.maxGlobalID
    }

    public override func encodePending(into transaction: inout StoreTransaction) throws {
        let version = lastCommitted + 1
        put(version, CephEncoder.encode(AuthVersion(pending)), into: &transaction)
        putLastCommitted(version, into: &transaction)
        encodeHealth(badCaps(of: pendingKeys), into: &transaction)
        // The first commit also says in which form keys are kept.
        if lastCommitted == 0 { transaction.put(name, "format_version", version: AuthVersion.formatVersion) }
    }

    public override func encodeFull(into transaction: inout StoreTransaction) throws {
        guard state.keys.version > 0 else { return }
        putFull(state.keys.version, CephEncoder.encode(state), into: &transaction)
    }

    public override func dumpReport(to formatter: inout CephFormatter) {
        formatter.object("auth") {
            $0.int("first_committed", firstCommitted)
            $0.int("last_committed", lastCommitted)
            $0.int("num_secrets", state.keys.secrets.count)
        }
    }

    public override func trimTarget() throws -> UInt64 {
        // Only the newest is ever asked for.
        let kept = monitor.tunables.maxJoinDrift * 2
        let latest = try number("full_latest")
        return lastCommitted > kept ? min(lastCommitted - kept, latest) : 0
    }

    // MARK: Messages

    public override func dispatch(_ request: Request) {
        switch request.message.body {
        case let message as MAuth: authenticate(message, request)
        default: super.dispatch(request)
        }
    }

    public override func prepare(_ request: Request) throws -> Bool {
        // A peon has no ids left.
        guard let message = request.message.body as? MMonGlobalID,
            request.session.isCapable("mon", .execute)
        else { return false }
        // Whatever this monitor has left: the peon's own may be gone. What it has not seen yet is on its way.
        guard message.oldMaxID >= pendingMaxGlobalID else { return false }
        extendGlobalIDs()
        return true
    }

    // MARK: Changes

    /// Adds a change of the keys to the next version.
    public func add(_ change: KeyServerData.Incremental) throws {
        try pendingKeys.apply(change)
        pending.append(AuthMonitorIncremental(change))
    }

    // MARK: Rotating keys

    public override func tick() {
        guard isWriteable else { return }
        let rotated = rotateIfDue()
        let extended = extendGlobalIDsIfDue()
        if rotated || extended { proposeNow() }
    }

    public override func onActive() {
        guard monitor.isLeader else { return }
        tick()
    }

    /// Makes new service keys where the old ones are about to end (`check_rotate`).
    @discardableResult
    private func rotateIfDue() -> Bool {
        var random = random
        let server = KeyServer(data: pendingKeys, keyring: keyring)
        guard let update = server.rotatingUpdate(now: environment.now, policy: policy, using: &random) else {
            return false
        }
        do {
            try add(KeyServerData.Incremental(update))
            return true
        } catch {
            environment.log(0, .auth, "rotating keys: \(error)")
            return false
        }
    }

    /// Runs `action` behind the next change of the keys.
    func whenKeysChange(_ action: @escaping () -> Void) {
        // Whoever asks in vain many times is no client to wait for.
        if waitingForKeys.count < 10_000 { waitingForKeys.append(action) }
    }

    // MARK: Global ids

    public override func tickAsMember() {
        // Before they run out; and again where the leader did not get it.
        guard monitor.isPeon, globalIDs.last &+ preallocated / 2 >= globalIDs.maximum else { return }
        askForGlobalIDs()
    }

    private func askForGlobalIDs() {
        monitor.send(MMonGlobalID(oldMaxID: globalIDs.maximum), toRank: monitor.leader)
    }

    private var preallocated: UInt64 {
        UInt64(clamping: monitor.options.options.int("mon_globalid_prealloc"))
    }

    /// Gives an id that no client has had: each monitor those of its own rank. It may have to wait until more are
    /// committed; `use` gets nil where there is no quorum.
    public func allocateGlobalID(_ use: @escaping (UInt64?) -> Void) {
        if let id = takeGlobalID() {
            use(id)
            // Before they run out.
            if monitor.isLeader, isWriteable, extendGlobalIDsIfDue() { proposeNow() }
            return
        }
        guard monitor.isInQuorum, waitingForGlobalIDs.count < 10_000 else { return use(nil) }
        waitingForGlobalIDs.append(use)
        if monitor.isLeader {
            if isWriteable, extendGlobalIDsIfDue() { proposeNow() }
        } else {
            if waitingForGlobalIDs.count == 1 { askForGlobalIDs() }
        }
    }

    private func takeGlobalID() -> UInt64? {
        globalIDs.monitors = monitor.monmap.count
        globalIDs.rank = monitor.rank
        return globalIDs.next()
    }

    private func grantWaitingGlobalIDs() {
        while !waitingForGlobalIDs.isEmpty, let id = takeGlobalID() { waitingForGlobalIDs.removeFirst()(id) }
    }

    public override func onRestart() {
        for use in waitingForGlobalIDs { use(nil) }
        waitingForGlobalIDs = []
        waitingForKeys = []
    }

    /// Whether half of what was allocated is gone, and more was added to the next version.
    func extendGlobalIDsIfDue() -> Bool {
        guard globalIDs.last &+ preallocated / 2 >= pendingMaxGlobalID else { return false }
        extendGlobalIDs()
        return true
    }

    private func extendGlobalIDs() {
        pendingMaxGlobalID &+= preallocated
        pending.append(.globalID(max: pendingMaxGlobalID))
    }
}
