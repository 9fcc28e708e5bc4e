/// Opens the live tables of a store.
final class TableOpener {
    private let folder: Folder
    /// How many tables to hold open at most; nil for what the process is allowed.
    private let limit: Int?
    /// Whether this process holds the folder's lock, and changes nothing.
    private let isLocked: Bool
    /// The tables that the last call opened. A writer never reuses a table's number.
    private var held: [UInt64: (name: String, file: ReadOnlyFile)] = [:]

    init(folder: Folder, limit: Int?, isLocked: Bool) {
        self.folder = folder
        self.limit = limit
        self.isLocked = isLocked
    }

    /// The tables by level. All are held open if possible. If not, they are opened when needed,
    /// which is safe only while nobody writes.
    func open(_ version: StoreVersion) throws -> [[TableFile]] {
        let count = version.levels.reduce(0) { $0 + $1.count }
        if count <= limit ?? OpenFileLimit.tables(wanted: count) {
            do {
                return try openAll(version, holding: true)
            } catch let error as LevelDBReaderError where error.isOutOfDescriptors {
                // Others in the process have more files open than was reckoned with.
            }
        }
        guard try isLocked || !StoreLock.isHeld(in: folder) else {
            throw LevelDBReaderError(
                .unreadable, file: folder.displayName,
                reason: "the store is in use, and reading it then takes \(count) open files at once, "
                    + "more than this process may have: raise the limit (ulimit -n)")
        }
        return try openAll(version, holding: false)
    }

    private func openAll(_ version: StoreVersion, holding: Bool) throws -> [[TableFile]] {
        let numbers = Set(version.levels.joined().map(\.number))
        held = held.filter { holding && numbers.contains($0.key) }
        var levels: [[TableFile]] = []
        for (level, tables) in version.levels.enumerated() {
            levels.append(try tables.map { try openTable($0, level: level, holding: holding) })
        }
        return levels
    }

    private func openTable(_ meta: TableMeta, level: Int, holding: Bool) throws -> TableFile {
        if let (name, file) = held[meta.number] {
            try check(file.status, meta, name)
            return TableFile(meta, level: level, name: name, folder: folder, held: file)
        }
        let names = FileNames.table(meta.number)
        for name in names {
            if holding, let file = try folder.openIfPresent(name) {
                try check(file.status, meta, name)
                held[meta.number] = (name, file)
                return TableFile(meta, level: level, name: name, folder: folder, held: file)
            }
            if !holding, let status = try folder.status(of: name) {
                try check(status, meta, name)
                return TableFile(meta, level: level, name: name, folder: folder, held: nil)
            }
        }
        throw LevelDBReaderError(
            .missingFile, file: folder.displayName(of: names[0]),
            reason: "no such file, but the store's MANIFEST names it in level \(level)")
    }

    /// Like LevelDB, ignores bytes beyond the size that the MANIFEST tells.
    private func check(_ status: FileStatus, _ meta: TableMeta, _ name: String) throws {
        guard status.size >= meta.size else {
            throw LevelDBReaderError(
                .corruption, file: folder.displayName(of: name),
                reason: "table of \(status.size) bytes, \(meta.size) in the MANIFEST")
        }
    }
}
