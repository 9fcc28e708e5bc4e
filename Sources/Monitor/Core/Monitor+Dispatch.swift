import CephEncoding
import CephMessages
import CephTypes
import NIOCore

/// Messages in, answers out.
extension Monitor {
    /// A message that came over a connection. The environment makes a session first (``sessionOpened(_:)``).
    public func receive(_ message: MessageEnvelope, on connection: ConnectionID) {
        guard state != .shutdown else { return }
        turn {
            guard let session = sessions[connection] else {
                return environment.log(5, .mon, "a message on a connection without session, dropped")
            }
            session.timeout = environment.monotonicTime + tunables.sessionTimeout
            let request = Request(
                message, session: session, received: environment.monotonicTime, epoch: electionEpoch)
            operations.begin(request)
            dispatch(request)
        }
    }

    /// Runs a command for a caller in this process.
    /// - Parameter done: called with the answer, perhaps before this returns.
    public func execute(
        _ arguments: CommandArguments, input: ByteBuffer = ByteBuffer(), session: Session,
        done: @escaping (CommandReply) -> Void
    ) {
        turn {
            run(CommandCall(monitor: self, arguments: arguments, input: input, session: session, done: done))
        }
    }

    func dispatch(_ request: Request) {
        guard !isStale(request) else { return }
        guard request.session.isAuthenticated || request.message.body.isBeforeAuthentication else {
            return environment.log(5, .mon, "a message before authentication, dropped")
        }
        if mustReconnect(request) { return }
        if request.session.name.type == .mon, dispatchOfMonitor(request) { return }
        switch request.message.body {
        case let message as MMonCommand: receiveCommand(message, request)
        case let message as MCommand: receiveTell(message, request)
        case is MMonGetMap: sendMonMap(to: request.session)
        case let message as MMonSubscribe: subscribe(message, request)
        case let message as MMonGetVersion: answerVersion(message, request)
        default: dispatchToService(request)
        }
    }

    /// A client that may leave out its old ticket when it comes back is made to come back at once, so that it shows
    /// (`Monitor::dispatch_op`).
    private func mustReconnect(_ request: Request) -> Bool {
        let session = request.session
        guard let status = session.authentication.session?.globalIDStatus,
            status.mustReconnect(under: service(AuthService.self).policy)
        else { return false }
        switch request.message.body {
        case is MMonGetMap, is MAuth, is MPing, is MCommand: return false
        default: break
        }
        environment.log(
            5, .mon, "\(session.authName) may omit its old ticket when it reconnects; forcing it to reconnect"
        )
        end(session)
        return true
    }

    /// What a peon forwarded in an earlier quorum it sends again itself.
    func isStale(_ request: Request) -> Bool {
        request.session.proxy != nil && request.epoch != electionEpoch
    }

    /// What monitors say among themselves. False for anything else.
    private func dispatchOfMonitor(_ request: Request) -> Bool {
        switch request.message.body {
        case let message as MMonPaxos: receivePaxos(message, request)
        case let message as MMonProbe: handleProbe(message, request)
        case let message as MMonElection: receiveElection(message, request)
        case let message as MMonSync: sync.handle(message, request.session)
        case let message as MForward: receiveForward(message, request)
        case let message as MRoute: receiveRoute(message, request)
        case let message as MTimeCheck2:
            if let sender = rank(of: request.session) { timeCheck.handle(message, from: sender) }
        case let message as MMonScrub:
            if let sender = rank(of: request.session) { scrub.handle(message, from: sender) }
        case let message as MMonPing:
            if let sender = rank(of: request.session) { elector.handlePing(message, from: sender) }
        default: return false
        }
        return true
    }

    private func receivePaxos(_ message: MMonPaxos, _ request: Request) {
        guard state != .synchronizing, let sender = rank(of: request.session) else { return }
        if message.op == .begin, hasFault(.acceptLowerNumber) {
            return paxos.handle(message, from: sender)
        }
        if message.epoch > electionEpoch, isInQuorum {
            environment.log(5, .mon, "a peer is in a later election epoch, bootstrapping")
            return bootstrap()
        }
        guard isInQuorum, message.epoch == electionEpoch, !isBootstrapDue, !isElectionDue else { return }
        paxos.handle(message, from: sender)
    }

    private func receiveElection(_ message: MMonElection, _ request: Request) {
        guard state != .probing, state != .synchronizing, state != .initializing else { return }
        paxos.whenQuiet { [self] in
            guard state != .probing, state != .shutdown else { return }
            elector.handle(message, request)
        }
    }

    /// Which monitor a session is with; nil for anybody else.
    func rank(of session: Session) -> Int? {
        guard session.name.type == .mon else { return nil }
        let number = Int(session.name.number)
        let isRank = monmap.ranks.indices.contains(number)
        guard !session.addresses.addresses.isEmpty else { return isRank ? number : nil }
        // What it calls itself is right but while ranks change.
        if isRank, monmap.monitors[monmap.ranks[number]]?.publicAddresses == session.addresses {
            return number
        }
        return rank(of: session.addresses)
    }

    private func dispatchToService(_ request: Request) {
        for service in services where service.handles(request.message.body) {
            return service.dispatch(request)
        }
        environment.log(1, .mon, "no service takes \(type(of: request.message.body))")
    }

    // MARK: Answers

    /// Answers a request, once; through the peon that forwarded it, where one did.
    public func reply(to request: Request, _ body: any CephMessage) {
        guard request.takeAnswer() else { return }
        let envelope = MessageEnvelope(
            body, tid: request.message.tid, source: EntityName(.mon, Int64(rank)))
        if let localReply = request.localReply {
            localReply(envelope)
        } else if let proxy = request.session.proxy {
            sendRoute(envelope, to: proxy)
        } else {
            environment.send(envelope, on: request.session.connection)
        }
    }

    /// Answers a command.
    public func reply(to request: Request, _ answer: CommandReply) {
        guard let command = request.message.body as? MMonCommand else { return }
        var ack = MMonCommandAck()
        ack.command = command.command
        ack.result = answer.code
        ack.resultString = answer.status
        ack.data = answer.output
        ack.paxos.version = paxos.lastCommitted
        reply(to: request, ack)
    }

    /// News for a session that nobody asked for just now.
    public func push(_ body: any CephMessage, to session: Session) {
        environment.send(
            MessageEnvelope(body, source: EntityName(.mon, Int64(rank))), on: session.connection)
    }

    // MARK: Sessions

    public func sessionOpened(_ session: Session) {
        turn {
            session.timeout = environment.monotonicTime + tunables.sessionTimeout
            sessions[session.connection] = session
            counters.sessionsAdded += 1
        }
    }

    public func sessionClosed(_ connection: ConnectionID) {
        turn { forget(connection) }
    }

    private func forget(_ connection: ConnectionID) {
        if sessions.removeValue(forKey: connection) != nil { counters.sessionsRemoved += 1 }
    }

    /// Ends a session from this side.
    private func end(_ session: Session) {
        forget(session.connection)
        environment.close(session.connection)
    }

    /// Closes sessions that have been silent for too long, and all of clients once this monitor has been out of the
    /// quorum for too long: they are better served elsewhere (`Monitor::tick`).
    func tickSessions() {
        let now = environment.monotonicTime
        let isOutForTooLong = leftQuorum.map { now > $0 + tunables.lease * 2 } ?? false
        let ending = sessions.values.filter { session in
            session.name.type != .mon && (session.timeout < now || isOutForTooLong)
        }
        for session in ending.sorted(by: { $0.connection.rawValue < $1.connection.rawValue }) {
            environment.log(
                10, .mon,
                "trimming session \(session.name), "
                    + (isOutForTooLong ? "out of the quorum for too long" : "silent for too long"))
            counters.sessionsTrimmed += 1
            end(session)
        }
    }
}
