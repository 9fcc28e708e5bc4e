import CephEncoding
import CephMessages
import CephTypes
import MonitorStore
import NIOCore

/// The peon's side of a round.
extension Paxos {
    /// A message from another member of the quorum (`Paxos::dispatch`).
    func handle(_ message: MMonPaxos, from rank: Int) {
        guard monitor.isLeader || (monitor.isPeon && follows(rank)) else { return }
        // What a write under way will change must be changed before the next message is looked at.
        if isStoring && monitor.isPeon {
            heldMessages.append((message, rank))
            return
        }
        switch message.op {
        case .collect: if monitor.isPeon { handleCollect(message, from: rank) }
        case .last: if monitor.isLeader { handleLast(message, from: rank) }
        case .begin: if monitor.isPeon { handleBegin(message, from: rank) }
        case .accept: if monitor.isLeader { handleAccept(message, from: rank) }
        case .commit: if monitor.isPeon { handleCommit(message, from: rank) }
        case .lease: if monitor.isPeon { handleLease(message, from: rank) }
        case .leaseAck: if monitor.isLeader { handleLeaseAck(message, from: rank) }
        }
    }

    private func follows(_ rank: Int) -> Bool {
        rank == monitor.leader || monitor.hasFault(.acceptLowerNumber)
    }

    func handleHeldMessages() {
        while !heldMessages.isEmpty, !isStoring {
            let (message, rank) = heldMessages.removeFirst()
            handle(message, from: rank)
        }
    }

    /// Connections keep order; where a message still came before one that it builds on, it waits for that.
    func holdBack(_ message: MMonPaxos, _ rank: Int) {
        guard earlyMessages.count < 16 else { return }
        earlyMessages.append((message, rank))
    }

    private func retryEarlyMessages() {
        heldMessages.append(contentsOf: earlyMessages)
        earlyMessages = []
    }

    /// What a peon does once it is one: it waits for the leader's collect (`peon_init`).
    func startAsPeon() {
        counters.startsAsPeon += 1
        cancelTimers()
        newValue = ByteBuffer()
        state = .recovering
        resetLease()
        resetLeaseTimeout()
        for action in waitingForWriteable.takeAll() { action(.again) }
        pendingProposal = StoreTransaction()
        let finishers = pendingFinishers.takeAll() + committingFinishers.takeAll()
        for finisher in finishers { finisher(.again) }
    }

    private func handleBegin(_ message: MMonPaxos, from rank: Int) {
        guard message.pn >= acceptedPN || monitor.hasFault(.acceptLowerNumber) else {
            return environment.log(10, .paxos, "begin with pn \(message.pn) < \(acceptedPN), ignored")
        }
        if message.lastCommitted < lastCommitted {
            return environment.log(10, .paxos, "begin for what is committed already, ignored")
        }
        if message.lastCommitted > lastCommitted { return holdBack(message, rank) }
        let version = lastCommitted + 1
        guard message.pn == acceptedPN || monitor.hasFault(.acceptLowerNumber),
            let value = message.values[version]
        else {
            environment.log(0, .paxos, "begin does not fit: pn \(message.pn), lc \(message.lastCommitted)")
            return monitor.bootstrap()
        }
        state = .updating
        (leaseExpires, peonLeaseEnd) = (.zero, .zero)
        leaseFloor = token()
        resetLeaseTimeout()
        let accepted =
            monitor.hasFault(.skipAcceptedValue)
            ? StoreTransaction() : accepting(value, as: version, pn: message.pn)
        counters.begins += 1
        counters.begun.add(accepted)
        let started = environment.monotonicTime
        if monitor.hasFault(.acknowledgeUnsynced) { accept(message, rank) }
        write(accepted, sync: !monitor.hasFault(.acknowledgeUnsynced)) { [self] in
            counters.beginLatency.add(environment.monotonicTime - started)
            if !monitor.hasFault(.acknowledgeUnsynced) { accept(message, rank) }
            handleHeldMessages()
        }
    }

    private func accept(_ begin: MMonPaxos, _ rank: Int) {
        var reply = message(.accept)
        reply.pn = begin.pn
        reply.epoch = begin.epoch
        reply.uncommittedPN = token()
        monitor.send(reply, toRank: rank)
    }

    private func handleCommit(_ message: MMonPaxos, from rank: Int) {
        if let first = message.values.first?.key, first > lastCommitted + 1 {
            return holdBack(message, rank)
        }
        counters.commits += 1
        store(message) { [self] isNew in
            if isNew {
                guard refresh() else { return }
                retryEarlyMessages()
            }
            handleHeldMessages()
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
        var committing = CommittedChanges()
        do {
            for (version, value) in news {
                transaction.put(Self.prefix, version, value)
            }
            transaction.put(Self.prefix, "last_committed", version: lastCommitted + UInt64(news.count))
            for (version, value) in news {
                guard value.readableBytes > 0 else { throw MonitorStartError("paxos/\(version) is empty") }
                let change = try CephDecoder.decode(StoreTransaction.self, from: value)
                monitor.noteMarks(in: change)
                try committing.note(change)
                transaction.append(change)
            }
        } catch {
            environment.log(0, .paxos, "a peer sent a value that is no transaction: \(error)")
            return monitor.bootstrap()
        }
        let newLast = lastCommitted + UInt64(news.count)
        counters.stores += 1
        counters.stored.add(transaction)
        let started = environment.monotonicTime
        write(transaction, sync: false) { [self, committing] in
            counters.storeLatency.add(environment.monotonicTime - started)
            isCommitted(newLast, committing)
            done(true)
        }
    }
}
