import CephEncoding

/// XML as Ceph's `XMLFormatter` writes it: an element a value, named as in JSON; one blank a level when
/// pretty, and then an empty line at the very end.
struct XMLBackend: FormatterBackend {
    var output: [UInt8] = []
    private let pretty: Bool
    private var sections: [[UInt8]] = []

    init(pretty: Bool) { self.pretty = pretty }

    mutating func open(_ name: String, isArray: Bool) {
        let name = Self.elementName(name)
        indent()
        append(tag: name)
        newline()
        sections.append(name)
    }

    mutating func close() {
        guard let name = sections.popLast() else { return }
        indent()
        append(tag: name, closing: true)
        newline()
        // Ceph's flush ends pretty text with a newline of its own.
        if sections.isEmpty { newline() }
    }

    mutating func value(_ name: String, _ bytes: [UInt8], _ kind: FormatterValueKind) {
        // A stream's name goes out as it came.
        let name = kind == .stream ? name.cephBytes : Self.elementName(name)
        indent()
        append(tag: name)
        if kind == .number {
            output.append(contentsOf: bytes)
        } else {
            for byte in bytes { append(escaping: byte) }
        }
        append(tag: name, closing: true)
        newline()
    }

    /// Blanks become underscores; nothing else is looked at.
    private static func elementName(_ name: String) -> [UInt8] {
        name.cephBytes.map { $0 == UInt8(ascii: " ") ? UInt8(ascii: "_") : $0 }
    }

    private mutating func append(tag name: [UInt8], closing: Bool = false) {
        output.append(UInt8(ascii: "<"))
        if closing { output.append(UInt8(ascii: "/")) }
        output.append(contentsOf: name)
        output.append(UInt8(ascii: ">"))
    }

    private mutating func newline() {
        if pretty { output.append(UInt8(ascii: "\n")) }
    }

    private mutating func indent() {
        guard pretty else { return }
        output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: sections.count))
    }

    /// `escape_xml_attr` (src/common/escape.cc): markup by name, control characters by number, but for tab
    /// and newline.
    private mutating func append(escaping byte: UInt8) {
        let entity: String? =
            switch byte {
            case UInt8(ascii: "<"): "&lt;"
            case UInt8(ascii: ">"): "&gt;"
            case UInt8(ascii: "&"): "&amp;"
            case UInt8(ascii: "'"): "&apos;"
            case UInt8(ascii: "\""): "&quot;"
            case 0x09, 0x0a: nil
            case 0..<0x10: "&#x0\(String(byte, radix: 16));"
            case 0x10..<0x20, 0x7f: "&#x\(String(byte, radix: 16));"
            default: nil
            }
        if let entity { output.append(contentsOf: Array(entity.utf8)) } else { output.append(byte) }
    }
}
