#if canImport(Glibc)
    import Glibc
#endif

/// Bytes read as C's own functions read them.
struct CText {
    let bytes: [UInt8]
    var position = 0

    /// What a C string has of a text: it ends at the first zero.
    init(_ text: some StringProtocol) {
        bytes = Array(text.utf8.prefix { $0 != 0 })
    }

    /// The byte ahead; zero at the end, as in C.
    var next: UInt8 { position < bytes.count ? bytes[position] : 0 }
    var isAtEnd: Bool { position >= bytes.count }
    var rest: String { String(decoding: bytes[position...], as: UTF8.self) }

    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0d).contains(byte) }
    static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    mutating func skip(_ text: String) -> Bool {
        guard bytes[position...].starts(with: text.utf8) else { return false }
        position += text.utf8.count
        return true
    }

    mutating func take(while condition: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        let start = position
        while position < bytes.count, condition(bytes[position]) { position += 1 }
        return bytes[start..<position]
    }

    mutating func skipSpaces() { _ = take(while: Self.isSpace) }

    /// `strtoll(…, 10)`.
    /// - Returns: nil (and nothing is read) where no number stands; a number too large is the nearest there is.
    mutating func decimal() -> (value: Int64, overflows: Bool)? {
        let start = position
        skipSpaces()
        let isNegative = next == UInt8(ascii: "-")
        if isNegative || next == UInt8(ascii: "+") { position += 1 }
        let digits = take(while: Self.isDigit)
        guard !digits.isEmpty else {
            position = start
            return nil
        }
        let text = (isNegative ? "-" : "") + String(decoding: digits, as: UTF8.self)
        if let value = Int64(text) { return (value, false) }
        return (isNegative ? .min : .max, true)
    }

    /// `atoi`: 0 where no number stands, and the low half of a number that is too large. Nothing is read.
    func integer() -> Int32 {
        var copy = self
        return Int32(truncatingIfNeeded: copy.decimal()?.value ?? 0)
    }

    /// `strtod`.
    /// - Returns: nil (and nothing is read) where no number stands.
    mutating func double() -> (value: Double, isOutOfRange: Bool)? {
        let text = bytes[position...].map { CChar(bitPattern: $0) } + [0]
        var length = 0
        var isOutOfRange = false
        let value = text.withUnsafeBufferPointer { buffer -> Double in
            guard let start = buffer.baseAddress else { return 0 }
            var end: UnsafeMutablePointer<CChar>?
            errno = 0
            let value = strtod(start, &end)
            isOutOfRange = errno == ERANGE
            if let end { length = UnsafePointer(end) - start }
            return value
        }
        guard length > 0 else { return nil }
        position += length
        return (value, isOutOfRange)
    }
}
