import CephEncoding
import CephMessages
import CephTypes
import MonitorStore
import NIOCore

/// The leader's side of a round: begin, accept, commit.
extension Paxos {
    /// Adds to what the next round will propose; the caller then calls ``triggerPropose()``.
    public func queue(_ transaction: StoreTransaction, finisher: @escaping (WakeReason) -> Void) {
        pendingProposal.append(transaction)
        pendingFinishers.add(finisher)
    }

    /// Proposes what is pending, now or as soon as the round under way is over.
    public func triggerPropose() {
        guard !isPlugged, isActive, !pendingProposal.isEmpty, monitor.isLeader else { return }
        monitor.atEndOfTurn(.propose) { [self] in
            guard isActive, !isPlugged, !pendingProposal.isEmpty else { return }
            proposePending()
        }
    }

    /// Keeps rounds from beginning, so that several services can put their changes into one (`plug`).
    public func plug() { isPlugged = true }

    public func unplug() { isPlugged = false }

    private func proposePending() {
        var encoder = CephEncoder()
        encoder.encode(pendingProposal)
        pendingProposal = StoreTransaction()
        committingFinishers.append(pendingFinishers.takeAll())
        state = .updating
        begin(encoder.buffer)
    }

    /// Opens a round for a value (`Paxos::begin`).
    func begin(_ value: ByteBuffer) {
        acceptedBy = []
        newValue = value
        if lastCommitted == 0 { markFirst() }
        let version = lastCommitted + 1
        let started = environment.monotonicTime
        roundStarted = started
        let transaction = accepting(newValue, as: version, pn: acceptedPN)
        counters.begins += 1
        counters.begun.add(transaction)
        environment.log(10, .paxos, "begin for \(version) \(value.readableBytes) bytes")
        if monitor.quorum.count == 1 {
            commit(version, with: transaction, started: started, sync: true)
            return
        }
        for peer in monitor.quorum.sorted() where peer != monitor.rank {
            var message = message(.begin)
            message.values[version] = newValue
            message.pn = acceptedPN
            monitor.send(message, toRank: peer)
        }
        acceptTimer = monitor.schedule(after: tunables.acceptTimeout) { [self] in acceptTimedOut() }
        write(transaction, sync: true) { [self] in
            counters.beginLatency.add(environment.monotonicTime - started)
            acceptedBy.insert(monitor.rank)
            commitIfAccepted(started: started)
        }
    }

    /// The first value of all also says where the log begins; where it is proposed again, it does already.
    private func markFirst() {
        var transaction = StoreTransaction()
        transaction.put(Self.prefix, "first_committed", version: 1)
        guard let value = try? CephDecoder.decode(StoreTransaction.self, from: newValue) else {
            return monitor.fail("a proposed value is no transaction")
        }
        guard value.operations.first != transaction.operations.first else { return }
        transaction.append(value)
        newValue = CephEncoder.encode(transaction)
    }

    /// What a member writes when it accepts a value.
    func accepting(_ value: ByteBuffer, as version: UInt64, pn: UInt64) -> StoreTransaction {
        var transaction = StoreTransaction()
        transaction.put(Self.prefix, version, value)
        transaction.put(Self.prefix, "pending_v", version: version)
        transaction.put(Self.prefix, "pending_pn", version: pn)
        return transaction
    }

    func handleAccept(_ message: MMonPaxos, from rank: Int) {
        guard isUpdating || isWriting else { return }
        guard message.pn == acceptedPN else {
            return environment.log(10, .paxos, "accept of an old proposal \(message.pn), ignored")
        }
        guard message.lastCommitted == lastCommitted, monitor.quorum.contains(rank) else { return }
        guard acceptedBy.insert(rank).inserted else { return }
        noteAcknowledgement(from: rank, of: roundStarted, token: message.uncommittedPN)
        commitIfAccepted(started: roundStarted)
    }

    /// Every member of the quorum must have it: a lease is only as good as that (`Paxos::handle_accept`).
    private func commitIfAccepted(started: Duration) {
        guard isUpdating, acceptedBy == monitor.quorum || hasAcceptedMinority else { return }
        let now = environment.monotonicTime
        guard now >= noCommitBefore else {
            cancel(&commitTimer)
            commitTimer = monitor.schedule(after: noCommitBefore - now) { [self] in
                commitTimer = nil
                commitIfAccepted(started: started)
            }
            return
        }
        cancel(&acceptTimer)
        roundIsAcknowledged(started)
        commit(lastCommitted + 1, with: StoreTransaction(), started: started, sync: false)
    }

    private var hasAcceptedMinority: Bool {
        monitor.hasFault(.commitWithMinority) && acceptedBy.contains(monitor.rank)
    }

    /// Applies the value and says that it is committed (`commit_start`).
    private func commit(
        _ version: UInt64, with accepted: StoreTransaction, started: Duration, sync: Bool
    ) {
        var transaction = accepted
        transaction.put(Self.prefix, "last_committed", version: version)
        var committing = CommittedChanges()
        do {
            let change = try CephDecoder.decode(StoreTransaction.self, from: newValue)
            monitor.noteMarks(in: change)
            try committing.note(change)
            transaction.append(change)
        } catch {
            return monitor.fail("paxos/\(version) is no transaction: \(error)")
        }
        state = state == .updatingPrevious ? .writingPrevious : .writing
        counters.commits += 1
        counters.committed.add(transaction)
        write(transaction, sync: sync) { [self, committing] in
            isCommitted(version, committing)
            committed(version, started: started)
        }
    }

    /// Values up to `version` are in the store, with what they change.
    func isCommitted(_ version: UInt64, _ news: CommittedChanges) {
        lastCommitted = version
        lastCommitTime = environment.now
        firstCommitted = news.counter(Self.prefix, "first_committed") ?? firstCommitted
        changes.merge(news)
    }

    private func committed(_ version: UInt64, started: Duration) {
        for peer in monitor.quorum.sorted() where peer != monitor.rank {
            var message = message(.commit)
            message.values[version] = newValue
            message.pn = acceptedPN
            monitor.send(message, toRank: peer)
        }
        newValue = ByteBuffer()
        state = .refresh
        guard let mustBootstrap = showServices() else { return }
        counters.commitLatency.add(environment.monotonicTime - started)
        for finisher in committingFinishers.takeAll() { finisher(.ready) }
        // Whoever asked for another monmap is answered before the quorum is given up for it.
        if mustBootstrap { return monitor.bootstrap() }
        guard state == .refresh else { return }
        if monitor.quorum.count > 1 { extendLease() }
        finishRound()
    }

    /// Lets the services see what was committed. False if the monitor starts over because of it.
    func refresh() -> Bool {
        guard let mustBootstrap = showServices() else { return false }
        if mustBootstrap { monitor.bootstrap() }
        return !mustBootstrap
    }

    /// - Returns: whether the monitor must start over; nil if it has failed.
    private func showServices() -> Bool? {
        counters.refreshes += 1
        let news = changes
        changes = CommittedChanges()
        let began = environment.monotonicTime
        defer { counters.refreshLatency.add(environment.monotonicTime - began) }
        return monitor.refreshServices(news)
    }

    /// Opens the gate again behind a round, and goes on with what has come meanwhile (`finish_round`).
    func finishRound() {
        state = .active
        for action in waitingForActive.takeAll() { action(.ready) }
        wakeReadable()
        for action in waitingForWriteable.takeAll() { action(.ready) }
        guard isActive else { return }
        trimIfDue()
        triggerPropose()
    }

    private func acceptTimedOut() {
        acceptTimer = nil
        guard isUpdating || isWriting else { return }
        counters.acceptTimeouts += 1
        environment.log(1, .paxos, "accept timeout, calling fresh election")
        monitor.bootstrap()
    }

    // MARK: Trimming

    private func trimIfDue() {
        guard monitor.isLeader, !isTrimming, lastCommitted >= firstCommitted else { return }
        let available = lastCommitted - firstCommitted
        guard available > tunables.paxosMin &+ tunables.paxosTrimMin else { return }
        let end = min(lastCommitted - tunables.paxosMin, firstCommitted &+ tunables.paxosTrimMax)
        guard firstCommitted < end else { return }
        environment.log(10, .paxos, "trim to \(end) (was \(firstCommitted))")
        var transaction = StoreTransaction()
        for version in firstCommitted..<end {
            transaction.erase(Self.prefix, String(version))
        }
        transaction.put(Self.prefix, "first_committed", version: end)
        if tunables.compactOnTrim {
            transaction.compact(Self.prefix, from: String(firstCommitted - 1), to: String(end))
        }
        isTrimming = true
        queue(transaction) { [self] _ in isTrimming = false }
    }

    // MARK: Helpers

    /// A message with what all of them carry.
    func message(_ operation: MMonPaxos.Op) -> MMonPaxos {
        var message = MMonPaxos(op: operation)
        message.epoch = monitor.electionEpoch
        message.lastCommitted = lastCommitted
        message.firstCommitted = firstCommitted
        message.sentTimestamp = environment.now
        return message
    }

    func cancel(_ timer: inout TimerID?) {
        if let running = timer { environment.cancel(running) }
        timer = nil
    }
}
