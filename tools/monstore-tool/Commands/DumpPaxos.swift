import ArgumentParser
import CephEncoding
import CephTypes
import MonitorStore
import NIOCore

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
    @Flag(help: "show each value as the record that it is") var decode = false
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
                var formatter = CephFormatter(.jsonPretty)
                formatter.object("transaction") { dump(transaction, to: &$0) }
                try output.write(formatter.drain())
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
                    dump(transaction, to: &$0)
                }
                try output.write(list.drain())
            }
        }
        try output.write(formatter.drain())
        if style != .jsonPretty { try output.line("") }
    }

    private func dump(_ transaction: StoreTransaction, to formatter: inout CephFormatter) {
        if decode {
            DecodedTransaction(transaction).dump(to: &formatter)
        } else {
            transaction.dump(to: &formatter)
        }
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

/// A transaction whose values are shown as the records that they are.
struct DecodedTransaction: CephDumpable {
    private let transaction: StoreTransaction

    init(_ transaction: StoreTransaction) { self.transaction = transaction }

    func dump(to formatter: inout CephFormatter) {
        formatter.array("ops") { list in
            for (number, operation) in transaction.operations.enumerated() {
                list.object("op") { item in
                    item.int("op_num", number)
                    operation.dump(to: &item)
                    if case .put(let key, let value) = operation { Self.dump(value, of: key, to: &item) }
                }
            }
        }
        formatter.int("num_keys", transaction.keyCount)
        formatter.int("num_bytes", transaction.byteCount)
    }

    /// A value that cannot be read is part of the answer, not the end of it.
    private static func dump(_ value: ByteBuffer, of key: StoreKey, to formatter: inout CephFormatter) {
        do {
            guard let record = try StoredValues.decode(value, prefix: key.prefix, key: key.key) else {
                return
            }
            formatter.string("record", type(of: record).cephTypeName)
            formatter.dump("value", record)
        } catch {
            formatter.string("error", "\(error)")
        }
    }
}
