import ArgumentParser
import CephTypes
import LevelDBReader
import MonitorStore

/// `stats`
struct Stats: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "What the database says of itself.",
        discussion: """
            Plain, this is ceph-kvstore-tool's output, which for LevelDB is a heading and nothing else; \
            -f json tells levels, tables, logs and sizes. 'summary' shows them to people.
            """)

    @OptionGroup var store: StoreArgument
    @OptionGroup var format: FormatOption

    func run() throws {
        let reader = try store.openForReading()
        var output = Output()
        if let style = format.style {
            try FormatOption.write(style, to: &output) { formatter in
                formatter.object("db_statistics") { Self.dump(reader.snapshot, to: &$0) }
            }
        } else {
            try output.line("db_statistics ")
        }
        try output.finish()
    }

    static func dump(_ snapshot: LevelDBSnapshot, to formatter: inout CephFormatter) {
        formatter.int("last_sequence", snapshot.lastSequence)
        formatter.int("bytes", snapshot.totalBytes)
        formatter.object("manifest") {
            $0.string("name", snapshot.manifest.name)
            $0.int("bytes", snapshot.manifest.size)
        }
        formatter.array("logs") { list in
            for log in snapshot.logs {
                list.object("log") {
                    $0.string("name", log.name)
                    $0.int("bytes", log.size)
                }
            }
        }
        formatter.array("levels") { list in
            for (number, tables) in snapshot.levels.enumerated() where !tables.isEmpty {
                list.object("level") {
                    $0.int("level", number)
                    $0.int("tables", tables.count)
                    $0.int("bytes", tables.reduce(0) { $0 + $1.size })
                }
            }
        }
    }
}
