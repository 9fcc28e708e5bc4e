import CephEncoding
import NIOCore
import NIOPosix

// This side connects: at once, or again after a while.

extension Messenger {
    /// The connection with a peer, which is opened if there is none. A lossless peer has one; a lossy policy
    /// makes a new one each time.
    ///
    /// The first address of msgr v2 is used, or else that of v1. Where nobody answers, it is tried again
    /// until ``Connection/markDown()``.
    public func connect(to addresses: EntityAddressVector, type: EntityType) -> Connection {
        let policy = configuration.policies[type]
        let (connection, isNew) = registry.withLockedValue { registry in
            if !policy.isLossy, let known = registry.byAddresses[addresses] { return (known, false) }
            let isUsable = !registry.isShutDown
            let state = ConnectionState(
                policy: policy, phase: isUsable ? .connecting : .closed,
                peer: EntityName(type, EntityName.anyNumber), addresses: addresses)
            let connection = Connection(
                id: registry.nextID(), messenger: self, target: addresses, state: state)
            if isUsable {
                if policy.isLossy {
                    registry.anonymous.insert(connection)
                } else {
                    registry.byAddresses[addresses] = connection
                }
            }
            return (connection, isUsable)
        }
        if isNew { connect(connection) }
        return connection
    }

    /// Makes the attempt that the connection's state asks for.
    func connect(_ connection: Connection) {
        let globalSeq = nextGlobalSeq()
        let attempt: (number: Int, addresses: EntityAddressVector, type: EntityType)? =
            connection.state.withLockedValue { state in
                guard state.phase == .connecting else { return nil }
                state.isResting = false
                state.globalSeq = globalSeq
                return (state.attempt, state.peerAddresses, state.peerName.type)
            }
        guard let attempt else { return }
        let target = attempt.addresses.preferred
        let isV1 = target.kind == .legacy
        let loop = group.next()
        let future = loop.makeCompletedFuture { try target.socketAddress() }.flatMap { address in
            ClientBootstrap(group: loop)
                .connectTimeout(self.configuration.connectTimeout)
                .channelOption(.tcpOption(.tcp_nodelay), value: 1)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let peer = isV1 ? target : target.with(kind: .msgr2)
                        try self.add(
                            to: channel, connection, attempt: attempt.number,
                            role: .client(peer: attempt.type), at: peer, isV1: isV1)
                    }
                }
                .connect(to: address)
        }
        future.whenFailure { error in
            self.connectFailed(connection, attempt: attempt.number, error)
        }
    }

    private func connectFailed(_ connection: Connection, attempt: Int, _ error: any Error) {
        let loss: ConnectionState.Loss? = connection.state.withLockedValue { state in
            guard state.attempt == attempt, state.phase == .connecting else { return nil }
            return lose(&state, mustWait: false)
        }
        guard let loss else { return }
        log(1, "\(connection) cannot be reached: \(error)")
        if (error as? IOError)?.errnoCode == ECONNREFUSED { dispatcher.reset(connection, .refused) }
        handle(loss, connection)
    }

    private func lose(_ state: inout ConnectionState, mustWait: Bool) -> ConnectionState.Loss {
        state.loseTransport(
            initialBackoff: configuration.initialBackoff, maximumBackoff: configuration.maximumBackoff,
            mustWait: mustWait)
    }

    /// A connection's socket has ended.
    func lost(_ connection: Connection, over transport: UInt64, _ error: WireError, mustWait: Bool) {
        let wasAccepting = registry.withLockedValue { $0.accepting.remove(connection) != nil }
        var wasOpen = false
        let loss: ConnectionState.Loss? = connection.state.withLockedValue { state in
            guard state.transport?.id == transport, state.phase != .closed else { return nil }
            guard !wasAccepting else {
                state.phase = .closed
                state.transport = nil
                return .standby
            }
            wasOpen = state.phase == .ready
            return lose(&state, mustWait: mustWait)
        }
        guard let loss else { return }
        // Who breaks off before there is a session has tried something, or has nothing to do here.
        log(wasAccepting && !error.isEnd ? 0 : 1, "\(connection): \(error)")
        guard !wasAccepting else { return }
        if let errno = error.authenticationErrno {
            dispatcher.reset(connection, .authenticationFailed(errno: errno))
        }
        if wasOpen, loss != .ended { dispatcher.interrupted(connection) }
        handle(loss, connection)
    }

    private func handle(_ loss: ConnectionState.Loss, _ connection: Connection) {
        switch loss {
        case .standby: break
        case .ended:
            registry.withLockedValue { $0.remove(connection) }
            dispatcher.reset(connection, .lossy)
        case .reconnect(let delay):
            guard delay > .zero else { return connect(connection) }
            let attempt = connection.state.withLockedValue { $0.attempt }
            group.next().scheduleTask(in: delay) {
                let isCurrent = connection.state.withLockedValue { $0.attempt == attempt }
                if isCurrent { self.connect(connection) }
            }
        }
    }

    /// Ends a connection.
    /// - Parameter kind: what the dispatcher is told; nil where it knows.
    func close(_ connection: Connection, telling kind: ResetKind?) {
        registry.withLockedValue { $0.remove(connection) }
        let (isNew, transport) = connection.state.withLockedValue { state in
            guard state.phase != .closed else { return (false, nil as Transport?) }
            state.phase = .closed
            state.attempt += 1
            state.session.reset()
            defer { state.transport = nil }
            return (true, state.transport)
        }
        transport?.abandon()
        guard isNew, let kind else { return }
        let loop = transport?.channel.eventLoop ?? group.next()
        loop.execute { self.dispatcher.reset(connection, kind) }
    }
}

extension EntityAddressVector {
    /// Where a peer is connected to: its first address of msgr v2, or else what it has.
    var preferred: EntityAddress { msgr2 ?? front }
}
