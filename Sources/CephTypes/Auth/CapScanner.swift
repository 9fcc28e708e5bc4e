/// Reads the texts of capabilities from left to right: each function takes what it describes, or takes
/// nothing and says so. Alternatives are tried in order and never again, as in the parsing expression
/// grammars that Ceph writes with Boost Spirit.
struct CapScanner {
    let bytes: [UInt8]
    var position = 0

    init(_ text: String) { bytes = text.cephBytes }

    var isAtEnd: Bool { position >= bytes.count }
    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    /// What has not been taken.
    var rest: String { String(cephBytes: Array(bytes.dropFirst(position))) }

    /// Runs `body`; where it fails, nothing is taken.
    mutating func attempt<T>(_ body: (inout CapScanner) -> T?) -> T? {
        let start = position
        let result = body(&self)
        if result == nil { position = start }
        return result
    }

    /// Runs `body`; where it says no, nothing is taken.
    mutating func test(_ body: (inout CapScanner) -> Bool) -> Bool {
        let start = position
        guard body(&self) else {
            position = start
            return false
        }
        return true
    }

    mutating func literal(_ text: StaticString) -> Bool {
        text.withUTF8Buffer { wanted in
            guard bytes[position...].starts(with: wanted) else { return false }
            position += wanted.count
            return true
        }
    }

    /// As many bytes as there are that fit.
    @discardableResult
    mutating func skip(while fits: (UInt8) -> Bool) -> Bool {
        let start = position
        while let byte = next, fits(byte) { position += 1 }
        return position > start
    }

    /// One byte or more that fit.
    mutating func run(of fits: (UInt8) -> Bool) -> String? {
        let start = position
        guard skip(while: fits) else { return nil }
        return String(cephBytes: Array(bytes[start..<position]))
    }

    /// Blank, newline or tab, at least one.
    mutating func spaces() -> Bool { skip { $0 == 0x20 || $0 == 0x0a || $0 == 0x09 } }

    /// `keyword` between white space.
    mutating func spaced(_ keyword: StaticString) -> Bool {
        test { $0.spaces() && $0.literal(keyword) && $0.spaces() }
    }

    /// `keyword=` or `keyword` and white space, behind white space.
    mutating func spacedKey(_ keyword: StaticString) -> Bool {
        test { $0.spaces() && $0.key(keyword) }
    }

    /// `keyword=` or `keyword` and white space.
    mutating func key(_ keyword: StaticString) -> Bool {
        test { $0.literal(keyword) && ($0.literal("=") || $0.spaces()) }
    }

    /// Text between quotes of either kind, which has none of its own kind within.
    mutating func quoted(allowsEmpty: Bool = false) -> String? {
        for quote in [UInt8(ascii: "\""), UInt8(ascii: "'")] where next == quote {
            return attempt { scanner in
                scanner.position += 1
                let text = scanner.run { $0 != quote } ?? (allowsEmpty ? "" : nil)
                guard let text, scanner.next == quote else { return nil }
                scanner.position += 1
                return text
            }
        }
        return nil
    }

    /// Quoted text, or a word of letters, digits and `_ . / -`.
    mutating func string(allowsEmpty: Bool = false) -> String? {
        quoted(allowsEmpty: allowsEmpty) ?? run(of: CapScanner.isWord)
    }

    /// ` network 10.0.0.0/8`
    mutating func network() -> String? {
        attempt { $0.spaced("network") ? $0.run(of: CapScanner.isNetwork) : nil }
    }

    /// `element` separated by `;` or `,` with blanks around, at least one.
    mutating func list<T>(blanks: Bool = true, of element: (inout CapScanner) -> T?) -> [T]? {
        guard let first = attempt(element) else { return nil }
        var elements = [first]
        while let more = attempt({ scanner -> T? in
            if blanks { scanner.skip { $0 == 0x20 } }
            guard scanner.literal(";") || scanner.literal(",") else { return nil }
            if blanks { scanner.skip { $0 == 0x20 } }
            return element(&scanner)
        }) {
            elements.append(more)
        }
        return elements
    }

    static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), 0x30...0x39: true
        default: false
        }
    }

    static func isWord(_ byte: UInt8) -> Bool { isAlphanumeric(byte) || "_./-".utf8.contains(byte) }

    static func isFileSystemName(_ byte: UInt8) -> Bool { isAlphanumeric(byte) || "_.-".utf8.contains(byte) }

    static func isNetwork(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"), 0x30...0x39: true
        default: "/.:][".utf8.contains(byte)
        }
    }

    /// C's `isspace`.
    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0d).contains(byte) }
}
