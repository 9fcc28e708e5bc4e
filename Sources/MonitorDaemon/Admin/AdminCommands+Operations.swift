import Monitor

/// Commands about requests.
extension AdminCommands {
    static let operationEntries: [Entry] = [
        Entry("ops", "show the ops currently in flight") { commands, call in
            call.formatted("ops") { commands.monitor.operations.dumpInFlight(to: &$0) }
        },
        Entry("dump_historic_ops", "show recent ops") { commands, call in
            call.formatted("historic_ops") { commands.monitor.operations.dumpRecent(to: &$0) }
        },
        Entry("dump_historic_slow_ops", "show recent slow ops") { commands, call in
            call.formatted("historic_slow_ops") { commands.monitor.operations.dumpSlow(to: &$0) }
        },
    ]
}
