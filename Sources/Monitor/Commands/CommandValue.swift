import CephEncoding
import CephTypes
import FoundationEssentials

/// One argument as it came in the command's JSON (src/common/cmdparse.h: `cmd_vartype`).
public enum CommandValue: Hashable, Sendable {
    case string(String)
    case bool(Bool)
    case int(Int64)
    case float(Double)
    case strings([String])
    case ints([Int64])
    case floats([Double])

    /// As capabilities compare it (`cmd_vartype_stringify`).
    public var text: String {
        switch self {
        case .string(let text): text
        case .bool(let value): value ? "1" : "0"
        case .int(let value): String(value)
        case .float(let value): CommandValue.text(of: value)
        case .strings(let values): CommandValue.list(values)
        case .ints(let values): CommandValue.list(values.map(String.init))
        case .floats(let values): CommandValue.list(values.map(CommandValue.text(of:)))
        }
    }

    private static func list(_ items: [String]) -> String { "[" + items.joined(separator: ",") + "]" }

    /// Six significant digits, as C++ streams print a double.
    private static func text(of value: Double) -> String { CephNumber.general(value) }
}

extension CommandValue: Encodable {
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .string(let value): try container.encode(value)
        case .bool(let value): try container.encode(value)
        case .int(let value): try container.encode(value)
        case .float(let value): try container.encode(value)
        case .strings(let values): try container.encode(values)
        case .ints(let values): try container.encode(values)
        case .floats(let values): try container.encode(values)
        }
    }
}

/// A command's words and arguments, taken from the JSON that clients send.
public struct CommandArguments: Hashable, Sendable {
    /// The words: `osd pool create`.
    public let prefix: String
    public private(set) var values: [String: CommandValue]

    public init(prefix: String, _ values: [String: CommandValue] = [:]) {
        self.prefix = prefix
        self.values = values
    }

    /// - Parameter lines: the strings of the message, which are joined before they are parsed.
    /// - Throws: ``CommandError`` with Ceph's words for what is no command.
    public init(json lines: [String]) throws {
        guard !lines.isEmpty else { throw CommandError(.invalid, "No command supplied") }
        let text = lines.joined()
        let parsed: [String: CommandValue]
        do {
            parsed = try CommandJSON.values(in: text.cephBytes)
        } catch {
            let isOther = (try? JSONDecoder().decode(NoObject.self, from: Data(text.cephBytes))) != nil
            let problem = isOther ? "not JSON object" : "unparseable JSON"
            throw CommandError(.invalid, "\(problem) \(text)")
        }
        guard case .string(let prefix)? = parsed["prefix"] else {
            throw CommandError(.invalid, "command prefix not found")
        }
        self.init(prefix: prefix, parsed.filter { $0.key != "prefix" })
        // Every command has it, and no signature names it.
        _ = try string("format")
    }

    /// What a client sends.
    public func json() throws -> String {
        var all = values
        all["prefix"] = .string(prefix)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes]
        func spelled(_ value: some Encodable) throws -> String {
            String(decoding: try encoder.encode(value), as: UTF8.self)
        }
        let fields = try all.sorted { $0.key < $1.key }.map { name, value in
            // The encoder would write 1.0 as 1, which Ceph doesn't take for a fraction.
            let text =
                switch value {
                case .float(let number) where number.isFinite: "\(number)"
                case .floats(let numbers) where numbers.allSatisfy(\.isFinite):
                    "[\(numbers.map { "\($0)" }.joined(separator: ","))]"
                default: try spelled(value)
                }
            return "\(try spelled(name)):\(text)"
        }
        return "{\(fields.joined(separator: ","))}"
    }

    public subscript(name: String) -> CommandValue? {
        get { values[name] }
        set { values[name] = newValue }
    }

    public func has(_ name: String) -> Bool { values[name] != nil }

    /// A text, or nil where it is not given.
    public func string(_ name: String) throws -> String? {
        switch values[name] {
        case nil: nil
        case .string(let text)?: text
        default: throw badType(name)
        }
    }

    /// A whole number, or nil. One that was written with a fraction is none, be that 0.
    public func int(_ name: String) throws -> Int64? {
        switch values[name] {
        case nil: nil
        case .int(let value)?: value
        default: throw badType(name)
        }
    }

    /// A number that was written with a fraction or an exponent, or nil. A whole one is refused.
    public func float(_ name: String) throws -> Double? {
        switch values[name] {
        case nil: nil
        case .float(let value)?: value
        default: throw badType(name)
        }
    }

    /// A switch; absent is false. Clients from before 14.2 send what people type: `--yes-i-really-mean-it`.
    public func bool(_ name: String) throws -> Bool {
        switch values[name] {
        case nil: return false
        case .bool(let value)?: return value
        case .string("--" + name.replacing("_", with: "-"))?: return true
        default: throw badType(name)
        }
    }

    /// A list of texts; absent is empty.
    public func strings(_ name: String) throws -> [String] {
        switch values[name] {
        case nil: []
        case .strings(let values)?: values
        default: throw badType(name)
        }
    }

    /// A list of whole numbers, or nil. An empty list is one of texts.
    public func ints(_ name: String) throws -> [Int64]? {
        switch values[name] {
        case nil: nil
        case .ints(let values)?: values
        default: throw badType(name)
        }
    }

    /// A text that the signature requires.
    public func required(_ name: String) throws -> String {
        guard let text = try string(name) else {
            throw CommandError(.invalid, "missing required parameter \(name)")
        }
        return text
    }

    /// A whole number that the signature requires.
    public func requiredInt(_ name: String) throws -> Int64 {
        guard let value = try int(name) else {
            throw CommandError(.invalid, "missing required parameter \(name)")
        }
        return value
    }

    /// A number that the signature requires.
    public func requiredFloat(_ name: String) throws -> Double {
        guard let value = try float(name) else {
            throw CommandError(.invalid, "missing required parameter \(name)")
        }
        return value
    }

    /// Ceph takes a value only as the type that the signature says (`bad_cmd_get`).
    private func badType(_ name: String) -> CommandError {
        CommandError(.invalid, "bad or missing field '\(name)'")
    }
}

/// JSON of whatever kind, but an object.
private struct NoObject: Decodable {
    init(from decoder: any Decoder) throws {
        guard (try? decoder.container(keyedBy: Keys.self)) != nil else { return }
        throw DecodingError.dataCorrupted(
            DecodingError.Context(codingPath: [], debugDescription: "it is an object"))
    }

    private enum Keys: CodingKey {}
}
