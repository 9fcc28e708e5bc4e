import CephTypes
import NIOCore

/// Commands that the monitor answers without a service.
extension Monitor {
    static let ownCommands: [Command] =
        basicCommands + statusCommands + quorumCommands + daemonCommands + reportCommands
        + maintenanceCommands + toldCommands

    private static let basicCommands: [Command] = [
        .monitor(
            "tell name=target,type=CephName name=args,type=CephString,n=N",
            help: "send a command to a specific daemon", module: "mon", permissions: "rw"
        ) { _, _ in throw CommandError(.invalid, "unrecognized command") },
        .monitor("fsid", help: "show cluster FSID/UUID", module: "mon") { monitor, call in
            guard call.style != nil else {
                return .reply(CommandReply(output: .streamed("\(monitor.monmap.fsid)")))
            }
            return .reply(
                call.formatted(.json) { formatter in
                    formatter.object("fsid") { $0.stream("fsid", monitor.monmap.fsid) }
                })
        },
    ]
}
