import CephEncoding

/// `MonCommand`: the signature of a command that the manager answers, as it tells the monitors
/// (src/mon/MonCommand.h).
public struct CommandDescription: Hashable, Sendable {
    /// `FLAG_*` bits.
    public struct Flags: OptionSet, Hashable, Sendable {
        public let rawValue: UInt64
        public init(rawValue: UInt64) { self.rawValue = rawValue }

        public static let noForward = Flags(rawValue: 1 << 0)
        public static let obsolete = Flags(rawValue: 1 << 1)
        public static let deprecated = Flags(rawValue: 1 << 2)
        /// The manager answers it.
        public static let manager = Flags(rawValue: 1 << 3)
        /// Meant for polling, hence not logged.
        public static let poll = Flags(rawValue: 1 << 4)
        public static let hidden = Flags(rawValue: 1 << 5)
        /// Goes to the daemon it names.
        public static let tell = Flags(rawValue: 1 << 6)
    }

    /// Words and arguments: `osd df name=output_method,type=CephChoices,…`.
    public var signature: String
    public var help: String
    /// `pg`, `mgr`, …
    public var module: String
    /// The capability it asks for: `r`, `rw`, `rwx`.
    public var requiredPermissions: String
    /// Who may offer it, `cli,rest`; nothing reads it any more.
    public var availability: String
    public var flags: Flags

    public init(
        signature: String, help: String, module: String, requiredPermissions: String,
        availability: String = "cli,rest", flags: Flags = []
    ) {
        self.signature = signature
        self.help = help
        self.module = module
        self.requiredPermissions = requiredPermissions
        self.availability = availability
        self.flags = flags
    }
}

extension CommandDescription: CephCodable, CephDumpable {
    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 1, named: "MonCommand") { _, body in
            CommandDescription(
                signature: try body.decode("cmdstring"), help: try body.decode("helpstring"),
                module: try body.decode("module"), requiredPermissions: try body.decode("req_perms"),
                availability: try body.decode("availability"),
                flags: Flags(rawValue: try body.decode("flags")))
        }
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.versioned(1, compatible: 1) { body in
            body.encode(signature)
            body.encode(help)
            body.encode(module)
            body.encode(requiredPermissions)
            body.encode(availability)
            body.integer(flags.rawValue)
        }
    }

    public func dump(to formatter: inout CephFormatter) {
        formatter.string("cmdstring", signature)
        formatter.string("helpstring", help)
        formatter.string("module", module)
        formatter.string("req_perms", requiredPermissions)
        formatter.int("flags", flags.rawValue)
    }
}

/// The value at `mgr_command_descs` with an empty key: every command of the active manager.
public struct CommandDescriptions: Hashable, Sendable {
    public var commands: [CommandDescription]
    public init(_ commands: [CommandDescription] = []) { self.commands = commands }
}

extension CommandDescriptions: CephRecord {
    public static let cephTypeName = "std::vector<MonCommand>"

    public init(from decoder: inout CephDecoder) throws { commands = try decoder.decode("commands") }
    public func encode(into encoder: inout CephEncoder) { encoder.encode(commands) }

    public func dump(to formatter: inout CephFormatter) {
        formatter.dump("commands", each: "command", commands)
    }
}

/// What a new leader tells its peons that it answers (`MonCommand::encode_vector`): the texts of all commands, then
/// the flags of all.
public struct LeaderCommands: Hashable, Sendable {
    public var commands: [CommandDescription]
    public init(_ commands: [CommandDescription] = []) { self.commands = commands }
}

extension LeaderCommands: CephCodable {
    public init(from decoder: inout CephDecoder) throws {
        commands = try decoder.versioned(upTo: 2, named: "MonCommand[]") { version, body in
            var commands: [CommandDescription] = []
            for _ in 0..<(try body.decode("count", as: UInt16.self)) {
                var command = CommandDescription(
                    signature: try body.decode("cmdstring"), help: try body.decode("helpstring"),
                    module: try body.decode("module"), requiredPermissions: try body.decode("req_perms"))
                command.availability = try body.decode("availability")
                commands.append(command)
            }
            guard version >= 2 else { return commands }
            for index in commands.indices {
                commands[index].flags = CommandDescription.Flags(rawValue: try body.decode("flags"))
            }
            return commands
        }
    }

    public func encode(into encoder: inout CephEncoder) {
        let listed = commands.prefix(Int(UInt16.max))
        encoder.versioned(2, compatible: 1) { body in
            body.integer(UInt16(listed.count))
            for command in listed {
                body.encode(command.signature)
                body.encode(command.help)
                body.encode(command.module)
                body.encode(command.requiredPermissions)
                body.encode(command.availability)
            }
            for command in listed { body.integer(command.flags.rawValue) }
        }
    }
}
