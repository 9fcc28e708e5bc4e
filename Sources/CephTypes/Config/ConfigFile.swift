import CephEncoding

/// Where a configuration file is not one, in Ceph's words.
public struct ConfigFileError: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) { self.description = description }
}

/// A configuration file, which keyrings are too (src/common/ConfUtils.cc).
///
/// A `#` or `;` begins a comment wherever it is not behind a backslash, a backslash takes the next character
/// as it is, one at the end of a line joins the next line, white space within a key counts as one `_`, and a
/// value may be quoted. Every line ends with a newline, the last one too. A file without any heading is all
/// `[global]`.
public struct ConfigFile: Hashable, Sendable {
    /// By name; of equal keys in one section the last counts.
    public private(set) var sections: CephMap<String, CephMap<String, String>> = [:]

    public init() {}

    public init(_ text: some StringProtocol) throws(ConfigFileError) { try self.init(bytes: text.utf8) }

    public init(bytes: some Sequence<UInt8>) throws(ConfigFileError) {
        let bytes = Array(bytes)
        if let position = bytes.firstInvalidUTF8 {
            let line = bytes[...position].count { $0 == UInt8(ascii: "\n") } + 1
            throw ConfigFileError("parse error: invalid UTF-8 found at line \(line)")
        }
        var reader = ConfigFileReader(bytes: bytes)
        var found: [String: [String: String]] = [:]
        reader.skipEmptyLines()
        if let first = try reader.entry() {
            found["global"] = [first.key: first.value]
            try Self.readEntries(&found["global", default: [:]], &reader)
        } else {
            while let name = try reader.heading() {
                try Self.readEntries(&found[name, default: [:]], &reader)
            }
        }
        guard reader.isAtEnd else { throw reader.expected("<eoi>") }
        sections = CephMap(
            inAnyOrder: found.map { name, values in
                (key: name, value: CephMap(inAnyOrder: values.map { (key: $0.key, value: $0.value) }))
            })
    }

    private static func readEntries(
        _ section: inout [String: String], _ reader: inout ConfigFileReader
    ) throws(ConfigFileError) {
        while let (key, value) = try reader.entry() { section[key] = value }
    }

    /// What the first of some sections that has a key says of it.
    public func value(of key: String, in names: [String]) -> String? {
        for name in names {
            if let value = sections[name]?[key] { return value }
        }
        return nil
    }
}

extension [UInt8] {
    /// The index behind which the bytes are no UTF-8.
    fileprivate var firstInvalidUTF8: Int? {
        if allSatisfy({ $0 < 0x80 }) { return nil }
        var decoder = UTF8()
        var bytes = makeIterator()
        var position = 0
        while true {
            switch decoder.decode(&bytes) {
            case .scalarValue(let scalar): position += UTF8.width(scalar)
            case .emptyInput: return nil
            case .error: return Swift.min(position, count - 1)
            }
        }
    }
}

/// Reads a ``ConfigFile``'s bytes from the front. A part that stands only partly there is an error at the byte
/// where it breaks off; one that does not stand there at all leaves the position where it was.
private struct ConfigFileReader {
    private let bytes: [UInt8]
    private var position = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }
    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    func expected(_ what: String) -> ConfigFileError {
        let before = bytes[..<position]
        let line = before.count { $0 == UInt8(ascii: "\n") } + 1
        let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        return ConfigFileError(
            "parse error: expected '\(what)' in line \(line) at position \(position - start + 1)\n")
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
    private static func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0a || byte == 0x0d }
    private static func isComment(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "#") || byte == UInt8(ascii: ";")
    }

    private mutating func skipBlanks() {
        while let byte = next, Self.isBlank(byte) { position += 1 }
    }

    private mutating func skipLineEnd() -> Bool {
        guard let byte = next, Self.isLineEnd(byte) else { return false }
        position += byte == 0x0d && position + 1 < bytes.count && bytes[position + 1] == 0x0a ? 2 : 1
        return true
    }

    @discardableResult
    private mutating func skipComment() -> Bool {
        guard let byte = next, Self.isComment(byte) else { return false }
        while let byte = next, !Self.isLineEnd(byte) { position += 1 }
        return true
    }

    private mutating func skipContinuation() -> Bool {
        let start = position
        guard next == UInt8(ascii: "\\") else { return false }
        position += 1
        if skipLineEnd() { return true }
        position = start
        return false
    }

    /// The rest of a line if it has nothing but a comment; the last line may lack its end then.
    /// - Returns: false, and nothing is read, if it has something.
    private mutating func skipEmptyLine() -> Bool {
        let start = position
        skipBlanks()
        let hasComment = skipComment()
        if skipLineEnd() || skipContinuation() || hasComment { return true }
        position = start
        return false
    }

    mutating func skipEmptyLines() { while !isAtEnd, skipEmptyLine() {} }

    private mutating func expectEmptyLine() throws(ConfigFileError) {
        guard skipEmptyLine() else { throw expected("<empty_line>") }
        skipEmptyLines()
    }

    /// Characters of a key, name or value, without their backslashes unless `raw`.
    /// - Parameter joining: whether a backslash at a line's end is no character, but joins the next line.
    private mutating func characters(
        raw: Bool = false, joining: Bool = false, until end: (UInt8) -> Bool
    ) -> [UInt8] {
        var taken: [UInt8] = []
        while let byte = next, !Self.isLineEnd(byte), !Self.isComment(byte), !end(byte) {
            if joining, skipContinuation() { continue }
            position += 1
            if byte == UInt8(ascii: "\\"), let escaped = next, !Self.isLineEnd(escaped) {
                if raw { taken.append(byte) }
                taken.append(escaped)
                position += 1
            } else {
                taken.append(byte)
            }
        }
        return taken
    }

    /// `[NAME]` at the start of a line.
    mutating func heading() throws(ConfigFileError) -> String? {
        guard next == UInt8(ascii: "[") else { return nil }
        position += 1
        let name = characters { $0 == UInt8(ascii: "]") }
        if name.isEmpty { throw expected("<difference><unnamed-rule>\"]\"") }
        skipComment()
        guard next == UInt8(ascii: "]") else { throw expected("\"]\"") }
        position += 1
        try expectEmptyLine()
        return String(cephBytes: name)
    }

    /// `KEY = VALUE` and the empty lines behind it.
    mutating func entry() throws(ConfigFileError) -> (key: String, value: String)? {
        let start = position
        skipBlanks()
        var words: [[UInt8]] = []
        while true {
            let word = characters(raw: true) {
                $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: "[") || Self.isBlank($0)
            }
            if word.isEmpty { break }
            words.append(word)
            skipBlanks()
        }
        guard !words.isEmpty, next == UInt8(ascii: "=") else {
            position = start
            return nil
        }
        position += 1
        skipBlanks()
        let value = try value()
        try expectEmptyLine()
        return (String(cephBytes: Array(words.joined(separator: [0x5f]))), String(cephBytes: value))
    }

    private mutating func value() throws(ConfigFileError) -> [UInt8] {
        guard let quote = next, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
            return Self.trimmed(characters(joining: true) { _ in false })
        }
        position += 1
        let text = characters { $0 == quote }
        guard next == quote else { throw expected("\"\(Character(Unicode.Scalar(quote)))\"") }
        position += 1
        return Self.trimmed(text)
    }

    private static func trimmed(_ bytes: [UInt8]) -> [UInt8] {
        guard let first = bytes.firstIndex(where: { !CText.isSpace($0) }),
            let last = bytes.lastIndex(where: { !CText.isSpace($0) })
        else { return [] }
        return Array(bytes[first...last])
    }
}
