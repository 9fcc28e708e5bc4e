import CephEncoding

/// A service's key and when it ends (src/auth/Auth.h). On the wire: version u8, key, expiration.
public struct ExpiringCryptoKey: Hashable, Sendable {
    public var key: CryptoKey
    public var expiration: UTime

    public init(key: CryptoKey = CryptoKey(), expiration: UTime = .zero) {
        self.key = key
        self.expiration = expiration
    }
}

extension ExpiringCryptoKey: CephRecord {
    public static let cephTypeName = "ExpiringCryptoKey"

    public init(from decoder: inout CephDecoder) throws {
        try decoder.skip(1)
        key = try decoder.decode("key")
        expiration = try decoder.decode("expiration")
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.integer(UInt8(1))
        encoder.encode(key)
        encoder.encode(expiration)
    }

    public func dump(to formatter: inout CephFormatter) {
        formatter.dump("key", key)
        formatter.stream("expiration", expiration)
    }
}

extension ExpiringCryptoKey: CustomStringConvertible {
    public var description: String { "\(key) expires \(expiration)" }
}

/// The keys of one kind of service: previous, current and next (src/auth/Auth.h).
///
/// On the wire: version u8, secrets by id, id of the newest.
public struct RotatingSecrets: Hashable, Sendable {
    /// How many are kept: `KEY_ROTATE_NUM`.
    public static let kept = 3

    public var secrets: CephMap<UInt64, ExpiringCryptoKey>
    public var maxVersion: UInt64

    public init(secrets: CephMap<UInt64, ExpiringCryptoKey> = [:], maxVersion: UInt64 = 0) {
        self.secrets = secrets
        self.maxVersion = maxVersion
    }

    public var previous: ExpiringCryptoKey? { secrets.elements.first?.value }
    public var current: ExpiringCryptoKey? { secrets.elements.dropFirst().first?.value }
    public var next: ExpiringCryptoKey? { secrets.elements.last?.value }

    /// Adds the newest key, drops the oldest above three, and says the new key's id.
    @discardableResult
    public mutating func add(_ key: ExpiringCryptoKey) -> UInt64 {
        maxVersion &+= 1
        secrets[maxVersion] = key
        while secrets.count > Self.kept, let oldest = secrets.first?.key {
            secrets.removeValue(forKey: oldest)
        }
        return maxVersion
    }

    /// Whether it is time to add a key: fewer than three, or the current one has ended.
    public func needsNewSecrets(now: UTime) -> Bool {
        guard secrets.count >= Self.kept, let current else { return true }
        return current.expiration <= now
    }
}

extension RotatingSecrets: CephRecord {
    public static let cephTypeName = "RotatingSecrets"

    public init(from decoder: inout CephDecoder) throws {
        try decoder.skip(1)
        secrets = try decoder.decode("secrets")
        maxVersion = try decoder.decode("max_ver")
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.integer(UInt8(1))
        encoder.encode(secrets)
        encoder.integer(maxVersion)
    }

    public func dump(to formatter: inout CephFormatter) {
        formatter.array("secrets") { array in
            for (id, key) in secrets {
                array.object("secret") { secret in
                    secret.int("id", id)
                    key.dump(to: &secret)
                }
            }
        }
        formatter.int("max_ver", maxVersion)
    }
}
