import CephEncoding
import CephTypes
import MonitorStore
import NIOCore

/// `ceph report`: everything, for people who help from afar.
extension Monitor {
    static let reportCommands: [Command] = [
        .monitor(
            "report name=tags,type=CephString,n=N,req=false",
            help: "report full status of cluster, optional title tag strings", module: "mon"
        ) { monitor, call in
            guard monitor.waitForQuorum(call) else { return .later }
            // The leader alone knows which epochs OSDs have.
            guard monitor.isLeader else {
                guard let request = call.request else { throw CommandError(.again, "not the leader") }
                monitor.forwardToLeader(request)
                return .later
            }
            let tags = try call.arguments.strings("tags")
            let fingerprint = try monitor.fingerprint()
            let reply = call.formatted(.jsonPretty) { formatter in
                formatter.object("report") { monitor.dumpReport(tags, fingerprint, to: &$0) }
            }
            let checksum = CRC32C.checksum(reply.output, seed: Monitor.reportSeed)
            return .reply(CommandReply(status: "report \(checksum)", output: reply.output))
        }
    ]

    /// The port of old monitors.
    private static let reportSeed: UInt32 = 6789

    private func dumpReport(_ tags: [String], _ fingerprint: CephUUID, to formatter: inout CephFormatter) {
        formatter.stream("cluster_fingerprint", fingerprint)
        formatter.string("version", MonitorVersion.short)
        formatter.string("commit", MonitorVersion.commit)
        formatter.stream("timestamp", environment.now)
        // Ceph loses the last of several tags.
        formatter.string("tag", (tags.count > 1 ? tags.dropLast() : tags[...]).joined(separator: " "))
        formatter.object("health") { service(HealthService.self).report.dump(to: &$0, withDetail: true) }
        let order: [PaxosService] = [
            service(MonMapService.self), service(OSDMapService.self), service(MDSMapService.self),
            service(AuthService.self), service(MgrStatService.self), service(LogService.self),
        ]
        for service in order { service.dumpReport(to: &formatter) }
        formatter.object("paxos") {
            $0.int("first_committed", paxos.firstCommitted)
            $0.int("last_committed", paxos.lastCommitted)
            $0.int("last_pn", paxos.lastPN)
            $0.int("accepted_pn", paxos.acceptedPN)
        }
    }
}
