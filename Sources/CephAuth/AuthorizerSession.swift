import CephEncoding
import CephTypes
import NIOCore

/// What is shown to a service, by whatever method.
enum Authorizer: Sendable {
    case none(name: AuthEntityName, globalID: UInt64)
    case cephx(CephXAuthorizer, name: AuthEntityName, globalID: UInt64, expires: UTime)

    var method: AuthMethod {
        switch self {
        case .none: .none
        case .cephx: .cephx
        }
    }

    func payload() throws(AuthError) -> ByteBuffer {
        switch self {
        case .none(let name, let globalID):
            var encoder = CephEncoder()
            encoder.integer(AuthMode.authorizer)
            encoder.encode(name)
            encoder.integer(globalID)
            return encoder.buffer
        case .cephx(let authorizer, _, _, _): return try authorizer.payload()
        }
    }

    func payload(answering challenge: ByteBuffer) throws(AuthError) -> ByteBuffer {
        guard case .cephx(let authorizer, _, _, _) = self else { return try payload() }
        return try authorizer.payload(answering: challenge)
    }

    func result(of reply: ByteBuffer, peer: EntityType) throws(AuthError) -> AuthResult {
        switch self {
        case .none(let name, let globalID):
            return AuthResult(entityName: name, peerType: peer, globalID: globalID)
        case .cephx(let authorizer, let name, let globalID, let expires):
            return AuthResult(
                entityName: name, peerType: peer, globalID: globalID, sessionKey: authorizer.sessionKey,
                connectionSecret: try authorizer.verify(reply: reply), ticketExpires: expires)
        }
    }
}

/// One connection that begins with an authorizer, of either messenger.
struct AuthorizerSession: AuthClientSession, AuthV1ClientSession {
    private let peer: EntityType
    private let policy: AuthPolicy
    private let make: @Sendable () throws(AuthError) -> Authorizer
    private var shown: Authorizer?

    init(
        peer: EntityType, policy: AuthPolicy, make: @escaping @Sendable () throws(AuthError) -> Authorizer
    ) {
        self.peer = peer
        self.policy = policy
        self.make = make
    }

    mutating func begin() throws -> AuthOpening {
        let authorizer = try make()
        shown = authorizer
        return AuthOpening(
            method: authorizer.method, preferredModes: policy.modes(for: peer, method: authorizer.method),
            payload: try authorizer.payload())
    }

    func handleBadMethod(
        _ method: AuthMethod, result: Int32, allowedMethods: [AuthMethod], allowedModes: [ConnectionMode]
    ) throws -> AuthOpening {
        throw AuthError.denied(
            "\(peer.name) refuses auth method \(method.rawValue) with \(result), and allows "
                + allowedMethods.map { "\($0.rawValue)" }.joined(separator: ", "))
    }

    func handleMore(_ payload: ByteBuffer) throws -> ByteBuffer {
        try begun().payload(answering: payload)
    }

    func handleDone(globalID: UInt64, mode: ConnectionMode, payload: ByteBuffer) throws -> AuthResult {
        let result = try begun().result(of: payload, peer: peer)
        guard result.connectionSecret.count >= mode.secretLength else {
            throw AuthError.denied("\(peer.name) gives no secret for a secure connection")
        }
        return result
    }

    mutating func authorizer() throws -> (method: AuthMethod, payload: ByteBuffer) {
        let opening = try begin()
        return (opening.method, opening.payload)
    }

    func handleChallenge(_ payload: ByteBuffer) throws -> ByteBuffer { try handleMore(payload) }

    func handleReply(_ payload: ByteBuffer) throws -> AuthResult {
        try begun().result(of: payload, peer: peer)
    }

    private func begun() throws(AuthError) -> Authorizer {
        guard let shown else { throw AuthError(AuthError.invalid, "no authorizer has been shown") }
        return shown
    }
}
