import CephEncoding

/// JSON with Ceph's white space: none at all, or four blanks a level and a newline at the very end.
struct JSONBackend: FormatterBackend {
    private struct Section {
        let isArray: Bool
        var count = 0
    }

    private(set) var output: [UInt8] = []
    private let pretty: Bool
    private var sections: [Section] = []

    init(pretty: Bool) { self.pretty = pretty }

    mutating func open(_ name: String, isArray: Bool) {
        begin(name)
        output.append(UInt8(ascii: isArray ? "[" : "{"))
        sections.append(Section(isArray: isArray))
    }

    mutating func close() {
        guard let section = sections.popLast() else { return }
        if pretty && section.count > 0 { newline() }
        output.append(UInt8(ascii: section.isArray ? "]" : "}"))
        if pretty && sections.isEmpty { output.append(UInt8(ascii: "\n")) }
    }

    mutating func value(_ name: String, _ bytes: [UInt8], isString: Bool) {
        begin(name)
        if isString { quote(bytes) } else { output.append(contentsOf: bytes) }
    }

    /// Comma, line break and name before a value or section.
    private mutating func begin(_ name: String) {
        guard let section = sections.last else { return }
        if section.count > 0 { output.append(UInt8(ascii: ",")) }
        sections[sections.count - 1].count += 1
        if pretty { newline() }
        guard !section.isArray else { return }
        // Ceph escapes values, not names.
        output.append(UInt8(ascii: "\""))
        if name.utf8.contains(0xF4) {
            output.append(contentsOf: name.cephBytes)
        } else {
            output.append(contentsOf: name.utf8)
        }
        output.append(UInt8(ascii: "\""))
        output.append(UInt8(ascii: ":"))
        if pretty { output.append(UInt8(ascii: " ")) }
    }

    private mutating func newline() {
        output.append(UInt8(ascii: "\n"))
        output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 4 * sections.count))
    }

    /// Ceph escapes the quote, the backslash and control characters (src/common/escape.cc).
    private mutating func quote(_ bytes: [UInt8]) {
        output.append(UInt8(ascii: "\""))
        defer { output.append(UInt8(ascii: "\"")) }
        let needsEscapes = bytes.contains {
            $0 < 0x20 || $0 == 0x7f || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\")
        }
        guard needsEscapes else { return output.append(contentsOf: bytes) }
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "\""): output.append(contentsOf: Array("\\\"".utf8))
            case UInt8(ascii: "\\"): output.append(contentsOf: Array("\\\\".utf8))
            case UInt8(ascii: "\t"): output.append(contentsOf: Array("\\t".utf8))
            case UInt8(ascii: "\n"): output.append(contentsOf: Array("\\n".utf8))
            case 0..<0x20, 0x7f:
                let digits = String(byte, radix: 16)
                output.append(contentsOf: Array(("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8))
            default: output.append(byte)
            }
        }
    }
}
