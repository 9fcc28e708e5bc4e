import CephAuth
import CephEncoding
import NIOCore

/// All of a connection that changes, under its lock.
struct ConnectionState: Sendable {
    enum Phase: Hashable, Sendable {
        /// A socket is there, and the handshake goes on.
        case handshaking
        /// A socket is asked for, or will be after a while.
        case connecting
        case ready
        /// No socket, and nothing to say.
        case standby
        case closed
    }

    /// What a change asks for.
    enum Work: Sendable {
        case none
        case flush(Transport)
        case connect
    }

    var phase: Phase
    var policy: ConnectionPolicy
    /// The policy's, until the accepting side has decided.
    var isLossy: Bool
    var peerName: EntityName
    var peerAddresses: EntityAddressVector
    var socketAddress = EntityAddress()
    var features = CephFeatures()
    var authentication: AuthResult?
    /// Of the socket, or of the one that will be asked for: who is met half-way must know which.
    var isV2: Bool
    var mode = ConnectionMode.unknown
    var session = Session()

    var transport: Transport?
    /// Counts what gives this connection another socket, so that the late end of an older attempt is known.
    var attempt = 0
    var isFlushing = false
    var wantsKeepalive = false
    var backoff: TimeAmount = .zero
    /// Connecting, but not before a while has passed, unless the peer comes and waits for it.
    var isResting = false
    /// This side's number of the attempt that goes on.
    var globalSeq: UInt64 = 0
    var lastKeepalive = NIODeadline.now()
    var lastKeepaliveAcknowledgement = UTime.zero

    init(policy: ConnectionPolicy, phase: Phase, peer: EntityName, addresses: EntityAddressVector) {
        self.phase = phase
        self.policy = policy
        isLossy = policy.isLossy
        peerName = peer
        peerAddresses = addresses
        isV2 = addresses.preferred.kind != .legacy
    }

    /// What is to be done now that there is something to send.
    mutating func work() -> Work {
        switch phase {
        case .ready:
            guard !isFlushing, let transport else { return .none }
            isFlushing = true
            return .flush(transport)
        case .standby:
            guard !policy.isServer else { return .none }
            phase = .connecting
            if isV2 && session.serverCookie != 0 { session.connectSeq &+= 1 }
            return .connect
        default:
            return .none
        }
    }

    /// The socket is gone: what becomes of the connection.
    enum Loss: Hashable, Sendable {
        case ended
        case standby
        case reconnect(after: TimeAmount)
    }

    /// - Parameter mustWait: the peer's own attempt wins; it should have come before this one is made again.
    mutating func loseTransport(initialBackoff: TimeAmount, maximumBackoff: TimeAmount, mustWait: Bool)
        -> Loss
    {
        let wasReady = phase == .ready
        transport = nil
        isFlushing = false
        attempt += 1
        socketAddress = EntityAddress()
        session.interrupt()
        // A lossy connection that never was open is tried again, like any other.
        if isLossy && (wasReady || policy.isServer) {
            phase = .closed
            return .ended
        }
        if (policy.standsBy && !session.hasMessages && !wantsKeepalive && !mustWait) || policy.isServer {
            phase = .standby
            return .standby
        }
        phase = .connecting
        if wasReady || (isV2 && session.serverCookie != 0) { session.connectSeq &+= 1 }
        if mustWait {
            backoff = maximumBackoff
        } else if wasReady {
            backoff = .zero
        } else {
            backoff =
                backoff == .zero ? initialBackoff : min(maximumBackoff, .nanoseconds(backoff.nanoseconds * 2))
        }
        // Two that each take the other's attempt for the better one must not drive each other round.
        isResting = backoff > .zero && !mustWait
        return .reconnect(after: backoff)
    }

    /// The peer is there, and waits for this side's attempt: that is made now.
    mutating func wake() -> Work {
        if phase == .connecting, isResting {
            isResting = false
            // The timer that would have made it finds that it is too late.
            attempt += 1
            return .connect
        }
        guard phase != .closed else { return .none }
        wantsKeepalive = true
        return work()
    }

    /// What the rules of sessions have to know.
    var existing: SessionRules.Existing? {
        let known: SessionRules.Existing.Phase
        switch phase {
        case .closed: return nil
        case .ready: known = .ready
        case .standby: known = .standby
        case .connecting, .handshaking: known = .connecting
        }
        return SessionRules.Existing(
            phase: known, isV2: isV2, isLossy: isLossy, isServer: policy.isServer,
            clientCookie: session.clientCookie, serverCookie: session.serverCookie,
            connectSeq: session.connectSeq, peerGlobalSeq: session.peerGlobalSeq)
    }
}
