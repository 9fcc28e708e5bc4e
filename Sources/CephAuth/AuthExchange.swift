import CephEncoding
import CephTypes
import NIOCore

/// What both sides know once a connection's peer has proven who it is.
public struct AuthResult: Hashable, Sendable {
    /// The owner of the key. On the client's side of an exchange: its own name.
    public var entityName: AuthEntityName
    /// What the peer said that it is, where the exchange says so.
    public var peerType: EntityType?
    /// The client's global id, which a monitor gives and a ticket carries. 0 between monitors.
    public var globalID: UInt64
    /// The key of this connection; signs messages of msgr v1, and frames' handshakes of msgr2. nil with
    /// ``AuthMethod/none``.
    public var sessionKey: CryptoKey?
    /// What msgr2 takes the keys of its secure mode from; empty for mode crc and for msgr v1.
    public var connectionSecret: [UInt8]
    /// What the peer may do here: the encoded text of its capability, as a ticket carries it.
    public var capabilities: ByteBuffer
    /// Whether the peer may do everything, whatever ``capabilities`` say.
    public var allowAll: Bool
    /// When the ticket that was shown, or given, ends; nil where there is none.
    public var ticketExpires: UTime?
    /// On a monitor's side: what answers the `MAuth` messages that the client sends on this connection later, to
    /// renew its tickets. nil after an authorizer.
    public var serverSession: AuthServerSession?
    /// On a client's side, connected to a monitor: what asks for new tickets in `MAuth` messages.
    public var clientSession: CephXClientSession?

    public init(
        entityName: AuthEntityName, peerType: EntityType? = nil, globalID: UInt64 = 0,
        sessionKey: CryptoKey? = nil, connectionSecret: [UInt8] = [], capabilities: ByteBuffer = ByteBuffer(),
        allowAll: Bool = false, ticketExpires: UTime? = nil, serverSession: AuthServerSession? = nil,
        clientSession: CephXClientSession? = nil
    ) {
        self.entityName = entityName
        self.peerType = peerType
        self.globalID = globalID
        self.sessionKey = sessionKey
        self.connectionSecret = connectionSecret
        self.capabilities = capabilities
        self.allowAll = allowAll
        self.ticketExpires = ticketExpires
        self.serverSession = serverSession
        self.clientSession = clientSession
    }
}

/// What a server says to one request of an exchange.
public enum AuthServerReply: Sendable {
    /// The exchange goes on: the payload of `AUTH_REPLY_MORE`; for a v1 authorizer, that of
    /// `CEPH_MSGR_TAG_CHALLENGE_AUTHORIZER`.
    case more(ByteBuffer)
    /// The peer is who it says: the payload of `AUTH_DONE`; for a v1 authorizer, the reply of
    /// `CEPH_MSGR_TAG_READY`.
    case done(AuthResult, reply: ByteBuffer)
    /// `AUTH_BAD_METHOD`; the result is a negative errno.
    case badMethod(result: Int32, allowedMethods: [AuthMethod], allowedModes: [ConnectionMode])
    /// The peer is not let in: the errno is positive. With msgr2 this too goes out as `AUTH_BAD_METHOD`, with what
    /// is allowed for the peer's type; with msgr v1 as `CEPH_MSGR_TAG_BADAUTHORIZER`. Only ``AuthError/busy`` is
    /// not said at all: the connection just ends, and the client comes back later.
    case refused(errno: Int32, reason: String)
}

/// One request of an exchange, as the messenger received it.
public struct AuthServerRequest: Sendable {
    /// Tells exchanges apart: requests of one connection come one after another, with the same number.
    public var connectionID: UInt64
    /// Whether this is `AUTH_REQUEST` (or the first connect message of v1) and not `AUTH_REQUEST_MORE`.
    public var isFirst: Bool
    public var method: AuthMethod
    /// The mode that the messenger picked with ``AuthServer/pickMode(for:method:preferred:)``.
    public var mode: ConnectionMode
    public var payload: ByteBuffer
    /// The peer's type, where the messenger knows it: from msgr2's HELLO, from v1's connect message.
    public var peerType: EntityType?
    public var peerAddress: EntityAddress
    /// The payload is the authorizer of a v1 connect message, without an auth mode in front. Who does not
    /// support `CephFeatures.cephxV2` is not asked to answer a challenge.
    public var isV1Authorizer: Bool
    /// For a v1 authorizer: whether the peer can answer a challenge (`CephFeatures.cephxV2`).
    public var canAnswerChallenge: Bool

    public init(
        connectionID: UInt64, isFirst: Bool, method: AuthMethod, mode: ConnectionMode, payload: ByteBuffer,
        peerType: EntityType?, peerAddress: EntityAddress, isV1Authorizer: Bool = false,
        canAnswerChallenge: Bool = true
    ) {
        self.connectionID = connectionID
        self.isFirst = isFirst
        self.method = method
        self.mode = mode
        self.payload = payload
        self.peerType = peerType
        self.peerAddress = peerAddress
        self.isV1Authorizer = isV1Authorizer
        self.canAnswerChallenge = canAnswerChallenge
    }
}

/// The side that lets peers in.
///
/// With msgr v1 a client authenticates by `MAuth` messages on an open connection, so its connect message has no
/// authorizer: a server answers the empty payload of who is no monitor with ``AuthServerReply/done(_:reply:)``
/// and a result without a name.
public protocol AuthServer: Sendable {
    /// Answers one request, once. The answer may come later and on any thread: allocating a global id can
    /// need a commit.
    func authenticate(
        _ request: AuthServerRequest, reply: @escaping @Sendable (AuthServerReply) -> Void)
    /// Forgets what it knows of an exchange.
    func connectionClosed(_ id: UInt64)
    /// What a peer of the type may use, best first.
    func allowedMethods(for peer: EntityType) -> [AuthMethod]
    /// What protects connections with a peer of the type, best first.
    func allowedModes(for peer: EntityType, method: AuthMethod) -> [ConnectionMode]
}

extension AuthServer {
    /// The first of the peer's preferred modes that is allowed; nil is answered with `AUTH_BAD_METHOD` and
    /// ``AuthError/notSupported``.
    public func pickMode(
        for peer: EntityType, method: AuthMethod, preferred: [ConnectionMode]
    ) -> ConnectionMode? {
        let allowed = allowedModes(for: peer, method: method)
        return preferred.first { allowed.contains($0) }
    }
}

/// How an exchange begins: the contents of `AUTH_REQUEST`.
public struct AuthOpening: Hashable, Sendable {
    public var method: AuthMethod
    public var preferredModes: [ConnectionMode]
    public var payload: ByteBuffer

    public init(method: AuthMethod, preferredModes: [ConnectionMode], payload: ByteBuffer) {
        self.method = method
        self.preferredModes = preferredModes
        self.payload = payload
    }
}

/// One msgr2 connection's client side of the exchange.
public protocol AuthClientSession: Sendable {
    /// What `AUTH_REQUEST` says.
    /// - Throws: ``AuthError`` where there is nothing to show: no key, no ticket.
    mutating func begin() throws -> AuthOpening
    /// `AUTH_BAD_METHOD` came: what to try next.
    /// - Throws: ``AuthError`` where nothing is left to try.
    mutating func handleBadMethod(
        _ method: AuthMethod, result: Int32, allowedMethods: [AuthMethod], allowedModes: [ConnectionMode]
    ) throws -> AuthOpening
    /// `AUTH_REPLY_MORE` came: the payload of `AUTH_REQUEST_MORE`.
    mutating func handleMore(_ payload: ByteBuffer) throws -> ByteBuffer
    /// `AUTH_DONE` came.
    mutating func handleDone(globalID: UInt64, mode: ConnectionMode, payload: ByteBuffer) throws
        -> AuthResult
}

/// One msgr v1 connection's client side: what the connect message carries.
public protocol AuthV1ClientSession: Sendable {
    /// The method and the authorizer of the connect message; ``AuthMethod/unknown`` and nothing where there is
    /// no authorizer, as between a client and a monitor.
    mutating func authorizer() throws -> (method: AuthMethod, payload: ByteBuffer)
    /// `CEPH_MSGR_TAG_CHALLENGE_AUTHORIZER` came: the authorizer for the next connect message.
    mutating func handleChallenge(_ payload: ByteBuffer) throws -> ByteBuffer
    /// The server's reply to the authorizer, which comes with `CEPH_MSGR_TAG_READY`.
    /// - Throws: ``AuthError`` where the server does not prove that it knows the service's key.
    mutating func handleReply(_ payload: ByteBuffer) throws -> AuthResult
}

/// The side that connects.
public protocol AuthClient: Sendable {
    /// A session for one new msgr2 connection.
    func makeSession(peer: EntityType, peerAddresses: EntityAddressVector) -> any AuthClientSession
    /// A session for one new msgr v1 connection.
    func makeV1Session(peer: EntityType, peerAddresses: EntityAddressVector) -> any AuthV1ClientSession
}
