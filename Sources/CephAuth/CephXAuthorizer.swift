import CephEncoding
import CephTypes
import NIOCore

/// What a client shows to a service: a ticket, and the proof that it is its own (`CephXAuthorizer`,
/// src/auth/cephx/CephxProtocol.cc).
///
/// On the wire: version u8 (which msgr2 takes for an auth mode), global id u64, service u32, the ticket's blob,
/// and a sealed `CephXAuthorize`.
public struct CephXAuthorizer: Hashable, Sendable {
    public let sessionKey: CryptoKey
    private let nonce: UInt64
    /// All but the sealed part.
    private let base: ByteBuffer

    public init(
        globalID: UInt64, service: EntityType, ticket: CephXTicketBlob, sessionKey: CryptoKey,
        using random: inout some RandomNumberGenerator
    ) {
        self.sessionKey = sessionKey
        nonce = random.next()
        var encoder = CephEncoder()
        encoder.integer(AuthMode.authorizer)
        encoder.integer(globalID)
        encoder.integer(service.rawValue)
        encoder.encode(ticket)
        base = encoder.buffer
    }

    /// What is sent first.
    public func payload() throws(AuthError) -> ByteBuffer { try payload(CephXAuthorize(nonce: nonce)) }

    /// What is sent after the service's challenge; an empty challenge asks for nothing more.
    public func payload(answering challenge: ByteBuffer) throws(AuthError) -> ByteBuffer {
        guard challenge.readableBytes > 0 else { return try payload() }
        let challenge = try sessionKey.open(CephXAuthorizeChallenge.self, from: challenge)
        return try payload(
            CephXAuthorize(
                nonce: nonce, hasChallenge: true, serverChallengePlusOne: challenge.serverChallenge &+ 1))
    }

    private func payload(_ secret: CephXAuthorize) throws(AuthError) -> ByteBuffer {
        var encoder = CephEncoder()
        encoder.raw(base)
        try encoder.encode(secret, sealedWith: sessionKey)
        return encoder.buffer
    }

    /// Looks at the service's reply, which only who could open the ticket can have made.
    /// - Returns: the connection's secret, empty where it needs none.
    public func verify(reply: ByteBuffer) throws(AuthError) -> [UInt8] {
        var decoder = CephDecoder(reply)
        let reply = try decoder.open(CephXAuthorizeReply.self, sealedWith: sessionKey, "authorizer reply")
        guard reply.noncePlusOne == nonce &+ 1 else {
            throw .denied("the reply is not to this authorizer")
        }
        return reply.connectionSecret.byteArray
    }
}

/// A service's side: looks at one client's authorizers (`cephx_verify_authorizer`).
public struct CephXAuthorizerCheck: Hashable, Sendable {
    /// What has been asked; nil before.
    private var challenge: UInt64?

    public init() {}

    public enum Outcome: Sendable {
        /// To be sent to the client, which shows its authorizer again with the answer.
        case challenge(ByteBuffer)
        case accepted(CephXServiceTicketInfo, connectionSecret: [UInt8], reply: ByteBuffer)
    }

    /// - Parameters:
    ///   - secretLength: of the connection's secret, in bytes.
    ///   - asksChallenge: whether an authorizer counts only with the answer to a challenge, so that one that was
    ///     overheard is worth nothing.
    /// - Throws: ``AuthError/accessDenied`` with the reason, which the client is not told.
    public mutating func check(
        _ authorizer: ByteBuffer, keys: some KeyStore, secretLength: Int, asksChallenge: Bool,
        using random: inout some RandomNumberGenerator
    ) throws(AuthError) -> Outcome {
        var decoder = CephDecoder(authorizer)
        let (ticket, shown) = try Self.open(&decoder, keys: keys)
        if asksChallenge {
            guard shown.hasChallenge, let challenge else {
                // Asked once: who does not answer is turned away.
                guard challenge == nil else { throw .denied("the authorizer answers no challenge") }
                let new = random.next()
                challenge = new
                return .challenge(try ticket.sessionKey.seal(CephXAuthorizeChallenge(serverChallenge: new)))
            }
            guard shown.serverChallengePlusOne == challenge &+ 1 else {
                throw .denied("the authorizer answers another challenge")
            }
        }
        let secret = random.bytes(secretLength)
        let answer = CephXAuthorizeReply(
            noncePlusOne: shown.nonce &+ 1, connectionSecret: ByteBuffer(bytes: secret))
        var encoder = CephEncoder()
        try encoder.encode(answer, sealedWith: ticket.sessionKey)
        return .accepted(ticket, connectionSecret: secret, reply: encoder.buffer)
    }

    /// Opens the authorizer at the decoder's position, and goes on behind it.
    static func open(
        _ decoder: inout CephDecoder, keys: some KeyStore
    ) throws(AuthError) -> (CephXServiceTicketInfo, CephXAuthorize) {
        do {
            _ = try decoder.read("authorizer_v", as: UInt8.self)
            let globalID = try decoder.read("global_id", as: UInt64.self)
            let service = try decoder.read("service_id", as: UInt32.self)
            let blob = try decoder.read("ticket", as: CephXTicketBlob.self)
            let general = AuthEntityName(EntityType(rawValue: service))
            let ticket = try blob.open(service: service, generalSecretOf: general, keys: keys)
            let shown = try decoder.open(
                CephXAuthorize.self, sealedWith: ticket.sessionKey, "authorize")
            guard ticket.ticket.globalID == globalID else {
                throw AuthError.denied("a ticket for global_id \(ticket.ticket.globalID), not \(globalID)")
            }
            return (ticket, shown)
        } catch {
            throw .denied("bad authorizer: \(error)")
        }
    }
}

extension CephXTicketBlob {
    /// What the ticket says to its service (`cephx_decode_ticket`).
    /// - Parameter generalSecretOf: whose lasting key counts where no rotating one sealed it; nil for nobody's.
    func open(
        service: UInt32, generalSecretOf name: AuthEntityName? = nil, keys: some KeyStore
    ) throws(AuthError) -> CephXServiceTicketInfo {
        let isGeneral = secretID == TicketGrant.generalSecret
        let secret = isGeneral ? name.flatMap(keys.secret(of:)) : keys.serviceSecret(service, id: secretID)
        guard let secret else {
            throw .denied("no key \(secretID) of service \(service), or not any more")
        }
        return try secret.open(from: blob)
    }
}
