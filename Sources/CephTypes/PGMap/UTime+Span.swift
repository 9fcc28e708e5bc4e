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
            seconds: seconds &+ other.seconds &+ carry, nanoseconds: UInt32(nanoseconds % UInt64(Self.second))
        )
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
        return String(
            decoding: text.prefix { $0 != 0 && $0 != 10 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// A span in its largest unit of which there are enough (`timespan_str` in src/common/ceph_time.cc): `1.5s`,
    /// `97s`, `42m`, `3d`.
    public var roughly: String {
        if seconds < 2 {
            return CephNumber.general(Double(Float(asSeconds))) + "s"
        }
        let days = seconds / 86400
        let units: [(enough: Bool, number: UInt32, name: String)] = [
            (days / 30 >= 24, days / 365, "y"), (days / 7 >= 12, days / 30, "M"), (days >= 14, days / 7, "w"),
            (seconds >= 48 * 3600, days, "d"), (seconds >= 120 * 60, seconds / 3600, "h"),
            (seconds >= 120, seconds / 60, "m"),
        ]
        let unit = units.first { $0.enough }
        return "\(unit?.number ?? seconds)\(unit?.name ?? "s")"
    }
}
