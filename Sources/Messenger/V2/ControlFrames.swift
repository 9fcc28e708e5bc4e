import CephAuth
import CephEncoding
import NIOCore

/// The one segment of a frame that is not a message. Its fields follow one another without an envelope,
/// encoded as for a peer that knows all features (src/msg/async/frames_v2.h).
protocol ControlPayload: CephCodable {
    static var tag: FrameTag { get }
}

extension ControlPayload {
    var frame: Frame { Frame(tag: Self.tag, first: CephEncoder.encode(self)) }

    /// Reads a frame's payload; more behind it is a newer sender's.
    static func read(_ payload: ByteBuffer) throws(WireError) -> Self {
        do {
            var decoder = CephDecoder(payload)
            return try Self(from: &decoder)
        } catch {
            throw WireError("frame \(tag): \(error)")
        }
    }
}

/// What the sender is, and which address it sees the other side at.
struct HelloFrame: ControlPayload, Hashable {
    static let tag = FrameTag.hello
    var type: EntityType
    var peerAddress: EntityAddress

    init(type: EntityType, peerAddress: EntityAddress) {
        self.type = type
        self.peerAddress = peerAddress
    }

    init(from decoder: inout CephDecoder) throws {
        type = EntityType(rawValue: UInt32(try decoder.decode("entity_type", as: UInt8.self)))
        peerAddress = try decoder.decode("peer_addr")
    }

    func encode(into encoder: inout CephEncoder) {
        encoder.integer(UInt8(truncatingIfNeeded: type.rawValue))
        encoder.encode(peerAddress)
    }
}

/// How the connecting side wants to prove who it is, and what it wants the connection to be protected by.
struct AuthRequestFrame: ControlPayload, Hashable {
    static let tag = FrameTag.authRequest
    var method: AuthMethod
    var preferredModes: [ConnectionMode]
    var payload: ByteBuffer

    init(method: AuthMethod, preferredModes: [ConnectionMode], payload: ByteBuffer) {
        self.method = method
        self.preferredModes = preferredModes
        self.payload = payload
    }

    init(from decoder: inout CephDecoder) throws {
        method = AuthMethod(rawValue: try decoder.decode("method"))
        preferredModes = try decoder.decode("preferred_modes", as: [UInt32].self).map(ConnectionMode.init)
        payload = try decoder.decode("auth_payload")
    }

    func encode(into encoder: inout CephEncoder) {
        encoder.integer(method.rawValue)
        encoder.encode(preferredModes.map(\.rawValue))
        encoder.encode(payload)
    }
}

/// Not like this: a negative errno, and what would do.
struct AuthBadMethodFrame: ControlPayload, Hashable {
    static let tag = FrameTag.authBadMethod
    var method: AuthMethod
    var result: Int32
    var allowedMethods: [AuthMethod]
    var allowedModes: [ConnectionMode]

    init(
        method: AuthMethod, result: Int32, allowedMethods: [AuthMethod], allowedModes: [ConnectionMode]
    ) {
        self.method = method
        self.result = result
        self.allowedMethods = allowedMethods
        self.allowedModes = allowedModes
    }

    init(from decoder: inout CephDecoder) throws {
        method = AuthMethod(rawValue: try decoder.decode("method"))
        result = try decoder.decode("result")
        allowedMethods = try decoder.decode("allowed_methods", as: [UInt32].self).map(AuthMethod.init)
        allowedModes = try decoder.decode("allowed_modes", as: [UInt32].self).map(ConnectionMode.init)
    }

    func encode(into encoder: inout CephEncoder) {
        encoder.integer(method.rawValue)
        encoder.integer(result)
        encoder.encode(allowedMethods.map(\.rawValue))
        encoder.encode(allowedModes.map(\.rawValue))
    }
}

struct AuthReplyMoreFrame: ControlPayload, Hashable {
    static let tag = FrameTag.authReplyMore
    var payload: ByteBuffer

    init(payload: ByteBuffer) { self.payload = payload }
    init(from decoder: inout CephDecoder) throws { payload = try decoder.decode("auth_payload") }
    func encode(into encoder: inout CephEncoder) { encoder.encode(payload) }
}

struct AuthRequestMoreFrame: ControlPayload, Hashable {
    static let tag = FrameTag.authRequestMore
    var payload: ByteBuffer

    init(payload: ByteBuffer) { self.payload = payload }
    init(from decoder: inout CephDecoder) throws { payload = try decoder.decode("auth_payload") }
    func encode(into encoder: inout CephEncoder) { encoder.encode(payload) }
}

struct AuthDoneFrame: ControlPayload, Hashable {
    static let tag = FrameTag.authDone
    var globalID: UInt64
    var mode: ConnectionMode
    var payload: ByteBuffer

    init(globalID: UInt64, mode: ConnectionMode, payload: ByteBuffer) {
        self.globalID = globalID
        self.mode = mode
        self.payload = payload
    }

    init(from decoder: inout CephDecoder) throws {
        globalID = try decoder.decode("global_id")
        mode = ConnectionMode(rawValue: try decoder.decode("con_mode"))
        payload = try decoder.decode("auth_payload")
    }

    func encode(into encoder: inout CephEncoder) {
        encoder.integer(globalID)
        encoder.integer(mode.rawValue)
        encoder.encode(payload)
    }
}

/// HMAC-SHA-256, with the session's key, of all bytes that the sender has received before it; zeros where
/// there is no key.
struct AuthSignatureFrame: ControlPayload, Hashable {
    static let tag = FrameTag.authSignature
    static let size = 32
    var signature: [UInt8]

    init(signature: [UInt8]) { self.signature = signature }
    init(from decoder: inout CephDecoder) throws {
        signature = try decoder.field("signature") { try $0.withBytes(Self.size) { Array($0) } }
    }
    func encode(into encoder: inout CephEncoder) { encoder.raw(signature) }
}

/// A new session, please.
struct ClientIdentFrame: ControlPayload, Hashable {
    static let tag = FrameTag.clientIdent
    var addresses = EntityAddressVector()
    /// Which of the other side's addresses was connected to.
    var target = EntityAddress()
    /// The sender's number: `entity_name_t::num`.
    var number: Int64 = 0
    var globalSeq: UInt64 = 0
    var supported = CephFeatures()
    var required = CephFeatures()
    var flags: UInt64 = 0
    var cookie: UInt64 = 0

    init() {}

    init(from decoder: inout CephDecoder) throws {
        addresses = try decoder.decode("addrs")
        target = try decoder.decode("target_addr")
        number = try decoder.decode("gid")
        globalSeq = try decoder.decode("global_seq")
        supported = CephFeatures(rawValue: try decoder.decode("supported_features"))
        required = CephFeatures(rawValue: try decoder.decode("required_features"))
        flags = try decoder.decode("flags")
        cookie = try decoder.decode("cookie")
    }

    func encode(into encoder: inout CephEncoder) {
        encoder.encode(addresses)
        encoder.encode(target)
        encoder.integer(number)
        encoder.integer(globalSeq)
        encoder.integer(supported.rawValue)
        encoder.integer(required.rawValue)
        encoder.integer(flags)
        encoder.integer(cookie)
    }
}

/// `CEPH_MSG_CONNECT_LOSSY`: messages may be lost when the connection is.
enum ConnectFlags {
    static let lossy: UInt64 = 1
}

/// The new session begins.
struct ServerIdentFrame: ControlPayload, Hashable {
    static let tag = FrameTag.serverIdent
    var addresses = EntityAddressVector()
    var number: Int64 = 0
    var globalSeq: UInt64 = 0
    var supported = CephFeatures()
    var required = CephFeatures()
    var flags: UInt64 = 0
    var cookie: UInt64 = 0

    init() {}

    init(from decoder: inout CephDecoder) throws {
        addresses = try decoder.decode("addrs")
        number = try decoder.decode("gid")
        globalSeq = try decoder.decode("global_seq")
        supported = CephFeatures(rawValue: try decoder.decode("supported_features"))
        required = CephFeatures(rawValue: try decoder.decode("required_features"))
        flags = try decoder.decode("flags")
        cookie = try decoder.decode("cookie")
    }

    func encode(into encoder: inout CephEncoder) {
        encoder.encode(addresses)
        encoder.integer(number)
        encoder.integer(globalSeq)
        encoder.integer(supported.rawValue)
        encoder.integer(required.rawValue)
        encoder.integer(flags)
        encoder.integer(cookie)
    }
}

/// The session of before, please, from the message behind `messageSeq`.
struct ReconnectFrame: ControlPayload, Hashable {
    static let tag = FrameTag.sessionReconnect
    var addresses = EntityAddressVector()
    var clientCookie: UInt64 = 0
    var serverCookie: UInt64 = 0
    var globalSeq: UInt64 = 0
    var connectSeq: UInt64 = 0
    var messageSeq: UInt64 = 0

    init() {}

    init(from decoder: inout CephDecoder) throws {
        addresses = try decoder.decode("addrs")
        clientCookie = try decoder.decode("client_cookie")
        serverCookie = try decoder.decode("server_cookie")
        globalSeq = try decoder.decode("global_seq")
        connectSeq = try decoder.decode("connect_seq")
        messageSeq = try decoder.decode("msg_seq")
    }

    func encode(into encoder: inout CephEncoder) {
        encoder.encode(addresses)
        for number in [clientCookie, serverCookie, globalSeq, connectSeq, messageSeq] {
            encoder.integer(number)
        }
    }
}

/// A frame that is one number, or none.
enum NumberFrame {
    static func frame(_ tag: FrameTag, _ number: UInt64) -> Frame {
        Frame(tag: tag, first: CephEncoder.encode(number))
    }

    static func read(_ frame: Frame) throws(WireError) -> UInt64 {
        guard
            let number = frame.first.getInteger(
                at: frame.first.readerIndex, endianness: .little, as: UInt64.self)
        else { throw WireError("a frame \(frame.tag) without its number") }
        return number
    }
}
