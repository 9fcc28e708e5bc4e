import CephEncoding
import NIOCore

/// What a ticket says its holder may do (src/auth/Auth.h). On the wire: version u8, flag u8, bufferlist.
public struct AuthCapsInfo: Hashable, Sendable {
    public var allowAll: Bool
    public var caps: ByteBuffer

    public init(allowAll: Bool = false, caps: ByteBuffer = ByteBuffer()) {
        self.allowAll = allowAll
        self.caps = caps
    }
}

extension AuthCapsInfo: CephRecord {
    public static let cephTypeName = "AuthCapsInfo"

    public init(from decoder: inout CephDecoder) throws {
        try decoder.skip(1)
        allowAll = try decoder.decode("allow_all")
        caps = try decoder.decode("caps")
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.integer(UInt8(1))
        encoder.encode(allowAll)
        encoder.encode(caps)
    }

    public func dump(to formatter: inout CephFormatter) {
        formatter.bool("allow_all", allowAll)
        formatter.int("caps_len", caps.readableBytes)
    }
}

/// Who the holder of a ticket is, and for how long (src/auth/Auth.h).
///
/// On the wire: version u8, name, global id u64, an auid u64 that nobody reads (from version 2), created,
/// expires, capabilities, flags u32.
public struct AuthTicket: Hashable, Sendable {
    public var name: AuthEntityName
    public var globalID: UInt64
    public var created: UTime
    public var expires: UTime
    public var caps: AuthCapsInfo
    public var flags: UInt32

    public init(
        name: AuthEntityName = AuthEntityName(), globalID: UInt64 = 0, created: UTime = .zero,
        expires: UTime = .zero, caps: AuthCapsInfo = AuthCapsInfo(), flags: UInt32 = 0
    ) {
        self.name = name
        self.globalID = globalID
        self.created = created
        self.expires = expires
        self.caps = caps
        self.flags = flags
    }
}

extension AuthTicket: CephRecord {
    public static let cephTypeName = "AuthTicket"

    public init(from decoder: inout CephDecoder) throws {
        let version = try decoder.decode("struct_v", as: UInt8.self)
        name = try decoder.decode("name")
        globalID = try decoder.decode("global_id")
        if version >= 2 { try decoder.skip(8) }
        created = try decoder.decode("created")
        expires = try decoder.decode("expires")
        caps = try decoder.decode("caps")
        flags = try decoder.decode("flags")
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.integer(UInt8(2))
        encoder.encode(name)
        encoder.integer(globalID)
        encoder.integer(UInt64.max)
        encoder.encode(created)
        encoder.encode(expires)
        encoder.encode(caps)
        encoder.integer(flags)
    }

    public func dump(to formatter: inout CephFormatter) {
        formatter.stream("name", name)
        formatter.int("global_id", globalID)
        formatter.stream("created", created)
        formatter.stream("expires", expires)
        formatter.dump("caps", caps)
        formatter.int("flags", flags)
    }
}
