import CephEncoding
import CephTypes
import MonitorStore
import NIOCore

extension Monitor {
    /// Takes the part of the leader that it was when the store was written, without changing anything: reads are
    /// answered, changes are not possible.
    public func answerOffline() throws {
        let epoch = try environment.store.version(MonitorKeys.prefix, "election_epoch") ?? 0
        elector.epoch = UInt32(truncatingIfNeeded: epoch)
        rank = monmap.rank(of: name) ?? 0
        leader = rank
        quorum = [rank]
        quorumSince = environment.monotonicTime
        leaderSince = environment.now
        state = .leader
        paxos.state = .active
    }

    /// A monitor for answers from a store.
    /// - Parameters:
    ///   - name: whose store it is, where the monmap has several; nil for the first.
    ///   - now: the time of asking.
    /// - Throws: ``MonitorStartError`` and decoding errors where the store is damaged.
    public static func offline(
        store: any KeyValueReader, name: String?, now: UTime, settings: MonitorSettings = MonitorSettings()
    ) throws -> Monitor {
        let monmap = try MonMap.stored(in: store)
        let own = name ?? monmap.ranks.first ?? "a"
        let monitor = Monitor(
            name: own, monmap: monmap, environment: OfflineEnvironment(store: store, now: now),
            settings: settings)
        try monitor.load()
        try monitor.service(OSDMapService.self).recallBlocklistOrder()
        try monitor.answerOffline()
        return monitor
    }

    /// Answers a question from what is there.
    /// - Returns: nil where the question needs more than a store.
    public func answer(_ arguments: CommandArguments) -> CommandReply? {
        let session = Session(connection: ConnectionID(0), name: EntityName(.client, 0))
        session.authName = AuthEntityName(.client, "admin")
        session.caps = .allowAll
        session.isAuthenticated = true
        var answer: CommandReply?
        execute(arguments, session: session) { answer = $0 }
        return answer
    }
}
