import CephEncoding
import NIOCore

/// What a keyring or the monitor keeps of one entity (src/auth/Auth.h): its key and what it may do.
///
/// On the wire: version u8, from version 2 an auid
/// u64 that nobody reads any more, key, capabilities, and from version 3 (quincy) a pending key.
public struct EntityAuth: Hashable, Sendable {
    public var key: CryptoKey
    /// By service (`mon`, `osd`, …) the encoded text of its capability. Bytes, because Ceph compares and
    /// stores them as bytes.
    public var caps: CephMap<String, ByteBuffer>
    /// A key that takes the place of `key` once it has been used. 16.2 does not write it.
    public var pendingKey: CryptoKey

    public init(
        key: CryptoKey = CryptoKey(), caps: CephMap<String, ByteBuffer> = [:],
        pendingKey: CryptoKey = CryptoKey()
    ) {
        self.key = key
        self.caps = caps
        self.pendingKey = pendingKey
    }

    /// - Parameter caps: by service, the capability's text.
    public init(key: CryptoKey, capTexts caps: some Sequence<(String, String)>) {
        self.init(key: key, caps: CephMap(caps.map { ($0.0, EntityAuth.encodeCap($0.1)) }))
    }

    /// The stored form of a capability's text.
    public static func encodeCap(_ text: String) -> ByteBuffer { CephEncoder.encode(text) }

    /// The text of the capability for a service; nil if there is none or it is no text.
    public func cap(for service: String) -> String? {
        caps[service].flatMap(EntityAuth.decodeCap)
    }

    /// Services and texts, in the services' order.
    public var capTexts: [(service: String, text: String)] {
        caps.map { ($0.key, EntityAuth.decodeCap($0.value) ?? "") }
    }

    private static func decodeCap(_ bytes: ByteBuffer) -> String? {
        var decoder = CephDecoder(bytes)
        return try? String(from: &decoder)
    }
}

extension EntityAuth: CephRecord {
    public static let cephTypeName = "EntityAuth"
    /// `CEPH_AUTH_UID_DEFAULT`
    private static let defaultAuid = UInt64.max

    public init(from decoder: inout CephDecoder) throws {
        let version = try decoder.decode("struct_v", as: UInt8.self)
        if version >= 2 { try decoder.skip(8) }
        key = try decoder.decode("key")
        caps = try decoder.decode("caps")
        pendingKey = version >= 3 ? try decoder.decode("pending_key") : CryptoKey()
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.integer(UInt8(2))
        encoder.integer(EntityAuth.defaultAuid)
        encoder.encode(key)
        encoder.encode(caps)
    }

    public func dump(to formatter: inout CephFormatter) {
        formatter.dump("key", key)
        formatter.object("caps") { section in
            for (service, text) in capTexts { section.string(service, text) }
        }
        if !pendingKey.isEmpty { formatter.dump("pending_key", pendingKey) }
    }
}

extension EntityAuth: CustomStringConvertible {
    /// As Ceph's log and the status line of `auth export` have it.
    public var description: String { "auth(key=\(key))" }
}
