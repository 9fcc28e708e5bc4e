import CephEncoding
import NIOCore

// The cephx records that client and monitor exchange until the client has tickets
// (src/auth/cephx/CephxProtocol.h, doc/dev/cephx.rst). None has an envelope: a version byte at most.

/// The monitor's first word: version u8, challenge u64.
public struct CephXServerChallenge: Hashable, Sendable {
    public var serverChallenge: UInt64
    public init(serverChallenge: UInt64 = 0) { self.serverChallenge = serverChallenge }
}

extension CephXServerChallenge: CephRecord {
    public static let cephTypeName = "CephXServerChallenge"

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

/// What a request is: type u16.
public struct CephXRequestHeader: Hashable, Sendable {
    /// `CEPHX_GET_*`
    public static let authSessionKey: UInt16 = 0x0100
    public static let principalSessionKey: UInt16 = 0x0200
    public static let rotatingKey: UInt16 = 0x0400

    public var requestType: UInt16
    public init(requestType: UInt16 = 0) { self.requestType = requestType }
}

extension CephXRequestHeader: CephRecord {
    public static let cephTypeName = "CephXRequestHeader"

    public init(from decoder: inout CephDecoder) throws { requestType = try decoder.decode("request_type") }
    public func encode(into encoder: inout CephEncoder) { encoder.integer(requestType) }
    public func dump(to formatter: inout CephFormatter) { formatter.int("request_type", requestType) }
}

/// What a response answers, and how it went: type u16, status i32 (0 or a negative errno).
public struct CephXResponseHeader: Hashable, Sendable {
    public var requestType: UInt16
    public var status: Int32

    public init(requestType: UInt16 = 0, status: Int32 = 0) {
        self.requestType = requestType
        self.status = status
    }
}

extension CephXResponseHeader: CephRecord {
    public static let cephTypeName = "CephXResponseHeader"

    public init(from decoder: inout CephDecoder) throws {
        requestType = try decoder.decode("request_type")
        status = try decoder.decode("status")
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.integer(requestType)
        encoder.integer(status)
    }

    public func dump(to formatter: inout CephFormatter) {
        formatter.int("request_type", requestType)
        formatter.int("status", status)
    }
}

/// A ticket, encrypted with the rotating key `secretID` of the service it is for: version u8, id u64,
/// bufferlist.
public struct CephXTicketBlob: Hashable, Sendable {
    public var secretID: UInt64
    public var blob: ByteBuffer

    public init(secretID: UInt64 = 0, blob: ByteBuffer = ByteBuffer()) {
        self.secretID = secretID
        self.blob = blob
    }
}

extension CephXTicketBlob: CephRecord {
    public static let cephTypeName = "CephXTicketBlob"

    public init(from decoder: inout CephDecoder) throws {
        try decoder.skip(1)
        secretID = try decoder.decode("secret_id")
        blob = try decoder.decode("blob")
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.integer(UInt8(1))
        encoder.integer(secretID)
        encoder.encode(blob)
    }

    public func dump(to formatter: inout CephFormatter) {
        formatter.int("secret_id", secretID)
        formatter.int("blob_len", blob.readableBytes)
    }
}

/// The client's answer to the challenge: version u8, challenge u64, key u64, its old ticket, and from
/// version 2 a mask of the services it wants tickets for.
public struct CephXAuthenticate: Hashable, Sendable {
    public var clientChallenge: UInt64
    public var key: UInt64
    public var oldTicket: CephXTicketBlob
    /// `CEPH_ENTITY_TYPE_*`
    public var otherKeys: UInt32
    /// Version 3 has the same bytes, and promises that a client that reconnects sends its old ticket.
    public var promisesOldTicket: Bool

    public init(
        clientChallenge: UInt64 = 0, key: UInt64 = 0, oldTicket: CephXTicketBlob = CephXTicketBlob(),
        otherKeys: UInt32 = 0, promisesOldTicket: Bool = true
    ) {
        self.clientChallenge = clientChallenge
        self.key = key
        self.oldTicket = oldTicket
        self.otherKeys = otherKeys
        self.promisesOldTicket = promisesOldTicket
    }
}

extension CephXAuthenticate: CephRecord {
    public static let cephTypeName = "CephXAuthenticate"

    public init(from decoder: inout CephDecoder) throws {
        let version = try decoder.decode("struct_v", as: UInt8.self)
        clientChallenge = try decoder.decode("client_challenge")
        key = try decoder.decode("key")
        oldTicket = try decoder.decode("old_ticket")
        otherKeys = version >= 2 ? try decoder.decode("other_keys") : 0
        promisesOldTicket = version >= 3
    }

    public func encode(into encoder: inout CephEncoder) {
        // 16.2.0 wrote 2, later ones 3.
        encoder.integer(UInt8(promisesOldTicket ? 3 : 2))
        encoder.integer(clientChallenge)
        encoder.integer(key)
        encoder.encode(oldTicket)
        encoder.integer(otherKeys)
    }

    public func dump(to formatter: inout CephFormatter) {
        formatter.int("client_challenge", clientChallenge)
        formatter.int("key", key)
        formatter.dump("old_ticket", oldTicket)
        formatter.int("other_keys", otherKeys)
    }
}

/// What both sides encrypt to prove that they know the client's key: the two challenges.
public struct CephXChallengeBlob: Hashable, Sendable {
    public var serverChallenge: UInt64
    public var clientChallenge: UInt64

    public init(serverChallenge: UInt64 = 0, clientChallenge: UInt64 = 0) {
        self.serverChallenge = serverChallenge
        self.clientChallenge = clientChallenge
    }
}

extension CephXChallengeBlob: CephRecord {
    public static let cephTypeName = "CephXChallengeBlob"

    public init(from decoder: inout CephDecoder) throws {
        serverChallenge = try decoder.decode("server_challenge")
        clientChallenge = try decoder.decode("client_challenge")
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.integer(serverChallenge)
        encoder.integer(clientChallenge)
    }

    public func dump(to formatter: inout CephFormatter) {
        formatter.int("server_challenge", serverChallenge)
        formatter.int("client_challenge", clientChallenge)
    }
}
