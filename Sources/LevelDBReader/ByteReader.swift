/// Reads LevelDB's basic encodings from borrowed bytes, front to back. Every method answers nil,
/// and leaves the position undefined, when the bytes end early or are no such encoding.
struct ByteReader {
    private(set) var position: UnsafePointer<UInt8>
    let end: UnsafePointer<UInt8>

    init(_ start: UnsafePointer<UInt8>, count: Int) {
        position = start
        end = start + count
    }

    var remaining: Int { end - position }

    mutating func byte() -> UInt8? {
        guard position < end else { return nil }
        defer { position += 1 }
        return position.pointee
    }

    /// Seven bits a byte, least significant first, the high bit set on all but the last.
    mutating func varint64() -> UInt64? {
        var result: UInt64 = 0
        var shift: UInt64 = 0
        while shift < 64, position < end {
            let byte = position.pointee
            position += 1
            let bits = UInt64(byte & 0x7f)
            guard shift < 63 || bits <= 1 else { return nil }
            result |= bits << shift
            if byte < 0x80 { return result }
            shift += 7
        }
        return nil
    }

    mutating func varint32() -> UInt32? {
        guard let value = varint64() else { return nil }
        return UInt32(exactly: value)
    }

    mutating func fixed32() -> UInt32? {
        guard remaining >= 4 else { return nil }
        defer { position += 4 }
        return loadFixed32(position)
    }

    mutating func fixed64() -> UInt64? {
        guard remaining >= 8 else { return nil }
        defer { position += 8 }
        return loadFixed64(position)
    }

    /// `count` bytes in place.
    mutating func bytes(_ count: Int) -> UnsafeBufferPointer<UInt8>? {
        guard count >= 0, count <= remaining else { return nil }
        defer { position += count }
        return UnsafeBufferPointer(start: position, count: count)
    }

    /// A 32-bit varint length and that many bytes.
    mutating func lengthPrefixed() -> UnsafeBufferPointer<UInt8>? {
        guard let count = varint32() else { return nil }
        return bytes(Int(count))
    }
}

/// A little-endian 32-bit number at any address.
@inline(__always)
func loadFixed32(_ start: UnsafePointer<UInt8>) -> UInt32 {
    UInt32(littleEndian: UnsafeRawPointer(start).loadUnaligned(as: UInt32.self))
}

/// A little-endian 64-bit number at any address.
@inline(__always)
func loadFixed64(_ start: UnsafePointer<UInt8>) -> UInt64 {
    UInt64(littleEndian: UnsafeRawPointer(start).loadUnaligned(as: UInt64.self))
}
