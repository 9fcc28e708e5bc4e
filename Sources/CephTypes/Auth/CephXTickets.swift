import CephEncoding
import NIOCore

// The cephx records in and around tickets (src/auth/cephx/CephxProtocol.h).

/// Asks for tickets: version u8, mask of `CEPH_ENTITY_TYPE_*` u32.
public struct CephXServiceTicketRequest: Hashable, Sendable {
    public var keys: UInt32
    public init(keys: UInt32 = 0) { self.keys = keys }
}

extension CephXServiceTicketRequest: CephRecord {
    public static let cephTypeName = "CephXServiceTicketRequest"

    public init(from decoder: inout CephDecoder) throws {
        try decoder.skip(1)
        keys = try decoder.decode("keys")
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.integer(UInt8(1))
        encoder.integer(keys)
    }

    public func dump(to formatter: inout CephFormatter) { formatter.int("keys", keys) }
}

/// What a client learns of its ticket, encrypted with its own key: version u8, session key, validity (a
/// span).
public struct CephXServiceTicket: Hashable, Sendable {
    public var sessionKey: CryptoKey
    public var validity: UTime

    public init(sessionKey: CryptoKey = CryptoKey(), validity: UTime = .zero) {
        self.sessionKey = sessionKey
        self.validity = validity
    }
}

extension CephXServiceTicket: CephRecord {
    public static let cephTypeName = "CephXServiceTicket"

    public init(from decoder: inout CephDecoder) throws {
        try decoder.skip(1)
        sessionKey = try decoder.decode("session_key")
        validity = try decoder.decode("validity")
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.integer(UInt8(1))
        encoder.encode(sessionKey)
        encoder.encode(validity)
    }

    public func dump(to formatter: inout CephFormatter) {
        formatter.dump("session_key", sessionKey)
        formatter.stream("validity", validity)
    }
}

/// What a service learns of its client, encrypted with the service's key: version u8, ticket, session key.
public struct CephXServiceTicketInfo: Hashable, Sendable {
    public var ticket: AuthTicket
    public var sessionKey: CryptoKey

    public init(ticket: AuthTicket = AuthTicket(), sessionKey: CryptoKey = CryptoKey()) {
        self.ticket = ticket
        self.sessionKey = sessionKey
    }
}

extension CephXServiceTicketInfo: CephRecord {
    public static let cephTypeName = "CephXServiceTicketInfo"

    public init(from decoder: inout CephDecoder) throws {
        try decoder.skip(1)
        ticket = try decoder.decode("ticket")
        sessionKey = try decoder.decode("session_key")
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.integer(UInt8(1))
        encoder.encode(ticket)
        encoder.encode(sessionKey)
    }

    public func dump(to formatter: inout CephFormatter) {
        formatter.dump("ticket", ticket)
        formatter.dump("session_key", sessionKey)
    }
}

/// A service's challenge to who shows an authorizer: version u8, challenge u64.
public struct CephXAuthorizeChallenge: Hashable, Sendable {
    public var serverChallenge: UInt64
    public init(serverChallenge: UInt64 = 0) { self.serverChallenge = serverChallenge }
}

extension CephXAuthorizeChallenge: CephRecord {
    public static let cephTypeName = "CephXAuthorizeChallenge"

    public init(from decoder: inout CephDecoder) throws {
        try decoder.skip(1)
        serverChallenge = try decoder.decode("server_challenge")
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.integer(UInt8(1))
        encoder.integer(serverChallenge)
    }

    public func dump(to formatter: inout CephFormatter) {
        formatter.int("server_challenge", serverChallenge)
    }
}

/// The secret part of an authorizer: version u8, nonce u64, and from version 2 whether a challenge is
/// answered, and the challenge plus one.
public struct CephXAuthorize: Hashable, Sendable {
    public var nonce: UInt64
    public var hasChallenge: Bool
    public var serverChallengePlusOne: UInt64

    public init(nonce: UInt64 = 0, hasChallenge: Bool = false, serverChallengePlusOne: UInt64 = 0) {
        self.nonce = nonce
        self.hasChallenge = hasChallenge
        self.serverChallengePlusOne = serverChallengePlusOne
    }
}

extension CephXAuthorize: CephRecord {
    public static let cephTypeName = "CephXAuthorize"

    public init(from decoder: inout CephDecoder) throws {
        let version = try decoder.decode("struct_v", as: UInt8.self)
        nonce = try decoder.decode("nonce")
        hasChallenge = version >= 2 ? try decoder.decode("have_challenge") : false
        serverChallengePlusOne = version >= 2 ? try decoder.decode("server_challenge_plus_one") : 0
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.integer(UInt8(2))
        encoder.integer(nonce)
        encoder.encode(hasChallenge)
        encoder.integer(serverChallengePlusOne)
    }

    public func dump(to formatter: inout CephFormatter) {
        formatter.int("nonce", nonce)
        formatter.int("have_challenge", hasChallenge ? 1 : 0)
        formatter.int("server_challenge_plus_one", serverChallengePlusOne)
    }
}

/// The service's answer to an authorizer: version u8 (2 with a connection secret), nonce plus one u64,
/// the secret.
public struct CephXAuthorizeReply: Hashable, Sendable {
    public var noncePlusOne: UInt64
    /// For msgr2's encryption; empty for none.
    public var connectionSecret: ByteBuffer

    public init(noncePlusOne: UInt64 = 0, connectionSecret: ByteBuffer = ByteBuffer()) {
        self.noncePlusOne = noncePlusOne
        self.connectionSecret = connectionSecret
    }
}

extension CephXAuthorizeReply: CephRecord {
    public static let cephTypeName = "CephXAuthorizeReply"

    public init(from decoder: inout CephDecoder) throws {
        let version = try decoder.decode("struct_v", as: UInt8.self)
        noncePlusOne = try decoder.decode("nonce_plus_one")
        connectionSecret = version >= 2 ? try decoder.decode("connection_secret") : ByteBuffer()
    }

    public func encode(into encoder: inout CephEncoder) {
        let hasSecret = connectionSecret.readableBytes > 0
        encoder.integer(UInt8(hasSecret ? 2 : 1))
        encoder.integer(noncePlusOne)
        if hasSecret { encoder.encode(connectionSecret) }
    }

    public func dump(to formatter: inout CephFormatter) {
        formatter.int("nonce_plus_one", noncePlusOne)
        formatter.int("connection_secret_len", connectionSecret.readableBytes)
    }
}
