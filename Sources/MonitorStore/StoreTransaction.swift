import CephEncoding
import CephTypes
import NIOCore

/// `MonitorDBStore::Transaction`: changes of a store that are applied together. Paxos agrees on the bytes
/// of one (src/mon/MonitorDBStore.h).
public struct StoreTransaction: Equatable, Sendable {
    /// In the order in which they are applied.
    public private(set) var operations: [Operation] = []
    /// What Ceph counts while a transaction is built: encoded bytes. 26 of an empty one are included, and those
    /// of each transaction that was appended.
    public private(set) var byteCount = emptyByteCount
    /// Operations other than compactions, as Ceph counts them.
    public private(set) var keyCount: UInt64 = 0

    /// Envelope, count of operations and the two counters.
    private static let emptyByteCount: UInt64 = 6 + 4 + 8 * 2

    /// An empty transaction.
    public init() {}

    /// Whether it has no operations.
    public var isEmpty: Bool { operations.isEmpty }

    /// Whether what it erases depends on what the store has when it is applied.
    public var erasesRanges: Bool {
        operations.contains { if case .eraseRange = $0 { true } else { false } }
    }

    /// The ranges of database keys that it asks to compact.
    public var compactions: [(from: [UInt8], to: [UInt8])] {
        operations.compactMap { operation in
            guard case .compact(let prefix, let start, let end) = operation else { return nil }
            guard !(start.isEmpty && end.isEmpty) else { return StoreKey.range(of: prefix) }
            return (StoreKey(prefix, start).combined, StoreKey(prefix, end).combined)
        }
    }

    /// Gives a key a value, whether or not it has one.
    public mutating func put(_ prefix: String, _ key: String, _ value: ByteBuffer) {
        count(.put(StoreKey(prefix, key), value))
    }

    /// Eight bytes, little-endian, as versions are stored.
    public mutating func put(_ prefix: String, _ key: String, version: UInt64) {
        put(prefix, key, CephEncoder.encode(version))
    }

    /// A value under a version number.
    public mutating func put(_ prefix: String, _ version: UInt64, _ value: ByteBuffer) {
        put(prefix, String(version), value)
    }

    /// Erases a key; one that is absent is no error.
    public mutating func erase(_ prefix: String, _ key: String) {
        count(.erase(StoreKey(prefix, key)))
    }

    /// Erases the keys from `start` (included) to `end` (excluded).
    public mutating func eraseRange(_ prefix: String, from start: String, to end: String) {
        count(.eraseRange(prefix: prefix, start: start, end: end))
    }

    /// Compacts a prefix, or the keys from `start` to `end` in it, once the rest is applied.
    public mutating func compact(_ prefix: String, from start: String = "", to end: String = "") {
        operations.append(.compact(prefix: prefix, start: start, end: end))
    }

    /// Puts another transaction's operations behind this one's.
    public mutating func append(_ other: StoreTransaction) {
        operations.append(contentsOf: other.operations)
        byteCount &+= other.byteCount
        keyCount &+= other.keyCount
    }

    private mutating func count(_ operation: Operation) {
        operations.append(operation)
        keyCount &+= 1
        byteCount &+= UInt64(operation.encodedSize)
    }
}

extension StoreTransaction: CephRecord {
    public static let cephTypeName = "MonitorDBStore::Transaction"

    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 2) { version, body in
            var transaction = StoreTransaction()
            transaction.operations = try body.decode("ops")
            if version >= 2 {
                transaction.byteCount = try body.decode("bytes")
                transaction.keyCount = try body.decode("keys")
            } else {
                transaction.byteCount = 0
                transaction.keyCount = UInt64(transaction.operations.count)
            }
            return transaction
        }
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.versioned(2, compatible: 1) { body in
            body.encode(operations)
            body.integer(byteCount)
            body.integer(keyCount)
        }
    }

    public func dump(to formatter: inout CephFormatter) {
        formatter.array("ops") { list in
            for (number, operation) in operations.enumerated() {
                list.object("op") { item in
                    item.int("op_num", number)
                    operation.dump(to: &item)
                }
            }
        }
        formatter.int("num_keys", keyCount)
        formatter.int("num_bytes", byteCount)
    }
}

extension StoreTransaction {
    /// `MonitorDBStore::Op`.
    public enum Operation: Equatable, Sendable {
        /// Type 1: gives a key a value.
        case put(StoreKey, ByteBuffer)
        /// Type 2: erases a key.
        case erase(StoreKey)
        /// Type 3: compacts a range of a prefix; all of it where start and end are empty.
        case compact(prefix: String, start: String, end: String)
        /// Type 4: erases the keys from start (included) to end (excluded).
        case eraseRange(prefix: String, start: String, end: String)

        /// The prefix that it changes.
        public var prefix: String {
            switch self {
            case .put(let key, _), .erase(let key): key.prefix
            case .compact(let prefix, _, _), .eraseRange(let prefix, _, _): prefix
            }
        }

        /// How many bytes it has when it is encoded: envelope, type, and four strings behind their lengths.
        var encodedSize: Int {
            let content =
                switch self {
                case .put(let key, let value):
                    key.prefix.cephByteCount + key.key.cephByteCount + value.readableBytes
                case .erase(let key): key.prefix.cephByteCount + key.key.cephByteCount
                case .compact(let prefix, let start, let end), .eraseRange(let prefix, let start, let end):
                    prefix.cephByteCount + start.cephByteCount + end.cephByteCount
                }
            return 6 + 1 + 4 * 4 + content
        }
    }
}

extension StoreTransaction.Operation: CephRecord {
    public static let cephTypeName = "MonitorDBStore::Op"

    private enum Code: UInt8 {
        case put = 1
        case erase = 2
        case compact = 3
        case eraseRange = 4
    }

    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 2, named: Self.cephTypeName) { version, body in
            let code = try body.decode("type", as: UInt8.self)
            let prefix = try body.decode("prefix", as: String.self)
            let key = try body.decode("key", as: String.self)
            let value = try body.decode("value", as: ByteBuffer.self)
            let end = version >= 2 ? try body.decode("endkey", as: String.self) : ""
            switch Code(rawValue: code) {
            case .put: return .put(StoreKey(prefix, key), value)
            case .erase: return .erase(StoreKey(prefix, key))
            case .compact: return .compact(prefix: prefix, start: key, end: end)
            case .eraseRange: return .eraseRange(prefix: prefix, start: key, end: end)
            case nil: throw body.failure("expected an operation of type 1 to 4, found \(code)")
            }
        }
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.versioned(2, compatible: 1) { body in
            switch self {
            case .put(let key, let value):
                Self.encode(.put, key.prefix, key.key, value, end: "", into: &body)
            case .erase(let key):
                Self.encode(.erase, key.prefix, key.key, ByteBuffer(), end: "", into: &body)
            case .compact(let prefix, let start, let end):
                Self.encode(.compact, prefix, start, ByteBuffer(), end: end, into: &body)
            case .eraseRange(let prefix, let start, let end):
                Self.encode(.eraseRange, prefix, start, ByteBuffer(), end: end, into: &body)
            }
        }
    }

    private static func encode(
        _ code: Code, _ prefix: String, _ key: String, _ value: ByteBuffer, end: String,
        into body: inout CephEncoder
    ) {
        body.integer(code.rawValue)
        body.encode(prefix)
        body.encode(key)
        body.encode(value)
        body.encode(end)
    }

    public func dump(to formatter: inout CephFormatter) {
        switch self {
        case .put(let key, let value):
            formatter.string("type", "PUT")
            formatter.string("prefix", key.prefix)
            formatter.string("key", key.key)
            formatter.int("length", value.readableBytes)
        case .erase(let key):
            formatter.string("type", "ERASE")
            formatter.string("prefix", key.prefix)
            formatter.string("key", key.key)
        case .compact(let prefix, let start, let end):
            formatter.string("type", "COMPACT")
            Self.dump(range: (prefix, start, end), to: &formatter)
        case .eraseRange(let prefix, let start, let end):
            formatter.string("type", "ERASE_RANGE")
            Self.dump(range: (prefix, start, end), to: &formatter)
        }
    }

    private static func dump(
        range: (prefix: String, start: String, end: String), to formatter: inout CephFormatter
    ) {
        formatter.string("prefix", range.prefix)
        formatter.string("start", range.start)
        formatter.string("end", range.end)
    }
}
