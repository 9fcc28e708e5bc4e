import CephEncoding
import CephMessages
import CephTypes
import MonitorStore
import NIOCore

/// The monmap in use, and messages to those in it.
extension Monitor {
    /// Takes up a committed monmap that is newer than the one in use.
    func adopt(_ map: MonMap) {
        let old = monmap
        replaceMap(map)
        // A new cluster's first map is committed by the quorum that its members are in already.
        if isInQuorum, rank >= 0, !hasEverJoined { markJoined() }
        if state == .initializing {
            rank = monmap.rank(of: name) ?? -1
        } else if old.elects(otherwiseThan: map) || monmap.rank(of: name) ?? -1 != rank {
            mustBootstrap = true
        }
    }

    func replaceMap(_ map: MonMap) {
        monmap = map
        encodedMonMap = CephEncoder.encode(map)
        calculateRequiredFeatures()
    }

    /// Starts over with a map that a peer knew.
    func takeOver(_ map: MonMap, encoded: ByteBuffer) {
        guard map.fsid == monmap.fsid else { return }
        replaceMap(map)
        bootstrap()
    }

    /// Remembers that this monitor has been in a quorum (`monitor/joined`).
    func markJoined() {
        hasEverJoined = true
        var transaction = StoreTransaction()
        transaction.put(MonitorKeys.prefix, "joined", version: 1)
        environment.submit(transaction, sync: true) { [self] error in
            if let error { fail("the store cannot be written: \(error)") }
        }
    }

    /// A message to another member of the monmap.
    func send(_ body: any CephMessage, toRank rank: Int, tid: UInt64 = 0) {
        guard let info = monmap.info(ofRank: rank) else { return }
        if rank == self.rank {
            return receiveOwn(body)
        }
        send(body, to: info.publicAddresses, tid: tid)
    }

    func send(_ body: any CephMessage, to addresses: EntityAddressVector, tid: UInt64 = 0) {
        environment.send(
            MessageEnvelope(
                body, tid: tid, priority: MessageEnvelope.highPriority,
                source: EntityName(.mon, Int64(rank))),
            toMonitor: addresses)
    }

    /// What is meant for the leader, and this monitor is it.
    private func receiveOwn(_ body: any CephMessage) {
        let request = Request(
            MessageEnvelope(body, source: EntityName(.mon, Int64(rank))), session: ownSession,
            received: environment.monotonicTime, epoch: electionEpoch, localReply: { _ in })
        operations.begin(request)
        redispatch(request)
    }

    private var ownSession: Session {
        let session = Session(
            connection: ConnectionID(.max), name: EntityName(.mon, Int64(rank)),
            authName: AuthEntityName(.mon, name),
            addresses: monmap.monitors[name]?.publicAddresses ?? EntityAddressVector())
        session.caps = .allowAll
        session.isAuthenticated = true
        return session
    }

    /// What the leader tells its peons that it answers.
    var encodedCommandDescriptions: ByteBuffer {
        if let commandDescriptionBytes { return commandDescriptionBytes }
        let bytes = CephEncoder.encode(LeaderCommands(commands.commands.map(\.description)))
        commandDescriptionBytes = bytes
        return bytes
    }
}

extension MonMap {
    /// Whether a quorum of this map may be none of the other: a majority of two maps that differ by one monitor has
    /// a member in common, but that of two changes need not. So every such change ends the quorum.
    fileprivate func elects(otherwiseThan other: MonMap) -> Bool {
        ranks != other.ranks || monitors != other.monitors || strategy != other.strategy
            || disallowedLeaders != other.disallowedLeaders || stretchModeEnabled != other.stretchModeEnabled
            || tiebreakerMonitor != other.tiebreakerMonitor
    }
}
