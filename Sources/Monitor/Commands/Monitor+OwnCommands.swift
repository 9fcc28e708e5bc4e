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
            .reply(
                call.reply(plain: "\(monitor.monmap.fsid)") { formatter in
                    formatter.object("fsid") { $0.stream("fsid", monitor.monmap.fsid) }
                })
        },
    ]
}
