import CephEncoding

/// How the accepting side decides what becomes of a connection whose peer it knows already
/// (`handle_existing_connection` and `handle_reconnect` in src/msg/async/ProtocolV2.cc,
/// `handle_connect_message_2` in ProtocolV1.cc).
enum SessionRules {
    /// What is known of the peer's session.
    struct Existing: Hashable, Sendable {
        enum Phase: Hashable, Sendable {
            /// Connecting, or waiting to do so.
            case connecting
            case ready
            case standby
        }

        var phase: Phase
        var isV2: Bool
        var isLossy: Bool
        /// This side waits for the peer to connect.
        var isServer: Bool
        var clientCookie: UInt64 = 0
        var serverCookie: UInt64 = 0
        var connectSeq: UInt64 = 0
        var peerGlobalSeq: UInt64 = 0
    }

    enum Decision: Hashable, Sendable {
        /// A session of its own begins on this socket.
        case open
        /// The same, and the existing connection ends.
        case replace
        /// The existing session goes on on this socket: as a new one, and empty where `isReset`.
        case takeOver(isReset: Bool)
        /// The existing session goes on on this socket behind the peer's last message.
        case resume(acknowledged: UInt64, connectSeq: UInt64)
        /// msgr v1: it goes on, and both sides tell how far they are.
        case continueV1
        /// The peer has to ask again, or to wait for the existing connection, which `isWoken` for it.
        case answer(SessionAnswer, isWoken: Bool = false)
        case refuse(String)
    }

    /// - Parameters:
    ///   - existing: nil where the peer is not known, or its connection has ended.
    ///   - policy: of the peer's type.
    ///   - peerPrecedesOwn: of both sides' addresses: where two connect to each other at the same time, the
    ///     connection of the lower one is used.
    static func decide(
        _ request: SessionRequest, existing: Existing?, policy: ConnectionPolicy, peerPrecedesOwn: Bool
    ) -> Decision {
        if policy.isServer && policy.isLossy && !policy.registersLossyClients {
            if case .resumed = request.kind { return .answer(.reset(isFull: true)) }
            return .open
        }
        switch request.kind {
        case .new(let cookie):
            guard let existing else { return .open }
            guard existing.isV2 else { return .replace }
            return new(cookie, request, existing, policy, peerPrecedesOwn)
        case .resumed(let clientCookie, _, let connectSeq, let messageSeq):
            guard let existing, existing.isV2 else { return .answer(.reset(isFull: true)) }
            guard existing.clientCookie == clientCookie else {
                return .answer(.reset(isFull: policy.checksReset))
            }
            let resumption = Decision.resume(acknowledged: messageSeq, connectSeq: connectSeq)
            return resume(connectSeq, request, existing, peerPrecedesOwn, resumption)
        case .v1(let connectSeq):
            guard let existing else {
                return connectSeq > 0 ? .answer(.reset(isFull: true)) : .open
            }
            guard !existing.isV2 else { return .replace }
            return connect(UInt64(connectSeq), request, existing, policy, peerPrecedesOwn)
        }
    }

    private static func new(
        _ cookie: UInt64, _ request: SessionRequest, _ existing: Existing, _ policy: ConnectionPolicy,
        _ peerPrecedesOwn: Bool
    ) -> Decision {
        // A peer that was started again counts anew, so an old number is too old only beside a live socket.
        if existing.phase == .ready && existing.peerGlobalSeq > request.globalSeq {
            return .refuse("an attempt older than the connection that the peer has")
        }
        if existing.isLossy { return .replace }
        if existing.serverCookie != 0 && existing.clientCookie != 0 && existing.clientCookie != cookie {
            return .takeOver(isReset: policy.checksReset)
        }
        if existing.clientCookie == cookie || existing.phase != .connecting {
            return .takeOver(isReset: false)
        }
        guard peerPrecedesOwn || existing.isServer else { return .answer(.wait, isWoken: true) }
        return .takeOver(isReset: false)
    }

    private static func resume(
        _ connectSeq: UInt64, _ request: SessionRequest, _ existing: Existing, _ peerPrecedesOwn: Bool,
        _ resumption: Decision
    ) -> Decision {
        // The peer connects with a session that this side was about to open and has not heard the end of.
        if existing.serverCookie == 0 { return .answer(.reset(isFull: false)) }
        if existing.peerGlobalSeq > request.globalSeq {
            return .answer(.retryGlobal(globalSeq: existing.peerGlobalSeq))
        }
        if existing.connectSeq > connectSeq { return .answer(.retry(connectSeq: existing.connectSeq)) }
        if existing.connectSeq == connectSeq && !peerPrecedesOwn && !existing.isServer {
            return .answer(.wait)
        }
        return resumption
    }

    private static func connect(
        _ connectSeq: UInt64, _ request: SessionRequest, _ existing: Existing, _ policy: ConnectionPolicy,
        _ peerPrecedesOwn: Bool
    ) -> Decision {
        if request.globalSeq < existing.peerGlobalSeq {
            return .answer(.retryGlobal(globalSeq: existing.peerGlobalSeq))
        }
        if existing.isLossy { return .replace }
        if connectSeq == 0 && existing.connectSeq > 0 { return .takeOver(isReset: policy.checksReset) }
        if connectSeq < existing.connectSeq { return .answer(.retry(connectSeq: existing.connectSeq)) }
        if connectSeq == existing.connectSeq {
            if existing.phase != .connecting {
                let isNew = policy.checksReset && existing.connectSeq == 0
                return isNew ? .continueV1 : .answer(.retry(connectSeq: existing.connectSeq))
            }
            return peerPrecedesOwn || existing.isServer ? .continueV1 : .answer(.wait, isWoken: true)
        }
        if policy.checksReset && existing.connectSeq == 0 { return .answer(.reset(isFull: true)) }
        return .continueV1
    }
}
