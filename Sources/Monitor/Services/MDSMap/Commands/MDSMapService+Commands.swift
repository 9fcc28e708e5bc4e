import CephEncoding
import CephTypes
import NIOCore

// What the commands that change file systems have in common (src/mon/FSCommands.cc, MDSMonitor.cc).

extension MDSMapService {
    /// A question. What is printed goes through a stream, which drops empty lines and ends the last one.
    static func query(
        _ signature: String, help: String, module: String, flags: CommandDescription.Flags = [],
        _ body: @escaping @Sendable (MDSMapService, CommandCall) throws -> CommandReply
    ) -> Command {
        .read(signature, help: help, module: module, flags: flags) { (service: MDSMapService, call) in
            do {
                var reply = try body(service, call)
                reply.output = streamed(reply.output)
                return reply
            } catch var error as CommandError {
                error.output = streamed(error.output)
                throw error
            }
        }
    }

    private static func streamed(_ output: ByteBuffer) -> ByteBuffer {
        ByteBuffer(bytes: CephFormatter.streamed(Array(output.readableBytesView)))
    }

    /// A command that changes the pending map. One that would leave it in pieces changes nothing: Ceph's monitor
    /// would end there.
    static func change(
        _ signature: String, help: String, module: String, flags: CommandDescription.Flags = [],
        _ body: @escaping @Sendable (MDSMapService, CommandCall) throws -> CommandOutcome
    ) -> Command {
        .write(signature, help: help, module: module, flags: flags) { (service: MDSMapService, call) in
            let before = service.pending
            do {
                let outcome = try body(service, call)
                let problems = service.settings.skipsSanity ? [] : service.pending.problems(pending: true)
                guard problems.isEmpty else {
                    throw CommandError(.invalid, "refused: \(problems.joined(separator: "; "))")
                }
                return outcome
            } catch {
                service.pending = before
                throw error
            }
        }
    }

    /// The same, of a file system that the caller must be allowed to see and to change.
    static func changeFilesystem(
        _ signature: String, help: String, module: String, flags: CommandDescription.Flags = [],
        _ body: @escaping @Sendable (MDSMapService, Filesystem, CommandCall) throws -> CommandOutcome
    ) -> Command {
        change(signature, help: help, module: module, flags: flags) { service, call in
            let name = try call.arguments.string("fs_name") ?? ""
            guard let filesystem = service.visiblePending(call).filesystem(named: name) else {
                throw CommandError(.noEntry, "Filesystem not found: '\(name)'")
            }
            try service.checkCapability(call, toChange: name, "Permission denied: '\(name)'")
            return try body(service, filesystem, call)
        }
    }

    /// The pending map as whoever asks may see it.
    func visiblePending(_ call: CommandCall) -> FSMap {
        var visible = pending
        visible.filter(allowed: call.session.caps.allowedFileSystems)
        return visible
    }

    func checkCapability(_ call: CommandCall, toChange filesystem: String, _ denial: String) throws {
        let (caps, name) = (call.session.caps, call.session.authName)
        guard caps.isCapable(name, fileSystem: filesystem, anyOf: .write) else {
            throw CommandError(.operationNotPermitted, denial)
        }
    }

    /// Runs `body` with the OSD map's service once that can be changed; until then the command waits.
    func withOSDMaps(
        for call: CommandCall, _ body: (OSDMapService) throws -> CommandOutcome
    ) throws -> CommandOutcome {
        if osdMaps.isWriteable { return try body(osdMaps) }
        guard let command = monitor.commands[call.prefix] else { return .later }
        osdMaps.whenWriteable { [weak self] in self?.monitor.carryOut(command, call) }
        return .later
    }

    /// A truth value, as commands have it.
    static func parseBool(_ text: String) throws -> Bool {
        switch (text, try? StrictInteger.parse(text)) {
        case ("false", _), ("no", _), (_, 0): return false
        case ("true", _), ("yes", _), (_, 1): return true
        default: throw CommandError(.invalid, "value must be false|no|0 or true|yes|1")
        }
    }
}

extension CommandOutcome {
    /// Answers when what is pending is committed.
    static func done(_ status: String = "") -> CommandOutcome { .propose(CommandReply(status: status)) }
}
