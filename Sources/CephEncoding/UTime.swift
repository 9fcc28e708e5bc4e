/// `utime_t`: seconds and nanoseconds since 1970, also used for spans. On the wire two u32.
public struct UTime: Hashable, Comparable, CephOrdered, Sendable {
    public var seconds: UInt32
    public var nanoseconds: UInt32

    public init(seconds: UInt32 = 0, nanoseconds: UInt32 = 0) {
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    public static let zero = UTime()
    public var isZero: Bool { self == .zero }

    public static func < (left: UTime, right: UTime) -> Bool {
        (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
    }
}

extension UTime: CephCodable {
    public init(from decoder: inout CephDecoder) throws {
        seconds = try decoder.integer()
        nanoseconds = try decoder.integer()
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.integer(seconds)
        encoder.integer(nanoseconds)
    }
}

extension UTime: CustomStringConvertible {
    /// As Ceph prints it: `2021-04-01T12:00:00.123456+0000`; a value of less than ten years is a span and
    /// is printed in seconds, `12.000345`. Times are always in UTC here.
    public var description: String {
        let micros = padded(nanoseconds / 1000, 6)
        // src/include/utime.h: less than ten years counts as relative.
        guard seconds >= 60 * 60 * 24 * 365 * 10 else { return "\(seconds).\(micros)" }
        let (year, month, day) = UTime.civil(days: Int(seconds / 86400))
        let second = seconds % 86400
        return "\(padded(UInt32(year), 4))-\(padded(UInt32(month), 2))-\(padded(UInt32(day), 2))T"
            + "\(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2)).\(micros)+0000"
    }

    private func padded(_ number: UInt32, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    /// Days since 1970 as a date of the Gregorian calendar (years that begin in March make leap days last).
    private static func civil(days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }
}
