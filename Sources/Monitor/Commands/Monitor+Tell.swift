import CephEncoding
import CephMessages
import CephTypes
import NIOCore

/// Commands for this one monitor and its process (`ceph tell mon.a …`): what its admin socket answers, over the
/// network.
extension Monitor {
    /// Answers a command of this process, for whoever asks.
    public typealias TellHandler = (
        _ arguments: CommandArguments, _ session: Session, _ done: @escaping (CommandReply) -> Void
    ) -> Void

    /// `Monitor::handle_tell_command`
    func receiveTell(_ message: MCommand, _ request: Request) {
        do {
            try tell(message, request)
        } catch let error as CommandError {
            replyToTell(request, CommandReply(error))
        } catch {
            replyToTell(request, CommandReply(CommandError(.invalid, "\(error)")))
        }
    }

    private func tell(_ message: MCommand, _ request: Request) throws {
        guard message.fsid == monmap.fsid else { throw CommandError(.accessDenied, "wrong fsid") }
        let arguments = try CommandArguments(json: message.command)
        if commands[arguments.prefix]?.flags.contains(.obsolete) ?? false {
            throw CommandError(
                .notSupported, "command is obsolete; please check usage and/or man page")
        }
        let session = request.session
        let call = CommandCall(
            monitor: self, arguments: arguments, input: message.data, session: session, request: request)
        let isAllowed = session.caps.isCapable(
            session.authName, service: "mon", command: arguments.prefix,
            arguments: call.capabilityArguments, needs: [.read, .write, .execute],
            peer: session.socketAddress)
        guard isAllowed else { throw CommandError(.accessDenied, "insufficient caps") }
        guard let onTell else { throw CommandError(.notSupported, "this process answers no commands") }
        onTell(arguments, session) { [weak self] answer in self?.replyToTell(request, answer) }
    }

    private func replyToTell(_ request: Request, _ answer: CommandReply) {
        reply(
            to: request,
            MCommandReply(result: answer.code, resultString: answer.status, data: answer.output))
    }

    /// Commands that only a process answers itself, on its socket or when it is told. Clients hear of them with
    /// all others, and that they are unknown when they send them to the cluster.
    static let toldCommands: [Command] = [
        told("injectargs name=injected_args,type=CephString,n=N", "inject config arguments into monitor"),
        told("smart name=devid,type=CephString,req=false", "Query health metrics for underlying device"),
        told(
            "heap name=heapcmd,type=CephChoices,strings=dump|start_profiler|stop_profiler|release|stats"
                + " name=value,type=CephString,req=false",
            "show heap usage info (available only if compiled with tcmalloc)"),
        told(
            "add_bootstrap_peer_hint name=addr,type=CephIPAddr",
            "add peer address as potential bootstrap peer for cluster bringup"),
        told(
            "add_bootstrap_peer_hintv name=addrv,type=CephString",
            "add peer address vector as potential bootstrap peer for cluster bringup"),
        told("ops", "show the ops currently in flight", "r"),
        told("sessions", "list existing sessions", "r"),
        told("dump_historic_ops", "show recent ops", "r"),
        told("dump_historic_slow_ops", "show recent slow ops", "r"),
    ]

    private static func told(_ signature: String, _ help: String, _ permissions: String = "rw") -> Command {
        .monitor(
            signature, help: help, module: "mon", permissions: permissions, flags: [.noForward, .hidden]
        ) { _, _ in throw CommandError(.invalid, "unrecognized command") }
    }
}

extension Command {
    /// Only for the monitor that it is told to.
    public var isTold: Bool { flags.contains([.noForward, .hidden]) }
}
