/// The version of a store that its MANIFEST adds up to.
struct StoreVersion: Sendable {
    /// Level 0 by file number, oldest first; the others by key, without overlaps.
    let levels: [[TableMeta]]
    /// Logs with this number or a higher one hold data that is in no table yet.
    let logNumber: UInt64
    /// One older log that does too, or 0.
    let previousLogNumber: UInt64
    let nextFileNumber: UInt64
    /// The newest sequence number in the tables.
    let lastSequence: UInt64

    func needsLog(_ number: UInt64) -> Bool {
        number >= logNumber || (number == previousLogNumber && number != 0)
    }
}

/// Adds up the version edits of a MANIFEST, and those that a writer appends while it is watched.
final class ManifestReader {
    private static let comparator = "leveldb.BytewiseComparator"

    let file: ReadOnlyFile
    private var consumed = 0
    private var tables = [[UInt64: TableMeta]](repeating: [:], count: levelCount)
    private var logNumber: UInt64?
    private var previousLogNumber: UInt64 = 0
    private var nextFileNumber: UInt64?
    private var lastSequence: UInt64?

    init(_ file: ReadOnlyFile) {
        self.file = file
    }

    /// The version that the first `size` bytes of the file make. A cut-off last record is not yet
    /// part of it. Goes on where the last call ended; after an error there is no going on.
    func read(upTo size: Int) throws -> StoreVersion {
        let log = LogFile(file, from: consumed, limit: size)
        try log.forEachRecord { record, offset in
            do {
                try apply(VersionEdit(decoding: record))
            } catch let damage as VersionEdit.Damage {
                throw failure(damage.kind, damage.reason, at: offset)
            }
        }
        consumed = log.consumed
        return try version()
    }

    private func apply(_ edit: VersionEdit) throws {
        if let name = edit.comparator, name != Self.comparator {
            throw VersionEdit.Damage(
                kind: .unsupported,
                reason: "comparator \"\(name)\", this reader knows only \(Self.comparator)")
        }
        logNumber = edit.logNumber ?? logNumber
        previousLogNumber = edit.previousLogNumber ?? previousLogNumber
        nextFileNumber = edit.nextFileNumber ?? nextFileNumber
        lastSequence = edit.lastSequence ?? lastSequence
        // Deletions come first: an edit that moves or rewrites a table names it in both lists.
        for (level, number) in edit.deletedFiles { tables[level][number] = nil }
        for (level, table) in edit.newFiles { tables[level][table.number] = table }
    }

    private func version() throws -> StoreVersion {
        guard let nextFileNumber else { throw failure(.corruption, "no next file number in it") }
        guard let logNumber else { throw failure(.corruption, "no log number in it") }
        guard let lastSequence else { throw failure(.corruption, "no last sequence in it") }
        var levels: [[TableMeta]] = []
        for level in 0..<levelCount {
            levels.append(try sorted(level))
        }
        return StoreVersion(
            levels: levels, logNumber: logNumber, previousLogNumber: previousLogNumber,
            nextFileNumber: nextFileNumber, lastSequence: lastSequence)
    }

    private func sorted(_ level: Int) throws -> [TableMeta] {
        for table in tables[level].values where table.smallest.compare(table.largest) > 0 {
            throw failure(.corruption, "table \(table.number) ends before it begins")
        }
        guard level > 0 else { return tables[level].values.sorted { $0.number < $1.number } }
        let ordered = tables[level].values.sorted { left, right in
            let order = left.smallest.compare(right.smallest)
            return order != 0 ? order < 0 : left.number < right.number
        }
        for (table, following) in zip(ordered, ordered.dropFirst())
        where table.largest.compare(following.smallest) >= 0 {
            throw failure(
                .corruption,
                "tables \(table.number) and \(following.number) of level \(level) overlap")
        }
        return ordered
    }

    private func failure(
        _ kind: LevelDBReaderError.Kind, _ reason: String, at offset: Int? = nil
    ) -> LevelDBReaderError {
        LevelDBReaderError(kind, file: file.displayName, offset: offset, reason: reason)
    }
}
