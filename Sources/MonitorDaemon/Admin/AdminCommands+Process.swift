import CephEncoding
import CephTypes
import Monitor

/// Commands about the process.
extension AdminCommands {
    static let processEntries: [Entry] = [
        Entry("version", "get ceph version") { _, call in
            call.formatted("version") { item in
                item.string("version", MonitorVersion.short)
                item.string("release", MonitorVersion.release)
                item.string("release_type", MonitorVersion.releaseType)
            }
        },
        Entry("git_version", "get git sha1") { _, call in
            call.formatted("version") {
                $0.string("git_version", MonitorVersion.commit)
            }
        },
        Entry("log flush", "flush log entries to log file") { _, call in
            // Lines are written as they come.
            call.formatted("log flush") { _ in }
        },
        Entry("log reopen", "reopen log file") { commands, call in
            commands.log.reopen()
            return call.formatted("log reopen") { _ in }
        },
        Entry("memory", "what this process takes of the host's memory") { _, call in
            let memory = ProcessMemory.current
            return call.formatted("memory") { item in
                item.int("rss_bytes", memory.resident)
                item.int("peak_rss_bytes", memory.peak)
            }
        },
        Entry(
            "heap name=heapcmd,type=CephChoices,strings=dump|start_profiler|stop_profiler|release|stats"
                + " name=value,type=CephString,req=false",
            "show heap usage info (available only if compiled with tcmalloc)"
        ) { _, _ in
            throw CommandError(
                .notSupported, "could not issue heap profiler command -- not using tcmalloc!")
        },
        Entry("smart name=devid,type=CephString,req=false", "Query health metrics for underlying device") {
            // Which device a data folder lies on is not looked for.
            _, call in call.formatted("smart") { _ in }
        },
        Entry("sessions", "list existing sessions") { commands, call in
            call.list("sessions") { commands.dumpSessions(to: &$0) }
        },
        Entry(
            "add_bootstrap_peer_hint name=addr,type=CephIPAddr",
            "add peer address as potential bootstrap peer for cluster bringup"
        ) { commands, call in
            CommandReply(
                text: try commands.monitor.addBootstrapHint(try call.arguments.required("addr")) + "\n")
        },
        Entry(
            "add_bootstrap_peer_hintv name=addrv,type=CephString",
            "add peer address vector as potential bootstrap peer for cluster bringup"
        ) { commands, call in
            CommandReply(
                text: try commands.monitor.addBootstrapHint(vector: try call.arguments.required("addrv"))
                    + "\n")
        },
    ]

    private func dumpSessions(to formatter: inout CephFormatter) {
        let sessions = monitor.sessions.values.sorted { $0.connection.rawValue < $1.connection.rawValue }
        for session in sessions {
            formatter.object("session") { item in
                item.stream("name", session.name)
                item.string("entity_name", session.authName.id.isEmpty ? "" : "\(session.authName)")
                item.dump("addrs", session.addresses)
                item.dump("socket_addr", session.socketAddress)
                item.string("con_type", session.name.type.name)
                item.int("con_features", session.features.rawValue)
                item.string("con_features_hex", String(session.features.rawValue, radix: 16))
                item.string("con_features_release", session.features.namedRelease.name)
                item.bool("open", true)
                item.object("caps") { $0.string("text", session.caps.text) }
                item.bool("authenticated", session.isAuthenticated)
                item.int("global_id", session.globalID)
                item.string(
                    "global_id_status", (session.authentication.session?.globalIDStatus ?? .none).rawValue)
                item.int("osd_epoch", session.osdEpoch)
                item.string("remote_host", session.remoteHost)
            }
        }
    }
}
