import CephEncoding
import CephTypes
import NIOCore

/// A client's side of cephx with a monitor (src/auth/cephx/CephxClientHandler.cc of 16.2).
public struct CephXClientSession: Hashable, Sendable {
    public let name: AuthEntityName
    private let key: CryptoKey
    /// A mask of the services that tickets are wanted for, with the monitors' own always among them.
    private let wanted: UInt32
    /// What the monitor gave; kept for the next connection, it proves that the id is this client's.
    public var globalID: UInt64
    public private(set) var tickets: TicketHolder
    private var serverChallenge: UInt64?

    /// - Parameters:
    ///   - wanted: a mask of `CEPH_ENTITY_TYPE_*`.
    ///   - globalID: of an earlier session, or 0.
    ///   - tickets: of an earlier session.
    public init(
        name: AuthEntityName, key: CryptoKey, wanted: UInt32, globalID: UInt64 = 0,
        tickets: TicketHolder = TicketHolder()
    ) {
        self.name = name
        self.key = key
        self.wanted = wanted | EntityType.auth.rawValue
        self.globalID = globalID
        self.tickets = tickets
    }

    /// What a response of the monitor has brought.
    public struct Progress: Hashable, Sendable {
        /// nil where this response brings none: it is in the answer to the challenge's answer.
        public var sessionKey: CryptoKey?
        public var connectionSecret: [UInt8] = []
        /// Sealed by the daemon's key: the keys of its own service.
        public var rotatingSecrets: RotatingSecrets?
        /// Whether ``CephXClientSession/request(now:using:)`` has something to ask for.
        public var hasMoreToAsk: Bool
    }

    /// Reads one response: `AUTH_REPLY_MORE`, `AUTH_DONE`, or that of an `MAuthReply`.
    /// - Throws: ``AuthError`` where the monitor refuses, or does not know the client's key itself.
    public mutating func handle(_ response: ByteBuffer, now: UTime) throws(AuthError) -> Progress {
        var decoder = CephDecoder(response)
        guard serverChallenge != nil else {
            serverChallenge = try decoder.read("server challenge", as: CephXServerChallenge.self)
                .serverChallenge
            tickets.invalidate(.auth)
            return Progress(hasMoreToAsk: true)
        }
        var progress = Progress(hasMoreToAsk: false)
        let header = try decoder.read("CephXResponseHeader", as: CephXResponseHeader.self)
        guard header.status >= 0 else {
            throw AuthError(
                status: header.status, "the monitor answers request \(header.requestType) with an error")
        }
        switch header.requestType {
        case CephXRequestHeader.authSessionKey: try receiveSessionKey(&decoder, &progress, now: now)
        case CephXRequestHeader.principalSessionKey:
            guard let secret = tickets[.auth]?.sessionKey else {
                throw .denied("tickets before the first one")
            }
            try tickets.receive(&decoder, secret: secret, now: now)
        case CephXRequestHeader.rotatingKey:
            progress.rotatingSecrets = try decoder.open(
                RotatingSecrets.self, sealedWith: key, "rotating keys")
        default: throw AuthError(AuthError.invalid, "unknown response type \(header.requestType)")
        }
        progress.hasMoreToAsk = needsTickets(now: now)
        return progress
    }

    /// Whether tickets are missing or should be renewed. One for a manager alone can wait: there may be none to
    /// have while a cluster is upgraded.
    public func needsTickets(now: UTime) -> Bool {
        ![0, EntityType.mgr.rawValue].contains(tickets.needed(of: wanted, now: now))
    }

    private mutating func receiveSessionKey(
        _ decoder: inout CephDecoder, _ progress: inout Progress, now: UTime
    ) throws(AuthError) {
        try tickets.receive(&decoder, secret: key, now: now)
        guard let sessionKey = tickets[.auth]?.sessionKey else { throw .denied("no ticket for the monitors") }
        progress.sessionKey = sessionKey
        // Monitors since 14.2 add these.
        guard decoder.remaining > 0 else { return }
        let sealed: ByteBuffer = try decoder.read("connection secret")
        let extra: ByteBuffer = try decoder.read("extra tickets")
        if sealed.readableBytes > 0 {
            var inner = CephDecoder(sealed)
            let secret: ByteBuffer = try inner.open(sealedWith: sessionKey, "connection secret")
            progress.connectionSecret = secret.byteArray
        }
        if extra.readableBytes > 0 {
            var inner = CephDecoder(extra)
            try tickets.receive(&inner, secret: sessionKey, now: now)
        }
    }
}

extension CephXClientSession {
    /// The next request: the answer to the challenge, or one for tickets.
    public func request(now: UTime, using random: inout some RandomNumberGenerator) throws(AuthError)
        -> ByteBuffer
    {
        let needed = tickets.needed(of: wanted, now: now)
        var encoder = CephEncoder()
        guard needed & EntityType.auth.rawValue == 0 else {
            guard let serverChallenge else {
                throw AuthError(AuthError.invalid, "no challenge to answer yet")
            }
            let clientChallenge = random.next()
            encoder.encode(CephXRequestHeader(requestType: CephXRequestHeader.authSessionKey))
            encoder.encode(
                CephXAuthenticate(
                    clientChallenge: clientChallenge,
                    key: try key.proof(serverChallenge: serverChallenge, clientChallenge: clientChallenge),
                    oldTicket: tickets[.auth]?.blob ?? CephXTicketBlob(), otherKeys: needed))
            return encoder.buffer
        }
        let authorizer = try tickets.authorizer(for: .auth, globalID: globalID, using: &random)
        encoder.encode(CephXRequestHeader(requestType: CephXRequestHeader.principalSessionKey))
        encoder.raw(try authorizer.payload())
        encoder.encode(CephXServiceTicketRequest(keys: needed))
        return encoder.buffer
    }

    /// A daemon's request for the keys of its own service.
    public static var rotatingKeysRequest: ByteBuffer {
        CephEncoder.encode(CephXRequestHeader(requestType: CephXRequestHeader.rotatingKey))
    }
}
