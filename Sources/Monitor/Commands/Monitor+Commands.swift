import CephEncoding
import CephMessages
import CephTypes
import NIOCore

/// How a command finds its handler (`Monitor::handle_command`).
extension Monitor {
    func receiveCommand(_ message: MMonCommand, _ request: Request) {
        guard message.fsid == monmap.fsid else {
            return reply(to: request, CommandReply(CommandError(.operationNotPermitted, "wrong fsid")))
        }
        do {
            let arguments = try CommandArguments(json: message.command)
            run(
                CommandCall(
                    monitor: self, arguments: arguments, input: message.data, session: request.session,
                    request: request))
        } catch let error as CommandError {
            reply(to: request, CommandReply(error))
        } catch {
            reply(to: request, CommandReply(CommandError(.invalid, "\(error)")))
        }
    }

    func run(_ call: CommandCall) {
        guard state != .shutdown else { return }
        if call.prefix == "get_command_descriptions" {
            var formatter = CephFormatter(.json)
            commands.dump(to: &formatter, with: managerCommands)
            return call.reply(CommandReply(output: ByteBuffer(bytes: formatter.bytes)))
        }
        let own = commands[call.prefix]
        guard let command = managerCommand(call, insteadOf: own) ?? own else {
            return call.reply(unknown(call.prefix))
        }
        guard !command.flags.contains(.obsolete) else {
            return call.reply(
                CommandError(.notSupported, "command is obsolete; please check usage and/or man page"))
        }
        guard isAllowed(command, call) else {
            audit(command, call, " access denied")
            return call.reply(CommandError(.accessDenied, "access denied"))
        }
        if call.session.proxy != nil, command.flags.contains(.noForward) {
            return call.reply(CommandError(.invalid, "forward for noforward command"))
        }
        // What is for one monitor it must be told itself.
        if call.request != nil, command.isTold, call.prefix != "version" {
            return call.reply(CommandError(.invalid, "unrecognized command"))
        }
        audit(command, call, "dispatch")
        carryOut(command, call)
    }

    /// What is no command. The beginning of one reaches the service that the first word names, as in Ceph, which
    /// has its own words for it.
    private func unknown(_ prefix: String) -> CommandError {
        guard !prefix.isEmpty else { return CommandError(.invalid, "command prefix must not be empty") }
        let known = commands.commands.map(\.signature.text) + managerCommands.map(\.signature)
        guard known.contains(where: { $0.hasPrefix(prefix) }) else {
            return CommandError(.invalid, "command not known")
        }
        switch prefix.prefix(while: { $0 != " " }) {
        case "osd": return .silent
        case "mon", "config": return CommandError(.invalid, "unknown command \(prefix)")
        case "auth": return CommandError(.invalid, "invalid command")
        case "config-key": return CommandError(.invalid, "must specify a key")
        case "log": return CommandError(.invalid, "")
        case "fs", "mds": return CommandError(.notImplemented, "unrecognized command")
        case "mgr", "health": return CommandError(.notImplemented, "Command '\(prefix)' not implemented!")
        default: return CommandError(.invalid, "unrecognized command")
        }
    }

    /// Whether the session's capabilities allow it.
    private func isAllowed(_ command: Command, _ call: CommandCall) -> Bool {
        call.session.caps.isCapable(
            call.session.authName, service: command.module, command: command.prefix,
            arguments: call.capabilityArguments, needs: command.needs, peer: call.session.socketAddress)
    }

    /// Answers, changes, waits or forwards.
    func carryOut(_ command: Command, _ call: CommandCall) {
        let service = command.owner.flatMap { owner in
            services.first { ObjectIdentifier(type(of: $0)) == owner }
        }
        if let request = call.request, isStale(request) { return }
        if let service, !waitUntilReady(service, command, call) { return }
        if let request = call.request, answerIfApplied(request) { return }
        do {
            settle(try command.handler(service, call), service, command, call)
        } catch let error as CommandError {
            call.reply(error)
        } catch {
            environment.log(0, .mon, "\(command.prefix): \(error)")
            call.reply(CommandError(.input, "\(error)"))
        }
    }

    /// False if the call has to wait for its service, or went to the leader.
    private func waitUntilReady(_ service: PaxosService, _ command: Command, _ call: CommandCall) -> Bool {
        guard service.isReadable() else {
            service.whenReadable { [self] in carryOut(command, call) }
            return false
        }
        guard command.kind == .write else { return true }
        guard isLeader else {
            if let request = call.request, !answerIfApplied(request) {
                forwardToLeader(request)
            } else {
                call.reply(CommandError(.again, "this monitor is not the leader"))
            }
            return false
        }
        guard service.isWriteable else {
            service.whenWriteable { [self] in carryOut(command, call) }
            return false
        }
        return true
    }

    private func settle(
        _ outcome: CommandOutcome, _ service: PaxosService?, _ command: Command, _ call: CommandCall
    ) {
        switch outcome {
        case .reply(let reply): call.reply(reply)
        case .later: break
        case .propose(let reply, let now):
            if let request = call.request { service?.note(request, reply) }
            service?.whenCommitted { [self] reason in
                switch reason {
                case .ready:
                    auditFinished(command, call)
                    call.reply(reply)
                case .again: carryOut(command, call)
                case .cancelled: break
                }
            }
            if now { service?.proposeNow() } else { service?.proposeWhenDue() }
        case .retryAfterCommit(let proposing):
            service?.whenCommitted { [self] reason in
                if reason != .cancelled { carryOut(command, call) }
            }
            if proposing { service?.proposeWhenDue() }
        }
    }

    /// What the active manager says it answers.
    var managerCommands: [CommandDescription] { service(MgrService.self).commandDescriptions }
}

extension CommandReply {
    /// An error is an answer too.
    public init(catching body: () throws -> CommandReply) {
        do {
            self = try body()
        } catch let error as CommandError {
            self.init(error)
        } catch {
            self.init(CommandError(.input, "\(error)"))
        }
    }
}
