import CephEncoding
import NIOCore

/// What can be read from a store. Nothing that conforms changes what it reads.
public protocol KeyValueReader: AnyObject {
    /// The value of a key, or nil if there is none.
    /// - Throws: ``StoreError``, as every method of a store.
    func value(of key: StoreKey) throws -> ByteBuffer?

    /// A cursor over the store as it is now; later writes are not seen through it.
    func makeCursor() throws -> any StoreCursor

    /// About how many bytes the keys from `from` (included) to `to` (excluded) take on disk.
    func approximateSize(from: [UInt8], to: [UInt8]) throws -> UInt64
}

/// Walks over keys in the database's order (bytes of prefix, zero, key).
public protocol StoreCursor: AnyObject {
    /// Whether it is at a key. A new cursor is at none.
    var isValid: Bool { get }
    /// Goes to the first key of the store.
    func seekToFirst() throws
    /// Goes to the first key that is not before `key` (a combined key).
    func seek(_ key: [UInt8]) throws
    /// Goes to the next key; behind the last one the cursor is at none.
    func next() throws
    /// The combined key. The view is valid until the cursor moves.
    var rawKey: UnsafeRawBufferPointer { get }
    /// The value. The view is valid until the cursor moves.
    var rawValue: UnsafeRawBufferPointer { get }
}

/// A store that can also be written. One task at a time owns it.
public protocol KeyValueStore: KeyValueReader {
    /// Applies all of a batch or nothing of it.
    /// - Parameters:
    ///   - batch: what to put and erase, in this order.
    ///   - sync: whether it must be on the disk before this returns.
    func write(_ batch: borrowing WriteBatch, sync: Bool) throws

    /// Gives back the space of overwritten and erased values in a range of combined keys; nil is open.
    func compact(from: [UInt8]?, to: [UInt8]?) throws
}

/// Puts and erasures that belong together, in order.
public struct WriteBatch {
    /// Keys are combined ones: prefix, zero, key.
    public enum Operation {
        /// Gives a key a value, whether or not it has one.
        case put(key: [UInt8], value: ByteBuffer)
        /// Erases a key; one that is absent is no error.
        case erase(key: [UInt8])
    }

    /// In the order in which they are applied.
    public private(set) var operations: [Operation] = []
    /// Bytes of all keys and values.
    public private(set) var size = 0

    /// An empty batch.
    public init() {}

    /// Whether it changes nothing.
    public var isEmpty: Bool { operations.isEmpty }

    /// - Parameters:
    ///   - key: prefix, zero, key.
    ///   - value: its readable bytes.
    public mutating func put(_ key: [UInt8], _ value: ByteBuffer) {
        operations.append(.put(key: key, value: value))
        size += key.count + value.readableBytes
    }

    /// The same for a key of two parts.
    public mutating func put(_ key: StoreKey, _ value: ByteBuffer) {
        put(key.combined, value)
    }

    /// - Parameter key: prefix, zero, key.
    public mutating func erase(_ key: [UInt8]) {
        operations.append(.erase(key: key))
        size += key.count
    }
}

extension KeyValueReader {
    /// A version number: eight bytes, little-endian; nil if the key is absent.
    /// - Throws: ``StoreError``, or `CephDecodingError` if the value is no number.
    public func version(_ prefix: String, _ key: String) throws -> UInt64? {
        guard let value = try value(of: StoreKey(prefix, key)) else { return nil }
        return try CephDecoder.decode(UInt64.self, from: value, named: "\(prefix)/\(key)")
    }

    /// Whether any key has this prefix.
    public func contains(prefix: String) throws -> Bool {
        let cursor = try makeCursor()
        let range = StoreKey.range(of: prefix)
        try cursor.seek(range.from)
        return cursor.isValid && cursor.rawKey.starts(with: range.from)
    }

    /// Calls `body` with every key, or every key of one prefix, in order.
    /// - Parameters:
    ///   - prefix: nil walks over the whole store.
    ///   - body: gets prefix, key and value as views that are valid during the call; false ends the walk.
    public func forEach(
        prefix: String? = nil,
        _ body: (UnsafeRawBufferPointer, UnsafeRawBufferPointer, UnsafeRawBufferPointer) throws -> Bool
    ) throws {
        let cursor = try makeCursor()
        var start: [UInt8] = []
        if let prefix {
            start = StoreKey.range(of: prefix).from
            try cursor.seek(start)
        } else {
            try cursor.seekToFirst()
        }
        while cursor.isValid {
            let combined = cursor.rawKey
            guard combined.starts(with: start) else { return }
            let (prefix, key) = StoreKey.split(combined)
            guard try body(prefix, key, cursor.rawValue) else { return }
            try cursor.next()
        }
    }

    /// The keys of a prefix in order, without it.
    public func keys(of prefix: String) throws -> [String] {
        var keys: [String] = []
        try forEach(prefix: prefix) { _, key, _ in
            keys.append(String(cephBytes: key))
            return true
        }
        return keys
    }
}
