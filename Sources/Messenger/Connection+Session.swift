import CephAuth
import CephEncoding
import CephMessages
import NIOCore

// What a socket's handler asks of its connection. Each is one step under the connection's lock, and each names the
// socket: one that the peer's own attempt has replaced may be in the middle of its handshake, on another thread, and
// must neither tell nor change what is the other's by now.

/// Messages that go out together.
struct OutgoingBatch {
    var messages: [Session.Sent]
    var hasKeepalive: Bool
    /// The last message received: what these acknowledge.
    var inSeq: UInt64
}

/// What the accepting side's answer leads to.
enum AnswerOutcome: Hashable {
    case agreed
    /// Ask again; what waited may be lost.
    case again(isReset: Bool)
    case wait
}

extension Connection {
    /// Gives the connection its socket.
    /// - Returns: whether it still wants that one.
    func attach(_ transport: Transport, attempt: Int, at address: EntityAddress, isV2: Bool) -> Bool {
        state.withLockedValue { state in
            guard state.attempt == attempt, state.transport == nil, state.phase != .closed else {
                return false
            }
            state.transport = transport
            state.phase = .handshaking
            state.socketAddress = address
            state.isV2 = isV2
            return true
        }
    }

    /// - Returns: nil where the connection has another socket, or none.
    private func step<Result>(
        over transport: UInt64, _ body: (inout ConnectionState) -> Result
    ) -> Result? {
        state.withLockedValue { state in
            guard state.transport?.id == transport, state.phase != .closed else { return nil }
            return body(&state)
        }
    }

    func heard(type: EntityType, policy: ConnectionPolicy, over transport: UInt64) {
        _ = step(over: transport) { state in
            state.peerName.type = type
            guard target == nil else { return }
            state.policy = policy
            state.isLossy = policy.isLossy
        }
    }

    /// How to ask for a session; nil where the socket is not wanted any more.
    func makeOpening(
        _ peerAddress: EntityAddress, _ messenger: Messenger, over transport: UInt64
    ) -> SessionOpening? {
        let addresses = messenger.ownAddresses
        return step(over: transport) { state in
            if state.isV2, !state.isLossy, state.session.clientCookie == 0 {
                state.session.clientCookie = UInt64.random(in: 1...UInt64.max)
            }
            let isResumed = state.isV2 && state.session.serverCookie != 0
            return SessionOpening(
                kind: isResumed ? .resumed(serverCookie: state.session.serverCookie) : .new,
                addresses: addresses, target: peerAddress, clientCookie: state.session.clientCookie,
                globalSeq: state.globalSeq, connectSeq: state.session.connectSeq, inSeq: state.session.inSeq,
                isLossy: state.isLossy)
        }
    }

    /// - Returns: nil where the socket is not wanted any more.
    func apply(_ answer: SessionAnswer, _ messenger: Messenger, over transport: UInt64) -> AnswerOutcome? {
        step(over: transport) { state in
            switch answer {
            case .accepted(let acceptance):
                state.session.serverCookie = acceptance.serverCookie
                state.session.peerGlobalSeq = acceptance.globalSeq
                if !state.isV2 { state.session.connectSeq = acceptance.connectSeq }
                state.isLossy = acceptance.isLossy
                if acceptance.number != EntityName.anyNumber { state.peerName.number = acceptance.number }
                return .agreed
            case .resumed:
                return .agreed
            case .reset(let isFull):
                if isFull {
                    state.session.reset()
                } else {
                    state.session.serverCookie = 0
                    state.session.connectSeq = 0
                    state.session.begin()
                }
                return .again(isReset: isFull)
            case .retry(let connectSeq):
                state.session.connectSeq = connectSeq &+ 1
                return .again(isReset: false)
            case .retryGlobal(let globalSeq):
                state.globalSeq = messenger.nextGlobalSeq(atLeast: globalSeq)
                return .again(isReset: false)
            case .wait:
                return .wait
            }
        }
    }

    /// - Returns: whether the socket is still wanted.
    func becameReady(_ wire: any WireProtocol, acknowledged: UInt64?, over transport: UInt64) -> Bool {
        let done: Void? = step(over: transport) { state in
            state.phase = .ready
            state.features = wire.features
            state.authentication = wire.authentication
            state.mode = wire.mode
            state.backoff = .zero
            state.lastKeepalive = .now()
            // The flush that follows does what was asked for before.
            state.isFlushing = true
            if let acknowledged { state.session.resume(acknowledged: acknowledged) }
        }
        return done != nil
    }

    /// Counts a message that came over the socket with that number.
    /// - Returns: whether it is to be delivered: it is new, and the socket still this connection's.
    func receive(_ header: MessageHeader, over transport: UInt64) -> Bool {
        step(over: transport) { state in
            guard state.session.receive(header.seq) else { return false }
            if !state.isLossy { state.session.unacknowledged += 1 }
            if !state.isV2 { state.peerName = header.source }
            return true
        } ?? false
    }

    func acknowledge(_ seq: UInt64, over transport: UInt64) {
        _ = step(over: transport) { if !$0.isLossy { $0.session.acknowledge(seq) } }
    }

    var owesAcknowledgement: Bool { state.withLockedValue { $0.session.unacknowledged > 0 } }

    /// The number to acknowledge, where that is owed.
    func takeAcknowledgement(over transport: UInt64) -> UInt64? {
        step(over: transport) { state -> UInt64? in
            guard state.session.unacknowledged > 0 else { return nil }
            state.session.unacknowledged = 0
            return state.session.inSeq
        } ?? nil
    }

    /// A message has carried the acknowledgement of all up to `seq`.
    func acknowledgementSent(_ seq: UInt64, over transport: UInt64) {
        _ = step(over: transport) { if $0.session.inSeq == seq { $0.session.unacknowledged = 0 } }
    }

    /// What goes out next over the socket with that number; nil where nothing waits.
    func takeBatch(over transport: UInt64) -> OutgoingBatch? {
        step(over: transport) { state -> OutgoingBatch? in
            state.isFlushing = false
            guard state.phase == .ready else { return nil }
            var batch = OutgoingBatch(
                messages: [], hasKeepalive: state.wantsKeepalive, inSeq: state.session.inSeq)
            state.wantsKeepalive = false
            while batch.messages.count < 32, let next = state.session.next(isLossy: state.isLossy) {
                batch.messages.append(next)
            }
            return batch.messages.isEmpty && !batch.hasKeepalive ? nil : batch
        } ?? nil
    }
}
