/// Robert Jenkins' 32-bit mix in the form CRUSH has it (src/crush/hash.c, `rjenkins1`).
public enum CrushHash {
    private static let seed: UInt32 = 1_315_423_911
    private static let extraX: UInt32 = 231_232
    private static let extraY: UInt32 = 1232

    @inline(__always)
    private static func mix(_ a: inout UInt32, _ b: inout UInt32, _ c: inout UInt32) {
        a = (a &- b &- c) ^ (c &>> 13)
        b = (b &- c &- a) ^ (a &<< 8)
        c = (c &- a &- b) ^ (b &>> 13)
        a = (a &- b &- c) ^ (c &>> 12)
        b = (b &- c &- a) ^ (a &<< 16)
        c = (c &- a &- b) ^ (b &>> 5)
        a = (a &- b &- c) ^ (c &>> 3)
        b = (b &- c &- a) ^ (a &<< 10)
        c = (c &- a &- b) ^ (b &>> 15)
    }

    public static func hash(_ a: UInt32) -> UInt32 {
        var (a, b, x, y, hash) = (a, a, extraX, extraY, seed ^ a)
        mix(&b, &x, &hash)
        mix(&y, &a, &hash)
        return hash
    }

    @inline(__always)
    public static func hash(_ a: UInt32, _ b: UInt32) -> UInt32 {
        var (a, b, x, y, hash) = (a, b, extraX, extraY, seed ^ a ^ b)
        mix(&a, &b, &hash)
        mix(&x, &a, &hash)
        mix(&b, &y, &hash)
        return hash
    }

    @inline(__always)
    public static func hash(_ a: UInt32, _ b: UInt32, _ c: UInt32) -> UInt32 {
        var (a, b, c, x, y) = (a, b, c, extraX, extraY)
        var hash = seed ^ a ^ b ^ c
        mix(&a, &b, &hash)
        mix(&c, &x, &hash)
        mix(&y, &a, &hash)
        mix(&b, &x, &hash)
        mix(&y, &c, &hash)
        return hash
    }

    @inline(__always)
    public static func hash(_ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: UInt32) -> UInt32 {
        var (a, b, c, d, x, y) = (a, b, c, d, extraX, extraY)
        var hash = seed ^ a ^ b ^ c ^ d
        mix(&a, &b, &hash)
        mix(&c, &d, &hash)
        mix(&a, &x, &hash)
        mix(&y, &b, &hash)
        mix(&c, &x, &hash)
        mix(&y, &d, &hash)
        return hash
    }

    public static func hash(_ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: UInt32, _ e: UInt32) -> UInt32 {
        var (a, b, c, d, e, x, y) = (a, b, c, d, e, extraX, extraY)
        var hash = seed ^ a ^ b ^ c ^ d ^ e
        mix(&a, &b, &hash)
        mix(&c, &d, &hash)
        mix(&e, &x, &hash)
        mix(&y, &a, &hash)
        mix(&b, &x, &hash)
        mix(&y, &c, &hash)
        mix(&d, &x, &hash)
        mix(&y, &e, &hash)
        return hash
    }
}
