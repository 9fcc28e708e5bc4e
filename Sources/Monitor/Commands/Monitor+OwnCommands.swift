import CephTypes
import NIOCore

/// Commands that the monitor answers without a service.
extension Monitor {
    static let ownCommands: [Command] =
        basicCommands + statusCommands + quorumCommands + daemonCommands + reportCommands
        + maintenanceCommands + tellCommands

    private static let basicCommands: [Command] = [
        .monitor("fsid", help: "show cluster FSID/UUID", module: "mon") { monitor, call in
            .reply(
                call.reply(plain: "\(monitor.monmap.fsid)") { formatter in
                    formatter.object("fsid") { $0.stream("fsid", monitor.monmap.fsid) }
                })
        }
    ]
}
