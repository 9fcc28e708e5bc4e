import CephEncoding
import CephTypes

/// Words as people type them, matched with the signatures (src/pybind/ceph_argparse.py).
extension CommandRegistry {
    /// The command and its arguments that fit the words best.
    /// - Throws: ``CommandError`` (EINVAL) where none does, with what stood in the way of the closest.
    public func match(_ words: [String]) throws -> CommandArguments {
        var best: (depth: Int, reason: String) = (0, "no valid command found")
        for command in commands {
            let prefix = command.prefix.split(separator: " ").map(String.init)
            guard words.count >= prefix.count, Array(words.prefix(prefix.count)) == prefix else { continue }
            do {
                let rest = Array(words.dropFirst(prefix.count))
                let values = try CommandLineMatch(command.signature.parameters, rest).values
                // The longest prefix wins: `log last` is not `log` with the text `last`.
                if let longer = longest(words), longer.count > prefix.count { continue }
                return CommandArguments(prefix: command.prefix, values)
            } catch let error as CommandError {
                if prefix.count > best.depth {
                    best = (prefix.count, "\(command.signature.text): \(error.status)")
                }
            }
        }
        throw CommandError(.invalid, best.reason)
    }

    private func longest(_ words: [String]) -> [String]? {
        let fitting = commands.map { $0.prefix.split(separator: " ").map(String.init) }
            .filter { words.starts(with: $0) }
        return fitting.max { $0.count < $1.count }
    }
}

/// One signature's parameters against words.
struct CommandLineMatch {
    private(set) var values: [String: CommandValue] = [:]

    init(_ parameters: [CommandParameter], _ words: [String]) throws {
        var waiting = parameters
        var positional: [String] = []
        var rest = words[...]
        // `--name value`, `--name=value`, and switches, may stand anywhere.
        while let word = rest.popFirst() {
            guard word.hasPrefix("--"), word.count > 2 else {
                positional.append(word)
                continue
            }
            let pair = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(pair[0].replacing("-", with: "_"))
            guard let index = waiting.firstIndex(where: { $0.name == name }) else {
                positional.append(word)
                continue
            }
            let parameter = waiting.remove(at: index)
            if pair.count == 2 {
                values[name] = try Self.value(String(pair[1]), parameter)
            } else if parameter.type == "CephBool" {
                values[name] = .bool(true)
            } else {
                guard let next = rest.popFirst() else {
                    throw CommandError(.invalid, "--\(name) needs a value")
                }
                values[name] = try Self.value(next, parameter)
            }
        }
        try takePositional(positional[...], waiting)
    }

    private mutating func takePositional(_ words: ArraySlice<String>, _ parameters: [CommandParameter]) throws
    {
        var words = words
        for parameter in parameters {
            guard let word = words.first else {
                guard !parameter.isRequired else {
                    throw CommandError(.invalid, "missing required parameter \(parameter.name)")
                }
                continue
            }
            do {
                if parameter.isList {
                    let list = try words.map { try Self.value($0, parameter) }
                    values[parameter.name] = Self.list(list)
                    words = []
                } else {
                    values[parameter.name] = try Self.value(word, parameter)
                    words = words.dropFirst()
                }
            } catch let error as CommandError where !parameter.isRequired {
                // It may be meant for the next one.
                if parameter.name == parameters.last?.name { throw error }
            }
        }
        guard words.isEmpty else { throw CommandError(.invalid, "unused arguments: \(Array(words))") }
    }

    private static func list(_ values: [CommandValue]) -> CommandValue {
        let ints = values.compactMap { if case .int(let value) = $0 { value } else { nil } }
        return !ints.isEmpty && ints.count == values.count ? .ints(ints) : .strings(values.map(\.text))
    }

    /// One word as the parameter's type has it.
    private static func value(_ word: String, _ parameter: CommandParameter) throws -> CommandValue {
        func refuse(_ what: String) -> CommandError { CommandError(.invalid, "\(word) \(what)") }
        switch parameter.type {
        case "CephInt":
            guard let value = Int64(word) else { throw refuse("doesn't represent an int") }
            try check(Double(value), parameter)
            return .int(value)
        case "CephFloat":
            guard let value = Double(word), value.isFinite else { throw refuse("doesn't represent a float") }
            try check(value, parameter)
            return .float(value)
        case "CephBool":
            switch word.lowercased() {
            case "true", "yes", "on", "1": return .bool(true)
            case "false", "no", "off", "0": return .bool(false)
            default: throw refuse("not one of true/false")
            }
        case "CephChoices":
            guard parameter.choices.contains(word) else {
                throw refuse("not in \(parameter.choices.joined(separator: "|"))")
            }
            return .string(word)
        case "CephOsdName":
            // Handlers take numbers, and words such as `all`.
            let number = word.hasPrefix("osd.") ? String(word.dropFirst(4)) : word
            if ["all", "any", "*"].contains(word) { return .string(word) }
            guard let id = Int64(number), id >= 0 else { throw refuse("is no osd id") }
            return parameter.isList ? .string(number) : .int(id)
        case "CephPgid":
            guard word.split(separator: ".").count == 2 else {
                throw refuse("has no pool or placement group")
            }
            return .string(word)
        case "CephUUID":
            guard CephUUID(word) != nil else { throw refuse("is no uuid") }
            return .string(word)
        default: return .string(word)
        }
    }

    private static func check(_ value: Double, _ parameter: CommandParameter) throws {
        guard let range = parameter["range"] else { return }
        let bounds = range.split(separator: "|").compactMap { Double($0) }
        if let least = bounds.first, value < least {
            throw CommandError(.invalid, "\(value) not in range \(range)")
        }
        if bounds.count > 1, value > bounds[1] {
            throw CommandError(.invalid, "\(value) not in range \(range)")
        }
    }
}
