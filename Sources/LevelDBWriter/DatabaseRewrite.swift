import LevelDBReader

/// Compacts a whole LevelDB folder that nobody has open: reads it once in order, and writes what is alive to
/// new tables.
///
/// LevelDB's own compaction moves everything down level by level on one thread, and so reads, compresses and
/// writes much of it several times. This one needs the space of a second store while it works; in return
/// the old files stay as they are until the new ones are on the disk. One rename (of CURRENT) then decides:
/// a crash at any time leaves the old store or the new one, and files that LevelDB removes when it opens it.
public struct DatabaseRewrite {
    public enum Outcome: Sendable {
        case done
        /// Another process writes to the store.
        case locked
        /// The disk has no room for a second store.
        case noSpace
    }

    /// Bytes of a table before compression: near to what LevelDB makes, which ends tables at 2 MiB after it.
    private static let tableSize = 4 << 20

    private let folder: DurableFolder
    private let snapshot: LevelDBSnapshot
    private let blockSize: Int
    private let pipeline: TablePipeline
    private let firstNumber: UInt64
    private var nextNumber: UInt64

    /// - Parameter path: the folder that CURRENT lies in.
    public static func run(path: String, blockSize: Int, compresses: Bool) throws -> Outcome {
        let folder = DurableFolder(path: path)
        guard let lock = try FolderLock.take(path) else { return .locked }
        defer { extendLifetime(lock) }
        let snapshot = try LevelDBSnapshot(path: path)
        // No more is written than was there, but for blocks that are filled a little differently.
        guard try folder.freeSpace() > snapshot.totalBytes + snapshot.totalBytes / 8 + 64 << 20 else {
            return .noSpace
        }
        var rewrite = DatabaseRewrite(folder, snapshot, blockSize: blockSize, compresses: compresses)
        try rewrite.run()
        return .done
    }

    private init(_ folder: DurableFolder, _ snapshot: LevelDBSnapshot, blockSize: Int, compresses: Bool) {
        self.folder = folder
        self.snapshot = snapshot
        self.blockSize = blockSize
        pipeline = TablePipeline(folder: folder, compresses: compresses)
        // Above every number in the folder, hence above every log: no log is replayed any more.
        firstNumber = 1 + snapshot.files.reduce(snapshot.nextFileNumber) { max($0, Self.number(in: $1.name)) }
        nextNumber = firstNumber
    }

    /// The number in a name such as "000042.ldb" or "MANIFEST-000042"; 0 for others.
    private static func number(in name: String) -> UInt64 {
        name.split { $0 == "." || $0 == "-" }.lazy.compactMap { UInt64($0) }.first ?? 0
    }

    private mutating func run() throws {
        let manifestNumber: UInt64
        do {
            try writeTables()
            let tables = try pipeline.finish()
            manifestNumber = takeNumber()
            let manifest = Manifest(
                logNumber: takeNumber(), nextFileNumber: nextNumber, lastSequence: snapshot.lastSequence,
                tables: tables)
            try writeManifest(manifest, number: manifestNumber)
        } catch {
            // The old store stays the one; nothing of this is part of it.
            pipeline.abandon()
            removeNewFiles()
            throw error
        }
        let current = "\(String(padded: takeNumber())).dbtmp"
        try folder.write(Array("\(Self.manifestName(manifestNumber))\n".utf8), to: current)
        try folder.replace("CURRENT", by: current)
        removeOldFiles()
    }

    private mutating func takeNumber() -> UInt64 {
        defer { nextNumber += 1 }
        return nextNumber
    }

    private mutating func writeTables() throws {
        let cursor = snapshot.makeCursor()
        try cursor.seekToFirst()
        while cursor.isValid {
            var table = TableContents(blockSize: blockSize, capacity: Self.tableSize + (64 << 10))
            repeat {
                cursor.withEntry { key, trailer, value in table.add(key, trailer: trailer, value) }
                try cursor.next()
            } while cursor.isValid && table.size < Self.tableSize
            table.finish()
            try pipeline.write(table, number: takeNumber())
        }
    }

    private static func manifestName(_ number: UInt64) -> String { "MANIFEST-\(String(padded: number))" }

    private func writeManifest(_ manifest: Manifest, number: UInt64) throws {
        try folder.write(manifest.encode(), to: Self.manifestName(number))
        try folder.syncNames()
    }

    private func removeNewFiles() {
        for number in firstNumber..<nextNumber {
            folder.remove(TablePipeline.name(of: number))
            folder.remove(Self.manifestName(number))
        }
    }

    /// What is left over here if this is cut short, LevelDB removes when it opens the store.
    private func removeOldFiles() {
        for file in snapshot.files {
            let isOld = [".ldb", ".sst", ".log", ".dbtmp"].contains { file.name.hasSuffix($0) }
            if isOld || file.name.hasPrefix("MANIFEST-") { folder.remove(file.name) }
        }
    }
}
