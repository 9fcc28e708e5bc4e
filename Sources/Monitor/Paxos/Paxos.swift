import CephEncoding
import CephMessages
import CephTypes
import Collections
import MonitorStore
import NIOCore

/// How the monitors agree on one transaction after the other (src/mon/Paxos.h).
///
/// A value is an encoded `StoreTransaction` under its version in the prefix `paxos`. The leader proposes one
/// at a time; it is committed when every member of the quorum has it on disk, and is then applied to the
/// store. What a member knows survives in `last_committed`, `last_pn`, `accepted_pn`, `pending_v` and
/// `pending_pn`.
///
/// Where this differs from Ceph without anybody seeing it:
/// - With a quorum of one, a value, its commit and what it changes are one durable write.
/// - The leader sends `begin` while its own write is under way, and counts itself among those who accepted
///   only when that is durable.
/// - In a larger quorum a commit is on a majority's disks already, so applying it need not be synced; the
///   next accept's sync covers it.
public final class Paxos {
    /// `Paxos::STATE_*`
    public enum State: String, Sendable {
        case recovering
        case active
        case updating
        /// Proposing again what was left uncommitted by an earlier leader.
        case updatingPrevious = "updating-previous"
        case writing
        case writingPrevious = "writing-previous"
        case refresh
        case shutdown
    }

    static let prefix = "paxos"

    unowned let monitor: Monitor
    public internal(set) var state = State.recovering

    public internal(set) var firstCommitted: UInt64 = 0
    public internal(set) var lastCommitted: UInt64 = 0
    /// The largest proposal number this monitor ever made.
    public internal(set) var lastPN: UInt64 = 0
    /// The largest it ever promised to follow.
    public internal(set) var acceptedPN: UInt64 = 0
    /// In which election epoch it promised that, since this process began.
    var promisedEpoch: UInt32 = 0

    // Leases, see `Paxos+Lease.swift`.
    /// Until when reads may be answered, by the leader's wall clock; what Ceph's monitors go by.
    public internal(set) var leaseExpires = UTime.zero
    var ackedLease: Set<Int> = []
    /// On a peon: until when it may answer, and which tokens are too old to count (see `Paxos+Lease.swift`).
    var peonLeaseEnd = Duration.zero
    var leaseFloor: UInt64 = 0
    var leaderIsCeph = false
    var lastAckedLease = UTime.zero
    /// On the leader, by rank: when the last thing that was acknowledged was sent, the leases that no answer came
    /// to yet, and what each peon's clock said when it last answered.
    var acknowledged: [Int: Duration] = [:]
    var sentLeases: [Int: [Duration]] = [:]
    var collectedTokens: [Int: UInt64] = [:]
    /// Of these, what may be shown to them again, and what was.
    var tokens: [Int: UInt64] = [:]
    var shownTokens: [Int: UInt64] = [:]
    var leaseRoundSent = Duration.zero
    /// Until then nothing is committed: a lease of an earlier quorum may still hold.
    var noCommitBefore = Duration.zero
    var acceptedBy: Set<Int> = []

    // Recovery: what the others told.
    var peerFirstCommitted: [Int: UInt64] = [:]
    var peerLastCommitted: [Int: UInt64] = [:]
    /// Who has promised to follow our proposal number.
    var promisedBy: Set<Int> = []
    var uncommittedPN: UInt64 = 0
    var uncommittedVersion: UInt64 = 0
    var uncommittedValue = ByteBuffer()

    /// What is being agreed on.
    var newValue = ByteBuffer()
    /// What of the committed the services have not seen yet.
    var changes = CommittedChanges()
    /// What waits for the next round.
    public internal(set) var pendingProposal = StoreTransaction()
    var pendingFinishers = Waiters()
    var committingFinishers = Waiters()
    public internal(set) var isPlugged = false
    var isTrimming = false
    /// When the round under way began.
    var roundStarted = Duration.zero
    /// Writes whose completion is awaited belong to this life of the state; a restart makes them strangers.
    var incarnation: UInt64 = 0
    /// Messages that came while a peon's write was under way, in order.
    var heldMessages: [(MMonPaxos, Int)] = []
    /// Messages that build on a commit which has not come yet.
    var earlyMessages: [(MMonPaxos, Int)] = []
    /// Writes that are under way, of Paxos or of a copy.
    private var storing = 0
    var isStoring: Bool { storing > 0 }
    /// What waits for the store to be quiet, so that a state change never cuts a write short.
    private var storeQuiet = Deque<() -> Void>()

    var waitingForActive = Waiters()
    var waitingForReadable: [(version: UInt64, action: Waiters.Action)] = []
    var waitingForWriteable = Waiters()

    public internal(set) var lastCommitTime = UTime.zero
    public internal(set) var counters = PaxosCounters()

    var collectTimer: TimerID?
    var leaseRenewTimer: TimerID?
    var leaseAckTimer: TimerID?
    var leaseTimer: TimerID?
    var acceptTimer: TimerID?
    var commitTimer: TimerID?

    init(monitor: Monitor) {
        self.monitor = monitor
    }

    var environment: any Environment { monitor.environment }
    var store: any KeyValueReader { monitor.environment.store }
    var tunables: MonitorTunables { monitor.tunables }

    /// Reads what the store knows.
    func load() throws {
        changes = CommittedChanges()
        lastPN = try store.version(Self.prefix, "last_pn") ?? 0
        acceptedPN = try store.version(Self.prefix, "accepted_pn") ?? 0
        if monitor.hasFault(.reuseProposalNumber) { (lastPN, acceptedPN) = (0, 0) }
        lastCommitted = try store.version(Self.prefix, "last_committed") ?? 0
        firstCommitted = try store.version(Self.prefix, "first_committed") ?? 0
        guard firstCommitted <= lastCommitted else {
            throw MonitorStartError(
                "paxos/first_committed is \(firstCommitted), behind paxos/last_committed, \(lastCommitted)")
        }
        try Self.checkVersion(lastCommitted, Self.prefix)
        guard lastCommitted > 0 else { return }
        guard let value = try store.value(of: StoreKey(Self.prefix, String(lastCommitted))) else {
            throw MonitorStartError("paxos/\(lastCommitted), the last committed value, is not in the store")
        }
        // A peer that comes back will be sent it.
        _ = try CephDecoder.decode(StoreTransaction.self, from: value, named: "paxos/\(lastCommitted)")
    }

    /// Versions are counted up one by one: a number from which that could overflow is no version but damage.
    static func checkVersion(_ version: UInt64, _ prefix: String) throws {
        guard version < 1 << 62 else {
            throw MonitorStartError("\(prefix)/last_committed is \(version), which no cluster reaches")
        }
    }

    // MARK: State

    public var isActive: Bool { state == .active }
    public var isUpdating: Bool { state == .updating || state == .updatingPrevious }
    public var isWriting: Bool { state == .writing || state == .writingPrevious }

    /// Whether reads may be answered of what was committed up to `version`.
    public func isReadable(_ version: UInt64 = 0) -> Bool {
        guard version <= lastCommitted, lastCommitted > 0, monitor.isInQuorum else { return false }
        guard state == .active || state == .updating || state == .writing else { return false }
        return isLeaseValid
    }

    /// Whether the leader may begin a round.
    public var isWriteable: Bool { monitor.isLeader && isActive && isLeaseValid }

    // MARK: Waiting

    func waitForActive(_ action: @escaping Waiters.Action) { waitingForActive.add(action) }

    func waitForReadable(_ version: UInt64 = 0, _ action: @escaping Waiters.Action) {
        waitingForReadable.append((version, action))
    }

    func waitForWriteable(_ action: @escaping Waiters.Action) { waitingForWriteable.add(action) }

    /// Calls back at once, or when no write of Paxos is under way any more (`wait_for_paxos_write`).
    func whenQuiet(_ action: @escaping () -> Void) {
        guard isStoring else { return action() }
        storeQuiet.append(action)
    }

    func wakeReadable() {
        let waiting = waitingForReadable
        waitingForReadable = []
        for (version, action) in waiting {
            if version <= lastCommitted {
                action(.ready)
            } else {
                waitingForReadable.append((version, action))
            }
        }
    }

    // MARK: Life

    /// Back to the beginning: an election is called, or the monitor leaves (`Paxos::restart`). The caller has
    /// waited for writes under way (`whenQuiet`).
    func restart() {
        cancelTimers()
        newValue = ByteBuffer()
        state = .recovering
        incarnation += 1
        heldMessages = []
        earlyMessages = []
        resetLease()
        counters.restarts += 1
        pendingProposal = StoreTransaction()
        isTrimming = false
        let finishers =
            committingFinishers.takeAll() + pendingFinishers.takeAll() + waitingForActive.takeAll()
        for finisher in finishers { finisher(.again) }
        dropReadWaiters(.again)
    }

    func shutDown() {
        cancelTimers()
        newValue = ByteBuffer()
        state = .shutdown
        incarnation += 1
        let all =
            committingFinishers.takeAll() + pendingFinishers.takeAll() + waitingForActive.takeAll()
            + waitingForWriteable.takeAll()
        storeQuiet = []
        for finisher in all { finisher(.cancelled) }
        dropReadWaiters(.cancelled)
    }

    private func dropReadWaiters(_ reason: WakeReason) {
        let waiting = waitingForReadable
        waitingForReadable = []
        for (_, action) in waiting { action(reason) }
    }

    func cancelTimers() {
        let timers = [collectTimer, leaseRenewTimer, leaseAckTimer, leaseTimer, acceptTimer, commitTimer]
        for timer in timers { if let timer { environment.cancel(timer) } }
        (collectTimer, leaseRenewTimer, leaseAckTimer) = (nil, nil, nil)
        (leaseTimer, acceptTimer, commitTimer) = (nil, nil, nil)
    }

    /// Hands a transaction to the store. What comes back after a restart is not looked at any more, but for
    /// those who wait until the store is quiet.
    func write(_ transaction: StoreTransaction, sync: Bool, _ done: @escaping () -> Void) {
        storing += 1
        let mine = incarnation
        environment.submit(transaction, sync: sync) { [self, monitor] error in
            guard state != .shutdown else { return }
            monitor.turn {
                if let error {
                    monitor.fail("the store cannot be written: \(error)")
                    return
                }
                storing -= 1
                if mine == incarnation { done() }
                while !isStoring, let action = storeQuiet.popFirst() { action() }
            }
        }
    }
}
