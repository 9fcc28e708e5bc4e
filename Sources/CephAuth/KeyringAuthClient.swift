import CephEncoding
import CephTypes
import NIOCore
import Synchronization

/// The ``AuthClient`` of a program with a key: authenticates to monitors, and shows services the tickets that these
/// gave (`MonClient`).
///
/// What a connection brings, global id and tickets, is kept for the next ones.
public final class KeyringAuthClient: AuthClient {
    /// What lasts from one connection to the next.
    struct State: Sendable {
        var globalID: UInt64 = 0
        var tickets = TicketHolder()
    }

    public let name: AuthEntityName
    let keyring: KeyRing
    let policy: AuthPolicy
    let wanted: UInt32
    let now: @Sendable () -> UTime
    let random: RandomSource
    private let state = Mutex(State())

    /// - Parameters:
    ///   - name: whose key it is.
    ///   - wanted: the services that tickets are wanted for.
    public init(
        name: AuthEntityName, keyring: KeyRing, wanted: [EntityType] = [.mon, .osd, .mgr],
        policy: AuthPolicy = AuthPolicy(ownType: .client), now: @escaping @Sendable () -> UTime,
        random: RandomSource = .system
    ) {
        self.name = name
        self.keyring = keyring
        self.policy = policy
        self.wanted = wanted.reduce(0) { $0 | $1.rawValue }
        self.now = now
        self.random = random
    }

    /// 0 before the first connection.
    public var globalID: UInt64 { state.withLock { $0.globalID } }

    /// The tickets that it has now.
    public var tickets: TicketHolder { state.withLock { $0.tickets } }

    public func makeSession(
        peer: EntityType, peerAddresses: EntityAddressVector
    ) -> any AuthClientSession {
        guard peer == .mon else { return authorizerSession(peer) }
        return KeyringAuthSession(client: self)
    }

    public func makeV1Session(
        peer: EntityType, peerAddresses: EntityAddressVector
    ) -> any AuthV1ClientSession {
        guard peer == .mon else { return authorizerSession(peer) }
        return NoAuthorizerSession(name: name)
    }

    /// A session with a monitor by `MAuth` messages, over an open connection of msgr v1.
    public func makeMessageSession() -> KeyringMessageSession { KeyringMessageSession(client: self) }

    private func authorizerSession(_ peer: EntityType) -> AuthorizerSession {
        AuthorizerSession(peer: peer, policy: policy) { [self] () throws(AuthError) -> Authorizer in
            let state = state.withLock { $0 }
            guard policy.methods(for: peer).first == .cephx || state.tickets[peer] != nil else {
                return .none(name: name, globalID: state.globalID)
            }
            var random = random
            let authorizer = try state.tickets.authorizer(
                for: peer, globalID: state.globalID, using: &random)
            return .cephx(
                authorizer, name: name, globalID: state.globalID,
                expires: state.tickets[peer]?.expires ?? .zero)
        }
    }

    /// A session that goes on where the last one ended.
    func makeCephXSession() throws(AuthError) -> CephXClientSession {
        guard let key = keyring.secret(of: name), !key.isEmpty else {
            throw AuthError(AuthError.noEntity, "no secret found for entity: \(name)")
        }
        let state = state.withLock { $0 }
        return CephXClientSession(
            name: name, key: key, wanted: wanted, globalID: state.globalID, tickets: state.tickets)
    }

    func keep(globalID: UInt64, tickets: TicketHolder? = nil) {
        state.withLock {
            $0.globalID = globalID
            if let tickets { $0.tickets = tickets }
        }
    }
}

/// A client's connect message to a monitor of msgr v1: it authenticates later.
private struct NoAuthorizerSession: AuthV1ClientSession {
    let name: AuthEntityName

    func authorizer() throws -> (method: AuthMethod, payload: ByteBuffer) { (.unknown, ByteBuffer()) }

    func handleChallenge(_ payload: ByteBuffer) throws -> ByteBuffer {
        throw AuthError.denied("the monitor asks for an authorizer")
    }

    func handleReply(_ payload: ByteBuffer) throws -> AuthResult {
        AuthResult(entityName: name, peerType: .mon)
    }
}

/// A client's msgr2 connection to a monitor.
private struct KeyringAuthSession: AuthClientSession {
    let client: KeyringAuthClient
    private var method: AuthMethod?
    private var cephx: CephXClientSession?

    init(client: KeyringAuthClient) { self.client = client }

    mutating func begin() throws -> AuthOpening {
        guard let first = client.policy.methods(for: .mon).first else {
            throw AuthError.denied("no auth method is allowed towards monitors")
        }
        return try begin(first)
    }

    private mutating func begin(_ method: AuthMethod) throws(AuthError) -> AuthOpening {
        let modes = client.policy.modes(for: .mon, method: method)
        guard !modes.isEmpty else { throw .denied("no connection mode goes with method \(method.rawValue)") }
        self.method = method
        cephx = method == .cephx ? try client.makeCephXSession() : nil
        let introduction = AuthIntroduction(name: client.name, globalID: client.globalID)
        return AuthOpening(method: method, preferredModes: modes, payload: introduction.request)
    }

    mutating func handleBadMethod(
        _ method: AuthMethod, result: Int32, allowedMethods: [AuthMethod], allowedModes: [ConnectionMode]
    ) throws -> AuthOpening {
        // Only what comes behind it in the client's own list is left to try.
        let own = client.policy.methods(for: .mon)
        let rest = own.drop { $0 != self.method }.dropFirst()
        guard let next = rest.first(where: allowedMethods.contains) else {
            throw AuthError(
                status: result,
                "the monitor refuses \(client.name) with \(result); it allows methods "
                    + allowedMethods.map { "\($0.rawValue)" }.joined(separator: ", "))
        }
        return try begin(next)
    }

    mutating func handleMore(_ payload: ByteBuffer) throws -> ByteBuffer {
        guard var session = cephx else { throw AuthError.denied("a challenge without method cephx") }
        _ = try session.handle(payload, now: client.now())
        cephx = session
        var random = client.random
        return try session.request(now: client.now(), using: &random)
    }

    mutating func handleDone(globalID: UInt64, mode: ConnectionMode, payload: ByteBuffer) throws -> AuthResult
    {
        var result = AuthResult(entityName: client.name, peerType: .mon, globalID: globalID)
        guard var session = cephx else {
            guard method == AuthMethod.none, mode == .crc else {
                throw AuthError.denied("the monitor is done before it has begun")
            }
            client.keep(globalID: globalID)
            return result
        }
        session.globalID = globalID
        let progress = try session.handle(payload, now: client.now())
        guard let sessionKey = progress.sessionKey, progress.connectionSecret.count >= mode.secretLength
        else {
            throw AuthError.denied("the monitor gives no key, or no secret for a secure connection")
        }
        cephx = session
        client.keep(globalID: globalID, tickets: session.tickets)
        result.sessionKey = sessionKey
        result.connectionSecret = progress.connectionSecret
        result.ticketExpires = session.tickets[.auth]?.expires
        result.clientSession = session
        return result
    }
}

/// A client's exchange with a monitor in `MAuth` messages, over msgr v1.
public struct KeyringMessageSession: Sendable {
    private let client: KeyringAuthClient
    private var cephx: CephXClientSession?

    init(client: KeyringAuthClient) { self.client = client }

    /// The payload of the first `MAuth`, whose protocol is 0.
    public func begin() -> ByteBuffer {
        AuthIntroduction(
            methods: client.policy.methods(for: .mon), name: client.name, globalID: client.globalID
        ).message
    }

    /// Reads an `MAuthReply`.
    /// - Returns: the payload of the next `MAuth` (of the reply's protocol), or the result.
    /// - Throws: ``AuthError`` where the monitor refuses.
    public mutating func handle(
        method: AuthMethod, result: Int32, globalID: UInt64, payload: ByteBuffer
    ) throws(AuthError) -> AuthClientStep {
        guard result >= 0 else {
            throw AuthError(status: result, "the monitor refuses \(client.name) with \(result)")
        }
        guard client.policy.methods(for: .mon).contains(method) else {
            throw .denied("the monitor chose method \(method.rawValue), which was not offered")
        }
        var done = AuthResult(entityName: client.name, peerType: .mon, globalID: globalID)
        guard method == .cephx else {
            client.keep(globalID: globalID)
            return .done(done)
        }
        var session: CephXClientSession
        if let cephx { session = cephx } else { session = try client.makeCephXSession() }
        session.globalID = globalID
        let progress = try session.handle(payload, now: client.now())
        cephx = session
        var random = client.random
        if progress.hasMoreToAsk { return .send(try session.request(now: client.now(), using: &random)) }
        client.keep(globalID: globalID, tickets: session.tickets)
        done.sessionKey = session.tickets[.auth]?.sessionKey
        done.ticketExpires = session.tickets[.auth]?.expires
        done.clientSession = session
        return .done(done)
    }
}

/// What a client does next in an exchange by messages.
public enum AuthClientStep: Sendable {
    case send(ByteBuffer)
    case done(AuthResult)
}
