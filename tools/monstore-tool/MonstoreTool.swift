import ArgumentParser

@main
struct MonstoreTool: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "monstore-tool",
        abstract: "Looks into a Ceph monitor's LevelDB store, copies, compacts and mends it.",
        usage: "monstore-tool PATH COMMAND [ARGUMENTS] [OPTIONS]",
        discussion: """
            PATH is a monitor's data folder (/var/lib/ceph/mon/ceph-a) or the store.db in it. The commands \
            are those of ceph-monstore-tool and ceph-kvstore-tool, and a few more; options may stand \
            behind a '--' as there. Prefixes and keys are URL-escaped where they hold odd characters, as \
            in ceph-kvstore-tool. LevelDB's options are given as --leveldb_NAME=VALUE.

            Commands that read change nothing at all in the folder, and work while a monitor runs on it. \
            Commands that write refuse a store that is in use, and say how to get the old state back.

            Exit status: 0 done, 1 not found, 64 bad usage, 65 damaged store, 66 no store there, \
            69 not a LevelDB store, 74 read or write failed, 75 store in use.
            """,
        groupedSubcommands: [
            CommandGroup(
                name: "Look",
                subcommands: [
                    Summary.self, DumpKeys.self, DumpPaxos.self, DumpTrace.self, ShowVersions.self, Get.self,
                    Decode.self,
                    List.self, ListCRC.self, Dump.self, Exists.self, CRC.self, GetSize.self, StoreCRC.self,
                    Stats.self, History.self, Diff.self, Check.self, Ask.self,
                ]),
            CommandGroup(
                name: "Change",
                subcommands: [
                    SetKey.self, Remove.self, RemovePrefix.self, ReplayTrace.self, RandomGen.self,
                ]),
            CommandGroup(
                name: "Copy and mend",
                subcommands: [
                    StoreCopy.self, Compact.self, CompactPrefix.self, CompactRange.self,
                    Repair.self, DestructiveRepair.self, Rebuild.self, RewriteCrush.self,
                ]),
        ])

    static func main() {
        do {
            let arguments = try CephArguments(Array(CommandLine.arguments.dropFirst()))
            LevelDBSettings.shared = arguments.options
            var command = try parseAsRoot(arguments.normalized)
            try command.run()
        } catch {
            ToolExit.leave(with: error)
        }
    }
}
