import CephAuth
import CephEncoding
import CephMessages
import CephTypes
import NIOCore

// Finding a monitor, and what it says.

extension MonClient {
    /// Tries the next monitor.
    func hunt() {
        enum Next {
            case connect(EntityAddressVector, attempt: Int)
            case pause
            case none
            case noMonitors
        }
        let next: Next = state.withLockedValue { state in
            guard state.phase != .shutDown, state.connection == nil else { return .none }
            let isFirst = state.phase != .hunting
            state.phase = .hunting
            state.isAuthenticated = false
            state.exchange = nil
            if state.candidates.isEmpty {
                guard isFirst else { return .pause }
                state.candidates = known(state).shuffled()
            }
            guard let candidate = state.candidates.popLast() else { return .noMonitors }
            state.attempt += 1
            return .connect(candidate, attempt: state.attempt)
        }
        switch next {
        case .connect(let addresses, let attempt):
            // On the loop that tells what becomes of it, so that nothing is told too early.
            if loop.inEventLoop {
                connect(to: addresses, attempt: attempt)
            } else {
                loop.execute { self.connect(to: addresses, attempt: attempt) }
            }
        case .pause:
            loop.scheduleTask(in: configuration.huntPause) { [weak self] in
                guard let self else { return }
                self.state.withLockedValue { $0.candidates = self.known($0).shuffled() }
                self.hunt()
            }
        case .none: break
        case .noMonitors: fail(.noMonitors, isFinal: false)
        }
    }

    /// All monitors that there may be: the monmap's, or the configured ones before there is one.
    private func known(_ state: State) -> [EntityAddressVector] {
        let all = state.monMap?.monitors.map(\.value.publicAddresses) ?? configuration.monitors
        guard let kind = configuration.onlyKind else { return all }
        return all.map { EntityAddressVector($0.addresses.filter { $0.kind == kind }) }
            .filter { !$0.addresses.isEmpty }
    }

    private func connect(to addresses: EntityAddressVector, attempt: Int) {
        guard let messenger else { return }
        let connection = messenger.connect(to: addresses, type: .mon)
        let isWanted = state.withLockedValue { state in
            guard state.phase == .hunting, state.attempt == attempt, state.connection == nil else {
                return false
            }
            state.connection = connection
            return true
        }
        guard isWanted else { return connection.markDown() }
        loop.scheduleTask(in: patience) { [weak self] in
            guard let self else { return }
            let isLate = self.state.withLockedValue { state in
                guard state.attempt == attempt, state.phase == .hunting else { return false }
                state.lateAttempts += 1
                return true
            }
            if isLate { self.lost(connection, .lossy) }
        }
    }

    /// How long a monitor has: `mon_client_hunt_interval_backoff`, `mon_client_hunt_interval_max_multiple`.
    private var patience: TimeAmount {
        let late = state.withLockedValue { min($0.lateAttempts, 6) }
        let factor = (0..<late).reduce(1.0) { factor, _ in min(factor * 1.5, 10) }
        return .nanoseconds(Int64(Double(configuration.huntInterval.nanoseconds) * factor))
    }

    /// The connection does not serve any more: the next one.
    func lost(_ connection: Connection, _ kind: ResetKind) {
        let isMine = state.withLockedValue { state in
            guard state.connection == connection else { return false }
            state.connection = nil
            if state.phase == .open {
                state.phase = .idle
                state.candidates = []
            }
            return true
        }
        connection.markDown()
        guard isMine else { return }
        if case .authenticationFailed(let errno) = kind {
            return fail(.authentication(errno: errno), isFinal: false)
        }
        hunt()
    }

    func ready(_ connection: Connection) {
        let first: MessageEnvelope? = state.withLockedValue { state in
            guard state.connection == connection, state.phase == .hunting, !state.isAuthenticated,
                state.exchange == nil
            else { return nil }
            guard !connection.isV2 else {
                state.isAuthenticated = true
                return subscription(state)
            }
            let exchange = auth.makeMessageSession()
            state.exchange = exchange
            return MessageEnvelope(
                MAuth(authPayload: exchange.begin(), monMapEpoch: state.monMap?.epoch ?? 0))
        }
        guard let first else { return }
        connection.send(first)
        openIfPossible(connection)
    }

    /// What is wanted of the monitor from now on.
    private func subscription(_ state: State) -> MessageEnvelope {
        var what = configuration.subscriptions
        what["monmap"] = MMonSubscribe.Item(start: state.monMap.map { UInt64($0.epoch) + 1 } ?? 0)
        return MessageEnvelope(MMonSubscribe(what: what))
    }

    /// With a monitor that knows this client, and a cluster whose name is known, commands can be sent.
    private func openIfPossible(_ connection: Connection) {
        let (commands, waiters) = state.withLockedValue { state in
            guard state.connection == connection, state.phase == .hunting, state.isAuthenticated,
                state.monMap != nil
            else { return ([MessageEnvelope](), [@Sendable (Result<Void, MonClientError>) -> Void]()) }
            state.phase = .open
            state.candidates = []
            state.lateAttempts = 0
            defer { state.waiters = [] }
            let fsid = state.fsid
            let commands = state.pending.sorted { $0.key < $1.key }.map {
                Self.message($0.value, tid: $0.key, fsid: fsid)
            }
            return (commands, state.waiters)
        }
        guard state.withLockedValue({ $0.phase == .open }) else { return }
        for command in commands { connection.send(command) }
        for waiter in waiters { waiter(.success(())) }
        keepAlive(connection, since: .now())
    }

    private func keepAlive(_ connection: Connection, since opened: NIODeadline) {
        loop.scheduleTask(in: configuration.pingInterval) { [weak self] in
            guard let self, self.connection == connection else { return }
            let told = connection.lastKeepaliveAcknowledgement
            let silence = Int64(Self.now().seconds) - Int64(told.seconds)
            let isSilent =
                told.isZero
                ? NIODeadline.now() - opened > self.configuration.pingTimeout
                : TimeAmount.seconds(silence) > self.configuration.pingTimeout
            guard !isSilent else { return self.lost(connection, .lossy) }
            connection.sendKeepalive()
            self.keepAlive(connection, since: opened)
        }
    }

    // MARK: messages

    func received(_ message: MessageEnvelope, on connection: Connection) {
        switch message.body {
        case let reply as MAuthReply: authenticate(reply, connection)
        case let map as MMonMap: take(map, connection)
        case let ack as MMonCommandAck:
            let pending = state.withLockedValue { $0.pending.removeValue(forKey: message.tid) }
            pending?.completion(
                .success(MonClientReply(code: ack.result, status: ack.resultString, output: ack.data)))
        default:
            configuration.onMessage?(message)
        }
    }

    private func take(_ message: MMonMap, _ connection: Connection) {
        guard let map = try? CephDecoder.decode(MonMap.self, from: message.monMap) else {
            configuration.log?(0, "a monmap that cannot be read, from \(connection)")
            return lost(connection, .lossy)
        }
        state.withLockedValue { state in
            if map.epoch >= state.monMap?.epoch ?? 0 { state.monMap = map }
        }
        openIfPossible(connection)
    }

    private func authenticate(_ reply: MAuthReply, _ connection: Connection) {
        var exchange = state.withLockedValue { $0.connection == connection ? $0.exchange : nil }
        guard exchange != nil else { return }
        do {
            let step = try exchange?.handle(
                method: AuthMethod(rawValue: reply.protocolNumber), result: reply.result,
                globalID: reply.globalID, payload: reply.resultPayload)
            let epoch = monMap?.epoch ?? 0
            switch step {
            case .send(let payload):
                let kept = exchange
                state.withLockedValue { $0.exchange = kept }
                connection.send(
                    MessageEnvelope(
                        MAuth(
                            protocolNumber: reply.protocolNumber, authPayload: payload, monMapEpoch: epoch)))
            case .done:
                let subscription = state.withLockedValue { state in
                    state.exchange = nil
                    state.isAuthenticated = true
                    return self.subscription(state)
                }
                connection.send(subscription)
                openIfPossible(connection)
            case nil: break
            }
        } catch {
            lost(connection, .authenticationFailed(errno: error.errno))
        }
    }

    // MARK: the end

    /// Nothing will come of what is asked for.
    func fail(_ error: MonClientError, isFinal: Bool) {
        let (pending, waiters, connection) = state.withLockedValue { state in
            state.phase = isFinal ? .shutDown : .idle
            state.candidates = []
            defer {
                state.pending = [:]
                state.waiters = []
                state.connection = nil
            }
            return (Array(state.pending.values), state.waiters, state.connection)
        }
        connection?.markDown()
        for waiter in waiters { waiter(.failure(error)) }
        for command in pending { command.completion(.failure(error)) }
    }
}
