extension [UInt8] {
    mutating func append(fixed32 value: UInt32) {
        for shift in stride(from: 0, to: 32, by: 8) { append(UInt8(truncatingIfNeeded: value >> shift)) }
    }

    mutating func append(fixed64 value: UInt64) {
        for shift in stride(from: 0, to: 64, by: 8) { append(UInt8(truncatingIfNeeded: value >> shift)) }
    }

    /// Seven bits a byte, least significant first, the high bit set on all but the last.
    mutating func append(varint value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(truncatingIfNeeded: rest))
    }

    mutating func append(varint value: Int) { append(varint: UInt64(value)) }

    /// A varint length and the bytes.
    mutating func append(lengthPrefixed bytes: [UInt8]) {
        append(varint: bytes.count)
        append(contentsOf: bytes)
    }
}
