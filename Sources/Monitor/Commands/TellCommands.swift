import CephEncoding
import CephMessages
import CephTypes

/// Commands for one daemon, whatever the cluster agrees on: they come by `ceph tell` or the admin socket. The table
/// has them for clients that look there; given to the cluster they are not understood.
extension Monitor {
    static let tellCommands: [Command] = [
        told(
            "injectargs name=injected_args,type=CephString,n=N", "inject config arguments into monitor", "rw"),
        told(
            "smart name=devid,type=CephString,req=false", "Query health metrics for underlying device", "rw"),
        told(
            "heap name=heapcmd,type=CephChoices,strings=dump|start_profiler|stop_profiler|release|stats"
                + " name=value,type=CephString,req=false",
            "show heap usage info (available only if compiled with tcmalloc)", "rw"),
        told(
            "add_bootstrap_peer_hint name=addr,type=CephIPAddr",
            "add peer address as potential bootstrap peer for cluster bringup", "rw"),
        told(
            "add_bootstrap_peer_hintv name=addrv,type=CephString",
            "add peer address vector as potential bootstrap peer for cluster bringup", "rw"),
        told("ops", "show the ops currently in flight", "r"),
        told("sessions", "list existing sessions", "r"),
        told("dump_historic_ops", "show recent ops", "r"),
        told("dump_historic_slow_ops", "show recent slow ops", "r"),
        told(
            "tell name=target,type=CephName name=args,type=CephString,n=N",
            "send a command to a specific daemon", "rw", flags: []),
    ]

    private static func told(
        _ signature: String, _ help: String, _ permissions: String,
        flags: CommandDescription.Flags = [.noForward, .hidden]
    ) -> Command {
        .monitor(signature, help: help, module: "mon", permissions: permissions, flags: flags) { _, _ in
            throw CommandError(.invalid, "unrecognized command")
        }
    }

    /// `MCommand`: what `ceph tell mon.a` sends (`handle_tell_command`).
    func receiveTell(_ message: MCommand, _ request: Request) {
        guard message.fsid == monmap.fsid else {
            return replyTold(request, CommandReply(CommandError(.accessDenied, "wrong fsid")))
        }
        do {
            let arguments = try CommandArguments(json: message.command)
            let call = CommandCall(
                monitor: self, arguments: arguments, input: message.data, session: request.session,
                done: { [weak self] in self?.replyTold(request, $0) })
            guard mayBeTold(call) else { throw CommandError(.accessDenied, "insufficient caps") }
            guard let onTell else {
                throw CommandError(.invalid, "unknown command prefix \(arguments.prefix)")
            }
            onTell(arguments) { call.reply($0) }
        } catch let error as CommandError {
            replyTold(request, CommandReply(error))
        } catch {
            replyTold(request, CommandReply(CommandError(.invalid, "\(error)")))
        }
    }

    /// One daemon is only commanded by who may do everything with the command.
    private func mayBeTold(_ call: CommandCall) -> Bool {
        call.session.caps.isCapable(
            call.session.authName, service: "mon", command: call.prefix,
            arguments: call.capabilityArguments, needs: [.read, .write, .execute],
            peer: call.session.socketAddress)
    }

    private func replyTold(_ request: Request, _ answer: CommandReply) {
        reply(
            to: request,
            MCommandReply(result: answer.code, resultString: answer.status, data: answer.output))
    }

    /// `add_bootstrap_peer_hint`: whom to look for, for a monitor that knows nobody yet.
    public func addPeerHint(_ addresses: EntityAddressVector) -> String {
        guard !isInQuorum else { return "mon already active; ignoring bootstrap hint\n" }
        extraProbePeers.insert(addresses)
        return "adding peer \(addresses) to list: \(extraProbePeers.map(\.description).sorted())\n"
    }
}
