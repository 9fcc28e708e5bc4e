import CephEncoding

#if canImport(Glibc)
    import Glibc
#endif

// Arithmetic of times and spans, wrapping around as C++'s unsigned fields do.
extension UTime {
    private static let second: UInt32 = 1_000_000_000

    /// This time or span less `other`.
    func minus(_ other: UTime) -> UTime {
        var result = UTime(seconds: seconds &- other.seconds, nanoseconds: nanoseconds)
        if nanoseconds < other.nanoseconds {
            result.seconds &-= 1
            result.nanoseconds &+= Self.second
        }
        result.nanoseconds &-= other.nanoseconds
        return result
    }

    /// This time or span and `other`.
    func plus(_ other: UTime) -> UTime {
        let nanoseconds = UInt64(nanoseconds) + UInt64(other.nanoseconds)
        let carry = UInt32(truncatingIfNeeded: nanoseconds / UInt64(Self.second))
        return UTime(
            seconds: seconds &+ other.seconds &+ carry, nanoseconds: UInt32(nanoseconds % UInt64(Self.second)))
    }

    /// A span in seconds.
    var asSeconds: Double { Double(seconds) + Double(nanoseconds) / Double(Self.second) }

    /// As C's `ctime`, in UTC: `Mon Apr 12 11:13:22 2021`.
    var asctime: String {
        var time = time_t(seconds)
        var parts = tm()
        guard gmtime_r(&time, &parts) != nil else { return "" }
        var text = [CChar](repeating: 0, count: 64)
        guard asctime_r(&parts, &text) != nil else { return "" }
        return String(decoding: text.prefix { $0 != 0 && $0 != 10 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// A span in its two largest units (`utimespan_str`): `42m`, `3d`, `97s`.
    var roughly: String {
        // src/include/utime.h (`timespan_str`): each unit is used until two of the next are full.
        let units: [(UInt32, String)] = [
            (2 * 365 * 86400, "y"), (2 * 30 * 86400, "M"), (2 * 7 * 86400, "w"), (2 * 86400, "d"), (2 * 3600, "h"),
            (2 * 60, "m"),
        ]
        for (least, name) in units where seconds >= least { return "\(seconds / (least / 2))\(name)" }
        return "\(seconds)s"
    }
}
