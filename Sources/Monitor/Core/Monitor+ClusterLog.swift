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

    /// A line for the audit channel: who gave which command. Values that may be secrets are not for the log.
    func audit(_ command: Command, _ call: CommandCall, _ what: String) {
        guard let request = call.request, let body = request.message.body as? MMonCommand else { return }
        let changes = !command.needs.isDisjoint(with: [.write, .execute])
        guard !["config set", "config-key set", "config-key put"].contains(command.prefix) else { return }
        let who = "from='\(call.session.name) \(call.session.addresses)' entity='\(call.session.authName)'"
        let words = body.command.joined(separator: ",")
        clusterLog(changes ? .info : .debug, channel: LogChannel.audit, "\(who) cmd=[\(words)]: \(what)")
    }
}
