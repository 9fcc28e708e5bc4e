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
        guard let (who, words) = auditText(call), !command.mayHoldSecrets else { return }
        let changes = !command.needs.isDisjoint(with: [.write, .execute])
        clusterLog(changes ? .info : .debug, channel: LogChannel.audit, "\(who) cmd=\(words): \(what)")
    }

    /// A line for the audit channel: what the command changes is committed. Of a command that is kept out of the log
    /// there is still who gave it (`C_Command`).
    func auditFinished(_ command: Command, _ call: CommandCall) {
        guard let (who, words) = auditText(call) else { return }
        let what = command.mayHoldSecrets ? "" : "cmd='\(words)': finished"
        clusterLog(.info, channel: LogChannel.audit, "\(who) \(what)")
    }

    private func auditText(_ call: CommandCall) -> (who: String, words: String)? {
        guard let body = call.request?.message.body as? MMonCommand else { return nil }
        let session = call.session
        return (
            "from='\(session.name) \(session.addresses)' entity='\(session.authName)'",
            "[\(body.command.joined(separator: ","))]"
        )
    }
}

extension Command {
    /// Whether its values are not for the log. (Ceph shows those of the old name `config-key put`.)
    fileprivate var mayHoldSecrets: Bool {
        ["config set", "config-key set", "config-key put"].contains(prefix)
    }
}
