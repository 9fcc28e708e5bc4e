/// Why a value is not what an option takes. A text may be empty: Ceph has none for addresses and uuids.
public struct ConfigValueError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Ceph's error number (`EINVAL`, `ERANGE`), positive.
    public let code: Int32
    public let description: String

    public init(_ description: String, code: Int32 = 22) {
        self.description = description
        self.code = code
    }
}

/// Numbers as options have them (src/common/strtol.cc). `K` is 1,000 for a number and 1,024 for a size.
enum ConfigNumberReader {
    /// `strict_strtoll`
    private static func whole(_ text: some StringProtocol) throws(ConfigValueError) -> Int64 {
        var scanner = CText(text)
        guard let (value, overflows) = scanner.decimal(), scanner.position == text.utf8.count else {
            throw ConfigValueError("Expected option value to be integer, got '\(text)'")
        }
        if overflows { throw ConfigValueError("The option value '\(text)' seems to be invalid") }
        return value
    }

    /// `strict_strtol`
    static func int32(_ text: String) throws(ConfigValueError) -> Int32 {
        guard let value = Int32(exactly: try whole(text)) else {
            throw ConfigValueError("The option value '\(text)' seems to be invalid")
        }
        return value
    }

    /// Seconds, minutes, … before their unit: digits alone.
    static func count(_ text: String) throws(ConfigValueError) -> Int64 { try whole(text) }

    private static let plainCharacters = Array("0123456789+-".utf8)

    /// `strict_si_cast`
    static func number<Number: FixedWidthInteger>(
        _ text: String, as type: Number.Type = Number.self
    ) throws(ConfigValueError) -> Number {
        guard let last = text.utf8.last else {
            throw ConfigValueError("strict_sistrtoll: value not specified")
        }
        var digits = Substring(text)
        var power = 0
        if !text.utf8.allSatisfy(plainCharacters.contains) {
            guard let unit = "BKMGTPE".utf8.firstIndex(of: last) else {
                throw ConfigValueError("strict_si_cast: unit prefix not recognized")
            }
            power = "BKMGTPE".utf8.distance(from: "BKMGTPE".startIndex, to: unit) * 3
            if power > 0 { digits = digits.dropLast() }
        }
        let value = try whole(digits)
        if value < 0, !Number.isSigned {
            throw ConfigValueError("strict_sistrtoll: value should not be negative")
        }
        let coefficient = (0..<power).reduce(Number(1)) { product, _ in product &* 10 }
        guard let count = Number(exactly: value), count >= Number.min / coefficient,
            count <= Number.max / coefficient
        else { throw ConfigValueError("strict_sistrtoll: value out of range") }
        return count &* coefficient
    }

    /// `strict_iecstrtoll`
    static func size(_ text: String) throws(ConfigValueError) -> UInt64 {
        guard !text.isEmpty else { throw ConfigValueError("strict_iecstrtoll: value not specified") }
        let bytes = Array(text.utf8)
        let unitStart = bytes.firstIndex { !plainCharacters.contains($0) } ?? bytes.endIndex
        let shift = try shift(bytes[unitStart...])
        let value = try whole(String(decoding: bytes[..<unitStart], as: UTF8.self))
        guard value >= 0 else { throw ConfigValueError("strict_iecstrtoll: value should not be negative") }
        guard value.magnitude <= UInt64.max >> UInt64(shift) else {
            throw ConfigValueError("strict_iecstrtoll: value seems to be too large")
        }
        return value.magnitude << UInt64(shift)
    }

    /// How many bits a unit stands for: `K`, `Ki` and `KB` are all 10.
    private static func shift(_ unit: ArraySlice<UInt8>) throws(ConfigValueError) -> Int {
        guard let first = unit.first else { return 0 }
        if unit.last == UInt8(ascii: "i"), first == UInt8(ascii: "B") {
            throw ConfigValueError("strict_iecstrtoll: illegal prefix \"Bi\"")
        }
        guard unit.count <= 2 else {
            throw ConfigValueError("strict_iecstrtoll: illegal prefix (length > 2)")
        }
        guard let index = Array("BKMGTPE".utf8).firstIndex(of: first) else {
            throw ConfigValueError("strict_iecstrtoll: unit prefix not recognized")
        }
        return index * 10
    }

    /// `strict_strtod`
    static func float(_ text: String) throws(ConfigValueError) -> Double {
        var scanner = CText(text)
        let text = scanner.rest
        guard let (value, isOutOfRange) = scanner.double() else {
            throw ConfigValueError("strict_strtod: expected double, got: '\(text)'")
        }
        if isOutOfRange {
            throw ConfigValueError(
                "strict_strtod: floating point overflow or underflow parsing '\(text)'")
        }
        guard scanner.isAtEnd else {
            throw ConfigValueError("strict_strtod: garbage at end of string. got: '\(text)'")
        }
        return value
    }
}
