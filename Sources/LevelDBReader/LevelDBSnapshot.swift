/// A LevelDB folder as it was at one moment. Reading never changes the folder: no lock is taken,
/// no file written, no access time touched (files of other owners excepted, for which only root
/// may ask that). So read-only mounts and stores that a running process writes to can be read.
///
/// The snapshot holds its files open until it and all of its cursors are gone.
public final class LevelDBSnapshot: Sendable {
    /// Logs beyond this many bytes in total are refused: their contents are held in memory.
    private static let largestLogs = 4 << 30
    /// What the read-ahead of all parts of one cursor may take together.
    private static let readaheadBudget = 64 << 20

    /// The newest sequence number in the snapshot.
    public let lastSequence: UInt64
    /// The number that the MANIFEST gives to the next file.
    package let nextFileNumber: UInt64
    /// The live tables, by level: always seven lists.
    public let levels: [[LevelDBTableInfo]]
    /// The logs whose contents are in no table yet, ascending by number.
    public let logs: [LevelDBFileInfo]
    /// The MANIFEST in use, with the bytes of it that were read.
    public let manifest: LevelDBFileInfo
    /// Every file in the folder, by name: leftovers and LevelDB's own log of events too.
    public let files: [LevelDBFileInfo]

    /// The live tables of all levels.
    public var tableFiles: [LevelDBTableInfo] { levels.flatMap { $0 } }
    /// The size in bytes of every file in the folder.
    public var totalBytes: UInt64 { files.reduce(0) { $0 &+ $1.size } }
    /// The names of the files that make up the store: all others may go.
    package var namesInUse: Set<String> {
        Set([FileNames.current, manifest.name] + logs.map(\.name) + tableFiles.map(\.name))
    }
    /// Bytes of memory that the logs' contents take.
    public var logMemory: Int { memTable.memorySize }

    let tables: [[TableFile]]
    private let memTable: MemTable
    private let cache: TableCache

    /// Opens the store in the folder `path`, in which CURRENT lies. `verifyChecksums` makes every
    /// block of a table be verified when it is read; logs and MANIFEST always are.
    /// - Throws: ``LevelDBReaderError``.
    public convenience init(path: String, verifyChecksums: Bool = true) throws {
        try self.init(path: path, verifyChecksums: verifyChecksums, maximumTables: nil)
    }

    /// A store whose lock the caller holds, so that nobody changes it.
    package convenience init(lockedPath path: String) throws {
        try self.init(path: path, verifyChecksums: true, maximumTables: nil, isLocked: true)
    }

    /// `maximumTables` stands in for the process's limit of open files.
    init(path: String, verifyChecksums: Bool, maximumTables: Int?, isLocked: Bool = false) throws {
        let folder = try Folder(path: path)
        let store = try StoreOpener(folder, maximumTables: maximumTables, isLocked: isLocked).open()
        let (memTable, logs) = try Self.readLogs(store.logs, in: folder)
        self.memTable = memTable
        self.logs = logs
        tables = store.tables
        levels = store.tables.map { $0.map(LevelDBTableInfo.init) }
        lastSequence = max(store.version.lastSequence, memTable.lastSequence)
        nextFileNumber = store.version.nextFileNumber
        manifest = store.manifest
        files = try folder.names().sorted().compactMap { name in
            try folder.status(of: name).map { LevelDBFileInfo(name: name, size: UInt64($0.size)) }
        }
        cache = TableCache(verifyChecksums: verifyChecksums)
    }

    /// Reads the newest log first: a log is final once a newer one exists, so that whatever is
    /// found in the newest, nothing before it is missed in the others.
    private static func readLogs(
        _ logs: [StoreFiles.Log], in folder: Folder
    ) throws -> (MemTable, [LevelDBFileInfo]) {
        let table = MemTable()
        var total = 0
        var infos: [LevelDBFileInfo] = []
        for log in logs.reversed() {
            let size = try log.file.currentSize()
            guard size <= largestLogs - total else {
                throw LevelDBReaderError(
                    .unsupported, file: folder.displayName,
                    reason: "logs of more than \(largestLogs) bytes")
            }
            total += size
            // All at once: what grows step by step is in memory twice whenever it moves.
            try table.reserve(size, for: log.file.displayName)
            let replay = WriteBatchReplay(table: table, file: log.file.displayName)
            try LogFile(log.file, limit: size).forEachRecord { try replay.apply($0, at: $1) }
            infos.append(LevelDBFileInfo(name: log.name, size: UInt64(size)))
        }
        table.sort()
        return (table, infos.reversed())
    }

    /// A cursor at no entry. Any number may be in use at a time.
    public func makeCursor() -> LevelDBCursor {
        let count = tables[0].count + levelCount
        let readahead = max(32 << 10, min(ReadWindow.usualReadahead, Self.readaheadBudget / count))
        var children: [InternalCursor] = []
        if !memTable.entries.isEmpty { children.append(MemTableCursor(memTable)) }
        let runs = tables[0].map { [$0] } + tables.dropFirst().filter { !$0.isEmpty }
        for run in runs {
            children.append(TableRunCursor(run, cache: cache, maximumReadahead: readahead))
        }
        return LevelDBCursor(children, lastSequence: lastSequence)
    }

    /// The newest value of `key`; nil if it has none.
    /// - Throws: ``LevelDBReaderError`` where a block on the way is damaged or unreadable.
    public func get(_ key: [UInt8]) throws -> [UInt8]? {
        try withBytes(of: key) { start in
            // All ones sort before either kind of entry of that sequence number.
            let target = InternalKeyView(
                userKey: start, userCount: key.count, trailer: lastSequence << 8 | 0xff)
            return try PointLookup(target: target, cache: cache)
                .find(memTable: memTable, tables: tables)
        }
    }

    /// About how many bytes on disk the keys from `from` up to and not including `to` take, to the
    /// accuracy of a block. Only tables count, as for LevelDB's GetApproximateSizes. A table that
    /// cannot be read counts nothing.
    public func approximateSize(from: [UInt8], to: [UInt8]) -> UInt64 {
        let start = approximateOffset(of: from)
        let end = approximateOffset(of: to)
        return end > start ? end - start : 0
    }

    /// Bytes in tables before `key`.
    private func approximateOffset(of key: [UInt8]) -> UInt64 {
        withBytes(of: key) { start in
            let target = InternalKeyView(userKey: start, userCount: key.count, trailer: .max)
            var total: UInt64 = 0
            for table in tables.joined() where table.meta.smallest.compare(target) <= 0 {
                if table.meta.largest.compare(target) <= 0 {
                    total &+= UInt64(table.meta.size)
                } else {
                    let offset = try? cache.reader(for: table).approximateOffset(of: target)
                    total &+= UInt64(offset ?? 0)
                }
            }
            return total
        }
    }
}
