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
        /// The disk has no room for a second store, and all is as before.
        case noSpace
    }

    /// What is left to others on the same disk.
    private static let spaceToSpare: UInt64 = 8 << 20

    /// - Parameters:
    ///   - path: the folder that CURRENT lies in.
    ///   - blockSize: bytes of a block before compression.
    ///   - compresses: with Snappy.
    /// - Throws: `LevelDBReaderError` for a damaged store, ``LevelDBWriterError`` for what the system
    ///   refuses.
    public static func run(path: String, blockSize: Int, compresses: Bool) throws -> Outcome {
        try run(
            DurableFolder(path: path), blockSize: blockSize, compresses: compresses, sparing: spaceToSpare)
    }

    package static func run(
        _ folder: DurableFolder, blockSize: Int, compresses: Bool, sparing: UInt64 = 0,
        tableSize: Int = DatabaseWriter.usualTableSize
    ) throws -> Outcome {
        guard let lock = try FolderLock.take(folder.path) else { return .locked }
        defer { extendLifetime(lock) }
        let snapshot = try LevelDBSnapshot(lockedPath: folder.path)
        removeLeftovers(of: snapshot, in: folder)
        // No more is written than was there, but for blocks that are filled a little differently. (Without
        // compression it may be more all the same, and the disk says so.)
        let live = snapshot.tableFiles.reduce(0) { $0 + $1.size } + snapshot.logs.reduce(0) { $0 + $1.size }
        guard try folder.freeSpace() >= live + live / 8 + sparing else { return .noSpace }
        do {
            var writer = DatabaseWriter(
                folder, firstNumber: try firstFreeNumber(snapshot, folder), blockSize: blockSize,
                compresses: compresses, tableSize: tableSize)
            try fill(&writer, from: snapshot)
            try writer.finish(lastSequence: snapshot.lastSequence)
        } catch let error as LevelDBWriterError where error.isOutOfSpace {
            return .noSpace
        }
        removeOldFiles(of: snapshot, in: folder)
        return .done
    }

    private static func fill(_ writer: inout DatabaseWriter, from snapshot: LevelDBSnapshot) throws {
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
    }

    /// A number that no file has, nor one that LevelDB would give to its next.
    private static func firstFreeNumber(_ snapshot: LevelDBSnapshot, _ folder: DurableFolder) throws -> UInt64
    {
        let numbers = snapshot.files.compactMap { FileNames.number(inNameOfOwn: $0.name) }
        let highest = numbers.reduce(snapshot.nextFileNumber, max)
        // LevelDB counts from 1, a few a second at most.
        guard highest < 1 << 62 else {
            throw LevelDBWriterError(
                reason: "\(folder.path): a file number of \(highest) leaves none for new files")
        }
        return highest + 1
    }

    /// Removes what a rewrite left that was cut short, or LevelDB when it failed, and what no MANIFEST has
    /// named yet: it would be in the way of the room for this one.
    private static func removeLeftovers(of snapshot: LevelDBSnapshot, in folder: DurableFolder) {
        let inUse = snapshot.namesInUse
        for file in snapshot.files where !inUse.contains(file.name) {
            guard let number = FileNames.number(inNameOfOwn: file.name) else { continue }
            if number >= snapshot.nextFileNumber { folder.remove(file.name) }
        }
    }

    /// What is left over here if this is cut short, the next rewrite removes, or LevelDB when it opens the store.
    private static func removeOldFiles(of snapshot: LevelDBSnapshot, in folder: DurableFolder) {
        for file in snapshot.files where FileNames.number(inNameOfOwn: file.name) != nil {
            folder.remove(file.name)
        }
    }

    /// Removes the files of a closed database that do not belong to it. LevelDB does so when it opens one, but
    /// can't open it on a full disk.
    public static func tidy(path: String) throws {
        guard let lock = try FolderLock.take(path) else { return }
        defer { extendLifetime(lock) }
        let folder = DurableFolder(path: path)
        let snapshot = try LevelDBSnapshot(lockedPath: path)
        let inUse = snapshot.namesInUse
        for file in snapshot.files {
            guard let number = FileNames.number(inNameOfOwn: file.name) else { continue }
            // LevelDB begins a log before it knows that it can go on.
            let isEmptyLog = file.size == 0 && number >= snapshot.nextFileNumber
            if isEmptyLog || !inUse.contains(file.name) { folder.remove(file.name) }
        }
    }
}
