import LevelDBReader

/// Compacts a whole LevelDB folder that nobody has open: reads it once in order, and writes what is alive to
/// new tables.
///
/// LevelDB's own compaction moves everything down level by level on one thread, and so reads, compresses and
/// writes much of it several times. This one needs the space of a second store while it works; in return
/// the old files stay as they are until the new ones are on the disk.
public enum DatabaseRewrite {
    public enum Outcome: Sendable {
        case done
        /// Another process writes to the store.
        case locked
        /// The disk has no room for a second store.
        case noSpace
    }

    /// - Parameters:
    ///   - path: the folder that CURRENT lies in.
    ///   - blockSize: bytes of a block before compression.
    ///   - compresses: with Snappy.
    /// - Throws: `LevelDBReaderError` for a damaged store, ``LevelDBWriterError`` for what the system
    ///   refuses.
    public static func run(path: String, blockSize: Int, compresses: Bool) throws -> Outcome {
        let folder = DurableFolder(path: path)
        guard let lock = try FolderLock.take(path) else { return .locked }
        defer { extendLifetime(lock) }
        let snapshot = try LevelDBSnapshot(path: path)
        // No more is written than was there, but for blocks that are filled a little differently.
        guard try folder.freeSpace() > snapshot.totalBytes + snapshot.totalBytes / 8 + 64 << 20 else {
            return .noSpace
        }
        let highest = snapshot.files.reduce(snapshot.nextFileNumber) { max($0, number(in: $1.name)) }
        var writer = DatabaseWriter(
            folder, firstNumber: highest + 1, blockSize: blockSize, compresses: compresses)
        do {
            let cursor = snapshot.makeCursor()
            try cursor.seekToFirst()
            while cursor.isValid {
                try cursor.withEntry { key, trailer, value in
                    try writer.add(key, trailer: trailer, value)
                }
                try cursor.next()
            }
        } catch {
            writer.abandon()
            throw error
        }
        try writer.finish(lastSequence: snapshot.lastSequence)
        removeOldFiles(of: snapshot, in: folder)
        return .done
    }

    /// The number in a name such as "000042.ldb" or "MANIFEST-000042"; 0 for others.
    private static func number(in name: String) -> UInt64 {
        name.split { $0 == "." || $0 == "-" }.lazy.compactMap { UInt64($0) }.first ?? 0
    }

    /// What is left over here if this is cut short, LevelDB removes when it opens the store.
    private static func removeOldFiles(of snapshot: LevelDBSnapshot, in folder: DurableFolder) {
        for file in snapshot.files {
            let isOld = [".ldb", ".sst", ".log", ".dbtmp"].contains { file.name.hasSuffix($0) }
            if isOld || file.name.hasPrefix("MANIFEST-") { folder.remove(file.name) }
        }
    }
}
