import ArgumentParser
import CephEncoding
import CephTypes
import MonitorStore

/// `dump-paxos`: the transactions that the monitors agreed on.
struct DumpPaxos: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dump-paxos", abstract: "The transactions of the Paxos log.",
        discussion: """
            As ceph-monstore-tool does, it begins at --start, which is 0 unless given, and ends at the first \
            version that is absent: give the first committed one (show-versions paxos). Other formats than \
            plain begin there by themselves.
            """)

    @OptionGroup var store: StoreArgument
    @Option(name: .shortAndLong, help: "first version") var start: UInt64?
    @Option(name: .shortAndLong, help: "last version") var end: UInt64 = .max
    @OptionGroup var format: FormatOption

    func validate() throws {
        if let start, start > end {
            throw ValidationError(
                "'start' version (value: \(start))  is greater than 'end' version (value: \(end))")
        }
    }

    func run() throws {
        let reader = try store.openForReading()
        var output = Output()
        if let style = format.style {
            try write(style, from: reader, to: &output)
        } else {
            let next = try forEachVersion(of: reader) { version, transaction in
                try output.write("\n--- \(version) ---\n")
                try output.write(CephFormatter.format(transaction, as: .jsonPretty))
            }
            try output.line("dumped \(next) paxos versions")
        }
        try output.finish()
    }

    private func write(_ style: CephFormatter.Style, from reader: SnapshotStore, to output: inout Output)
        throws
    {
        var formatter = CephFormatter(style)
        try formatter.array("paxos") { list in
            _ = try forEachVersion(of: reader) { version, transaction in
                list.object("transaction") {
                    $0.int("version", version)
                    transaction.dump(to: &$0)
                }
                try output.write(list.drain())
            }
        }
        try output.write(formatter.drain())
        if style != .jsonPretty { try output.line("") }
    }

    /// - Returns: the version behind the last one.
    private func forEachVersion(
        of reader: SnapshotStore, _ body: (UInt64, StoreTransaction) throws -> Void
    ) throws -> UInt64 {
        let first = format.style == nil ? 0 : try reader.version("paxos", "first_committed") ?? 0
        var version = start ?? first
        while version <= end {
            guard let value = try reader.value(of: StoreKey("paxos", "\(version)")), value.readableBytes > 0
            else { break }
            let stored = try CephDecoder.decode(
                StoreTransaction.self, from: value, named: "paxos/\(version)")
            // Ceph appends what is stored to an empty transaction, and shows that one's counters.
            var shown = StoreTransaction()
            shown.append(stored)
            try body(version, shown)
            guard version < .max else { break }
            version += 1
        }
        return version
    }
}
