import CephTypes

/// One command: its declaration in Ceph's grammar and what carries it out, side by side.
///
/// `read` commands are answered by any member of the quorum whose lease is valid; `write` commands by the
/// leader, whose handler changes the service's pending state. Commands of the monitor itself (`status`,
/// `mon_status`, …) belong to no service and need no quorum unless they say so.
public struct Command: Sendable {
    typealias Handler = @Sendable (PaxosService?, CommandCall) throws -> CommandOutcome

    public let signature: CommandSignature
    public let help: String
    /// Whom its capability is for: `mon`, `osd`, `auth`, `config-key`, ….
    public let module: String
    /// Letters of `rwx`.
    public let permissions: String
    public let flags: CommandDescription.Flags

    enum Kind: Sendable { case read, write, monitor }
    let kind: Kind
    /// Whose command it is.
    let owner: ObjectIdentifier?
    let handler: Handler

    public var prefix: String { signature.prefix }
    /// It changes the cluster, or may.
    public var changesSomething: Bool { kind == .write || needs.contains(.write) }
    /// The monitor answers it by itself, in a quorum or not.
    public var isOfMonitor: Bool { kind == .monitor }

    private init(
        _ signature: String, _ help: String, _ module: String, _ permissions: String,
        _ flags: CommandDescription.Flags, _ kind: Kind, _ owner: ObjectIdentifier?,
        _ handler: @escaping Handler
    ) {
        self.signature = CommandSignature(signature)
        self.help = help
        self.module = module
        self.permissions = permissions
        self.flags = flags
        self.kind = kind
        self.owner = owner
        self.handler = handler
    }

    /// A question to a service.
    public static func read<S: PaxosService>(
        _ signature: String, help: String, module: String, permissions: String = "r",
        flags: CommandDescription.Flags = [],
        _ body: @escaping @Sendable (S, CommandCall) throws -> CommandReply
    ) -> Command {
        Command(signature, help, module, permissions, flags, .read, ObjectIdentifier(S.self)) {
            service, call in
            guard let service = service as? S else { throw CommandError(.invalid, "no such service") }
            return .reply(try body(service, call))
        }
    }

    /// A change of a service.
    public static func write<S: PaxosService>(
        _ signature: String, help: String, module: String, permissions: String = "rw",
        flags: CommandDescription.Flags = [],
        _ body: @escaping @Sendable (S, CommandCall) throws -> CommandOutcome
    ) -> Command {
        Command(signature, help, module, permissions, flags, .write, ObjectIdentifier(S.self)) {
            service, call in
            guard let service = service as? S else { throw CommandError(.invalid, "no such service") }
            return try body(service, call)
        }
    }

    /// What the monitor answers by itself, whatever state it is in.
    public static func monitor(
        _ signature: String, help: String, module: String, permissions: String = "r",
        flags: CommandDescription.Flags = [],
        _ body: @escaping @Sendable (Monitor, CommandCall) throws -> CommandOutcome
    ) -> Command {
        Command(signature, help, module, permissions, flags, .monitor, nil) { _, call in
            try body(call.monitor, call)
        }
    }

    var needs: CapPermissions {
        var needs: CapPermissions = []
        for letter in permissions.utf8 {
            switch letter {
            case UInt8(ascii: "r"): needs.insert(.read)
            case UInt8(ascii: "w"): needs.insert(.write)
            case UInt8(ascii: "x"): needs.insert(.execute)
            default: break
            }
        }
        return needs
    }
}

/// Every command that a monitor knows.
public struct CommandRegistry: Sendable {
    /// In the order in which they were declared.
    public private(set) var commands: [Command] = []
    private var byPrefix: [String: Int] = [:]

    public init() {}

    public mutating func add(_ more: [Command]) {
        for command in more {
            // Several signatures may share their words: the first one's handler takes them all.
            if byPrefix[command.prefix] == nil { byPrefix[command.prefix] = commands.count }
            commands.append(command)
        }
    }

    public subscript(prefix: String) -> Command? { byPrefix[prefix].map { commands[$0] } }

    /// What the description with a number is called: `cmd007`.
    public static func descriptionName(_ number: Int) -> String {
        let digits = String(number)
        return "cmd" + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
    }

    /// `get_command_descriptions` (`dump_cmddesc_to_json`).
    /// - Parameter others: commands that the manager answers.
    public func dump(to formatter: inout CephFormatter, with others: [CommandDescription] = []) {
        formatter.object("command_descriptions") { section in
            var number = 0
            func dump(_ signature: CommandSignature, _ description: CommandDescription) {
                let name = Self.descriptionName(number)
                number += 1
                section.object(name) { item in
                    signature.dump(to: &item)
                    item.string("help", description.help)
                    item.string("module", description.module)
                    item.string("perm", description.requiredPermissions)
                    item.int("flags", description.flags.rawValue)
                }
            }
            for command in others { dump(CommandSignature(command.signature), command) }
            // What the manager answers it describes itself.
            for command in commands where !command.flags.contains(.manager) {
                dump(command.signature, command.description)
            }
        }
    }
}

extension Command {
    /// As managers and monitors tell each other of it.
    public var description: CommandDescription {
        CommandDescription(
            signature: signature.text, help: help, module: module, requiredPermissions: permissions,
            flags: flags)
    }
}
