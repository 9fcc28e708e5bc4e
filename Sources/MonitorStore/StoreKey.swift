import CephEncoding

/// A key of a monitor's store: on disk `prefix`, a zero byte, `key` (src/kv/KeyValueDB.h, `combine_strings`).
public struct StoreKey: Hashable, Sendable {
    /// The service or area: `osdmap`. It has no zero byte.
    public var prefix: String
    /// The key in it: `full_19`. It may be empty.
    public var key: String

    public init(_ prefix: String, _ key: String) {
        self.prefix = prefix
        self.key = key
    }

    /// The bytes that the database sorts by.
    public var combined: [UInt8] { prefix.cephBytes + [0] + key.cephBytes }

    /// Splits a database key at its first zero byte; a key without one has an empty prefix.
    public init(combined: UnsafeRawBufferPointer) {
        let (prefix, key) = StoreKey.split(combined)
        self.init(String(cephBytes: prefix), String(cephBytes: key))
    }

    /// The two parts of a database key, as views of it.
    public static func split(
        _ combined: UnsafeRawBufferPointer
    ) -> (prefix: UnsafeRawBufferPointer, key: UnsafeRawBufferPointer) {
        guard let zero = combined.firstIndex(of: 0) else {
            return (UnsafeRawBufferPointer(rebasing: combined[..<0]), combined)
        }
        return (
            UnsafeRawBufferPointer(rebasing: combined[..<zero]),
            UnsafeRawBufferPointer(rebasing: combined[(zero + 1)...])
        )
    }

    /// The first database key of a prefix, and the first key behind all of them.
    public static func range(of prefix: String) -> (from: [UInt8], to: [UInt8]) {
        (prefix.cephBytes + [0], prefix.cephBytes + [1])
    }
}

extension StoreKey: CephOrdered {
    public static func precedes(_ left: StoreKey, _ right: StoreKey) -> Bool {
        left.combined.lexicographicallyPrecedes(right.combined)
    }
}

extension StoreKey: CustomStringConvertible {
    public var description: String { "\(prefix)/\(key)" }
}
