import CephEncoding

/// Reads the JSON of a command: one object whose values are texts, numbers, truth values, or lists of texts or of
/// numbers (src/common/cmdparse.cc, `cmdmap_from_json`). Every request of every client goes through it, so it makes
/// no tree of values first.
struct CommandJSON {
    /// What is there is no such object; whoever sent it is told just that.
    struct Malformed: Error {}

    private let bytes: [UInt8]
    private var index = 0

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// - Parameter bytes: UTF-8. Of a name that is there twice, the last counts.
    static func values(in bytes: [UInt8]) throws(Malformed) -> [String: CommandValue] {
        var reader = CommandJSON(bytes)
        let values = try reader.object()
        guard reader.next == nil else { throw Malformed() }
        return values
    }

    /// The next byte that is no space.
    private var next: UInt8? {
        mutating get {
            while index < bytes.count {
                switch bytes[index] {
                case 0x20, 0x09, 0x0A, 0x0D: index += 1
                default: return bytes[index]
                }
            }
            return nil
        }
    }

    private mutating func take(_ wanted: Unicode.Scalar) throws(Malformed) {
        guard next == UInt8(ascii: wanted) else { throw Malformed() }
        index += 1
    }

    private mutating func object() throws(Malformed) -> [String: CommandValue] {
        var values: [String: CommandValue] = [:]
        try take("{")
        if next == UInt8(ascii: "}") {
            index += 1
            return values
        }
        while true {
            let name = try text()
            try take(":")
            values[name] = try value()
            guard next == UInt8(ascii: ",") else { break }
            index += 1
        }
        try take("}")
        return values
    }

    private mutating func value() throws(Malformed) -> CommandValue {
        switch next {
        case UInt8(ascii: "\""): return .string(try text())
        case UInt8(ascii: "["): return try list()
        case UInt8(ascii: "t"): return .bool(try word("true", is: true))
        case UInt8(ascii: "f"): return .bool(try word("false", is: false))
        default: return try number()
        }
    }

    private mutating func word(_ word: StaticString, is value: Bool) throws(Malformed) -> Bool {
        let end = index + word.utf8CodeUnitCount
        let matches = word.withUTF8Buffer { end <= bytes.count && bytes[index..<end].elementsEqual($0) }
        guard matches else { throw Malformed() }
        index = end
        return value
    }

    private mutating func list() throws(Malformed) -> CommandValue {
        var items: [CommandValue] = []
        try take("[")
        if next == UInt8(ascii: "]") {
            index += 1
            return .strings([])
        }
        while true {
            items.append(next == UInt8(ascii: "\"") ? .string(try text()) : try number())
            guard next == UInt8(ascii: ",") else { break }
            index += 1
        }
        try take("]")
        let texts = items.compactMap { if case .string(let text) = $0 { text } else { nil } }
        if texts.count == items.count { return .strings(texts) }
        guard texts.isEmpty else { throw Malformed() }
        let whole = items.compactMap { if case .int(let number) = $0 { number } else { nil } }
        if whole.count == items.count { return .ints(whole) }
        return .floats(
            items.compactMap { item in
                switch item {
                case .int(let number): Double(number)
                case .float(let number): number
                default: nil
                }
            })
    }

    // MARK: Numbers

    /// A whole number where it is written as one, and fits.
    private mutating func number() throws(Malformed) -> CommandValue {
        _ = next
        let start = index
        if peek == UInt8(ascii: "-") { index += 1 }
        if peek == UInt8(ascii: "0") { index += 1 } else { try digits() }
        var isPlain = true
        if peek == UInt8(ascii: ".") {
            isPlain = false
            index += 1
            try digits()
        }
        if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
            isPlain = false
            index += 1
            if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { index += 1 }
            try digits()
        }
        let spelling = String(decoding: bytes[start..<index], as: UTF8.self)
        if isPlain, let whole = Int64(spelling) { return .int(whole) }
        guard let number = Double(spelling), number.isFinite else { throw Malformed() }
        return .float(number)
    }

    private var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func digits() throws(Malformed) {
        let start = index
        while let digit = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) { index += 1 }
        guard index > start else { throw Malformed() }
    }

    // MARK: Texts

    private mutating func text() throws(Malformed) -> String {
        try take("\"")
        let start = index
        while let byte = peek, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
            index += 1
        }
        var plain = Array(bytes[start..<index])
        while let byte = peek, byte != UInt8(ascii: "\"") {
            index += 1
            if byte == UInt8(ascii: "\\") {
                try unescape(into: &plain)
            } else if byte >= 0x20 {
                plain.append(byte)
            } else {
                throw Malformed()
            }
        }
        try take("\"")
        guard let text = String(validating: plain, as: UTF8.self) else { throw Malformed() }
        return text
    }

    private mutating func unescape(into text: inout [UInt8]) throws(Malformed) {
        guard let letter = peek else { throw Malformed() }
        index += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(letter)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"): text.append(contentsOf: Array(String(try scalar()).utf8))
        default: throw Malformed()
        }
    }

    /// Behind `\u`: a scalar, or the first of two surrogates with `\u` and the second.
    private mutating func scalar() throws(Malformed) -> Character {
        var value = try fourDigits()
        if (0xD800..<0xDC00).contains(value) {
            guard peek == UInt8(ascii: "\\") else { throw Malformed() }
            index += 1
            guard peek == UInt8(ascii: "u") else { throw Malformed() }
            index += 1
            let low = try fourDigits()
            guard (0xDC00..<0xE000).contains(low) else { throw Malformed() }
            value = 0x1_0000 + (value - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(value) else { throw Malformed() }
        return Character(scalar)
    }

    private mutating func fourDigits() throws(Malformed) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80
            else {
                throw Malformed()
            }
            value = value << 4 | UInt32(digit)
            index += 1
        }
        return value
    }
}
