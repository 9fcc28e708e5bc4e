/// Hashes of names (src/common/ceph_hash.cc): Robert Jenkins' of 1996, and that of Linux's directory cache.
public enum CephStringHash {
    private static let golden: UInt32 = 0x9e37_79b9

    /// `ceph_str_hash_rjenkins`.
    public static func rjenkins(_ bytes: [UInt8]) -> UInt32 {
        var a = golden
        var b = golden
        var c: UInt32 = 0
        var index = 0
        func word(_ at: Int, _ count: Int) -> UInt32 {
            var value: UInt32 = 0
            for offset in 0..<max(0, min(count, bytes.count - at)) {
                value |= UInt32(bytes[at + offset]) << UInt32(8 * offset)
            }
            return value
        }
        while bytes.count - index >= 12 {
            a &+= word(index, 4)
            b &+= word(index + 4, 4)
            c &+= word(index + 8, 4)
            mix(&a, &b, &c)
            index += 12
        }
        // The lowest byte of the last word is for the length.
        c &+= UInt32(truncatingIfNeeded: bytes.count)
        a &+= word(index, 4)
        b &+= word(index + 4, 4)
        c &+= word(index + 8, 3) << 8
        mix(&a, &b, &c)
        return c
    }

    /// `ceph_str_hash_linux`.
    public static func linux(_ bytes: [UInt8]) -> UInt32 {
        bytes.reduce(0) { hash, byte in
            (hash &+ UInt32(byte) << 4 &+ UInt32(byte) >> 4) &* 11
        }
    }

    @inline(__always)
    private static func mix(_ a: inout UInt32, _ b: inout UInt32, _ c: inout UInt32) {
        a = (a &- b &- c) ^ (c >> 13)
        b = (b &- c &- a) ^ (a << 8)
        c = (c &- a &- b) ^ (b >> 13)
        a = (a &- b &- c) ^ (c >> 12)
        b = (b &- c &- a) ^ (a << 16)
        c = (c &- a &- b) ^ (b >> 5)
        a = (a &- b &- c) ^ (c >> 3)
        b = (b &- c &- a) ^ (a << 10)
        c = (c &- a &- b) ^ (b >> 15)
    }
}
