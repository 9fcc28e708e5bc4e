import Glibc

/// What an entry says about its key.
enum EntryKind {
    static let deletion: UInt8 = 0
    static let value: UInt8 = 1
}

/// The largest sequence number: it shares eight bytes with the entry's kind.
let maximumSequence: UInt64 = (1 << 56) - 1

/// Orders byte strings as "leveldb.BytewiseComparator": as unsigned bytes, a prefix first.
@inline(__always)
func compareBytes(
    _ left: UnsafePointer<UInt8>, _ leftCount: Int, _ right: UnsafePointer<UInt8>, _ rightCount: Int
) -> Int {
    let order = memcmp(left, right, min(leftCount, rightCount))
    return order != 0 ? Int(order) : leftCount - rightCount
}

/// A borrowed internal key: the user's key, and the trailer `sequence << 8 | kind`.
///
/// Internal keys are ordered by user key ascending, then by trailer descending, so that the newest
/// entry of a key comes first.
struct InternalKeyView {
    var userKey: UnsafePointer<UInt8>
    var userCount: Int
    var trailer: UInt64

    @inline(__always)
    init(userKey: UnsafePointer<UInt8>, userCount: Int, trailer: UInt64) {
        self.userKey = userKey
        self.userCount = userCount
        self.trailer = trailer
    }

    /// Splits an encoded internal key. The caller has checked that `count` is at least 8.
    @inline(__always)
    init(encoded: UnsafePointer<UInt8>, count: Int) {
        self.init(
            userKey: encoded, userCount: count - 8, trailer: loadFixed64(encoded + (count - 8)))
    }

    var userBytes: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: userKey, count: userCount)
    }

    /// Negative, zero or positive as `self` sorts before, with or after `other`.
    @inline(__always)
    func compare(_ other: InternalKeyView) -> Int {
        let order = compareBytes(userKey, userCount, other.userKey, other.userCount)
        if order != 0 { return order }
        return trailer > other.trailer ? -1 : (trailer < other.trailer ? 1 : 0)
    }
}

/// An internal key that owns its bytes: the bounds of a table in the MANIFEST.
struct InternalKey: Sendable {
    let userKey: [UInt8]
    let trailer: UInt64

    /// Nil if the bytes are too few to hold a trailer.
    init?(encoded: UnsafeBufferPointer<UInt8>) {
        guard encoded.count >= 8, let start = encoded.baseAddress else { return nil }
        userKey = Array(encoded[..<(encoded.count - 8)])
        trailer = loadFixed64(start + (encoded.count - 8))
    }

    func compare(_ other: InternalKey) -> Int {
        other.withView { compare($0) }
    }

    func compare(_ other: InternalKeyView) -> Int {
        withView { $0.compare(other) }
    }

    private func withView<R>(_ body: (InternalKeyView) -> R) -> R {
        withBytes(of: userKey) {
            body(InternalKeyView(userKey: $0, userCount: userKey.count, trailer: trailer))
        }
    }
}

/// Lends the bytes of an array with an address that is never nil, even for an empty array.
@inline(__always)
func withBytes<R>(of array: [UInt8], _ body: (UnsafePointer<UInt8>) throws -> R) rethrows -> R {
    try array.withUnsafeBufferPointer { buffer in
        if let start = buffer.baseAddress { return try body(start) }
        var nothing: UInt8 = 0
        return try withUnsafePointer(to: &nothing) { try body($0) }
    }
}
