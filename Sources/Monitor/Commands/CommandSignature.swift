import CephTypes

/// A command's words and parameters in Ceph's descriptor grammar (src/common/cmdparse.cc), e.g.
/// `osd pool create name=pool,type=CephPoolname name=pg_num,type=CephInt,range=0,req=false`.
public struct CommandSignature: Sendable {
    /// A word, or a parameter with its attributes in the order in which they are shown.
    public enum Part: Sendable {
        case word(String)
        case parameter(CommandParameter)
    }

    /// As it is declared.
    public let text: String
    public let parts: [Part]
    /// The words that stand before the first parameter: what clients send as `prefix`.
    public let prefix: String

    public init(_ text: String) {
        self.text = text
        parts = text.split(separator: " ").map { part in
            part.contains("=") ? .parameter(CommandParameter(part)) : .word(String(part))
        }
        var words: [String] = []
        for case .word(let word) in parts.prefix(while: { if case .word = $0 { true } else { false } }) {
            words.append(word)
        }
        prefix = words.joined(separator: " ")
    }

    public var parameters: [CommandParameter] {
        parts.compactMap { if case .parameter(let parameter) = $0 { parameter } else { nil } }
    }

    /// `sig` of `get_command_descriptions` (`dump_cmd_to_json`).
    public func dump(to formatter: inout CephFormatter) {
        formatter.array("sig") { list in
            for part in parts {
                switch part {
                case .word(let word): list.string("word", word)
                case .parameter(let parameter): list.object(parameter.name) { parameter.dump(to: &$0) }
                }
            }
        }
    }
}

/// `name=…,type=…,…`
public struct CommandParameter: Sendable {
    /// In the order of their names: as C++ keeps them in a map, so they are shown.
    public let attributes: [(name: String, value: String)]

    init(_ text: some StringProtocol) {
        // A value may have commas of its own: what has no `=` belongs to the one before.
        var pairs: [(name: String, value: String)] = []
        for piece in text.split(separator: ",", omittingEmptySubsequences: false) {
            if let separator = piece.firstIndex(of: "=") {
                pairs.append((String(piece[..<separator]), String(piece[piece.index(after: separator)...])))
            } else if !pairs.isEmpty {
                pairs[pairs.count - 1].value += ",\(piece)"
            }
        }
        attributes = pairs.sorted { $0.name < $1.name }
    }

    public subscript(attribute: String) -> String? { attributes.first { $0.name == attribute }?.value }

    public var name: String { self["name"] ?? "" }
    public var type: String { self["type"] ?? "CephString" }
    /// Whatever is not said to be true is false, misspelt or not.
    public var isRequired: Bool { self["req"].map { ["true", "True"].contains($0) } ?? true }
    /// It takes as many values as are given.
    public var isList: Bool { self["n"] == "N" }
    /// What a `CephChoices` may be; empty for other types.
    public var choices: [String] { self["strings"].map { $0.split(separator: "|").map(String.init) } ?? [] }

    func dump(to formatter: inout CephFormatter) {
        for (name, value) in attributes {
            formatter.string(name, value)
        }
    }
}
