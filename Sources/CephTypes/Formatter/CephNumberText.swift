#if canImport(Glibc)
    import Glibc
#endif

/// Numbers as Ceph reads them from commands and options, with its words for what is none
/// (src/common/strtol.cc).
public enum CephNumberText {
    /// Why a text is no number.
    public struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
        public let description: String
        init(_ description: String) { self.description = description }
    }

    /// `strict_strtoll`: a decimal number, blanks before it allowed.
    public static func integer(_ text: some StringProtocol) throws(Failure) -> Int64 {
        let digits = text.drop { " \t\n\u{b}\u{c}\r".contains($0) }
        let unsigned = digits.first == "+" || digits.first == "-" ? digits.dropFirst() : digits[...]
        guard !unsigned.isEmpty, unsigned.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw Failure("Expected option value to be integer, got '\(text)'")
        }
        guard let number = Int64(digits) else {
            throw Failure("The option value '\(text)' seems to be invalid")
        }
        return number
    }

    /// `strict_strtod`.
    public static func double(_ text: String) throws(Failure) -> Double {
        let (value, used, isOutOfRange) = text.withCString { start in
            errno = 0
            var end: UnsafeMutablePointer<CChar>?
            let value = strtod(start, &end)
            let used = end.map { UnsafePointer($0) - start } ?? 0
            return (value, used, errno == ERANGE && value.isInfinite)
        }
        if isOutOfRange {
            throw Failure("strict_strtod: floating point overflow or underflow parsing '\(text)'")
        }
        guard used > 0 else { throw Failure("strict_strtod: expected double, got: '\(text)'") }
        guard used == text.utf8.count else {
            throw Failure("strict_strtod: garbage at end of string. got: '\(text)'")
        }
        return value
    }

    private static let units = Array("BKMGTPE".utf8)
    private static let plain = Array("0123456789-+".utf8)

    /// `strict_iec_cast`: a number of bytes, with K, M, … for powers of 1024: `4K`, `1Mi`, `7B`.
    public static func bytes<T: FixedWidthInteger>(
        _ text: String, as type: T.Type = T.self
    ) throws(Failure) -> T {
        let name = "strict_iecstrtoll"
        guard !text.isEmpty else { throw Failure("\(name): value not specified") }
        let bytes = Array(text.utf8)
        let split = bytes.firstIndex { !plain.contains($0) } ?? bytes.endIndex
        var shift = 0
        if let first = bytes[split...].first, let last = bytes.last {
            if last == UInt8(ascii: "i"), first == UInt8(ascii: "B") {
                throw Failure("\(name): illegal prefix \"Bi\"")
            }
            guard bytes.count - split <= 2 else { throw Failure("\(name): illegal prefix (length > 2)") }
            guard let power = units.firstIndex(of: first) else {
                throw Failure("\(name): unit prefix not recognized")
            }
            shift = power * 10
        }
        let number = try integer(String(decoding: bytes[..<split], as: UTF8.self))
        guard number >= 0 || T.isSigned else { throw Failure("\(name): value should not be negative") }
        guard let value = T(exactly: number), value <= T.max >> T(shift), value >= T.min >> T(shift) else {
            throw Failure("\(name): value seems to be too \(number < 0 ? "small" : "large")")
        }
        return value << T(shift)
    }

    /// `strict_si_cast`: a count, with K, M, … for powers of 1000.
    public static func count<T: FixedWidthInteger>(
        _ text: String, as type: T.Type = T.self
    ) throws(Failure) -> T {
        guard let last = text.utf8.last else { throw Failure("strict_sistrtoll: value not specified") }
        var digits = Substring(text)
        var factor: T = 1
        if !text.utf8.allSatisfy(plain.contains) {
            guard let power = units.firstIndex(of: last) else {
                throw Failure("strict_si_cast: unit prefix not recognized")
            }
            if power > 0 { digits = digits.dropLast() }
            for _ in 0..<power { factor = factor.multipliedReportingOverflow(by: 1000).partialValue }
        }
        let number = try integer(digits)
        guard number >= 0 || T.isSigned else {
            throw Failure("strict_sistrtoll: value should not be negative")
        }
        guard let value = T(exactly: number) else { throw Failure("strict_sistrtoll: value out of range") }
        let (product, overflow) = value.multipliedReportingOverflow(by: factor)
        guard !overflow else { throw Failure("strict_sistrtoll: value out of range") }
        return product
    }
}
