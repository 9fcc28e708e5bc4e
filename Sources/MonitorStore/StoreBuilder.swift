import LevelDBReader
import LevelDBWriter

#if canImport(Glibc)
    import Glibc
#endif

/// A new database that gets its keys in order. Nothing needs to be logged or sorted, so that it is filled
/// several times as fast as an open database. It is there when `finish` returns, and not at all before.
public final class StoreBuilder {
    private var writer: DatabaseWriter
    private let lock: FolderLock
    private var sequence: UInt64 = 0
    private var isFinished = false

    /// - Parameters:
    ///   - path: the database folder, made if it does not exist.
    ///   - options: of these, block size and compression count.
    /// - Throws: ``StoreError`` if there is a database already, or another process has the folder locked.
    public init(path: String, options: LevelDBOptions = LevelDBOptions()) throws {
        guard mkdir(path, 0o755) == 0 || errno == EEXIST else {
            throw StoreError(.inputOutput, "\(path): \(String(cString: strerror(errno)))")
        }
        let taken = try written { try FolderLock.take(path) }
        guard let taken else {
            throw StoreError(.locked, "\(path) is open in another process; give another path")
        }
        lock = taken
        guard access("\(path)/CURRENT", F_OK) != 0 else {
            throw StoreError(
                .inputOutput, "\(path) holds a store already: give a path that does not exist yet")
        }
        writer = DatabaseWriter(
            newAt: path, blockSize: options.tableBlockSize, compresses: options.compression)
    }

    deinit {
        if !isFinished { writer.abandon() }
    }

    /// - Parameters:
    ///   - key: prefix, zero, key; behind the one before.
    ///   - value: copied, as the key is.
    public func put(_ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) throws {
        sequence += 1
        try written { try writer.add(key, sequence: sequence, value) }
    }

    /// Completes the database on the disk.
    public func finish() throws {
        isFinished = true
        try written { try writer.finish(lastSequence: sequence) }
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
