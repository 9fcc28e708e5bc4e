import CephEncoding
import CephMessages
import CephTypes
import MonitorStore
import NIOCore

/// A family of maps that is changed through Paxos (src/mon/PaxosService.h).
///
/// A service keeps its newest state in memory, read from the store by ``updateFromPaxos()`` after every commit
/// that touched its prefix. The leader also keeps a pending state: changes gathered since the last commit,
/// encoded by ``encodePending(into:)`` when they are proposed. A subclass overrides the hooks below; it does no
/// I/O, and reads time and randomness from `environment` only.
///
/// Unlike Ceph's, a proposal is begun at the end of a turn, when every request that was waiting for the
/// service has been carried out: so what waits while one round is in flight goes into the next one together.
open class PaxosService {
    public unowned let monitor: Monitor
    /// Its prefix in the store: `osdmap`.
    public let name: String

    /// What `NAME/first_committed` and `NAME/last_committed` say.
    public private(set) var firstCommitted: UInt64 = 0
    public private(set) var lastCommitted: UInt64 = 0
    public internal(set) var formatVersion: UInt64 = 0

    /// The leader has a pending state.
    public private(set) var hasPending = false
    /// It is being agreed on.
    public private(set) var isProposing = false
    private var proposalTimer: TimerID?
    private var isProposalDue = false
    private var waitingForFinishedProposal = Waiters()
    private var waitingForCommit = Waiters()
    /// The requests that the pending state carries out, as the proposed value names them.
    private var marks: [RequestMark] = []

    public init(monitor: Monitor, name: String) {
        self.monitor = monitor
        self.name = name
    }

    public var environment: any Environment { monitor.environment }
    public var store: any KeyValueReader { monitor.environment.store }
    var paxos: Paxos { monitor.paxos }

    // MARK: Hooks

    /// Reads what has been committed since the last call: at the start, and behind every commit that changes a
    /// key of the service's own prefix. What else it reads from the store must have come with such a change.
    /// May ask for a new bootstrap (`monitor.mustBootstrap`).
    open func updateFromPaxos() throws {}
    /// Whether each commit leaves a value under its number. Otherwise only the number tells of it.
    open var keepsVersions: Bool { true }
    /// When the monitor starts: that what it will need later, and has not read yet, can be read.
    open func checkNewest() throws {
        guard keepsVersions, lastCommitted > 0, try value(lastCommitted) == nil else { return }
        throw MonitorStartError("\(name)/\(lastCommitted), the last committed version, is not in the store")
    }
    /// After every service has been updated.
    open func postPaxosUpdate() {}
    /// A new cluster begins with a state of this service; false where it comes to be only when it is used.
    open var hasInitialState: Bool { true }
    /// Fills the pending state with a new cluster's beginning (`create_initial`).
    open func createInitial() throws {}
    /// Makes the pending state equal to the committed one.
    open func createPending() throws {}
    /// Writes the pending state: versions, counters and all (`encode_pending`).
    open func encodePending(into transaction: inout StoreTransaction) throws {}
    /// Writes the whole state beside the increments, where the service does so (`encode_full`).
    open func encodeFull(into transaction: inout StoreTransaction) throws {}
    /// Up to which version (excluded) it may be trimmed; 0 for nothing (`get_trim_to`).
    open func trimTarget() throws -> UInt64 { 0 }
    /// What a trim erases besides versions and full maps.
    open func encodeTrimExtra(into transaction: inout StoreTransaction, first: UInt64) throws {}
    /// The monitor became leader or peon and Paxos is active (`on_active`).
    open func onActive() {}
    /// The monitor leaves the quorum (`on_restart`).
    open func onRestart() {}
    open func onShutdown() {}
    /// Every `mon_tick_interval` on the leader.
    open func tick() {}
    /// The same on every member of the quorum, the leader too.
    open func tickAsMember() {}
    /// How long to gather changes before they are proposed; nil to go on gathering (`should_propose`).
    open func proposalDelay() -> Duration? {
        guard lastCommitted > 1 else { return .zero }
        let quiet = environment.now.since(paxos.lastCommitTime)
        let interval = monitor.tunables.proposeInterval
        return quiet > interval ? monitor.tunables.minWait : interval - max(quiet, .zero)
    }
    /// Whether changes that come before the pending state is proposed go with it.
    open var gathersChanges: Bool { true }
    /// A message for this service. True if it was dealt with here, without changing anything.
    open func preprocess(_ request: Request) throws -> Bool { false }
    /// The same on the leader, with a pending state. True if that was changed.
    open func prepare(_ request: Request) throws -> Bool { false }
    /// The health checks of what is committed: those that the service stored with ``encodeHealth(_:into:)``.
    open func healthChecks() -> HealthCheckMap { storedHealth }
    /// What `ceph report` shows of it, in the object that is open.
    open func dumpReport(to formatter: inout CephFormatter) {}
    /// Sends a session news of what it subscribed to (`check_sub`).
    open func checkSubscriptions(of session: Session) {}
    /// What else is due when there is news for everybody.
    open func newsWasSent() {}

    /// The commands that read and change this service.
    open class var commands: [Command] { [] }
    /// Whether messages of this kind are for it.
    open func handles(_ message: any CephMessage) -> Bool { false }

    // MARK: State

    /// The service's state may be read as of `version` or later.
    public func isReadable(_ version: UInt64 = 0) -> Bool {
        version <= lastCommitted && paxos.isReadable(0) && lastCommitted > 0
    }

    /// Paxos works, and no proposal of this service's own is under way.
    public var isActive: Bool { !isProposing && (paxos.isActive || paxos.isUpdating || paxos.isWriting) }
    public var isWriteable: Bool { isActive && hasPending && !hasToWait }
    /// A change is to be proposed, and goes alone.
    private var hasToWait: Bool { isProposalDue && !gathersChanges }

    public func value(_ key: String) throws -> ByteBuffer? { try store.value(of: StoreKey(name, key)) }
    public func value(_ version: UInt64) throws -> ByteBuffer? { try value(String(version)) }
    public func number(_ key: String) throws -> UInt64 { try store.version(name, key) ?? 0 }

    /// `full_N`
    public func fullKey(_ version: UInt64) -> String { "full_\(version)" }

    // MARK: Transactions

    public func putLastCommitted(_ version: UInt64, into transaction: inout StoreTransaction) {
        transaction.put(name, "last_committed", version: version)
        // The first version of all also begins the series.
        if firstCommitted == 0 { transaction.put(name, "first_committed", version: version) }
    }

    public func put(_ version: UInt64, _ value: ByteBuffer, into transaction: inout StoreTransaction) {
        transaction.put(name, version, value)
    }

    /// A whole state, and that it is the latest (`put_version_full`, `put_version_latest_full`).
    public func putFull(_ version: UInt64, _ value: ByteBuffer, into transaction: inout StoreTransaction) {
        transaction.put(name, fullKey(version), value)
        putLatestFull(version, into: &transaction)
    }

    /// That `full_VERSION` is the newest whole state (`put_version_latest_full`).
    public func putLatestFull(_ version: UInt64, into transaction: inout StoreTransaction) {
        transaction.put(name, "full_latest", version: version)
    }

    // MARK: Refresh

    /// Called behind each commit that touched the prefix, and at the start.
    /// - Parameter changes: nil where nobody knows what is new.
    func refresh(_ changes: CommittedChanges? = nil) throws {
        if let changes {
            firstCommitted = changes.counter(name, "first_committed") ?? firstCommitted
            lastCommitted = changes.counter(name, "last_committed") ?? lastCommitted
            formatVersion = changes.counter(name, "format_version") ?? formatVersion
        } else {
            firstCommitted = try number("first_committed")
            lastCommitted = try number("last_committed")
            formatVersion = try number("format_version")
        }
        try Paxos.checkVersion(lastCommitted, name)
        guard firstCommitted <= lastCommitted else {
            throw MonitorStartError(
                "\(name)/first_committed is \(firstCommitted), behind \(name)/last_committed, \(lastCommitted)"
            )
        }
        try updateFromPaxos()
    }

    /// Sends news to all sessions that subscribed to it (`check_subs`).
    func checkSubscriptions() {
        for session in monitor.sessionsInOrder { checkSubscriptions(of: session) }
        newsWasSent()
    }

    func afterRefresh() {
        postPaxosUpdate()
        guard monitor.isPeon else { return }
        for action in waitingForFinishedProposal.takeAll() { action(.again) }
    }

    // MARK: Elections

    func restart() {
        cancelProposalTimer()
        isProposalDue = false
        isProposing = false
        if hasPending { hasPending = false }
        marks = []
        for action in waitingForFinishedProposal.takeAll() + waitingForCommit.takeAll() { action(.again) }
        onRestart()
    }

    func shutDown() {
        cancelProposalTimer()
        for action in waitingForFinishedProposal.takeAll() + waitingForCommit.takeAll() { action(.cancelled) }
        onShutdown()
    }

    /// The election is over: go on as soon as Paxos is active (`election_finished`, `_active`).
    func activate() {
        guard !isProposing else { return }
        guard paxos.isActive || paxos.isUpdating || paxos.isWriting else {
            return paxos.waitForActive { [self] reason in if reason == .ready { activate() } }
        }
        if monitor.isLeader {
            do {
                if !hasPending { try makePending() }
                if lastCommitted == 0, hasInitialState {
                    try createInitial()
                    return proposeNow()
                }
            } catch {
                return monitor.fail("service \(name): \(error)")
            }
        } else {
            hasPending = false
        }
        for action in waitingForFinishedProposal.takeAll() { action(.ready) }
        if isActive { onActive() }
    }

    private func makePending() throws {
        try createPending()
        hasPending = true
    }

    // MARK: Requests

    /// Takes a message through reading, forwarding and changing (`PaxosService::dispatch`).
    open func dispatch(_ request: Request) {
        guard !request.isAnswered else { return }
        let version = (request.message.body as? any PaxosServiceMessage)?.paxos.version ?? 0
        guard isReadable(version) else { return whenReadable(version, retrying: request) }
        do {
            if try preprocess(request) { return }
            if monitor.answerIfApplied(request) { return }
            guard monitor.isLeader else { return monitor.forwardToLeader(request) }
            guard isWriteable else { return whenWriteable(retrying: request) }
            if try prepare(request) {
                note(request)
                proposeWhenDue()
            }
        } catch let error as CommandError {
            monitor.reply(to: request, CommandReply(error))
        } catch {
            environment.log(0, .mon, "service \(name): \(error)")
            monitor.reply(to: request, CommandReply(CommandError(.input, "\(error)")))
        }
    }

    private func whenReadable(_ version: UInt64, retrying request: Request) {
        whenReadable(version) { [self] in monitor.redispatch(request) }
    }

    /// Calls back when the service may be worth another try; perhaps it still is not readable then.
    func whenReadable(_ version: UInt64 = 0, _ action: @escaping () -> Void) {
        let retry: Waiters.Action = { reason in if reason != .cancelled { action() } }
        if isProposing || (paxos.isReadable(0) && (version > lastCommitted || lastCommitted == 0)) {
            waitingForFinishedProposal.add(retry)
        } else {
            paxos.waitForReadable(0, retry)
        }
    }

    private func whenWriteable(retrying request: Request) {
        whenWriteable { [self] in monitor.redispatch(request) }
    }

    /// Calls back when the service may be changed, or may be worth another try.
    func whenWriteable(_ action: @escaping () -> Void) {
        let retry: Waiters.Action = { reason in if reason != .cancelled { action() } }
        if isProposing || hasToWait {
            waitingForFinishedProposal.add(retry)
        } else {
            paxos.waitForActive(retry)
        }
    }

    /// Calls back when what is pending now has been committed (`wait_for_finished_proposal`); with `again` if
    /// the leadership was lost before.
    public func whenCommitted(_ action: @escaping (WakeReason) -> Void) { waitingForCommit.add(action) }

    // MARK: Proposing

    /// A request has changed the pending state: the value that is proposed will say so.
    /// - Parameter answer: what its client will be told.
    func note(_ request: Request, _ answer: CommandReply? = nil) {
        // Alone, nobody goes on with what a leader left behind.
        guard monitor.quorum.count > 1, let mark = monitor.requestMark(request, answer) else { return }
        marks.append(mark)
    }

    /// Proposes after the delay that the service's policy wants.
    public func proposeWhenDue() {
        guard let delay = proposalDelay() else { return }
        guard delay > .zero else { return proposeNow() }
        guard proposalTimer == nil else { return }
        proposalTimer = monitor.schedule(after: delay) { [self] in
            proposalTimer = nil
            proposeNow()
        }
    }

    /// Proposes at the end of this turn, or as soon as its last proposal is committed.
    public func proposeNow() {
        guard !isProposalDue else { return }
        isProposalDue = true
        monitor.atEndOfTurn(.encode) { [self] in proposeIfPossible() }
    }

    private func proposeIfPossible() {
        guard isProposalDue, hasPending, !isProposing, monitor.isLeader else { return }
        // While a round is under way, more changes may come: they go into the next one together.
        guard paxos.isActive else {
            return paxos.waitForActive { [self] reason in
                guard reason == .ready else { return }
                monitor.atEndOfTurn(.encode) { [self] in proposeIfPossible() }
            }
        }
        isProposalDue = false
        cancelProposalTimer()
        var transaction = StoreTransaction()
        do {
            if shouldStashFull() { try encodeFull(into: &transaction) }
            try encodePending(into: &transaction)
        } catch {
            return monitor.fail("service \(name) cannot encode its changes: \(error)")
        }
        hasPending = false
        guard !transaction.isEmpty else {
            if lastCommitted == 0 {
                return monitor.fail("service \(name) has no initial state to propose")
            }
            return proposalFinished(.ready)
        }
        for mark in marks { mark.append(to: &transaction) }
        marks = []
        isProposing = true
        monitor.paxos.queue(transaction) { [self] reason in
            guard reason == .ready else { return }
            isProposing = false
            proposalFinished(.ready)
        }
        paxos.triggerPropose()
    }

    private func proposalFinished(_ reason: WakeReason) {
        let committed = waitingForCommit.takeAll()
        activate()
        for action in committed { action(reason) }
    }

    private func cancelProposalTimer() {
        if let proposalTimer { environment.cancel(proposalTimer) }
        proposalTimer = nil
    }

    /// Whether a whole state is due beside the increments (`should_stash_full`).
    open func shouldStashFull() -> Bool {
        guard let latest = try? number("full_latest") else { return true }
        return latest == 0 || lastCommitted &- latest > monitor.tunables.stashFullInterval
    }
}
