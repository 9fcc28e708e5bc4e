import CephEncoding
import CephTypes
import MonitorStore
import NIOCore

/// Commands that steer this monitor's part in the quorum.
extension Monitor {
    static let quorumControlCommands: [Command] = [
        .monitor("mon scrub", help: "scrub the monitor stores", module: "mon", permissions: "rw") {
            monitor, call in
            guard monitor.isLeader else { return monitor.hand(call) }
            try monitor.scrub.start()
            return .reply(CommandReply())
        },
        .monitor(
            "scrub", help: "scrub the monitor stores", module: "mon", permissions: "rw", flags: [.obsolete]
        ) { _, _ in .reply(CommandReply()) },
        .monitor(
            "connection scores dump", help: "show the scores used in connectivity-based elections",
            module: "mon", permissions: "rwx", flags: [.noForward, .hidden]
        ) { monitor, call in
            .reply(call.formatted(.jsonPretty) { $0.dump("connection scores", monitor.elector.tracker) })
        },
        .monitor(
            "connection scores reset", help: "reset the scores used in connectivity-based elections",
            module: "mon", permissions: "rwx", flags: [.noForward, .hidden]
        ) { monitor, _ in
            monitor.elector.tracker.reset()
            return .reply(CommandReply())
        },
        .monitor(
            "sync_force name=validate,req=false,strings=--yes-i-really-mean-it,type=CephChoices",
            help: "force sync of and clear monitor store", module: "mon", permissions: "rw",
            flags: [.noForward, .hidden]
        ) { monitor, call in
            guard try call.arguments.string("validate") != nil else {
                throw CommandError(
                    .operationNotPermitted,
                    "are you SURE? this will mean the monitor store will be erased the next time the monitor"
                        + " is restarted.  pass '--yes-i-really-mean-it' if you really do.")
            }
            return monitor.forceSync(call)
        },
        .monitor(
            "quorum enter", help: "force monitor back into quorum", module: "mon", permissions: "rw",
            flags: [.noForward, .hidden]
        ) { monitor, _ in
            monitor.enterQuorum()
            return .reply(CommandReply(text: "started responding to quorum, initiated new election\n"))
        },
        .monitor(
            "quorum exit", help: "force monitor out of the quorum", module: "mon", permissions: "rw",
            flags: [.noForward, .hidden]
        ) { monitor, _ in
            monitor.exitQuorum()
            return .reply(CommandReply(text: "stopped responding to quorum, initiated new election\n"))
        },
    ]

    /// Gives a call to the leader.
    private func hand(_ call: CommandCall) -> CommandOutcome {
        guard let request = call.request else {
            return .reply(CommandReply(CommandError(.again, "this monitor is not the leader")))
        }
        forwardToLeader(request)
        return .later
    }

    /// At its next start this monitor copies another's store.
    private func forceSync(_ call: CommandCall) -> CommandOutcome {
        var transaction = StoreTransaction()
        transaction.put(MonitorKeys.sync, "force_sync", version: 1)
        transaction.put(MonitorKeys.sync, "latest_monmap", encodedMonMap)
        environment.submit(transaction, sync: true) { [self] error in
            turn {
                if let error { fail("the store cannot be written: \(error)") }
                call.reply(
                    call.formatted(.jsonPretty) { formatter in
                        formatter.object("sync_force") { body in
                            body.int("ret", 0)
                            body.string("msg", "forcing store sync the next time the monitor starts")
                        }
                    })
            }
        }
        return .later
    }

    /// What the leader knows of its peons' clocks, within an open object.
    func dumpTimeSync(to formatter: inout CephFormatter) {
        if !timeCheck.skews.isEmpty {
            formatter.object("time_skew_status") { list in
                for (rank, skew) in timeCheck.skews {
                    guard let name = monmap.name(ofRank: Int(rank)) else { continue }
                    list.object(name) { dumpSkew(skew, of: rank, to: &$0) }
                }
            }
        }
        formatter.object("timechecks") { checks in
            checks.int("epoch", electionEpoch)
            checks.int("round", timeCheck.round)
            checks.string("round_status", timeCheck.round % 2 == 1 ? "on-going" : "finished")
        }
    }

    private func dumpSkew(_ skew: Double, of rank: Int32, to formatter: inout CephFormatter) {
        formatter.float("skew", skew)
        formatter.float("latency", timeCheck.latencies[rank] ?? 0)
        guard let complaint = timeCheck.complaint(about: skew) else {
            return formatter.stream("health", HealthStatus.ok)
        }
        formatter.stream("health", HealthStatus.warning)
        formatter.stream("details", complaint)
    }
}
