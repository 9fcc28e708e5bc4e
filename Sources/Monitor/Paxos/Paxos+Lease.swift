import CephEncoding
import CephMessages
import CephTypes

/// Who may answer reads, and until when.
///
/// A member of the quorum answers only what is the newest committed state. Within a quorum that is so because a
/// commit needs every member's acceptance, and a member gives up its lease when it accepts. What remains is the
/// member that is left behind while others form a new quorum. So no lease may outlast the moment at which a new
/// leader can commit, by nobody's wall clock:
///
/// - A member that votes in an election has stopped answering, and acknowledges no lease of the old leader.
///   A new leader that did not hear from all others commits nothing until `mon_lease` after the last vote came.
/// - The leader answers until `mon_lease` after it sent the last lease (or `begin`) that all peons acknowledged:
///   among them is one who votes for the new leader.
/// - A peon answers until 0.9 `mon_lease` after it sent an acknowledgement that the leader shows it (in
///   `uncommittedPN`, which Ceph uses in `last` only: the peon's own monotonic clock, in nanoseconds). The leader
///   shows it only if all acknowledged within 0.1 `mon_lease`.
///
/// Ceph's own monitors send 0 there; with them the lease runs by the wall clock as they know it.
extension Paxos {
    /// «I am no Ceph leader, and have nothing of yours to show.»
    static let noToken: UInt64 = 1

    /// How long after its acknowledgement was sent a peon answers, and within what time all must have acknowledged.
    private var peonLease: Duration { tunables.lease * 9 / 10 }
    private var slack: Duration { tunables.lease / 10 }

    /// Whether what is committed here is the newest.
    public var isLeaseValid: Bool {
        if monitor.quorum.count == 1 || monitor.hasFault(.readWithoutLease) { return true }
        let now = environment.monotonicTime
        if monitor.isLeader { return now < leaderLeaseEnd }
        return now < peonLeaseEnd || (leaderIsCeph && environment.now < leaseExpires)
    }

    private var leaderLeaseEnd: Duration {
        var earliest = Duration.seconds(Int64.max / 2)
        for peer in monitor.quorum where peer != monitor.rank {
            guard let sent = acknowledged[peer] else { return .zero }
            earliest = min(earliest, sent)
        }
        return earliest + tunables.lease
    }

    func token() -> UInt64 {
        max(UInt64(clamping: environment.monotonicTime.wholeNanoseconds), Self.noToken + 1)
    }

    /// Nobody holds anything: an election, or a new term.
    func resetLease() {
        leaseExpires = .zero
        peonLeaseEnd = .zero
        leaseFloor = token()
        leaderIsCeph = false
        lastAckedLease = .zero
        acknowledged = [:]
        sentLeases = [:]
        (collectedTokens, tokens, shownTokens) = ([:], [:], [:])
        ackedLease = []
    }

    // MARK: The leader

    /// A peon has answered what was sent to it at `sent`.
    func noteAcknowledgement(from peer: Int, of sent: Duration, token: UInt64) {
        acknowledged[peer] = max(acknowledged[peer] ?? .zero, sent)
        if token > Self.noToken { collectedTokens[peer] = token }
    }

    /// Lets everyone answer reads for a while, and asks for a sign of life (`extend_lease`).
    func extendLease() {
        let now = environment.monotonicTime
        var expires = environment.now.advanced(by: tunables.lease)
        // Rounds are told apart by it.
        if expires == leaseExpires { expires = expires.advanced(by: .nanoseconds(1)) }
        leaseExpires = expires
        leaseRoundSent = now
        ackedLease = [monitor.rank]
        for peer in monitor.quorum.sorted() where peer != monitor.rank {
            sentLeases[peer, default: []].append(now)
            sendLease(to: peer)
        }
        if leaseAckTimer == nil {
            leaseAckTimer = monitor.schedule(after: tunables.leaseAckTimeout) { [self] in leaseAckTimedOut() }
        }
        cancel(&leaseRenewTimer)
        leaseRenewTimer = monitor.schedule(after: tunables.leaseRenewInterval) { [self] in
            leaseRenewTimer = nil
            if monitor.isLeader { extendLease() }
        }
    }

    private func sendLease(to peer: Int) {
        var lease = message(.lease)
        lease.leaseTimestamp = leaseExpires
        lease.uncommittedPN = tokens[peer] ?? Self.noToken
        shownTokens[peer] = lease.uncommittedPN
        monitor.send(lease, toRank: peer)
    }

    /// All have answered a round that began at `sent`: what they showed with it holds, if that was quick.
    func roundIsAcknowledged(_ sent: Duration) {
        if environment.monotonicTime - sent <= slack { tokens = collectedTokens }
    }

    func handleLeaseAck(_ message: MMonPaxos, from rank: Int) {
        guard monitor.quorum.contains(rank), var sent = sentLeases[rank], !sent.isEmpty else { return }
        // Ceph's peons do not say which lease they mean: they answer all, in order.
        let isOurs = message.uncommittedPN != 0
        if isOurs, message.leaseTimestamp != leaseExpires { return }
        let round = isOurs ? leaseRoundSent : sent.removeFirst()
        if isOurs { sent = [] }
        sentLeases[rank] = sent
        noteAcknowledgement(from: rank, of: round, token: message.uncommittedPN)
        guard round == leaseRoundSent, ackedLease.insert(rank).inserted, ackedLease == monitor.quorum else {
            return
        }
        cancel(&leaseAckTimer)
        roundIsAcknowledged(leaseRoundSent)
        showNewTokens()
        wakeIfReadable()
    }

    /// Shows at once what came with the acknowledgements, where the lease itself could not.
    private func showNewTokens() {
        guard isActive else { return }
        for (peer, token) in tokens.sorted(by: { $0.key < $1.key }) {
            let shown = shownTokens[peer] ?? 0
            // A process that has just begun counts from nothing: its first token is near to none, and all that it has.
            let isFirst = shown <= Self.noToken
            if token > shown, isFirst || token - shown > UInt64(slack.wholeNanoseconds) {
                sendLease(to: peer)
            }
        }
    }

    private func leaseAckTimedOut() {
        leaseAckTimer = nil
        guard monitor.isLeader else { return }
        counters.leaseAckTimeouts += 1
        environment.log(1, .paxos, "no lease acknowledgement from everyone, calling new election")
        monitor.bootstrap()
    }

    // MARK: The peon

    func handleLease(_ message: MMonPaxos, from rank: Int) {
        guard rank == monitor.leader else { return }
        guard message.lastCommitted == lastCommitted else {
            if message.lastCommitted > lastCommitted { return holdBack(message, rank) }
            return environment.log(
                10, .paxos, "lease for \(message.lastCommitted), but this is at \(lastCommitted), ignored")
        }
        let shown = message.uncommittedPN
        leaderIsCeph = shown == 0
        if shown == 0 {
            if leaseExpires < message.leaseTimestamp { leaseExpires = message.leaseTimestamp }
        } else if shown > Self.noToken {
            // What was sent before a value was accepted does not count: that value may be committed by now.
            guard shown >= leaseFloor, shown <= token() else { return }
            let end = Duration.nanoseconds(Int64(clamping: shown)) + peonLease
            peonLeaseEnd = max(peonLeaseEnd, end)
        } else if state == .updating {
            return
        }
        state = .active
        resetLeaseTimeout()
        if shown == 0 || message.leaseTimestamp != lastAckedLease {
            lastAckedLease = message.leaseTimestamp
            var reply = self.message(.leaseAck)
            reply.leaseTimestamp = shown == 0 ? environment.now : message.leaseTimestamp
            reply.uncommittedPN = token()
            monitor.send(reply, toRank: rank)
        }
        for action in waitingForActive.takeAll() { action(.ready) }
        wakeIfReadable()
    }

    func resetLeaseTimeout() {
        cancel(&leaseTimer)
        leaseTimer = monitor.schedule(after: tunables.leaseAckTimeout) { [self] in leaseTimedOut() }
    }

    private func leaseTimedOut() {
        leaseTimer = nil
        guard monitor.isPeon else { return }
        counters.leaseTimeouts += 1
        environment.log(1, .paxos, "lease timeout, calling new election")
        monitor.bootstrap()
    }

    func wakeIfReadable() { if isReadable() { wakeReadable() } }
}

extension Duration {
    /// Rounded down; bounded to 64 bits.
    var wholeNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        return overflow ? .max : whole &+ attoseconds / 1_000_000_000
    }
}
