import CephEncoding
import CephMessages
import CephTypes
import MonitorStore
import NIOCore

/// From the start to a quorum, and back to the start.
extension Monitor {
    /// Starts over: whoever lost track comes here (`bootstrap`).
    public func bootstrap() {
        paxos.whenQuiet { [weak self] in self?.bootstrapNow() }
    }

    private func bootstrapNow() {
        guard state != .shutdown else { return }
        state = .probing
        leaveQuorum()
        let newRank = monmap.rank(of: name) ?? -1
        if newRank != rank {
            environment.log(0, .mon, "my rank is now \(newRank) (was \(rank))")
            rank = newRank
        }
        if tunables.compactOnBootstrap {
            compactBeforeQuorum()
        } else {
            findQuorum()
        }
    }

    private func compactBeforeQuorum() {
        let began = environment.monotonicTime
        let before = environment.dataStatistics().storeStats.bytesTotal
        environment.log(0, .mon, "bootstrap -- triggering compaction")
        environment.compact(prefixes: nil) { [weak self] error in
            guard let self, self.state == .probing else { return }
            self.turn {
                if let error { return self.fail("the store cannot be compacted: \(error)") }
                let after = self.environment.dataStatistics().storeStats.bytesTotal
                let seconds = (self.environment.monotonicTime - began).inSeconds
                self.environment.log(
                    0, .mon, "bootstrap -- finished compaction: \(before) to \(after) bytes in \(seconds) s")
                self.findQuorum()
            }
        }
    }

    private func findQuorum() {
        if monmap.count == 1 && rank == 0 {
            winAlone()
        }
    }

    private func leaveQuorum() {
        leader = -1
        quorum = []
        leaderSince = .zero
        paxos.restart()
        for service in services { service.restart() }
    }

    /// Nobody else to ask (`win_standalone_election`).
    private func winAlone() {
        do {
            // Odd epochs are those of an election: nobody votes here, so it is a new one that is over at once.
            let stored = try environment.store.version(MonitorKeys.prefix, "election_epoch") ?? 1
            electionEpoch = UInt32(truncatingIfNeeded: max(stored, 1)) &+ 2
        } catch {
            return fail("\(error)")
        }
        persistElectionEpoch()
        state = .leader
        leader = 0
        quorum = [0]
        leaderSince = environment.now
        quorumSince = environment.monotonicTime
        quorumConnectionFeatures = .all
        quorumMonFeatures = .supported
        paxos.startAsLeader()
        finishElection()
    }

    /// Takes up a committed monmap that is newer than the one in use.
    func adopt(_ map: MonMap) {
        monmap = map
        if monmap.rank(of: name) ?? -1 != rank { mustBootstrap = true }
        if state == .initializing { rank = monmap.rank(of: name) ?? -1 }
    }

    /// Remembers that this monitor has been in a quorum (`monitor/joined`).
    func markJoined() {
        hasEverJoined = true
        var transaction = StoreTransaction()
        transaction.put(MonitorKeys.prefix, "joined", version: 1)
        environment.submit(transaction, sync: true) { [weak self] error in
            if let error { self?.fail("the store cannot be written: \(error)") }
        }
    }

    func persistElectionEpoch() {
        var transaction = StoreTransaction()
        transaction.put(MonitorKeys.prefix, "election_epoch", version: UInt64(electionEpoch))
        environment.submit(transaction, sync: true) { [weak self] error in
            if let error { self?.fail("the store cannot be written: \(error)") }
        }
    }

    /// A leader or peon that knows its quorum goes to work (`finish_election`).
    func finishElection() {
        for service in services { service.activate() }
        for waiter in waitingForQuorum.takeAll() { waiter(.ready) }
    }

    /// A message to another member of the monmap.
    func send(_ body: any CephMessage, toRank rank: Int) {
        guard let info = monmap.info(ofRank: rank) else { return }
        environment.send(
            MessageEnvelope(
                body, priority: MessageEnvelope.highPriority, source: EntityName(.mon, Int64(self.rank))),
            toMonitor: info.publicAddresses)
    }
}
