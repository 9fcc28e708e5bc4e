import CephAuth
import CephEncoding
import CephMessages
import NIOConcurrencyHelpers
import NIOCore

/// A peer, and the session with it, over whichever socket it has at the time.
///
/// A lossless connection is the same object for as long as the session lasts, through any number of
/// sockets. A lossy one ends with its socket.
public final class Connection: Sendable {
    /// No other connection of this process has or had it.
    public let id: UInt64
    let messenger: Messenger
    /// What the peer was connected as; nil where it connected to this side.
    let target: EntityAddressVector?
    let state: NIOLockedValueBox<ConnectionState>
    /// Held while a message is delivered: those that come over an old socket come before those of a new one.
    let delivery = NIOLock()

    init(id: UInt64, messenger: Messenger, target: EntityAddressVector?, state: ConnectionState) {
        self.id = id
        self.messenger = messenger
        self.target = target
        self.state = NIOLockedValueBox(state)
    }

    // MARK: who the peer is

    /// The peer's name; its number is -1 until it has said it.
    public var peerName: EntityName { state.withLockedValue { $0.peerName } }
    public var peerType: EntityType { state.withLockedValue { $0.peerName.type } }
    /// The peer's addresses, as it told them or as it was connected to.
    public var peerAddresses: EntityAddressVector { state.withLockedValue { $0.peerAddresses } }
    /// The other end of the socket; blank where there is none.
    public var socketAddress: EntityAddress { state.withLockedValue { $0.socketAddress } }
    /// The global id that a monitor gave the peer; 0 where none was told.
    public var peerGlobalID: UInt64 { state.withLockedValue { $0.authentication?.globalID ?? 0 } }
    /// What both sides support; empty until a session has been opened.
    public var features: CephFeatures { state.withLockedValue { $0.features } }
    /// What the peer has proven; nil before that, and for clients of msgr v1, who do so by messages.
    public var auth: AuthResult? { state.withLockedValue { $0.authentication } }
    public var isV2: Bool { state.withLockedValue { $0.isV2 } }
    public var mode: ConnectionMode { state.withLockedValue { $0.mode } }
    public var isLossy: Bool { state.withLockedValue { $0.isLossy } }
    /// Whether messages can go out now.
    public var isReady: Bool { state.withLockedValue { $0.phase == .ready } }
    public var isClosed: Bool { state.withLockedValue { $0.phase == .closed } }
    /// When the peer last asked for a sign of life, and when it last gave one (the time that this side's
    /// question told).
    public var lastKeepalive: NIODeadline { state.withLockedValue { $0.lastKeepalive } }
    public var lastKeepaliveAcknowledgement: UTime {
        state.withLockedValue { $0.lastKeepaliveAcknowledgement }
    }

    // MARK: what can be done with it

    /// Sends a message, after those before it of the same or a higher priority. What is sent on a closed
    /// connection is dropped.
    public func send(_ envelope: MessageEnvelope) { enqueue(.single(envelope)) }

    /// The same for a message that goes to others as well.
    public func send(_ message: SharedMessage) { enqueue(.shared(message)) }

    /// Asks the peer for a sign of life.
    public func sendKeepalive() {
        act { state in
            guard state.phase != .closed else { return .none }
            state.wantsKeepalive = true
            return state.work()
        }
    }

    /// The peer has to wait for this side's own attempt to connect: makes it now, if none goes on.
    func wake() { act { $0.wake() } }

    /// Ends the connection. Nothing is told about it any more, and the peer may connect anew.
    public func markDown() { messenger.close(self, telling: nil) }

    private func enqueue(_ message: QueuedMessage) {
        let configuration = messenger.configuration
        let (isTooSlow, count, bytes) = state.withLockedValue { state in
            let queue = state.session.queue
            let isTooMuch =
                queue.count >= configuration.maximumQueuedMessages
                || queue.bytes >= configuration.maximumQueuedBytes
            return (state.isLossy && isTooMuch, queue.count, queue.bytes)
        }
        guard !isTooSlow else {
            messenger.log(
                0, "\(self) does not take its messages; \(count) of \(bytes) bytes are waiting: closing it")
            return messenger.close(self, telling: .lossy)
        }
        act { state in
            guard state.phase != .closed else { return .none }
            state.session.queue.append(message)
            return state.work()
        }
    }

    /// Changes the state, then does what that asks for.
    private func act(_ change: (inout ConnectionState) -> ConnectionState.Work) {
        switch state.withLockedValue(change) {
        case .none: break
        case .flush(let transport): transport.flush()
        case .connect: messenger.connect(self)
        }
    }
}

extension Connection: Hashable {
    public static func == (left: Connection, right: Connection) -> Bool { left === right }
    public func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

extension Connection: CustomStringConvertible {
    /// `mon.1 [v2:…,v1:…] (connection 7)`
    public var description: String {
        let (name, addresses) = state.withLockedValue { ($0.peerName, $0.peerAddresses) }
        return "\(name) \(addresses) (connection \(id))"
    }
}
