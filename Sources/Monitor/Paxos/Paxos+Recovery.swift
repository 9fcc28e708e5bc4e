import CephEncoding
import CephMessages
import CephTypes
import MonitorStore
import NIOCore

/// What a new leader does before it proposes: it learns what the quorum has committed and accepted.
extension Paxos {
    /// Becomes the leader's Paxos (`leader_init`).
    /// - Parameter noCommitBefore: by the monotonic clock.
    func startAsLeader(noCommitBefore: Duration) {
        counters.startsAsLeader += 1
        cancelTimers()
        resetLease()
        self.noCommitBefore = noCommitBefore
        newValue = ByteBuffer()
        pendingProposal = StoreTransaction()
        let finishers = pendingFinishers.takeAll() + committingFinishers.takeAll()
        for finisher in finishers { finisher(.again) }
        acceptedBy = []
        if monitor.quorum.count == 1 {
            recoverAlone()
            return
        }
        state = .recovering
        collect(olderThan: 0)
    }

    /// Alone, what was accepted and not committed needs nobody else's word: it is proposed again.
    private func recoverAlone() {
        do {
            guard let left = try uncommittedFromStore() else {
                state = .active
                return
            }
            environment.log(1, .paxos, "proposing uncommitted \(left.version) again")
            state = .updatingPrevious
            begin(left.value)
        } catch {
            monitor.fail("\(error)")
        }
    }

    /// A value that was accepted and perhaps committed somewhere, but not known to be.
    private func uncommittedFromStore() throws -> (version: UInt64, pn: UInt64, value: ByteBuffer)? {
        let version = lastCommitted + 1
        guard let value = try store.value(of: StoreKey(Self.prefix, String(version))), value.readableBytes > 0
        else {
            return nil
        }
        if monitor.hasFault(.dropPendingVersion) { return nil }
        let pendingVersion = try store.version(Self.prefix, "pending_v") ?? 0
        let pendingPN = try store.version(Self.prefix, "pending_pn") ?? 0
        // Stores from before `pending_pn` have a value alone; any number above 0 is then as good.
        let pn = pendingVersion == version && pendingPN != 0 ? pendingPN : acceptedPN
        return (version, pn, value)
    }

    /// Asks everyone, with a new proposal number (`collect`).
    func collect(olderThan floor: UInt64) {
        (uncommittedVersion, uncommittedPN, uncommittedValue) = (0, 0, ByteBuffer())
        (peerFirstCommitted, peerLastCommitted) = ([:], [:])
        do {
            if let left = try uncommittedFromStore() {
                (uncommittedVersion, uncommittedPN, uncommittedValue) = (left.version, left.pn, left.value)
                counters.uncommittedValues += 1
            }
        } catch {
            return monitor.fail("\(error)")
        }
        let number = newProposalNumber(above: max(acceptedPN, floor))
        acceptedPN = number
        promisedBy = [monitor.rank]
        var transaction = StoreTransaction()
        transaction.put(Self.prefix, "last_pn", version: lastPN)
        transaction.put(Self.prefix, "accepted_pn", version: acceptedPN)
        counters.proposalNumbers += 1
        let started = environment.monotonicTime
        write(transaction, sync: true) { [self] in
            counters.proposalNumberLatency.add(environment.monotonicTime - started)
            guard acceptedPN == number else { return }
            for peer in monitor.quorum.sorted() where peer != monitor.rank {
                var message = self.message(.collect)
                message.pn = number
                monitor.send(message, toRank: peer)
            }
        }
        cancel(&collectTimer)
        collectTimer = monitor.schedule(after: tunables.acceptTimeout) { [self] in
            collectTimer = nil
            counters.collectTimeouts += 1
            environment.log(1, .paxos, "collect timeout, calling fresh election")
            monitor.bootstrap()
        }
    }

    /// The next number that nobody else can make: the last two digits are the rank (`get_new_proposal_number`).
    private func newProposalNumber(above floor: UInt64) -> UInt64 {
        lastPN = (max(lastPN, floor) / 100 &+ 1) &* 100 &+ UInt64(max(monitor.rank, 0))
        return lastPN
    }

    /// Another monitor leads and asks what is known here (`handle_collect`).
    func handleCollect(_ message: MMonPaxos, from rank: Int) {
        // The same again, late: what followed it is under way.
        guard state == .recovering || message.pn > acceptedPN else { return }
        state = .recovering
        (leaseExpires, peonLeaseEnd) = (.zero, .zero)
        leaseFloor = token()
        resetLeaseTimeout()
        guard message.firstCommitted <= lastCommitted &+ 1 || message.firstCommitted <= 1 else {
            environment.log(1, .paxos, "the leader's log begins at \(message.firstCommitted), behind ours")
            return monitor.bootstrap()
        }
        var transaction = StoreTransaction()
        if message.pn > acceptedPN {
            (acceptedPN, promisedEpoch) = (message.pn, monitor.electionEpoch)
            transaction.put(Self.prefix, "accepted_pn", version: acceptedPN)
        } else if monitor.hasFault(.acceptLowerNumber) {
            (acceptedPN, promisedEpoch) = (message.pn, monitor.electionEpoch)
        }
        var reply = self.message(.last)
        do {
            if message.lastCommitted < lastCommitted {
                try share(with: &reply, from: message.lastCommitted)
            }
            if let left = try uncommittedFromStore() {
                counters.uncommittedValues += 1
                reply.values[left.version] = left.value
                reply.uncommittedPN = left.pn
            }
        } catch {
            return monitor.fail("\(error)")
        }
        // Ranks change, and with them who makes which numbers: one that was promised to an earlier leader is taken.
        let isTaken = message.pn == acceptedPN && promisedEpoch != monitor.electionEpoch
        reply.pn = isTaken ? acceptedPN &+ 1 : acceptedPN
        let answer = reply
        if transaction.isEmpty {
            monitor.send(answer, toRank: rank)
        } else {
            counters.collects += 1
            counters.collected.add(transaction)
            let started = environment.monotonicTime
            write(transaction, sync: true) { [self] in
                counters.collectLatency.add(environment.monotonicTime - started)
                monitor.send(answer, toRank: rank)
                handleHeldMessages()
            }
        }
    }

    /// Puts what a peer lacks into a message (`share_state`).
    private func share(with message: inout MMonPaxos, from peerLast: UInt64) throws {
        guard peerLast < lastCommitted else { return }
        for version in (peerLast + 1)...lastCommitted {
            guard let value = try store.value(of: StoreKey(Self.prefix, String(version))) else { continue }
            message.values[version] = value
        }
        counters.shares += 1
        counters.sharedKeys.add(message.values.count)
        counters.sharedBytes.add(message.values.reduce(0) { $0 + $1.value.readableBytes })
        message.lastCommitted = lastCommitted
    }

    /// A peer's answer to our collect (`handle_last`).
    func handleLast(_ message: MMonPaxos, from rank: Int) {
        guard state == .recovering, monitor.isLeader, message.epoch == monitor.electionEpoch else { return }
        // A leader's write of its own proposal number may still be under way.
        if isStoring {
            return whenQuiet { [self] in handleLast(message, from: rank) }
        }
        peerFirstCommitted[rank] = message.firstCommitted
        peerLastCommitted[rank] = message.lastCommitted
        guard message.firstCommitted <= lastCommitted &+ 1 else {
            environment.log(1, .paxos, "rank \(rank)'s log begins at \(message.firstCommitted), behind ours")
            return monitor.bootstrap()
        }
        store(message) { [self] isNew in
            if isNew, !refresh() { return }
            weigh(message, from: rank)
        }
    }

    private func weigh(_ message: MMonPaxos, from rank: Int) {
        guard state == .recovering else { return }
        // Whoever is too far behind for our log has to synchronize.
        for (peer, last) in peerLastCommitted where last &+ 1 < firstCommitted && firstCommitted > 1 {
            environment.log(1, .paxos, "rank \(peer) is at \(last), our log begins at \(firstCommitted)")
            return monitor.bootstrap()
        }
        if message.pn > acceptedPN {
            return collect(olderThan: message.pn)
        }
        guard message.pn == acceptedPN else { return }
        guard promisedBy.insert(rank).inserted else { return }
        // What was left of a version that is committed by now counts no more.
        if uncommittedVersion != lastCommitted &+ 1 { uncommittedPN = 0 }
        if message.uncommittedPN > 0, message.uncommittedPN >= uncommittedPN,
            message.lastCommitted == lastCommitted, let value = message.values[lastCommitted &+ 1]
        {
            (uncommittedVersion, uncommittedPN) = (lastCommitted &+ 1, message.uncommittedPN)
            uncommittedValue = value
        }
        if promisedBy == monitor.quorum { recovered() }
    }

    /// Everyone has answered: bring all up to date, and finish what an earlier leader began.
    private func recovered() {
        cancel(&collectTimer)
        for (peer, last) in peerLastCommitted.sorted(by: { $0.key < $1.key }) where last < lastCommitted {
            var commit = message(.commit)
            do {
                try share(with: &commit, from: last)
            } catch {
                return monitor.fail("\(error)")
            }
            monitor.send(commit, toRank: peer)
        }
        if uncommittedVersion == lastCommitted + 1, uncommittedValue.readableBytes > 0,
            !monitor.hasFault(.forgetUncommitted)
        {
            environment.log(1, .paxos, "proposing uncommitted \(uncommittedVersion) again")
            state = .updatingPrevious
            begin(uncommittedValue)
            return
        }
        state = .refresh
        guard refresh() else { return }
        for finisher in committingFinishers.takeAll() { finisher(.ready) }
        guard state == .refresh else { return }
        extendLease()
        finishRound()
    }
}
