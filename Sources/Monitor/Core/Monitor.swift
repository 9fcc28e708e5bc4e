import CephEncoding
import CephMessages
import CephTypes
import Collections
import MonitorStore
import NIOCore

/// One monitor as a state machine (src/mon/Monitor.h). It does no I/O: everything comes in as a message, a
/// timer or the completion of a write, and goes out through its ``Environment``. Each such input is one turn:
/// requests that it woke are carried out first, then services encode their changes, then Paxos proposes all of
/// them together.
///
/// Not thread-safe: one thread or one event loop owns it.
public final class Monitor {
    /// `Monitor::STATE_*`
    public enum State: String, Sendable {
        case initializing = "init"
        case probing
        case synchronizing
        case electing
        case leader
        case peon
        case shutdown
    }

    public let environment: any Environment
    public let name: String
    public internal(set) var state = State.initializing {
        didSet {
            let wasInQuorum = oldValue == .leader || oldValue == .peon
            if isInQuorum { leftQuorum = nil } else if wasInQuorum { leftQuorum = environment.monotonicTime }
        }
    }
    /// When it was last in a quorum; nil while it is in one, and before the first.
    private(set) var leftQuorum: Duration?
    public internal(set) var monmap: MonMap
    /// Its place in the monmap; -1 while it is in none.
    public internal(set) var rank: Int
    public internal(set) var tunables = MonitorTunables()
    /// What this monitor listens at, and asks others to put into the monmap; told before it starts. Empty where the
    /// monmap is not to be compared with it.
    public var listeningAddresses = EntityAddressVector()
    public internal(set) var options: MonitorSettings

    // The quorum, as the last election left it.
    public internal(set) var quorum: Set<Int> = []
    public internal(set) var leader = -1
    public internal(set) var electionEpoch: UInt32 {
        get { elector.epoch }
        set { elector.epoch = newValue }
    }
    /// When the quorum was formed.
    public internal(set) var quorumSince = Duration.zero
    public internal(set) var leaderSince = UTime.zero
    /// Feature bits that every member's connection has.
    public internal(set) var quorumConnectionFeatures = CephFeatures.all
    public internal(set) var quorumMonFeatures = MonFeatures.supported
    public internal(set) var quorumMinRelease = CephRelease.pacific
    /// What the members said of themselves when they voted, by rank; on the leader.
    public internal(set) var quorumMetadata: [Int: DaemonMetadata] = [:]
    /// The on-disk features that this store has.
    public internal(set) var features = CompatSet.monitorInitial
    /// Connection features without which nobody may join.
    public internal(set) var requiredFeatures: CephFeatures = []
    /// It has been in a quorum once.
    public internal(set) var hasEverJoined = false

    /// Members of the monmap that were seen while there was no quorum, by name.
    public internal(set) var outsideQuorum: Set<String> = []
    /// Monitors that probed this one and are in no monmap.
    var extraProbePeers: Set<EntityAddressVector> = []
    var probeTimer: TimerID?
    var isBootstrapDue = false
    var isElectionDue = false
    /// Ranks whose connections broke since the quorum was formed.
    var suspects: Set<Int> = []
    /// The monmap in use, as it is sent.
    var encodedMonMap: ByteBuffer
    var commandDescriptionBytes: ByteBuffer?

    private(set) var elector: Elector!
    private(set) var sync: StoreSync!
    private(set) var timeCheck: TimeCheck!
    private(set) var scrub: StoreScrub!
    /// The session with the active manager.
    public private(set) var manager: ManagerClient!
    public private(set) var paxos: Paxos!
    public private(set) var services: [PaxosService] = []
    public private(set) var commands: CommandRegistry
    public internal(set) var sessions: [ConnectionID: Session] = [:] {
        didSet { sortedSessions = nil }
    }
    private var sortedSessions: [Session]?
    /// A service found in `updateFromPaxos` that the monmap changed.
    public var mustBootstrap = false

    // The turn that is under way.
    private var isInTurn = false
    private var redispatches = Deque<Request>()
    private var endOfTurn: [TurnPhase: [() -> Void]] = [:]
    private var tickTimer: TimerID?
    /// Commands that wait for a quorum.
    var waitingForQuorum = Waiters()
    var isRefreshing = false
    var logSequence: UInt64 = 0

    // Requests of this monitor's clients that the leader carries out.
    var routed: [UInt64: RoutedRequest] = [:]
    var lastRequestNumber: UInt64 = 0
    /// Up to which of them nobody knows any more whether they are done: the values were copied as a whole.
    var lastUnknownMark: UInt64 = 0
    /// As the leader: what peons forwarded in this election epoch.
    var forwardsSeen = ForwardsSeen()

    public internal(set) var counters = MonitorCounters()
    /// Requests that are under way.
    public let operations: OperationTracker
    /// Answers commands that are for this process (``receiveTell(_:_:)``).
    public var onTell: TellHandler?
    /// Called when options have changed: by the cluster's configuration, or by who tells this monitor alone.
    public var onOptionsChanged: (() -> Void)?
    /// Planted by tests; empty everywhere else.
    package var faults: Set<PlantedFault> = []

    /// What is done behind the requests of a turn, in this order.
    enum TurnPhase: Int, CaseIterable {
        /// Services encode their pending states.
        case encode
        /// Paxos opens a round.
        case propose
        /// Subscribers are told.
        case publish
    }

    /// - Parameters:
    ///   - name: `a` for `mon.a`.
    ///   - monmap: from the store or, for its first start, from `mkfs`.
    ///   - moreServices: besides Ceph's own; for tests.
    public init(
        name: String, monmap: MonMap, environment: any Environment,
        settings: MonitorSettings = MonitorSettings(), moreServices: (Monitor) -> [PaxosService] = { _ in [] }
    ) {
        self.name = name
        self.monmap = monmap
        self.environment = environment
        options = settings
        encodedMonMap = CephEncoder.encode(monmap)
        options.options.identity.name = AuthEntityName(.mon, name)
        rank = monmap.rank(of: name) ?? -1
        commands = .ofMonitor
        operations = OperationTracker(environment: environment)
        paxos = Paxos(monitor: self)
        elector = Elector(monitor: self)
        sync = StoreSync(monitor: self)
        timeCheck = TimeCheck(monitor: self)
        scrub = StoreScrub(monitor: self)
        manager = ManagerClient(monitor: self)
        let more = moreServices(self)
        services = makeServices() + more
        for service in more { commands.add(type(of: service).commands) }
        tunables = MonitorTunables(settings)
    }

    public var isLeader: Bool { state == .leader }
    public var isPeon: Bool { state == .peon }
    public var isInQuorum: Bool { isLeader || isPeon }
    public var quorumNames: [String] { quorum.sorted().compactMap { monmap.name(ofRank: $0) } }

    // MARK: Turns

    /// Runs one input to its end. Every callback of the environment comes through here.
    public func turn(_ body: () -> Void) {
        guard !isInTurn else { return body() }
        isInTurn = true
        defer { isInTurn = false }
        body()
        while runOneOfTurn() {}
    }

    private func runOneOfTurn() -> Bool {
        if let request = redispatches.popFirst() {
            dispatch(request)
            return true
        }
        for phase in TurnPhase.allCases {
            guard let actions = endOfTurn[phase], !actions.isEmpty else { continue }
            endOfTurn[phase] = nil
            for action in actions { action() }
            return true
        }
        return false
    }

    /// Runs `action` as a turn of its own, once `delay` has passed.
    func schedule(after delay: Duration, _ action: @escaping () -> Void) -> TimerID {
        environment.schedule(after: delay) { [self] in turn(action) }
    }

    /// Runs `action` when the requests of this turn are done. Outside a turn it makes one.
    func atEndOfTurn(_ phase: TurnPhase, _ action: @escaping () -> Void) {
        endOfTurn[phase, default: []].append(action)
        if !isInTurn { turn {} }
    }

    /// Gives a request that waited another try, behind those that are waiting already.
    func redispatch(_ request: Request) {
        redispatches.append(request)
        if !isInTurn { turn {} }
    }

    // MARK: Life

    /// Reads Paxos and every service from the store (`preinit`).
    /// - Throws: ``MonitorStartError`` where the store is damaged.
    public func load() throws { try MonitorStartError.naming { try loadStore() } }

    private func loadStore() throws {
        hasEverJoined = try environment.store.value(of: StoreKey(MonitorKeys.prefix, "joined")) != nil
        try loadFeatures()
        try elector.load()
        calculateRequiredFeatures()
        _ = try storedMonitorMetadata()
        guard try !sync.hasRemains() || hasFault(.resumeHalfSync) else { return }
        try loadMaps()
    }

    private func loadMaps() throws {
        try paxos.load()
        for service in services {
            try MonitorStartError.naming("service \(service.name): ") {
                try service.refresh()
                try service.checkNewest()
            }
        }
        for service in services { service.afterRefresh() }
        rank = monmap.rank(of: name) ?? -1
    }

    private func loadFeatures() throws {
        guard let value = try environment.store.value(of: StoreKey(MonitorKeys.prefix, "feature_set")) else {
            return
        }
        features = try CephDecoder.decode(CompatSet.self, from: value, named: "monitor/feature_set")
        guard CompatSet.monitorSupported.canRead(features) else {
            let missing = CompatSet.monitorSupported.unsupported(of: features)
            throw MonitorStartError("the store needs features that this monitor lacks: \(missing)")
        }
    }

    /// Begins to take part (`init`): the first turn.
    public func start() {
        turn {
            scheduleTick()
            do {
                let isHalf = try sync.hasRemains()
                try sync.recover { [self] in
                    if isHalf { reload() }
                    manager.mapChanged()
                    bootstrap()
                }
            } catch {
                fail("\(error)")
            }
        }
    }

    /// Reads everything again: the store has become another.
    func reload() {
        do {
            try loadMaps()
            manager.mapChanged()
        } catch {
            fail("\(error)")
        }
    }

    /// Ends everything that waits. The environment is not called any more.
    public func shutDown() {
        guard state != .shutdown else { return }
        state = .shutdown
        operations.stop()
        if let tickTimer { environment.cancel(tickTimer) }
        cancelProbeTimer()
        elector.stop()
        elector.stopPinging()
        sync.resetRequester()
        timeCheck.stop()
        scrub.stop()
        manager.shutDown()
        paxos.shutDown()
        for service in services { service.shutDown() }
        for waiter in waitingForQuorum.takeAll() { waiter(.cancelled) }
    }

    /// Something went wrong that nobody can go on from: memory and store may differ.
    public func fail(_ reason: String) {
        guard state != .shutdown else { return }
        environment.log(-1, .mon, reason)
        shutDown()
        environment.shutDown(reason)
    }

    /// The cluster goes on without this monitor.
    func end(asRemoved reason: String) {
        guard state != .shutdown else { return }
        environment.log(0, .mon, reason)
        shutDown()
        environment.shutDownAsRemoved(reason)
    }

    private func scheduleTick() {
        tickTimer = environment.schedule(after: tunables.tickInterval) { [self] in
            guard state != .shutdown else { return }
            turn {
                tick()
                scheduleTick()
            }
        }
    }

    private func tick() {
        sync.trim(at: environment.monotonicTime)
        tickSessions()
        guard isInQuorum else { return }
        for service in services {
            if isLeader { service.tick() }
            service.tickAsMember()
            service.trimIfDueOnTick()
        }
        proposeFingerprintIfMissing()
    }

    // MARK: Refresh

    /// The sessions in an order that is the same in every run, the oldest first.
    var sessionsInOrder: [Session] {
        if let sortedSessions { return sortedSessions }
        let sorted = sessions.values.sorted { $0.connection.rawValue < $1.connection.rawValue }
        sortedSessions = sorted
        return sorted
    }

    /// Lets the services read what was committed: those whose prefixes it changed, or all.
    /// - Parameter changes: nil where nobody knows what is new.
    /// - Returns: whether the monitor must start over; nil if a value cannot be read: it has failed then.
    func refreshServices(_ changes: CommittedChanges? = nil) -> Bool? {
        mustBootstrap = false
        isRefreshing = true
        defer { isRefreshing = false }
        let changed = services.filter { changes?.prefixes.contains($0.name) ?? true }
        for service in changed {
            do {
                try service.refresh(changes)
            } catch {
                fail("service \(service.name) cannot read what was committed: \(error)")
                return nil
            }
        }
        for service in services { service.afterRefresh() }
        atEndOfTurn(.publish) { for service in changed { service.checkSubscriptions() } }
        return mustBootstrap
    }

    /// The service of a kind; each kind exists once.
    public func service<S: PaxosService>(_ type: S.Type = S.self) -> S {
        for service in services where Swift.type(of: service) == type {
            if let found = service as? S { return found }
        }
        preconditionFailure("makeServices() makes one \(type)")
    }
}

/// What Ceph counts under `mon` in `perf dump`.
public struct MonitorCounters: Sendable {
    public var electionsCalled: UInt64 = 0
    public var electionsWon: UInt64 = 0
    public var electionsLost: UInt64 = 0
    public var sessionsAdded: UInt64 = 0
    public var sessionsRemoved: UInt64 = 0
    /// Of the removed ones, those that were silent for too long.
    public var sessionsTrimmed: UInt64 = 0
    public init() {}
}

/// Keys outside the services' prefixes.
enum MonitorKeys {
    /// `MONITOR_NAME`
    static let prefix = "monitor"
    static let mkfs = "mkfs"
    static let sync = "mon_sync"
}
