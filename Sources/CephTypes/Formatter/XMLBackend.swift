/// XML as Ceph's `XMLFormatter` writes it: an element a value, named as in JSON; one blank a level when
/// pretty.
struct XMLBackend: FormatterBackend {
    var output: [UInt8] = []
    private let pretty: Bool
    private var sections: [String] = []

    init(pretty: Bool) { self.pretty = pretty }

    mutating func open(_ name: String, isArray: Bool) {
        indent()
        output.append(contentsOf: Array("<\(name)>".utf8))
        if pretty { output.append(UInt8(ascii: "\n")) }
        sections.append(name)
    }

    mutating func close() {
        guard let name = sections.popLast() else { return }
        indent()
        output.append(contentsOf: Array("</\(name)>".utf8))
        if pretty { output.append(UInt8(ascii: "\n")) }
    }

    mutating func value(_ name: String, _ bytes: [UInt8], isString: Bool) {
        indent()
        output.append(contentsOf: Array("<\(name)>".utf8))
        for byte in bytes { append(byte, escaped: isString) }
        output.append(contentsOf: Array("</\(name)>".utf8))
        if pretty { output.append(UInt8(ascii: "\n")) }
    }

    private mutating func indent() {
        guard pretty else { return }
        output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: sections.count))
    }

    private mutating func append(_ byte: UInt8, escaped: Bool) {
        let entity: String? =
            switch byte {
            case UInt8(ascii: "<"): "&lt;"
            case UInt8(ascii: ">"): "&gt;"
            case UInt8(ascii: "&"): "&amp;"
            case UInt8(ascii: "'"): "&apos;"
            case UInt8(ascii: "\""): "&quot;"
            default: nil
            }
        if escaped, let entity { output.append(contentsOf: Array(entity.utf8)) } else { output.append(byte) }
    }
}
