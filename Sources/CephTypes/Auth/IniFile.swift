import CephEncoding

/// The sections of a file in Ceph's dialect of ini (src/common/ConfUtils.cc), as far as keyrings need it.
///
/// A `#` or `;` begins a comment wherever it is not behind a backslash, a backslash takes the next
/// character as it is, one at the end of a line joins the next line, white space within a key counts as
/// one `_`, and a value may be quoted. Every line ends with a newline, the last one too.
struct IniFile {
    struct Section {
        let name: String
        /// Sorted by key; of equal keys the last counts.
        var values: CephMap<String, String> = [:]
    }

    /// By their first appearance; those of one name are one.
    private(set) var sections: [Section] = []

    init(_ text: String) throws(KeyRingError) {
        let joined = text.utf8.split(separator: "\\\n".utf8, omittingEmptySubsequences: false).joined()
        var lines = Array(joined).split(separator: 0x0a, omittingEmptySubsequences: false).map(Array.init)
        guard lines.popLast()?.isEmpty == true else { throw KeyRingError("the last line has no end") }
        var current: Int?
        for (index, line) in lines.enumerated() {
            var scanner = IniLine(line)
            do throws(KeyRingError) {
                if let name = try scanner.heading() {
                    current = self.index(of: name)
                } else if let (key, value) = try scanner.assignment() {
                    // What stands before the first heading belongs to nobody.
                    if let current { sections[current].values[key] = value }
                }
            } catch {
                throw KeyRingError("line \(index + 1): \(error)")
            }
        }
    }

    private mutating func index(of name: String) -> Int {
        if let index = sections.firstIndex(where: { $0.name == name }) { return index }
        sections.append(Section(name: name))
        return sections.count - 1
    }
}

/// One line of an ``IniFile``, without its end.
private struct IniLine {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    private static func isComment(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "#") || byte == UInt8(ascii: ";")
    }

    /// The next character of the text, without its backslash; nil at the end or at a comment.
    private mutating func character() -> UInt8? {
        guard position < bytes.count, !Self.isComment(bytes[position]) else { return nil }
        if bytes[position] == UInt8(ascii: "\\"), position + 1 < bytes.count { position += 1 }
        defer { position += 1 }
        return bytes[position]
    }

    private mutating func characters(until end: (UInt8) -> Bool) -> [UInt8] {
        var taken: [UInt8] = []
        while position < bytes.count, !end(bytes[position]), let next = character() { taken.append(next) }
        return taken
    }

    private mutating func skipBlanks() {
        while position < bytes.count, bytes[position] == 0x20 || bytes[position] == 0x09 { position += 1 }
    }

    private mutating func expectNothing(behind what: String) throws(KeyRingError) {
        while position < bytes.count, CapScanner.isSpace(bytes[position]) { position += 1 }
        guard position == bytes.count || Self.isComment(bytes[position]) else {
            throw KeyRingError("unexpected text behind the \(what)")
        }
    }

    /// The name between brackets that stand at the very start.
    mutating func heading() throws(KeyRingError) -> String? {
        guard bytes.first == UInt8(ascii: "[") else { return nil }
        position = 1
        let name = characters { $0 == UInt8(ascii: "]") }
        guard !name.isEmpty, position < bytes.count, bytes[position] == UInt8(ascii: "]") else {
            throw KeyRingError("expected a name between brackets")
        }
        position += 1
        try expectNothing(behind: "heading")
        return String(cephBytes: name)
    }

    /// `key = value`; nil for a line with neither.
    mutating func assignment() throws(KeyRingError) -> (key: String, value: String)? {
        while position < bytes.count, CapScanner.isSpace(bytes[position]) { position += 1 }
        guard position < bytes.count, !Self.isComment(bytes[position]) else { return nil }
        let key = characters { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: "[") }
        let words = key.split { CapScanner.isSpace($0) }
        guard !words.isEmpty, position < bytes.count, bytes[position] == UInt8(ascii: "=") else {
            throw KeyRingError("expected key = value")
        }
        position += 1
        skipBlanks()
        return (String(cephBytes: Array(words.joined(separator: [0x5f]))), try value())
    }

    private mutating func value() throws(KeyRingError) -> String {
        if position < bytes.count, [UInt8(ascii: "\""), UInt8(ascii: "'")].contains(bytes[position]) {
            let quote = bytes[position]
            position += 1
            let text = characters { $0 == quote }
            guard position < bytes.count, bytes[position] == quote else {
                throw KeyRingError("a quoted value does not end")
            }
            position += 1
            try expectNothing(behind: "value")
            return String(cephBytes: Self.trimmed(text))
        }
        return String(cephBytes: Self.trimmed(characters { _ in false }))
    }

    private static func trimmed(_ bytes: [UInt8]) -> [UInt8] {
        let start = bytes.drop { CapScanner.isSpace($0) }
        return Array(
            start.prefix(
                (start.lastIndex { !CapScanner.isSpace($0) } ?? start.startIndex - 1) - start.startIndex + 1))
    }
}
