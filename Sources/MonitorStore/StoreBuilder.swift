import LevelDBReader
import LevelDBWriter

#if canImport(Glibc)
    import Glibc
#endif

/// A new database that gets its keys in order. Nothing needs to be logged or sorted, so that it is filled
/// several times as fast as an open database. It is there when `finish` returns, and not at all before:
/// without `finish`, or when anything throws, nothing is left of it.
public final class StoreBuilder {
    private enum State {
        case filling
        case finished
        case discarded
    }

    private let folder: DurableFolder
    private let madeFolder: Bool
    private let lock: FolderLock
    private var writer: DatabaseWriter
    private var sequence: UInt64 = 0
    private var state = State.filling

    /// - Parameters:
    ///   - path: the database folder, made if it does not exist.
    ///   - options: of these, block size and compression count.
    /// - Throws: ``StoreError`` if there is a database already, or another process has the folder locked.
    public convenience init(path: String, options: LevelDBOptions = LevelDBOptions()) throws {
        try self.init(DurableFolder(path: path), options: options)
    }

    package init(_ folder: DurableFolder, options: LevelDBOptions = LevelDBOptions()) throws {
        self.folder = folder
        madeFolder = mkdir(folder.path, 0o755) == 0
        guard madeFolder || errno == EEXIST else {
            throw StoreError(.inputOutput, "\(folder.path): \(String(cString: strerror(errno)))")
        }
        do {
            lock = try Self.lockUnused(folder.path)
        } catch {
            if madeFolder { rmdir(folder.path) }
            throw error
        }
        writer = DatabaseWriter(
            new: folder, blockSize: options.tableBlockSize, compresses: options.compression)
    }

    deinit { discard() }

    private static func lockUnused(_ path: String) throws -> FolderLock {
        // Before there is a LOCK in a folder that is somebody else's; and again when nobody else can write.
        try refuseDatabase(at: path)
        guard let lock = try written({ try FolderLock.take(path) }) else {
            throw StoreError(.locked, "\(path) is open in another process; give another path")
        }
        try refuseDatabase(at: path)
        return lock
    }

    /// Files of a database that lost its CURRENT may be all that is left of somebody's data; and an old log
    /// would be taken for the new database's.
    private static func refuseDatabase(at path: String) throws {
        let names = try written { try namesOfFiles(in: path) }
        if names.contains(FileNames.current) {
            throw StoreError(
                .inputOutput, "\(path) holds a store already: give a path that does not exist yet")
        }
        if let name = names.filter({ FileNames.number(inNameOfOwn: $0) != nil }).min() {
            throw StoreError(
                .inputOutput,
                "\(path) holds a part of a store (\(name)), perhaps of a copy that was cut short: remove it, or "
                    + "give a path that does not exist yet")
        }
    }

    /// - Parameters:
    ///   - key: prefix, zero, key; behind the one before.
    ///   - value: copied, as the key is.
    public func put(_ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) throws {
        try refuseAfterEnd()
        sequence += 1
        try discardingOnError { try writer.add(key, sequence: sequence, value) }
    }

    /// Completes the database on the disk.
    public func finish() throws {
        try refuseAfterEnd()
        try discardingOnError { try writer.finish(lastSequence: sequence) }
        state = .finished
    }

    private func refuseAfterEnd() throws {
        guard state != .filling else { return }
        throw StoreError(.inputOutput, "\(folder.path): the new store is complete, or was given up")
    }

    private func discardingOnError(_ body: () throws -> Void) throws {
        do {
            try written(body)
        } catch {
            discard()
            throw error
        }
    }

    /// Takes away what was made, beginning with the name that makes a database of it.
    private func discard() {
        guard state == .filling else { return }
        state = .discarded
        folder.remove(FileNames.current)
        writer.abandon()
        folder.remove("LOCK")
        if madeFolder { rmdir(folder.path) }
    }
}

extension LevelDBStore {
    /// Gives back the space of all overwritten and erased values of a database that is not open. Much faster
    /// than to open and compact it, and a damaged block stops it before anything is changed.
    /// - Returns: false if that can't be done here and the database is as it was: no room on the disk for
    ///   old and new files side by side, or tables that shall have filters.
    public static func compactClosed(path: String, options: LevelDBOptions = LevelDBOptions()) throws -> Bool
    {
        guard options.bloomSize == 0 else { return false }
        try refuseIfLocked(path)
        let outcome = try written {
            try DatabaseRewrite.run(
                path: path, blockSize: options.tableBlockSize, compresses: options.compression)
        }
        switch outcome {
        case .done: return true
        case .noSpace: return false
        case .locked: throw StoreError(.locked, "\(path) is open in another process; stop it first")
        }
    }

    /// Opens a database and lets LevelDB compact it, piece by piece: that needs less space at a time. When the
    /// disk has not even that, what LevelDB began is removed.
    public static func compactOpened(path: String, options: LevelDBOptions = LevelDBOptions()) throws {
        func openAndCompact() throws { try LevelDBStore(path: path, options: options).compactAll() }
        do {
            try openAndCompact()
        } catch let error as StoreError where error.kind == .inputOutput {
            try? DatabaseRewrite.tidy(path: path)
            throw error
        }
    }
}

extension LevelDBOptions {
    /// LevelDB's own default stands for zero.
    fileprivate var tableBlockSize: Int { blockSize > 0 ? blockSize : 4096 }
}

/// Turns what writing throws into this module's errors.
private func written<R>(_ body: () throws -> R) throws -> R {
    do {
        return try body()
    } catch let error as LevelDBReaderError {
        throw StoreError(error)
    } catch let error as LevelDBWriterError {
        throw StoreError(.inputOutput, error.description)
    }
}
