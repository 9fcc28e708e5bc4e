import ArgumentParser
import CephEncoding
import CephTypes
import LevelDBReader
import MonitorStore

/// `summary`: what is in a store, a row a prefix.
struct Summary: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "What is in the store: a row a prefix, with keys, bytes, versions and the largest value.")

    @OptionGroup var store: StoreArgument
    @OptionGroup var format: FormatOption

    func run() throws {
        let directory = try store.directory
        let reader = try store.openForReading()
        let prefixes = try PrefixSummary.collect(from: reader)
        var output = Output()
        if let style = format.style {
            try FormatOption.write(style, to: &output) { formatter in
                formatter.object("summary") { Self.dump(directory, reader, prefixes, to: &$0) }
            }
        } else {
            try Self.writeText(directory, reader, prefixes, to: &output)
        }
        try output.finish()
    }

    private static func dump(
        _ directory: MonitorDirectory, _ reader: SnapshotStore, _ prefixes: [PrefixSummary],
        to formatter: inout CephFormatter
    ) {
        formatter.string("path", directory.path ?? directory.database)
        formatter.string("kv_backend", directory.backend ?? "")
        formatter.string("min_mon_release", directory.minMonRelease ?? "")
        formatter.object("database") { Stats.dump(reader.snapshot, to: &$0) }
        formatter.int("keys", prefixes.reduce(0) { $0 + $1.keys })
        formatter.int("bytes", prefixes.reduce(0) { $0 + $1.bytes })
        formatter.dump("prefixes", each: "prefix", prefixes)
    }

    private static func writeText(
        _ directory: MonitorDirectory, _ reader: SnapshotStore, _ prefixes: [PrefixSummary],
        to output: inout Output
    ) throws {
        let keys = prefixes.reduce(0) { $0 + $1.keys }
        let bytes = prefixes.reduce(0) { $0 + $1.bytes }
        let snapshot = reader.snapshot
        try output.line("store      \(directory.path ?? directory.database)")
        try output.line("backend    \(directory.backend ?? "leveldb (no kv_backend file)")")
        if let release = directory.minMonRelease {
            try output.line("made for   monitors of \(release) or newer")
        }
        let tables = snapshot.tableFiles
        let logs = snapshot.logs.reduce(0) { $0 + $1.size }
        try output.line(
            "on disk    \(CephUnits.bytes(snapshot.totalBytes)): \(tables.count) tables of "
                + "\(CephUnits.bytes(tables.reduce(0) { $0 + $1.size })), log of \(CephUnits.bytes(logs))"
        )
        try output.line("live       \(keys) keys, \(CephUnits.bytes(bytes))")
        if let holder = try StoreHolder.find(of: directory.database) {
            try output.line("in use by  \(holder)")
        }
        try output.line("")
        try TextColumns(rows: [PrefixSummary.headings] + prefixes.map { $0.row(total: bytes) })
            .write(to: &output, alignment: PrefixSummary.alignment)
    }
}

/// One prefix's share of a store.
struct PrefixSummary: CephDumpable {
    let prefix: String
    var keys: UInt64 = 0
    /// Of prefixes, keys and values, before compression.
    var bytes: UInt64 = 0
    var largestKey = ""
    var largestBytes: UInt64 = 0
    var firstCommitted: UInt64?
    var lastCommitted: UInt64?

    static func collect(from reader: any KeyValueReader) throws -> [PrefixSummary] {
        var summaries: [PrefixSummary] = []
        var current: [UInt8] = []
        try reader.forEach { prefix, key, value in
            if summaries.isEmpty || !prefix.elementsEqual(current) {
                current = Array(prefix)
                summaries.append(PrefixSummary(prefix: String(cephBytes: prefix)))
            }
            summaries[summaries.count - 1].add(key, value, prefixSize: prefix.count)
            return true
        }
        for index in summaries.indices {
            summaries[index].firstCommitted = try? reader.version(summaries[index].prefix, "first_committed")
            summaries[index].lastCommitted = try? reader.version(summaries[index].prefix, "last_committed")
        }
        return summaries
    }

    private mutating func add(_ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer, prefixSize: Int)
    {
        keys += 1
        bytes += UInt64(prefixSize + 1 + key.count + value.count)
        if UInt64(value.count) > largestBytes || largestKey.isEmpty {
            largestBytes = UInt64(value.count)
            largestKey = String(cephBytes: key)
        }
    }

    func dump(to formatter: inout CephFormatter) {
        formatter.string("prefix", prefix)
        formatter.int("keys", keys)
        formatter.int("bytes", bytes)
        if let firstCommitted { formatter.int("first_committed", firstCommitted) }
        if let lastCommitted { formatter.int("last_committed", lastCommitted) }
        formatter.object("largest") {
            $0.string("key", largestKey)
            $0.int("bytes", largestBytes)
        }
    }

    static let headings = ["PREFIX", "KEYS", "BYTES", "SHARE", "", "VERSIONS", "LARGEST", "VALUE"]
    static let alignment: [TextColumns.Alignment] = [
        .left, .right, .right, .right, .left, .left, .right, .left,
    ]

    func row(total: UInt64) -> [String] {
        let share = total == 0 ? 0 : Double(bytes) / Double(total)
        let versions =
            switch (firstCommitted, lastCommitted) {
            case (let first?, let last?): "\(first)…\(last)"
            case (nil, let last?): "…\(last)"
            default: ""
            }
        return [
            URLEscape.escape(prefix), "\(keys)", CephUnits.bytes(bytes),
            CephNumber.fixed(share * 100, precision: 1) + "%", Self.bar(share, width: 20), versions,
            CephUnits.bytes(largestBytes), URLEscape.escape(largestKey),
        ]
    }

    /// A share of one as a bar, an eighth of a character exact.
    private static func bar(_ share: Double, width: Int) -> String {
        let eighths = Int((share * Double(width) * 8).rounded())
        let partial = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
        let drawn = String(repeating: "█", count: eighths / 8) + partial
        return drawn.isEmpty && share > 0 ? "▏" : drawn
    }
}

/// Rows with their columns below each other, two blanks between.
struct TextColumns {
    enum Alignment { case left, right }

    let rows: [[String]]

    func write(to output: inout Output, alignment: [Alignment]) throws {
        let count = rows.map(\.count).max() ?? 0
        let widths = (0..<count).map { column in
            rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
        }
        for row in rows {
            let cells = row.enumerated().map { column, cell in
                let padding = String(repeating: " ", count: widths[column] - cell.count)
                let isRight = column < alignment.count && alignment[column] == .right
                return isRight ? padding + cell : cell + padding
            }
            let line = cells.joined(separator: "  ")
            try output.line(String(line.reversed().drop { $0 == " " }.reversed()))
        }
    }
}
