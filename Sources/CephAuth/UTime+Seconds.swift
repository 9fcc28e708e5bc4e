import CephEncoding

// Times and spans as Ceph's utime_t and double count them (src/include/utime.h).
extension UTime {
    private static let second = 1e9

    /// A span; what does not fit is as long as can be.
    init(span seconds: Double) {
        self = UTime.zero.adding(seconds)
    }

    /// The time `seconds` later; what does not fit is the last time that can be said.
    func adding(_ seconds: Double) -> UTime {
        let whole = seconds.rounded(.towardZero)
        var result = Double(self.seconds) + whole
        var nanoseconds = Double(self.nanoseconds) + ((seconds - whole) * Self.second).rounded(.towardZero)
        if nanoseconds >= Self.second {
            nanoseconds -= Self.second
            result += 1
        } else if nanoseconds < 0 {
            nanoseconds += Self.second
            result -= 1
        }
        guard result >= 0 else { return .zero }
        guard result <= Double(UInt32.max) else { return UTime(seconds: .max, nanoseconds: 999_999_999) }
        return UTime(seconds: UInt32(result), nanoseconds: UInt32(nanoseconds))
    }

    /// Seconds from `earlier` to this; negative where `earlier` is later.
    func seconds(since earlier: UTime) -> Double {
        Double(seconds) - Double(earlier.seconds)
            + (Double(nanoseconds) - Double(earlier.nanoseconds)) / Self.second
    }
}
