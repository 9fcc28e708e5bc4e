import CephEncoding
import CephMessages
import CephTypes
import MonitorStore
import NIOCore

/// The peon's side of a round, and leases on both sides.
extension Paxos {
    /// A message from another member of the quorum (`Paxos::dispatch`).
    func handle(_ message: MMonPaxos, from rank: Int) {
        guard monitor.isLeader || monitor.isPeon else { return }
        // What a write under way will change must be changed before the next message is looked at.
        if isStoring && monitor.isPeon {
            heldMessages.append((message, rank))
            return
        }
        switch message.op {
        case .collect: handleCollect(message, from: rank)
        case .last: if monitor.isLeader { handleLast(message, from: rank) }
        case .begin: if monitor.isPeon { handleBegin(message, from: rank) }
        case .accept: if monitor.isLeader { handleAccept(message, from: rank) }
        case .commit: if monitor.isPeon { handleCommit(message, from: rank) }
        case .lease: if monitor.isPeon { handleLease(message, from: rank) }
        case .leaseAck: if monitor.isLeader { handleLeaseAck(message, from: rank) }
        }
    }

    private func handleHeldMessages() {
        while !heldMessages.isEmpty, !isStoring {
            let (message, rank) = heldMessages.removeFirst()
            handle(message, from: rank)
        }
    }

    /// What a peon does once it is one: it waits for the leader's collect (`peon_init`).
    func startAsPeon() {
        cancelTimers()
        newValue = ByteBuffer()
        state = .recovering
        leaseExpires = .zero
        resetLeaseTimeout()
        for action in waitingForWriteable.takeAll() { action(.again) }
        pendingProposal = StoreTransaction()
        let finishers = pendingFinishers.takeAll() + committingFinishers.takeAll()
        for finisher in finishers { finisher(.again) }
    }

    private func handleBegin(_ message: MMonPaxos, from rank: Int) {
        guard message.pn >= acceptedPN else {
            return environment.log(10, .paxos, "begin with pn \(message.pn) < \(acceptedPN), ignored")
        }
        let version = lastCommitted + 1
        guard message.pn == acceptedPN, message.lastCommitted == lastCommitted,
            let value = message.values[version]
        else {
            environment.log(0, .paxos, "begin does not fit: pn \(message.pn), lc \(message.lastCommitted)")
            return monitor.bootstrap()
        }
        counters.begins += 1
        state = .updating
        leaseExpires = .zero
        resetLeaseTimeout()
        write(accepting(value, as: version, pn: acceptedPN), sync: true) { [weak self] in
            guard let self else { return }
            self.counters.accepts += 1
            var reply = self.message(.accept)
            reply.pn = self.acceptedPN
            self.monitor.send(reply, toRank: rank)
            self.handleHeldMessages()
        }
    }

    private func handleCommit(_ message: MMonPaxos, from rank: Int) {
        store(message) { [weak self] _ in
            guard let self, self.refresh() else { return }
            self.handleHeldMessages()
        }
    }

    /// Takes committed values that a message brings (`store_state`).
    /// - Parameter done: told whether there was anything new.
    func store(_ message: MMonPaxos, _ done: @escaping (Bool) -> Void) {
        let news = message.values.filter { $0.key > lastCommitted && $0.key <= message.lastCommitted }
        guard let first = news.first else { return done(false) }
        guard first.key == lastCommitted + 1, news.last?.key == lastCommitted + UInt64(news.count) else {
            environment.log(1, .paxos, "values from \(first.key) do not continue \(lastCommitted), ignored")
            return done(false)
        }
        var transaction = StoreTransaction()
        do {
            for (version, value) in news {
                transaction.put(Self.prefix, version, value)
            }
            transaction.put(Self.prefix, "last_committed", version: lastCommitted + UInt64(news.count))
            for (version, value) in news {
                guard value.readableBytes > 0 else { throw MonitorStartError("paxos/\(version) is empty") }
                transaction.append(try CephDecoder.decode(StoreTransaction.self, from: value))
            }
        } catch {
            environment.log(0, .paxos, "a peer sent a value that is no transaction: \(error)")
            return monitor.bootstrap()
        }
        let newLast = lastCommitted + UInt64(news.count)
        write(transaction, sync: false) { [weak self] in
            guard let self else { return }
            self.lastCommitted = newLast
            self.lastCommitTime = self.environment.now
            self.counters.commits += 1
            do {
                self.firstCommitted =
                    try self.store.version(Self.prefix, "first_committed") ?? self.firstCommitted
            } catch {
                return self.monitor.fail("\(error)")
            }
            done(true)
        }
    }

    // MARK: Leases

    /// Lets everyone answer reads for a while, and asks for a sign of life (`extend_lease`).
    func extendLease() {
        leaseExpires = environment.now.advanced(by: tunables.lease)
        ackedLease = [monitor.rank]
        for peer in monitor.quorum where peer != monitor.rank {
            var message = message(.lease)
            message.leaseTimestamp = leaseExpires
            monitor.send(message, toRank: peer)
        }
        if leaseAckTimer == nil {
            leaseAckTimer = environment.schedule(after: tunables.leaseAckTimeout) { [weak self] in
                self?.monitor.turn { self?.leaseAckTimedOut() }
            }
        }
        cancel(&leaseRenewTimer)
        leaseRenewTimer = environment.schedule(after: tunables.leaseRenewInterval) { [weak self] in
            self?.monitor.turn {
                self?.leaseRenewTimer = nil
                if self?.monitor.isLeader == true { self?.extendLease() }
            }
        }
    }

    private func handleLease(_ message: MMonPaxos, from rank: Int) {
        guard message.lastCommitted == lastCommitted else {
            return environment.log(
                10, .paxos, "lease for \(message.lastCommitted), but this is at \(lastCommitted), ignored")
        }
        if leaseExpires < message.leaseTimestamp { leaseExpires = message.leaseTimestamp }
        state = .active
        var reply = self.message(.leaseAck)
        reply.leaseTimestamp = message.leaseTimestamp
        monitor.send(reply, toRank: rank)
        resetLeaseTimeout()
        for action in waitingForActive.takeAll() { action(.ready) }
        if isReadable() { wakeReadable() }
    }

    private func handleLeaseAck(_ message: MMonPaxos, from rank: Int) {
        guard leaseAckTimer != nil, monitor.quorum.contains(rank) else { return }
        ackedLease.insert(rank)
        if ackedLease == monitor.quorum { cancel(&leaseAckTimer) }
    }

    func resetLeaseTimeout() {
        cancel(&leaseTimer)
        leaseTimer = environment.schedule(after: tunables.leaseAckTimeout) { [weak self] in
            self?.monitor.turn { self?.leaseTimedOut() }
        }
    }

    private func leaseTimedOut() {
        leaseTimer = nil
        guard monitor.isPeon else { return }
        counters.leaseTimeouts += 1
        environment.log(1, .paxos, "lease timeout, calling new election")
        monitor.bootstrap()
    }

    private func leaseAckTimedOut() {
        leaseAckTimer = nil
        guard monitor.isLeader else { return }
        counters.leaseAckTimeouts += 1
        environment.log(1, .paxos, "no lease acknowledgement from everyone, calling new election")
        monitor.bootstrap()
    }
}
