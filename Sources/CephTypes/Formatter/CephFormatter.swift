import CephEncoding

/// Writes values as Ceph's `Formatter` does: same names, nesting, order, number forms and white space.
///
/// A value that can be written adopts ``CephDumpable`` and names its fields in Ceph's order.
public struct CephFormatter {
    public enum Style: String, CaseIterable, Sendable {
        case json
        case jsonPretty = "json-pretty"
        case xml
        case xmlPretty = "xml-pretty"
        /// One row of cells under their names, drawn with `+`, `-` and `|`.
        case table
        /// `key::name="value"` one after the other.
        case tableKeyValue = "table-kv"
    }

    var backend: any FormatterBackend

    public init(_ style: Style = .json) {
        switch style {
        case .json: backend = JSONBackend(pretty: false)
        case .jsonPretty: backend = JSONBackend(pretty: true)
        case .xml: backend = XMLBackend(pretty: false)
        case .xmlPretty: backend = XMLBackend(pretty: true)
        case .table: backend = TableBackend(keyValue: false)
        case .tableKeyValue: backend = TableBackend(keyValue: true)
        }
    }

    init(backend: any FormatterBackend) { self.backend = backend }

    /// What has been written so far.
    public var bytes: [UInt8] { backend.output }
    public var text: String { String(cephBytes: backend.output) }

    /// Hands over what has been written, so that long output need not be kept in memory.
    public mutating func drain() -> [UInt8] { backend.drain() }

    /// One value as text, in a section of its own.
    public static func format(_ value: some CephDumpable, as style: Style, named name: String = "") -> String
    {
        var formatter = CephFormatter(style)
        formatter.dump(name, value)
        return formatter.text
    }

    // MARK: Sections

    /// `"name": { … }`; in an array the name is left out (XML keeps it).
    public mutating func object(_ name: String, _ body: (inout CephFormatter) throws -> Void) rethrows {
        backend.open(name, isArray: false)
        try body(&self)
        backend.close()
    }

    /// `"name": [ … ]`
    public mutating func array(_ name: String, _ body: (inout CephFormatter) throws -> Void) rethrows {
        backend.open(name, isArray: true)
        try body(&self)
        backend.close()
    }

    /// An object section with the value's fields.
    public mutating func dump(_ name: String, _ value: some CephDumpable) {
        object(name) { value.dump(to: &$0) }
    }

    /// An array of object sections.
    public mutating func dump(
        _ name: String, each element: String, _ values: some Sequence<some CephDumpable>
    ) {
        array(name) { for value in values { $0.dump(element, value) } }
    }

    // MARK: Values

    /// `dump_int`, `dump_unsigned`.
    public mutating func int(_ name: String, _ value: some BinaryInteger) {
        backend.value(name, Array(String(value).utf8), .number)
    }

    /// `dump_float`: up to 17 significant digits, as an ostream of that precision prints a double.
    public mutating func float(_ name: String, _ value: Double) {
        backend.value(name, Array(CephNumber.general(value, precision: 17).utf8), .number)
    }

    /// `dump_string`.
    public mutating func string(_ name: String, _ value: String) {
        backend.value(name, value.cephBytes, .string)
    }

    /// Any value by its description, as Ceph's `dump_stream(name) << value`. Differs from ``string(_:_:)``
    /// in XML, where the name is kept as it is, and in tables.
    public mutating func stream(_ name: String, _ value: some CustomStringConvertible) {
        backend.value(name, value.description.cephBytes, .stream)
    }

    /// `dump_bool`.
    public mutating func bool(_ name: String, _ value: Bool) {
        backend.value(name, Array((value ? "true" : "false").utf8), .number)
    }

    /// `dump_null`.
    public mutating func null(_ name: String) {
        backend.value(name, Array("null".utf8), .number)
    }

    /// `dump_format_unquoted`: a number in a form of its own, such as `%.2f`.
    public mutating func unquoted(_ name: String, _ text: String) {
        backend.value(name, Array(text.utf8), .number)
    }

    /// An array of integers.
    public mutating func ints(
        _ name: String, each element: String, _ values: some Sequence<some BinaryInteger>
    ) {
        array(name) { for value in values { $0.int(element, value) } }
    }

    /// An array of strings.
    public mutating func strings(_ name: String, each element: String, _ values: some Sequence<String>) {
        array(name) { for value in values { $0.string(element, value) } }
    }
}

/// A value that Ceph's tools can show: its fields in Ceph's order under Ceph's names.
public protocol CephDumpable {
    func dump(to formatter: inout CephFormatter)
}

/// One output language of ``CephFormatter``.
protocol FormatterBackend {
    var output: [UInt8] { get set }
    mutating func open(_ name: String, isArray: Bool)
    mutating func close()
    mutating func value(_ name: String, _ bytes: [UInt8], _ kind: FormatterValueKind)
    /// Gives what is complete, and forgets it.
    mutating func drain() -> [UInt8]
}

/// How a value was dumped.
enum FormatterValueKind {
    /// Written as it is: numbers, booleans.
    case number
    /// `dump_string`: quoted or escaped.
    case string
    /// `dump_stream`: like a string, but backends see it late (src/common/Formatter.cc).
    case stream
}

extension FormatterBackend {
    mutating func drain() -> [UInt8] {
        defer { output.removeAll(keepingCapacity: true) }
        return output
    }
}
