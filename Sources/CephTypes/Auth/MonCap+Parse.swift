import CephEncoding

/// Says why a text is no capability, in Ceph's words.
public struct CapSyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String
    public init(_ description: String) { self.description = description }

    /// - Parameter namesEnd: monitor and manager have words of their own for a text that ends too early.
    init(service: String, stoppedAt rest: String, of text: String, namesEnd: Bool) {
        description =
            rest.isEmpty && namesEnd
            ? "\(service) capability parse failed, stopped at end of '\(text)'"
            : "\(service) capability parse failed, stopped at '\(rest)' of '\(text)'"
    }
}

extension MonCap {
    /// The clauses of a text:
    ///
    ///     allow * | allow all | allow [r][w][x] [network NET] [fsname[=]NAME]
    ///     allow service[=]NAME [r][w][x] [network NET]
    ///     allow command[=]NAME [with KEY=VALUE | KEY prefix VALUE | KEY regex VALUE …] [network NET]
    ///     [allow] profile[=]NAME [network NET]
    ///
    /// separated by `,` or `;`. A name or value of other characters than letters, digits and `_ . / -` is
    /// quoted with either kind of quotes.
    static func parse(_ text: String) throws(CapSyntaxError) -> [MonCapGrant] {
        var scanner = CapScanner(text)
        let grants = scanner.list { $0.monGrant() }
        guard let grants, scanner.isAtEnd else {
            throw CapSyntaxError(service: "mon", stoppedAt: scanner.rest, of: text, namesEnd: true)
        }
        return grants
    }
}

extension CapScanner {
    fileprivate mutating func monGrant() -> MonCapGrant? {
        _ = spaces()
        let grant =
            attempt { $0.blanketGrant() } ?? attempt { $0.profileGrant() } ?? attempt { $0.serviceGrant() }
            ?? attempt { $0.commandGrant() }
        guard let grant else { return nil }
        _ = spaces()
        return grant
    }

    /// `*`, `all`, or letters of `rwx` in this order.
    mutating func permissions() -> CapPermissions? {
        if literal("*") || literal("all") { return .any }
        var allow: CapPermissions = []
        if literal("r") { allow.insert(.read) }
        if literal("w") { allow.insert(.write) }
        if literal("x") { allow.insert(.execute) }
        return allow.isEmpty ? nil : allow
    }

    private mutating func allow() -> Bool { literal("allow") && spaces() }

    private mutating func blanketGrant() -> MonCapGrant? {
        guard allow(), let permissions = permissions() else { return nil }
        var grant = MonCapGrant(permissions)
        grant.network = network() ?? ""
        grant.fileSystem =
            attempt { $0.spacedKey("fsname") ? $0.run(of: CapScanner.isFileSystemName) : nil } ?? ""
        return grant
    }

    private mutating func profileGrant() -> MonCapGrant? {
        _ = test { $0.allow() }
        guard key("profile"), let name = string() else { return nil }
        var grant = MonCapGrant(profile: name)
        grant.network = network() ?? ""
        return grant
    }

    private mutating func serviceGrant() -> MonCapGrant? {
        guard allow(), key("service"), let name = string(), spaces(), let permissions = permissions() else {
            return nil
        }
        var grant = MonCapGrant(service: name, permissions)
        grant.network = network() ?? ""
        return grant
    }

    private mutating func commandGrant() -> MonCapGrant? {
        guard allow(), key("command"), let name = string() else { return nil }
        let arguments = attempt { $0.spaced("with") ? $0.constraints(spacedEquals: false) : nil }
        var grant = MonCapGrant(command: name, with: arguments ?? [:])
        grant.network = network() ?? ""
        return grant
    }

    /// `KEY=VALUE KEY prefix VALUE KEY regex VALUE`, at least one; of equal keys the first counts.
    /// - Parameter spacedEquals: whether white space may stand around the equals sign.
    mutating func constraints(spacedEquals: Bool) -> CephMap<String, StringConstraint>? {
        guard let first = attempt({ $0.constraint(spacedEquals: spacedEquals) }) else { return nil }
        var all: CephMap<String, StringConstraint> = [first.key: first.value]
        while let next = attempt({ $0.spaces() ? $0.constraint(spacedEquals: spacedEquals) : nil }) {
            if !all.contains(next.key) { all[next.key] = next.value }
        }
        return all
    }

    private mutating func constraint(spacedEquals: Bool) -> (key: String, value: StringConstraint)? {
        guard let key = string() else { return nil }
        let equal = attempt { scanner -> String? in
            if spacedEquals { _ = scanner.spaces() }
            guard scanner.literal("=") else { return nil }
            if spacedEquals { _ = scanner.spaces() }
            return scanner.string()
        }
        if let equal { return (key, .equal(equal)) }
        if let value = attempt({ $0.spaced("prefix") ? $0.string() : nil }) { return (key, .prefix(value)) }
        if let value = attempt({ $0.spaced("regex") ? $0.string() : nil }) { return (key, .regex(value)) }
        return nil
    }
}
