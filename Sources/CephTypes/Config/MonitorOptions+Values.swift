import CephEncoding

extension MonitorOptions {
    /// What counts, with names of other options and of the daemon replaced (`$cluster-$name`).
    /// - Returns: nil for a name that 16.2 does not have.
    public subscript(_ name: String) -> ConfigValue? {
        ConfigOptionTable.option(named: name).map(value)
    }

    func value(_ option: ConfigOption) -> ConfigValue {
        let value = raw(option)
        guard case .string(let text) = value, text.utf8.contains(UInt8(ascii: "$")) else { return value }
        var budget = Self.mostReplacements
        return .string(expand(text, within: [option.name], &budget))
    }

    private func known(_ name: String) -> ConfigValue {
        guard let option = ConfigOptionTable.option(named: name) else {
            preconditionFailure("no option is named \(name)")
        }
        return value(option)
    }

    public func string(_ name: String) -> String { known(name).description }

    public func bool(_ name: String) -> Bool {
        guard case .bool(let flag) = known(name) else { preconditionFailure("\(name) is no truth value") }
        return flag
    }

    /// A number, or the bytes of a size; an unsigned number that is too large counts as the largest.
    public func int(_ name: String) -> Int {
        switch known(name) {
        case .int(let number), .seconds(let number), .milliseconds(let number): return Int(number)
        case .uint(let number), .size(let number): return Int(clamping: number)
        default: preconditionFailure("\(name) is no whole number")
        }
    }

    /// A number of any kind; times in seconds.
    public func float(_ name: String) -> Double {
        switch known(name) {
        case .float(let number): return number
        case .int(let number), .seconds(let number): return Double(number)
        case .milliseconds(let number): return Double(number) / 1000
        case .uint(let number), .size(let number): return Double(number)
        default: preconditionFailure("\(name) is no number")
        }
    }

    public func uuid(_ name: String) -> CephUUID {
        guard case .uuid(let uuid) = known(name) else { preconditionFailure("\(name) is no uuid") }
        return uuid
    }

    /// Replaces `$name` and `${name}` in a text that is no option's value, such as a file's name.
    public func expand(_ text: String) -> String {
        var budget = Self.mostReplacements
        return expand(text, within: [], &budget)
    }

    /// How many names are replaced in one value, those in the values that they stand for included: twenty
    /// options that each name the next twice would come to a million.
    private static let mostReplacements = 1000

    private static func isNamePart(_ byte: UInt8) -> Bool {
        (0x61...0x7a).contains(byte) || byte == UInt8(ascii: "_")
    }

    /// - Parameter stack: the options whose values are being replaced: one that comes again stays.
    private func expand(_ text: String, within stack: [String], _ budget: inout Int) -> String {
        let bytes = Array(text.cephBytes)
        var result: [UInt8] = []
        var position = 0
        while position < bytes.count {
            guard bytes[position] == UInt8(ascii: "$") else {
                result.append(bytes[position])
                position += 1
                continue
            }
            let isBraced = position + 1 < bytes.count && bytes[position + 1] == UInt8(ascii: "{")
            let start = position + (isBraced ? 2 : 1)
            var end = bytes[min(start, bytes.count)...].firstIndex { !Self.isNamePart($0) } ?? bytes.count
            let name = String(decoding: bytes[min(start, end)..<end], as: UTF8.self)
            let isClosed = !isBraced || end < bytes.count && bytes[end] == UInt8(ascii: "}")
            guard !name.isEmpty, isClosed else {
                result.append(bytes[position])
                position += 1
                continue
            }
            if isBraced { end += 1 }
            budget -= 1
            guard budget >= 0, let meaning = meaning(of: name, within: stack, &budget) else {
                result += bytes[position..<end]
                position = end
                continue
            }
            if stack.contains(name) { return "$\(name)" }
            result += meaning.cephBytes
            position = end
        }
        return String(cephBytes: result)
    }

    private func meaning(of name: String, within stack: [String], _ budget: inout Int) -> String? {
        switch name {
        case "type": return identity.name.type.cephName
        case "cluster": return identity.cluster
        case "name": return identity.name.description
        case "host":
            let host = ConfigOptionTable.option(named: "host").map { raw($0).description } ?? ""
            return host.isEmpty ? identity.host : host
        case "id", "num": return identity.name.id
        case "pid": return String(identity.processID)
        case "home": return identity.home
        default: break
        }
        let name = name == "data_dir" ? "\(identity.name.type.cephName)_data" : name
        guard let option = ConfigOptionTable.option(named: name) else { return nil }
        if stack.contains(option.name) { return "$\(option.name)" }
        let value = raw(option)
        guard case .string(let text) = value else { return value.description }
        return expand(text, within: stack + [option.name], &budget)
    }

    /// What `config show` writes: everything that counts, as text.
    public func show(to formatter: inout CephFormatter) {
        formatter.string("name", identity.name.description)
        formatter.string("cluster", identity.cluster)
        for option in ConfigOptionTable.sorted { formatter.string(option.name, value(option).description) }
    }

    /// What `config diff` writes: of each option of which something is said, what each level says.
    public func diff(to formatter: inout CephFormatter) {
        formatter.object("diff") { diff in
            for (name, levels) in said {
                guard let option = ConfigOptionTable.option(named: name) else { continue }
                diff.object(name) { object in
                    if levels.first?.level != .default {
                        Self.dump("default", option.defaultValue(forDaemon: isDaemon), to: &object)
                    }
                    for (level, value) in levels { Self.dump(level.label, value, to: &object) }
                    Self.dump("final", value(option), to: &object)
                }
            }
        }
    }

    /// Truth values, signed numbers and floats as such, the rest as text.
    private static func dump(_ name: String, _ value: ConfigValue, to formatter: inout CephFormatter) {
        switch value {
        case .int, .float, .bool: value.dump(name, to: &formatter)
        default: formatter.string(name, value.description)
        }
    }
}
