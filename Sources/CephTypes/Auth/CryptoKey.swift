import CephEncoding
import NIOCore

/// A secret key (src/auth/Crypto.h): kind, birth, bytes.
///
/// On the wire: kind u16, created utime, length u16, secret. As text, in keyrings and answers: base64 of
/// those bytes.
public struct CryptoKey: Hashable, Sendable {
    /// `CEPH_CRYPTO_*` (src/include/ceph_fs.h).
    public struct Kind: RawRepresentable, Hashable, Sendable {
        public let rawValue: UInt16
        public init(rawValue: UInt16) { self.rawValue = rawValue }

        public static let none = Kind(rawValue: 0)
        /// AES-128 in CBC mode; 16 bytes of secret.
        public static let aes = Kind(rawValue: 1)
    }

    public var kind: Kind
    public var created: UTime
    /// At most 65535 bytes.
    public private(set) var secret: [UInt8]

    /// The empty key.
    public init() {
        kind = .none
        created = .zero
        secret = []
    }

    /// - Returns: nil when the secret is longer than its length field can say.
    public init?(kind: Kind, created: UTime, secret: [UInt8]) {
        guard secret.count <= Int(UInt16.max) else { return nil }
        self.kind = kind
        self.created = created
        self.secret = secret
    }

    /// An AES key of 16 bytes, from two words whose bytes come in the order of little-endian machines.
    public init(aes words: (UInt64, UInt64), created: UTime) {
        kind = .aes
        self.created = created
        secret = [words.0, words.1].flatMap { word in
            (0..<8).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) }
        }
    }

    public var isEmpty: Bool { secret.isEmpty }

    /// Whether Ceph 16.2 would take it: a kind it knows with a secret long enough.
    public var isUsable: Bool {
        secret.isEmpty || kind == .none || (kind == .aes && secret.count >= 16)
    }
}

extension CryptoKey: CephRecord {
    public static let cephTypeName = "CryptoKey"

    public init(from decoder: inout CephDecoder) throws {
        kind = Kind(rawValue: try decoder.decode("type"))
        created = try decoder.decode("created")
        let length = Int(try decoder.decode("length", as: UInt16.self))
        secret = try decoder.field("secret") { try $0.withBytes(length) { Array($0) } }
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.integer(kind.rawValue)
        encoder.encode(created)
        encoder.integer(UInt16(truncatingIfNeeded: secret.count))
        encoder.raw(secret)
    }

    public func dump(to formatter: inout CephFormatter) {
        formatter.int("type", kind.rawValue)
        formatter.stream("created", created)
        formatter.int("secret.length", secret.count)
    }
}

extension CryptoKey: CustomStringConvertible {
    /// The base64 form.
    public var description: String { Base64.encode(encoded().readableBytesView) }

    /// Reads the base64 form; bytes behind the key are ignored, as Ceph does.
    /// - Returns: nil for what is not the text of a key that Ceph would take.
    public init?(base64 text: some StringProtocol) {
        guard let bytes = Base64.decode(text) else { return nil }
        var decoder = CephDecoder(bytes: bytes)
        guard let key = try? CryptoKey(from: &decoder), key.isUsable else { return nil }
        self = key
    }
}
