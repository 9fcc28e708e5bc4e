import CephEncoding
import CephMessages
import CephTypes
import MonitorStore
import NIOCore

/// The monmap in use, and messages to those in it.
extension Monitor {
    /// Takes up a committed monmap that is newer than the one in use.
    func adopt(_ map: MonMap) {
        let oldRank = rank
        replaceMap(map)
        if state == .initializing {
            rank = monmap.rank(of: name) ?? -1
        } else if monmap.rank(of: name) ?? -1 != oldRank || quorumIsOutOfDate {
            mustBootstrap = true
        }
    }

    /// Whether ranks mean others than when the quorum was formed, or a member is none any more.
    private var quorumIsOutOfDate: Bool {
        isInQuorum && quorumMembers != quorum.sorted().map { monmap.name(ofRank: $0) ?? "" }
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
        environment.submit(transaction, sync: true) { [weak self] error in
            if let error { self?.fail("the store cannot be written: \(error)") }
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
        let session = ownSession
        redispatch(
            Request(
                MessageEnvelope(body, source: EntityName(.mon, Int64(rank))), session: session,
                received: environment.monotonicTime, epoch: electionEpoch, localReply: { _ in }))
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
