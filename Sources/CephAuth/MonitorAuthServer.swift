import CephEncoding
import CephTypes
import NIOCore
import Synchronization

/// A monitor's ``AuthServer``: lets clients in by their keys, and other monitors by authorizers
/// (`Monitor::handle_auth_request`).
///
/// What it needs of the monitor comes in through ``Environment``. Clients of msgr v1 send their exchange in `MAuth`
/// messages, which the monitor answers with an ``AuthServerSession`` of its own.
public final class MonitorAuthServer: AuthServer {
    /// The monitor as the exchanges see it. Each may be called on any thread.
    public struct Environment: Sendable {
        public var now: @Sendable () -> UTime
        public var random: RandomSource
        /// Whether the quorum's keys are there. Before that, clients are told to come later; monitors are let in by
        /// their common key.
        public var hasQuorumKeys: @Sendable () -> Bool = { true }
        public var policy: @Sendable () -> AuthPolicy
        /// The keys as they are committed; nil before the first commit, when clients are told to come later.
        public var keys: @Sendable () -> KeyServer?
        /// Gives a global id that nobody has had, or nil where none can be had now. It may answer later.
        public var allocateGlobalID: @Sendable (_ use: @escaping @Sendable (UInt64?) -> Void) -> Void

        public init(
            now: @escaping @Sendable () -> UTime, random: RandomSource,
            policy: @escaping @Sendable () -> AuthPolicy, keys: @escaping @Sendable () -> KeyServer?,
            allocateGlobalID: @escaping @Sendable (@escaping @Sendable (UInt64?) -> Void) -> Void
        ) {
            self.now = now
            self.random = random
            self.policy = policy
            self.keys = keys
            self.allocateGlobalID = allocateGlobalID
        }
    }

    /// How far an exchange has come.
    private enum Exchange {
        case authorizer(CephXAuthorizerCheck)
        /// Until a global id is there.
        case waiting
        case session(AuthServerSession)
    }

    private let environment: Environment
    private let exchanges = Mutex<[UInt64: Exchange]>([:])

    public init(_ environment: Environment) { self.environment = environment }

    public func allowedMethods(for peer: EntityType) -> [AuthMethod] {
        environment.policy().methods(for: peer)
    }

    public func allowedModes(for peer: EntityType, method: AuthMethod) -> [ConnectionMode] {
        environment.policy().modes(for: peer, method: method)
    }

    public func connectionClosed(_ id: UInt64) {
        exchanges.withLock { _ = $0.removeValue(forKey: id) }
    }

    public func authenticate(
        _ request: AuthServerRequest, reply: @escaping @Sendable (AuthServerReply) -> Void
    ) {
        do {
            guard let first = request.payload.readableBytesView.first else {
                reply(.done(try withoutAuthorizer(request), reply: ByteBuffer()))
                return
            }
            switch try exchange(of: request, mode: first) {
            case .authorizer(let check): reply(try checkAuthorizer(request, check))
            case .session(let session): reply(try proceed(request, session))
            case .waiting: try introduce(request, reply)
            }
        } catch {
            refuse(request.connectionID, error, reply)
        }
    }

    /// Clients of msgr v1 authenticate once they are connected; monitors show authorizers at once.
    private func withoutAuthorizer(_ request: AuthServerRequest) throws(AuthError) -> AuthResult {
        guard request.isV1Authorizer, let peer = request.peerType, peer != .mon else {
            throw .denied("no payload from \(request.peerAddress)")
        }
        return AuthResult(entityName: AuthEntityName(), peerType: peer)
    }

    /// What a request belongs to. `waiting` stands for a client that introduces itself.
    private func exchange(of request: AuthServerRequest, mode: UInt8) throws(AuthError) -> Exchange {
        guard request.isFirst else {
            switch exchanges.withLock({ $0[request.connectionID] }) {
            case .waiting, nil: throw .denied("\(request.peerAddress) goes on with what it has not begun")
            case let known?: return known
            }
        }
        if AuthMode.authorizers.contains(mode) {
            let exchange = Exchange.authorizer(CephXAuthorizerCheck())
            exchanges.withLock { $0[request.connectionID] = exchange }
            return exchange
        }
        guard AuthMode.monitors.contains(mode), !request.isV1Authorizer else {
            throw .denied("unrecognized auth mode \(mode) from \(request.peerAddress)")
        }
        return .waiting
    }

    /// Notes how far an exchange has come, unless its connection has been closed meanwhile.
    private func keep(_ exchange: Exchange, of connection: UInt64) throws(AuthError) {
        let isOpen = exchanges.withLock { $0.updateValue(exchange, forKey: connection) != nil }
        guard isOpen else {
            connectionClosed(connection)
            throw .denied("the connection is closed")
        }
    }

    private func refuse(
        _ connection: UInt64, _ error: AuthError, _ reply: @Sendable (AuthServerReply) -> Void
    ) {
        connectionClosed(connection)
        reply(.refused(errno: error.errno, reason: error.reason))
    }
}

extension MonitorAuthServer {
    /// A peer shows an authorizer: another monitor, whose ticket is sealed with the monitors' common key.
    private func checkAuthorizer(
        _ request: AuthServerRequest, _ check: CephXAuthorizerCheck
    ) throws(AuthError) -> AuthServerReply {
        let policy = environment.policy()
        guard policy.authorizerMethods(for: request.peerType ?? .any).contains(request.method) else {
            throw AuthError(
                AuthError.notSupported, "auth method \(request.method.rawValue) is not allowed here")
        }
        guard request.method == .cephx else { return .done(try believed(request), reply: ByteBuffer()) }
        var (check, random) = (check, environment.random)
        let outcome = try check.check(
            request.payload, keys: environment.keys()?.keyring ?? KeyRing(),
            secretLength: request.isV1Authorizer ? 0 : request.mode.secretLength,
            asksChallenge: request.canAnswerChallenge, using: &random)
        switch outcome {
        case .challenge(let payload):
            try keep(.authorizer(check), of: request.connectionID)
            return .more(payload)
        case .accepted(let info, let connectionSecret, let payload):
            connectionClosed(request.connectionID)
            let result = AuthResult(
                entityName: info.ticket.name, peerType: request.peerType, globalID: info.ticket.globalID,
                sessionKey: info.sessionKey, connectionSecret: connectionSecret,
                capabilities: info.ticket.caps.caps, allowAll: info.ticket.caps.allowAll,
                ticketExpires: info.ticket.expires)
            return .done(result, reply: payload)
        }
    }

    /// An authorizer of method none: version u8, name, global id u64.
    private func believed(_ request: AuthServerRequest) throws(AuthError) -> AuthResult {
        var decoder = CephDecoder(request.payload)
        _ = try decoder.read("struct_v", as: UInt8.self)
        let name = try decoder.read("entity_name", as: AuthEntityName.self)
        let globalID = try decoder.read("global_id", as: UInt64.self)
        return AuthResult(
            entityName: name, peerType: request.peerType, globalID: globalID, allowAll: true)
    }
}

extension MonitorAuthServer {
    /// A client says who it is.
    private func introduce(
        _ request: AuthServerRequest, _ reply: @escaping @Sendable (AuthServerReply) -> Void
    ) throws(AuthError) {
        guard environment.hasQuorumKeys(), environment.keys() != nil else {
            throw AuthError(AuthError.busy, "haven't formed initial quorum")
        }
        let introduction = try AuthIntroduction(request: request.payload)
        guard environment.policy().sessionMethods(for: introduction.name).contains(request.method) else {
            throw AuthError(
                AuthError.notSupported,
                "entity \(introduction.name) method \(request.method.rawValue) not among supported")
        }
        let isNew = exchanges.withLock { exchanges in
            guard exchanges[request.connectionID] == nil else { return false }
            exchanges[request.connectionID] = .waiting
            return true
        }
        guard isNew else { throw .denied("\(introduction.name) begins twice on one connection") }
        guard introduction.globalID == 0 else {
            reply(try begin(request, introduction, globalID: introduction.globalID, isNew: false))
            return
        }
        environment.allocateGlobalID { [self] globalID in
            switch Result(catching: { () throws(AuthError) in
                try begin(request, introduction, newID: globalID)
            }) {
            case .success(let answer): reply(answer)
            case .failure(let error): refuse(request.connectionID, error, reply)
            }
        }
    }

    private func begin(
        _ request: AuthServerRequest, _ introduction: AuthIntroduction, newID: UInt64?
    ) throws(AuthError) -> AuthServerReply {
        guard let newID, newID != 0 else { throw AuthError(AuthError.busy, "failed to assign global_id") }
        return try begin(request, introduction, globalID: newID, isNew: true)
    }

    private func begin(
        _ request: AuthServerRequest, _ introduction: AuthIntroduction, globalID: UInt64, isNew: Bool
    ) throws(AuthError) -> AuthServerReply {
        var random = environment.random
        let (session, beginning) = try AuthServerSession.begin(
            request.method, name: introduction.name, globalID: globalID, isNewGlobalID: isNew, using: &random)
        switch beginning {
        case .authenticated(let result):
            connectionClosed(request.connectionID)
            return .done(result.from(request), reply: ByteBuffer())
        case .challenge(let payload):
            try keep(.session(session), of: request.connectionID)
            return .more(payload)
        }
    }

    /// A client goes on.
    private func proceed(
        _ request: AuthServerRequest, _ session: AuthServerSession
    ) throws(AuthError) -> AuthServerReply {
        guard let keys = environment.keys() else {
            throw AuthError(AuthError.busy, "haven't formed initial quorum")
        }
        var (session, random) = (session, environment.random)
        let answer = try session.handle(
            request.payload, secretLength: request.mode.secretLength, keys: keys,
            policy: environment.policy(), now: environment.now(), using: &random)
        switch answer {
        case .reply(let payload):
            try keep(.session(session), of: request.connectionID)
            return .more(payload)
        case .authenticated(let result, let payload):
            connectionClosed(request.connectionID)
            return .done(result.from(request), reply: payload)
        }
    }
}

extension AuthResult {
    /// The result with what the connection itself has told of the peer.
    fileprivate func from(_ request: AuthServerRequest) -> AuthResult {
        var result = self
        result.peerType = request.peerType
        return result
    }
}
