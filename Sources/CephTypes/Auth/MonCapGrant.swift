import CephEncoding

/// What a capability lets its holder do: `mon_rwxa_t` (src/mon/MonCap.h).
public struct CapPermissions: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    public static let read = CapPermissions(rawValue: 1 << 1)
    public static let write = CapPermissions(rawValue: 1 << 2)
    public static let execute = CapPermissions(rawValue: 1 << 3)
    public static let all: CapPermissions = [.read, .write, .execute]
    /// `*`: all there is and will be.
    public static let any = CapPermissions(rawValue: 0xff)
}

extension CapPermissions: CustomStringConvertible {
    /// `*`, or letters of `rwx`.
    public var description: String {
        if self == .any { return "*" }
        return (contains(.read) ? "r" : "") + (contains(.write) ? "w" : "") + (contains(.execute) ? "x" : "")
    }
}

/// What an argument of a command must be.
public enum StringConstraint: Hashable, Sendable {
    case equal(String)
    case prefix(String)
    /// A POSIX extended regular expression that must fit the whole argument.
    case regex(String)

    public func allows(_ value: String) -> Bool {
        switch self {
        case .equal(let wanted): wanted == value
        case .prefix(let wanted): value.cephBytes.starts(with: wanted.cephBytes)
        case .regex(let pattern): ExtendedRegex.matches(pattern, all: value)
        }
    }
}

/// One clause of a monitor capability (src/mon/MonCap.h). It is of the first kind in this order that has a
/// name: profile, service, command; or else permissions for everything.
public struct MonCapGrant: Hashable, Sendable {
    public var service = ""
    public var profile = ""
    public var command = ""
    public var commandArguments: CephMap<String, StringConstraint> = [:]
    public var allow: CapPermissions = []
    /// Only peers of this network, as written; empty for all.
    public var network = ""
    /// Only this file system; empty for all.
    public var fileSystem = ""

    public init(_ allow: CapPermissions = []) { self.allow = allow }

    public init(service: String, _ allow: CapPermissions) {
        self.service = service
        self.allow = allow
    }

    public init(command: String, with arguments: CephMap<String, StringConstraint> = [:]) {
        self.command = command
        commandArguments = arguments
    }

    public init(profile: String) { self.profile = profile }

    public var allowsAll: Bool { allow == .any && service.isEmpty && profile.isEmpty && command.isEmpty }

    /// Whether the clause counts for a peer. One with a network that cannot be read counts for none.
    public func applies(to peer: EntityAddress) -> Bool {
        network.isEmpty || NetworkRange(network)?.contains(peer) == true
    }

    /// What this clause lets `name` do.
    /// - Parameters:
    ///   - service: whom the request is for: `osd`, `config-key`, …
    ///   - command: the command's prefix; empty for a message.
    public func permissions(
        for name: AuthEntityName, service: String, command: String, arguments: [String: String]
    ) -> CapPermissions {
        if !profile.isEmpty {
            return expandedProfile(for: name).reduce(into: []) {
                $0.formUnion(
                    $1.permissions(for: name, service: service, command: command, arguments: arguments))
            }
        }
        if !self.service.isEmpty { return self.service == service ? allow : [] }
        if !self.command.isEmpty {
            guard self.command == command else { return [] }
            let fits = commandArguments.allSatisfy { key, constraint in
                arguments[key].map(constraint.allows) ?? false
            }
            return fits ? .all : []
        }
        // Stored keys are secrets: only `*` opens them, and the caller has looked for that.
        return service == "config-key" ? [] : allow
    }
}

extension MonCapGrant: CustomStringConvertible {
    /// As Ceph prints it, which leaves out the file system.
    public var description: String {
        var text = "allow"
        if !service.isEmpty { text += " service " + Self.quoted(service) }
        if !command.isEmpty {
            text += " command " + Self.quoted(command)
            if !commandArguments.isEmpty { text += " with" }
            for (key, constraint) in commandArguments {
                text += " " + Self.quoted(key)
                switch constraint {
                case .equal(let value): text += "=" + Self.quoted(value)
                case .prefix(let value): text += " prefix " + Self.quoted(value)
                case .regex(let value): text += " regex " + Self.quoted(value)
                }
            }
        }
        if !profile.isEmpty { text += " profile " + Self.quoted(profile) }
        if !allow.isEmpty { text += " \(allow)" }
        if !network.isEmpty { text += " network " + network }
        return text
    }

    private static func quoted(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { CapScanner.isAlphanumeric($0) || $0 == 0x2d || $0 == 0x5f }
        return isPlain ? text : "\"\(text)\""
    }
}
