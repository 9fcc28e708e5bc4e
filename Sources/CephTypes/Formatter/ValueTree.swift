import CephEncoding

/// What a value dumps, as a tree: for looking into it rather than showing it.
public indirect enum ValueTree: Hashable, Sendable {
    public struct Member: Hashable, Sendable {
        public let name: String
        public var value: ValueTree
    }

    /// A number, `true`, `false` or `null`, as it is written.
    case number(String)
    case string(String)
    case array([ValueTree])
    /// In the order in which they were dumped.
    case object([Member])

    /// The tree of what `value` dumps.
    public init(of value: some CephDumpable) {
        let backend = ValueTreeBackend()
        var formatter = CephFormatter(backend: backend)
        value.dump(to: &formatter)
        self = .object(backend.members)
    }

    public var isScalar: Bool {
        switch self {
        case .number, .string: true
        case .array, .object: false
        }
    }

    /// A scalar's text.
    public var text: String? {
        switch self {
        case .number(let text), .string(let text): text
        case .array, .object: nil
        }
    }

    /// The first member of that name.
    public subscript(name: String) -> ValueTree? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    /// Dumps it again, under a name.
    public func dump(_ name: String, to formatter: inout CephFormatter) {
        switch self {
        case .number(let text): formatter.unquoted(name, text)
        case .string(let text): formatter.string(name, text)
        case .array(let elements):
            formatter.array(name) { for element in elements { element.dump("element", to: &$0) } }
        case .object(let members):
            formatter.object(name) { for member in members { member.value.dump(member.name, to: &$0) } }
        }
    }
}

extension ValueTree: CustomStringConvertible {
    /// A scalar as it is; anything else as JSON on one line.
    public var description: String {
        if let text { return text }
        var formatter = CephFormatter(.json)
        dump("", to: &formatter)
        return formatter.text
    }
}

/// Keeps what is dumped in a tree. A class: the formatter's copy and the caller's are the same one.
final class ValueTreeBackend: FormatterBackend {
    private struct Section {
        let name: String
        let isArray: Bool
        var members: [ValueTree.Member] = []

        var tree: ValueTree { isArray ? .array(members.map(\.value)) : .object(members) }
    }

    var output: [UInt8] = []
    /// What stands in no section.
    private(set) var members: [ValueTree.Member] = []
    private var sections: [Section] = []

    func open(_ name: String, isArray: Bool) { sections.append(Section(name: name, isArray: isArray)) }

    func close() {
        guard let section = sections.popLast() else { return }
        add(section.name, section.tree)
    }

    func value(_ name: String, _ bytes: [UInt8], _ kind: FormatterValueKind) {
        let text = String(cephBytes: bytes)
        add(name, kind == .number ? .number(text) : .string(text))
    }

    private func add(_ name: String, _ value: ValueTree) {
        let member = ValueTree.Member(name: name, value: value)
        if sections.isEmpty {
            members.append(member)
        } else {
            sections[sections.count - 1].members.append(member)
        }
    }
}
