import CephEncoding
import CephMessages
import CephTypes
import MonitorStore
import NIOCore

/// Who leads (src/mon/Elector.h, src/mon/ElectionLogic.h).
///
/// Epochs count elections: odd while one is held, even afterwards. A monitor proposes itself to all others; who
/// knows none better defers to it with an acknowledgement; it has won when all have, or when a majority has and
/// the rest stays away for `mon_election_timeout`.
///
/// Where this differs from Ceph without anybody seeing it:
/// - What is said in an odd epoch is said once that epoch is on disk, and nobody votes twice in one: there is at
///   most one leader of an epoch. So a vote waits for a moment while a better candidate may still come, and a
///   better one that comes later needs a new epoch.
/// - Those away are not waited for when nothing listens at their addresses any more: their process is gone, and
///   with it whatever lease it held. That must have been so after the last acknowledgement came.
final class Elector {
    unowned let monitor: Monitor

    /// The election epoch.
    var epoch: UInt32 = 0
    /// What was written last of ``epoch``, and is durable.
    private var durableEpoch: UInt32 = 0
    /// Whether this monitor takes part in elections (`quorum enter`, `quorum exit`).
    var isParticipating = true
    /// Whether it proposes itself at the moment.
    private(set) var isElectingMe = false
    /// Whom it defers to.
    private(set) var leaderAcked: Int?
    /// Whom it has told so in this epoch.
    private var votedFor: Int?
    private(set) var lastWinner: Int?
    private(set) var lastVotedFor: Int?

    /// What those who acknowledged said of themselves.
    struct Voter {
        var features = CephFeatures.all
        var monFeatures = MonFeatures.supported
        var release = CephRelease.pacific
        var metadata: CephMap<String, String> = [:]
    }
    private(set) var voters: [Int: Voter] = [:]
    /// When the last acknowledgement came.
    private(set) var lastAck = Duration.zero

    /// How all see their connections, by what they told each other.
    var tracker = ConnectionTracker()
    /// The same as it was when this election began.
    var stableTracker = ConnectionTracker()
    /// How the one whom this monitor deferred to sees them.
    var leaderTracker: ConnectionTracker?
    var pinger = PeerPinger()

    private var expireTimer: TimerID?
    var absenceTimer: TimerID?
    private var voteTimer: TimerID?
    /// Ranks at whose address nothing listens, and behind how many acknowledgements that was found out.
    var absentees: [Int: Int] = [:]
    private var outbox: [(message: MMonElection, rank: Int)] = []

    init(monitor: Monitor) { self.monitor = monitor }

    var environment: any Environment { monitor.environment }
    var rank: Int { monitor.rank }
    var strategy: MonMap.ElectionStrategy { monitor.monmap.strategy }
    var disallowed: Set<Int> {
        Set(monitor.monmap.disallowedLeaders.compactMap { monitor.monmap.rank(of: $0) })
    }

    // MARK: Epochs

    /// Reads the epoch and the scores from the store.
    func load() throws {
        let stored = try environment.store.version(MonitorKeys.prefix, "election_epoch") ?? 0
        epoch = UInt32(truncatingIfNeeded: stored)
        durableEpoch = epoch
        try loadTracker()
    }

    /// An epoch that was left in the middle of an election is over; the first of all is 1.
    private func settleEpoch() {
        if epoch == 0 {
            epoch = 1
        } else if epoch % 2 == 1 {
            epoch &+= 1
        }
    }

    /// Takes up a later epoch, and forgets what was said in the one before (`bump_epoch`).
    func advance(to newEpoch: UInt32) {
        epoch = newEpoch
        tracker.advance(toEpoch: newEpoch)
        persist()
        isElectingMe = false
        (leaderAcked, votedFor) = (nil, nil)
        voters = [:]
        absentees = [:]
        outbox = []
        monitor.joinElection()
    }

    private func persist() {
        let written = epoch
        var transaction = StoreTransaction()
        transaction.put(MonitorKeys.prefix, "election_epoch", version: UInt64(written))
        environment.submit(transaction, sync: true) { [self, monitor] error in
            guard monitor.state != .shutdown else { return }
            monitor.turn {
                if let error { return monitor.fail("the store cannot be written: \(error)") }
                durableEpoch = max(durableEpoch, written)
                flush()
            }
        }
    }

    /// Nobody else to ask (`declare_standalone_victory`).
    func winAlone() {
        settleEpoch()
        epoch &+= 1
        if epoch % 2 == 0 { epoch &+= 1 }
        persist()
    }

    // MARK: Proposing

    /// Proposes this monitor (`ElectionLogic::start`). The monitor is electing already.
    func start() {
        guard isParticipating else {
            return environment.log(0, .mon, "not starting new election -- not participating")
        }
        settleEpoch()
        advance(to: monitor.hasFault(.electOnEvenEpoch) ? max(epoch, 2) - 1 : epoch | 1)
        voters = [rank: ownVote]
        lastAck = environment.monotonicTime
        leaderTracker = nil
        stableTracker = tracker
        isElectingMe = true
        resetTimer()
        for peer in monitor.monmap.ranks.indices where peer != rank {
            send(message(.propose), to: peer)
        }
        // In a monmap of one, nobody will answer.
        if voters.count == monitor.monmap.count { declareVictory() }
    }

    /// Who proposes itself has not heard of us: it was still probing when we proposed, and heeded nothing.
    func repeatProposal(to peer: Int) {
        if isElectingMe, voters[peer] == nil { send(message(.propose), to: peer) }
    }

    private var ownVote: Voter { Voter(metadata: monitor.ownMetadata.values) }

    /// Votes for a better one (`defer`).
    func deferTo(_ other: Int) {
        if let votedFor, votedFor != other { return monitor.startElection() }
        isElectingMe = false
        voters = [:]
        leaderAcked = other
        // Some time more, for the other's own timer to end first.
        resetTimer(plus: .seconds(1))
        if votedFor == other || isBestCandidate(other) { return vote() }
        voteTimer = monitor.schedule(after: monitor.tunables.voteDelay) { [self] in
            voteTimer = nil
            vote()
        }
    }

    /// Whether none who may be there would be better.
    private func isBestCandidate(_ other: Int) -> Bool {
        guard strategy != .connectivity else { return false }
        return monitor.monmap.ranks.indices.allSatisfy {
            $0 >= other || disallowed.contains($0) || monitor.suspects.contains($0)
        }
    }

    private func vote() {
        guard let candidate = leaderAcked, monitor.state == .electing else { return }
        votedFor = candidate
        var reply = message(.ack)
        reply.metadata = monitor.ownMetadata.values
        send(reply, to: candidate)
    }

    func stop() {
        cancelTimers()
        isElectingMe = false
        leaderAcked = nil
        outbox = []
    }

    func cancelTimers() {
        for timer in [expireTimer, absenceTimer, voteTimer] { if let timer { environment.cancel(timer) } }
        (expireTimer, absenceTimer, voteTimer) = (nil, nil, nil)
    }

    private func resetTimer(plus more: Duration = .zero) {
        cancelTimers()
        expireTimer = monitor.schedule(after: monitor.tunables.electionTimeout + more) { [self] in
            expireTimer = nil
            electionTimedOut()
        }
    }

    private func electionTimedOut() {
        guard monitor.state == .electing else { return }
        environment.log(5, .mon, "election period ended")
        if isElectingMe, voters.count >= monitor.monmap.majority {
            declareVictory()
        } else {
            // Perhaps the others have another monmap, without this monitor: probing tells.
            monitor.bootstrap()
        }
    }

    // MARK: Messages

    /// An election message (`Elector::dispatch`).
    func handle(_ message: MMonElection, _ request: Request) {
        guard isParticipating, message.fsid == monitor.monmap.fsid else { return }
        guard let sender = monitor.rank(of: request.session), sender != rank, rank >= 0 else { return }
        guard adoptsNoNewerMap(message) else { return }
        switch message.op {
        case .propose: handlePropose(message, from: sender, request.session)
        case _ where message.epoch < epoch: environment.log(5, .mon, "old epoch, dropping")
        case .ack: handleAck(message, from: sender, request.session)
        case .victory: handleVictory(message, from: sender)
        case .nak: handleNak(message)
        }
    }

    /// False if the peer knew a newer monmap, which this monitor starts over with.
    private func adoptsNoNewerMap(_ message: MMonElection) -> Bool {
        guard let map = try? CephDecoder.decode(MonMap.self, from: message.monMap, named: "monmap"),
            map.epoch > monitor.monmap.epoch
        else { return true }
        environment.log(0, .mon, "a peer has newer monmap epoch \(map.epoch), bootstrapping with it")
        cancelTimers()
        monitor.takeOver(map, encoded: message.monMap)
        return false
    }

    private func handlePropose(_ message: MMonElection, from sender: Int, _ session: Session) {
        guard message.epoch % 2 == 1 else { return }
        let missing = monitor.requiredFeatures.subtracting(session.features)
        let missingMon = monitor.monmap.requiredFeatures.subtracting(message.monFeatures)
        guard missing.isEmpty, missingMon.isEmpty, message.monRelease >= monitor.monmap.minMonRelease else {
            environment.log(5, .mon, "rank \(sender) lacks required features, nak")
            return sendNak(to: sender)
        }
        let theirs = message.scoring.readableBytes > 0 ? decodedTracker(message.scoring) : nil
        if let theirs { tracker.receive(theirs) }
        receivePropose(from: sender, epoch: message.epoch, theirs)
    }

    private func handleAck(_ message: MMonElection, from sender: Int, _ session: Session) {
        guard message.epoch % 2 == 1 else { return }
        if message.epoch > epoch {
            environment.log(5, .mon, "acknowledged in a newer epoch, this must have restarted")
            advance(to: message.epoch)
            return monitor.startElection()
        }
        guard isElectingMe else { return }
        guard monitor.requiredFeatures.isSubset(of: session.features),
            monitor.monmap.requiredFeatures.isSubset(of: message.monFeatures)
        else {
            return environment.log(5, .mon, "ignoring ack of rank \(sender), which lacks required features")
        }
        voters[sender] = Voter(
            features: session.features, monFeatures: message.monFeatures, release: message.monRelease,
            metadata: message.metadata)
        lastAck = environment.monotonicTime
        absentees[sender] = nil
        if voters.count == monitor.monmap.count {
            declareVictory()
        } else {
            considerAbsentees()
        }
    }

    private func handleVictory(_ message: MMonElection, from sender: Int) {
        guard message.epoch % 2 == 0 else { return }
        lastWinner = sender
        let wins = makesSense(victoryOf: sender)
        lastVotedFor = votedFor
        let wasAsked = message.quorum.contains(Int32(clamping: rank))
        guard wins, wasAsked else { return monitor.startElection() }
        // Whoever has not seen the election itself takes no part in its result.
        guard message.epoch == epoch &+ 1 else {
            advance(to: message.epoch)
            return monitor.startElection()
        }
        advance(to: message.epoch)
        cancelTimers()
        monitor.loseElection(
            to: sender, quorum: Set(message.quorum.map(Int.init)),
            features: CephFeatures(rawValue: message.quorumFeatures), monFeatures: message.monFeatures,
            release: message.monRelease)
    }

    /// A monitor that lacks what the quorum needs can do nothing more.
    private func handleNak(_ message: MMonElection) {
        let missing = CephFeatures(rawValue: message.quorumFeatures).subtracting(.all)
        let missingMon = message.monFeatures.subtracting(.supported)
        guard !missing.isEmpty || !missingMon.isEmpty || message.monRelease > .pacific else { return }
        monitor.fail(
            "the quorum needs features that this monitor lacks: \(missing) \(missingMon), and release"
                + " \(message.monRelease) at least; upgrade this monitor")
    }

    private func sendNak(to peer: Int) {
        var reply = message(.nak)
        reply.quorumFeatures = monitor.requiredFeatures.rawValue
        reply.monFeatures = monitor.monmap.requiredFeatures
        reply.monRelease = monitor.monmap.minMonRelease
        reply.sharing = CephEncoder.encode(monitor.features)
        send(reply, to: peer)
    }

    // MARK: Winning

    func declareVictory() {
        guard isElectingMe else { return }
        environment.log(5, .mon, "I win! acked_me=\(voters.keys.sorted())")
        let quorum = voters
        (lastWinner, lastVotedFor, leaderAcked) = (rank, rank, nil)
        leaderTracker = nil
        stableTracker = tracker
        let everyoneAccounted = isEveryoneAccountedFor
        let lastAck = lastAck
        cancelTimers()
        advance(to: epoch &+ 1)
        let ranks = Set(quorum.keys)
        let features = quorum.values.reduce(CephFeatures.all) { $0.intersection($1.features) }
        let monFeatures = quorum.values.reduce(MonFeatures.supported) { $0.intersection($1.monFeatures) }
        let release = quorum.values.map(\.release).min() ?? .pacific
        for peer in ranks.sorted() where peer != rank {
            var message = message(.victory)
            message.quorum = CephSet(ranks.map(Int32.init(clamping:)))
            message.quorumFeatures = features.rawValue
            message.monFeatures = monFeatures
            message.monRelease = release
            message.sharing = monitor.encodedCommandDescriptions
            send(message, to: peer)
        }
        monitor.winElection(
            quorum: ranks, features: features, monFeatures: monFeatures, release: release,
            metadata: quorum.mapValues { DaemonMetadata($0.metadata) },
            noCommitBefore: everyoneAccounted ? .zero : lastAck + monitor.tunables.lease)
    }

    // MARK: Sending

    private func message(_ op: MMonElection.Op) -> MMonElection {
        var message = MMonElection(
            fsid: monitor.monmap.fsid, op: op, epoch: epoch, monMap: monitor.encodedMonMap,
            quorumFeatures: CephFeatures.all.rawValue, monFeatures: .supported, monRelease: .pacific,
            strategy: strategy)
        if strategy == .connectivity {
            message.scoring = CephEncoder.encode(op == .propose ? stableTracker : tracker)
        }
        return message
    }

    private func send(_ message: MMonElection, to peer: Int) {
        // Of what is said in an even epoch, the odd one before it is on disk.
        guard message.epoch % 2 == 0 || durableEpoch >= message.epoch else {
            return outbox.append((message, peer))
        }
        monitor.send(message, toRank: peer)
    }

    private func flush() {
        let waiting = outbox
        outbox = []
        for (message, peer) in waiting { send(message, to: peer) }
    }
}
