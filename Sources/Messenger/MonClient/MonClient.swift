import CephAuth
import CephEncoding
import CephMessages
import CephTypes
import FoundationEssentials
import NIOConcurrencyHelpers
import NIOCore

/// A client of a cluster's monitors: finds one that lets it in, keeps its monmap, and sends commands.
///
/// When its monitor is lost it finds another and sends again what was not answered, so a command is lost
/// only with the client. A monitor may have done it before it was lost: it is done once more then, as with
/// Ceph's own client (src/mon/MonClient.cc).
public final class MonClient: Sendable {
    public typealias Completion = @Sendable (Result<MonClientReply, MonClientError>) -> Void

    let configuration: MonClientConfiguration
    let auth: KeyringAuthClient
    let loop: any EventLoop
    let state: NIOLockedValueBox<State>
    private let messengerBox = NIOLockedValueBox<Messenger?>(nil)

    struct State: Sendable {
        enum Phase: Hashable, Sendable {
            case idle
            /// Connecting, or proving who this is.
            case hunting
            case open
            case shutDown
        }

        var phase = Phase.idle
        var connection: Connection?
        /// Counts attempts, so that a late timer knows that it is.
        var attempt = 0
        /// Attempts that took too long since a monitor was found.
        var lateAttempts = 0
        /// Monitors not yet tried in this round.
        var candidates: [EntityAddressVector] = []
        var monMap: MonMap?
        /// msgr v1's exchange.
        var exchange: KeyringMessageSession?
        var isAuthenticated = false
        var lastTID: UInt64 = 0
        var pending: [UInt64: Pending] = [:]
        var waiters: [@Sendable (Result<Void, MonClientError>) -> Void] = []
    }

    struct Pending: Sendable {
        var command: [String]
        var input: ByteBuffer
        var completion: Completion
    }

    /// - Parameter group: whose event loops the sockets are on.
    public init(group: any EventLoopGroup, configuration: MonClientConfiguration) {
        self.configuration = configuration
        loop = group.next()
        auth = KeyringAuthClient(
            name: configuration.name, keyring: configuration.keyring, policy: configuration.policy,
            now: { Self.now() })
        state = NIOLockedValueBox(State())
        var messenger = MessengerConfiguration(
            name: EntityName(configuration.name.type, -1), nonce: .random(in: 1...UInt32.max),
            policies: .client, authClient: auth)
        messenger.authPolicy = configuration.policy
        messenger.log = configuration.log
        messenger.readyTimeout = configuration.readyTimeout
        // All of one client on one event loop: nothing it does waits for another thread.
        let made = Messenger(group: loop, configuration: messenger, dispatcher: MonClientDispatcher(self))
        messengerBox.withLockedValue { $0 = made }
    }

    /// A client that a monitor has let in.
    public static func connected(
        _ configuration: MonClientConfiguration, _ group: any EventLoopGroup
    ) async throws -> MonClient {
        let client = MonClient(group: group, configuration: configuration)
        try await client.connect()
        return client
    }

    var messenger: Messenger? { messengerBox.withLockedValue { $0 } }

    /// The monitors, as they last told of themselves.
    public var monMap: MonMap? { state.withLockedValue { $0.monMap } }
    /// Which monitor this client is with; nil while it looks for one.
    public var connection: Connection? { state.withLockedValue { $0.phase == .open ? $0.connection : nil } }
    /// The number that the monitors gave this client; 0 before that.
    public var globalID: UInt64 { auth.globalID }

    // MARK: what can be done with it

    /// Waits until a monitor has let this client in, and has told of the others.
    public func connect() async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            whenOpen { continuation.resume(with: $0.mapError { $0 as any Error }) }
        }
    }

    /// Sends a command, and waits for its answer as long as that takes.
    /// - Parameters:
    ///   - json: `{"prefix": "status", "format": "json"}`
    ///   - input: what goes with it, as `-i` does.
    public func command(_ json: String, input: ByteBuffer = ByteBuffer()) async throws -> MonClientReply {
        try await withCheckedThrowingContinuation {
            (continuation: CheckedContinuation<MonClientReply, any Error>) in
            command(json, input: input) { continuation.resume(with: $0.mapError { $0 as any Error }) }
        }
    }

    /// The same for who does not want to wait on a task.
    /// - Parameter completion: called once, on the connection's event loop; must not block it.
    public func command(
        _ json: String, input: ByteBuffer = ByteBuffer(), completion: @escaping Completion
    ) {
        let pending = Pending(command: [json], input: input, completion: completion)
        enum Next {
            case send(Connection, MessageEnvelope)
            case hunt
            case wait
            case refuse
        }
        let next: Next = state.withLockedValue { state in
            guard state.phase != .shutDown else { return .refuse }
            state.lastTID += 1
            state.pending[state.lastTID] = pending
            if state.phase == .idle { return .hunt }
            guard state.phase == .open, let connection = state.connection else { return .wait }
            return .send(connection, Self.message(pending, tid: state.lastTID, fsid: state.fsid))
        }
        switch next {
        case .send(let connection, let message): connection.send(message)
        case .hunt: hunt()
        case .wait: break
        case .refuse: completion(.failure(.shutDown))
        }
    }

    /// Ends the client. What was not answered fails.
    public func shutdown() async {
        fail(.shutDown, isFinal: true)
        await messenger?.shutdown()
        messengerBox.withLockedValue { $0 = nil }
    }

    private func whenOpen(_ completion: @escaping @Sendable (Result<Void, MonClientError>) -> Void) {
        let (result, isIdle): (Result<Void, MonClientError>?, Bool) = state.withLockedValue { state in
            switch state.phase {
            case .open: return (.success(()), false)
            case .shutDown: return (.failure(.shutDown), false)
            case .idle, .hunting:
                state.waiters.append(completion)
                return (nil, state.phase == .idle)
            }
        }
        if let result { completion(result) }
        if isIdle { hunt() }
    }

    // MARK: small things

    static func message(_ pending: Pending, tid: UInt64, fsid: CephUUID) -> MessageEnvelope {
        MessageEnvelope(MMonCommand(fsid: fsid, command: pending.command, data: pending.input), tid: tid)
    }

    static func now() -> UTime {
        let time = max(0, Date().timeIntervalSince1970)
        return UTime(
            seconds: UInt32(truncatingIfNeeded: UInt64(time)),
            nanoseconds: UInt32((time - time.rounded(.down)) * 1e9))
    }
}

extension MonClient.State {
    var fsid: CephUUID { monMap?.fsid ?? .zero }
}

/// Gives a client what its messenger gets. The client owns the messenger, not the other way round.
private final class MonClientDispatcher: Dispatcher {
    private let client: NIOLockedValueBox<WeakClient>

    private struct WeakClient: Sendable {
        weak var client: MonClient?
    }

    init(_ client: MonClient) { self.client = NIOLockedValueBox(WeakClient(client: client)) }

    private var target: MonClient? { client.withLockedValue { $0.client } }

    func messengerReady(_ connection: Connection) { target?.ready(connection) }
    func received(
        _ message: MessageEnvelope, on connection: Connection, reservation: MessageReservation
    ) { target?.received(message, on: connection) }
    func reset(_ connection: Connection, _ kind: ResetKind) { target?.lost(connection, kind) }
}
