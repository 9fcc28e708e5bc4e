import CephEncoding
import CephMessages
import CephTypes
import NIOCore

/// A client's command that the manager carries out.
struct ProxiedCommand {
    let message: MMonCommand
    /// What its message takes, in bytes.
    let size: Int
    let done: (CommandReply) -> Void
}

/// Commands that programs send to the monitor and that managers answer: older ones know no manager. Every
/// monitor gives those of its own clients to the manager itself; a peon asks no leader
/// (`Monitor::handle_command`).
extension ManagerClient {
    /// Gives a command to the active manager, now or when there is one.
    /// - Throws: ``CommandError`` where too many are waiting already.
    func start(_ message: MMonCommand, _ done: @escaping (CommandReply) -> Void) throws {
        var payload = CephEncoder()
        _ = message.encodePayload(into: &payload)
        let size = payload.buffer.readableBytes + message.data.readableBytes
        guard commandBytes + size <= mostBytes else {
            throw CommandError(.again, "hit limit on proxied mgr commands")
        }
        commandBytes += size
        lastCommand &+= 1
        let command = ProxiedCommand(message: message, size: size, done: done)
        commands[lastCommand] = command
        if link != nil {
            send(command, lastCommand)
        } else {
            environment.log(5, .mon, "a command waits for a manager: \(message.command)")
        }
    }

    /// What waiting commands may take, of what all clients' messages may.
    private var mostBytes: Int {
        let options = monitor.options.options
        let share =
            Double(options.int("mon_client_bytes"))
            * options.float("mon_mgr_proxy_client_bytes_ratio")
        return Int(min(max(share, 0), 1e18))
    }

    func send(_ command: ProxiedCommand, _ tid: UInt64) {
        let message = command.message
        // Without the cluster's id: it would be a command for the manager's own process.
        if CephFeatures(rawValue: map.activeFeatures).contains(.serverOctopus) {
            send(MMgrCommand(command: message.command, data: message.data), tid: tid)
        } else {
            send(MCommand(command: message.command, data: message.data), tid: tid)
        }
    }

    func finish(_ tid: UInt64, _ answer: CommandReply) {
        guard let command = commands.removeValue(forKey: tid) else {
            return environment.log(4, .mon, "mgr.\(map.activeName) answers command \(tid), which nobody gave")
        }
        commandBytes -= command.size
        command.done(answer)
    }
}

extension Monitor {
    /// The command of the manager that a client means; nil for those of the monitor, and for callers in this
    /// process.
    /// - Parameter own: the monitor's command of that name.
    func managerCommand(_ call: CommandCall, insteadOf own: Command?) -> Command? {
        // Where OSDs report to the monitors, these know more than a manager.
        if let own, !own.flags.contains(.manager) || service(PGMapService.self).isAwake { return nil }
        guard call.request?.message.body is MMonCommand, !call.prefix.isEmpty else { return nil }
        let ofMonitor = commands.commands.lazy.filter { !$0.flags.contains(.manager) }
        guard !ofMonitor.contains(where: { $0.signature.text.hasPrefix(call.prefix) }) else { return nil }
        let ofManager = managerCommands.filter { $0.signature.hasPrefix(call.prefix) }
        let exact = ofManager.first { CommandSignature($0.signature).prefix == call.prefix }
        return (exact ?? ofManager.first).map(Command.init(ofManager:))
    }
}

extension Command {
    /// What the manager answers, as a command of the monitor: it is checked and noted like any other.
    fileprivate init(ofManager description: CommandDescription) {
        self = .monitor(
            description.signature, help: description.help, module: description.module,
            permissions: description.requiredPermissions, flags: description.flags
        ) { monitor, call in
            guard let message = call.request?.message.body as? MMonCommand else {
                throw CommandError(.invalid, "command not known")
            }
            try monitor.manager.start(message) { call.reply($0) }
            return .later
        }
    }
}
