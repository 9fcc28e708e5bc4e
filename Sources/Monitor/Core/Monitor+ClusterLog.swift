import CephEncoding
import CephMessages
import CephTypes

/// What this monitor itself writes into the cluster's log.
extension Monitor {
    /// A line for the cluster log (`clog`); it is committed with the log service's next proposal, and shown in
    /// `ceph -w` and `ceph log last`.
    public func clusterLog(_ priority: ClogType, channel: String = LogChannel.cluster, _ text: String) {
        logSequence &+= 1
        let entry = LogEntry(
            name: AuthEntityName(.mon, name), rank: EntityName(.mon, Int64(rank)),
            addresses: monmap.monitors[name]?.publicAddresses ?? EntityAddressVector(),
            stamp: environment.now,
            sequence: logSequence, priority: priority, message: text, channel: channel)
        service(LogService.self).append([entry])
    }

    /// A line for the audit channel: who gave which command, and what became of it.
    func audit(_ command: Command, _ call: CommandCall, _ what: String) {
        guard !command.mayHoldSecrets, let given = call.given else { return }
        let changes = !command.needs.isDisjoint(with: [.write, .execute])
        clusterLog(
            changes ? .info : .debug, channel: LogChannel.audit, "\(call.giver) cmd=\(given): \(what)")
    }

    /// A line for the audit channel: what the command changes is committed. Of a command that is kept out of the log
    /// there is still who gave it (`C_Command`).
    func auditFinished(_ command: Command, _ call: CommandCall) {
        guard let given = call.given else { return }
        let what = command.mayHoldSecrets ? "" : "cmd='\(given)': finished"
        clusterLog(.info, channel: LogChannel.audit, "\(call.giver) \(what)")
    }
}

extension CommandCall {
    fileprivate var giver: String {
        "from='\(session.name) \(session.addresses)' entity='\(session.authName)'"
    }

    /// The command as its message has it; nil where it came in none.
    fileprivate var given: String? {
        (request?.message.body as? MMonCommand).map { "[\($0.command.joined(separator: ","))]" }
    }
}

extension Command {
    /// Whether its values are not for the log. (Ceph shows those of the old name `config-key put`.)
    fileprivate var mayHoldSecrets: Bool {
        ["config set", "config-key set", "config-key put"].contains(prefix)
    }
}
