/// The fixed-point logarithm with which straw2 draws (`crush_ln` in src/crush/mapper.c).
public enum CrushLogarithm {
    /// `2^48 / (1 + k/128)`, rounded up, for k in 0...128.
    static let reciprocal: [UInt64] = (0...128).map { k in
        let numerator: UInt64 = 1 << 55
        let denominator = 128 + UInt64(k)
        return (numerator + denominator - 1) / denominator
    }

    /// The three tables one after the other: reciprocals, high, low.
    static let tables: [UInt64] = reciprocal + high + low
    static let highOffset = 129
    static let lowOffset = 258

    /// `2^44 * log2(value + 1)`, for values below `0x10000`.
    public static func log2(_ value: UInt32) -> UInt64 {
        tables.withUnsafeBufferPointer { tables in
            tables.baseAddress.map { (1 << 48) - distance(value & 0xffff, tables: $0) } ?? 0
        }
    }

    /// `2^48 - log2(value)`: how far the logarithm lies below that of 65536; never 0.
    /// - Parameters:
    ///   - value: below `0x10000`.
    ///   - tables: ``tables``.
    @inline(__always)
    static func distance(_ value: UInt32, tables: UnsafePointer<UInt64>) -> UInt64 {
        // Shifted so that bit 15 (or 16, for the last value alone) is the highest.
        let next = value &+ 1
        let shift = max(16, next.leadingZeroBitCount) &- 16
        let x = UInt64(next &<< UInt32(truncatingIfNeeded: shift))
        let index = Int(truncatingIfNeeded: x &>> 8) &- 128
        let rest = Int(truncatingIfNeeded: (x &* tables[index]) &>> 48) & 0xff
        let fraction = (tables[highOffset &+ index] &+ tables[lowOffset &+ rest]) &>> 4
        let logarithm = UInt64(truncatingIfNeeded: 15 &- shift) &<< 44 &+ fraction
        return (1 &<< 48) &- logarithm
    }
}
