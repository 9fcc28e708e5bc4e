import CephEncoding
import CephTypes
import NIOCore

/// The questions about all of the cluster (`Monitor::handle_command`).
extension Monitor {
    static let statusCommands: [Command] = [
        .monitor("status", help: "show cluster status", module: "mon") { monitor, call in
            guard let style = call.style else {
                return .reply(CommandReply(output: .streamed(monitor.statusText)))
            }
            var formatter = CephFormatter(style)
            monitor.dumpClusterStatus(to: &formatter)
            return .reply(CommandReply(output: .streamed(formatter.text + "\n")))
        },
        .monitor(
            "health name=detail,type=CephChoices,strings=detail,req=false", help: "show cluster health",
            module: "mon"
        ) { monitor, call in
            let isDetailed = try call.arguments.string("detail") == "detail"
            let report = monitor.service(HealthService.self).report
            let now = monitor.environment.now
            guard let style = call.style else {
                let text = report.summary(now: now) + "\n" + (isDetailed ? report.details(now: now) : "")
                return .reply(CommandReply(text: text))
            }
            var formatter = CephFormatter(style)
            formatter.object("health") { report.dump(to: &$0, withDetail: isDetailed) }
            return .reply(CommandReply(text: formatter.text))
        },
        .monitor("time-sync-status", help: "show time sync status", module: "mon") { monitor, call in
            .reply(
                call.formatted(.jsonPretty) { formatter in
                    formatter.object("time_sync") { monitor.dumpTimeSync(to: &$0) }
                })
        },
        .monitor(
            "df name=detail,type=CephChoices,strings=detail,req=false",
            help: "show cluster free space stats", module: "mon"
        ) { monitor, call in
            let isDetailed = try call.arguments.string("detail") == "detail"
            let digest = monitor.digest
            let pools = monitor.osdMap.poolFacts
            guard let style = call.style else {
                let text = digest.clusterStats + "\n \n" + digest.poolUsage(pools, detailed: isDetailed)
                return .reply(CommandReply(output: .streamed(text)))
            }
            var formatter = CephFormatter(style)
            formatter.object("stats") {
                digest.dumpClusterStats(to: &$0)
                digest.dumpPoolUsage(pools, detailed: isDetailed, to: &$0)
            }
            return .reply(CommandReply(output: .streamed(formatter.text + "\n")))
        },
        .monitor("version", help: "show mon daemon version", module: "mon", flags: [.noForward, .hidden]) {
            monitor, call in
            .reply(
                CommandReply(
                    output: .streamed(
                        call.style == nil
                            ? MonitorVersion.pretty
                            : call.text { formatter in
                                formatter.object("version") { $0.string("version", MonitorVersion.pretty) }
                            })))
        },
    ]
}

extension ByteBuffer {
    /// What a reply becomes that Ceph collects in a stream (``CephFormatter/streamed(_:)``).
    static func streamed(_ text: String) -> ByteBuffer {
        ByteBuffer(bytes: CephFormatter.streamed(text.cephBytes))
    }
}

extension CommandCall {
    /// Output in the format that was asked for, JSON where that is plain text.
    func text(_ fallback: CephFormatter.Style = .jsonPretty, _ body: (inout CephFormatter) -> Void) -> String
    {
        var formatter = CephFormatter(style ?? fallback)
        body(&formatter)
        return formatter.text
    }
}
