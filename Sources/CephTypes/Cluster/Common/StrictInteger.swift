import CephEncoding

/// Whole numbers in the arguments of commands, as strict_strtoll() reads them (src/common/strtol.cc): decimal,
/// blanks and a sign in front, nothing behind.
public enum StrictInteger {
    /// What is wrong with a text, in Ceph's words.
    public struct Malformed: Error, Equatable, CustomStringConvertible {
        public let description: String
    }

    /// - Throws: ``Malformed``, also for a number of more than 64 bits.
    public static func parse(_ text: some StringProtocol) throws(Malformed) -> Int64 {
        let blanks: Set<UInt8> = [0x20, 0x09, 0x0a, 0x0b, 0x0c, 0x0d]
        var digits = text.utf8.drop { blanks.contains($0) }
        let isNegative = digits.first == UInt8(ascii: "-")
        if isNegative || digits.first == UInt8(ascii: "+") { digits = digits.dropFirst() }
        guard !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw Malformed(description: "Expected option value to be integer, got '\(text)'")
        }
        var number: Int64 = 0
        for digit in digits {
            let value = Int64(digit - 0x30)
            let (product, overflow) = number.multipliedReportingOverflow(by: 10)
            let (next, carry) =
                isNegative
                ? product.subtractingReportingOverflow(value) : product.addingReportingOverflow(value)
            guard !overflow, !carry else { throw outOfRange(text) }
            number = next
        }
        return number
    }

    /// The same of 32 bits, as strict_strtol() reads it.
    public static func parse32(_ text: some StringProtocol) throws(Malformed) -> Int32 {
        guard let number = Int32(exactly: try parse(text)) else { throw outOfRange(text) }
        return number
    }

    private static func outOfRange(_ text: some StringProtocol) -> Malformed {
        Malformed(description: "The option value '\(text)' seems to be invalid")
    }
}
