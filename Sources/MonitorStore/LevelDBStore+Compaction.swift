import LevelDBReader
import LevelDBWriter

extension LevelDBStore {
    /// Gives back the space of all overwritten and erased values of a database that is not open. Much faster
    /// than to open and compact it, and a damaged block stops it before anything is changed.
    /// - Returns: false if that can't be done here and the database is as it was: no room on the disk for
    ///   old and new files side by side, or tables that need filters.
    public static func compactClosed(path: String, options: LevelDBOptions = LevelDBOptions()) throws -> Bool {
        guard options.bloomSize == 0 else { return false }
        try refuseIfLocked(path)
        do {
            let outcome = try DatabaseRewrite.run(
                path: path, blockSize: options.blockSize > 0 ? options.blockSize : 4096,
                compresses: options.compression)
            switch outcome {
            case .done: return true
            case .noSpace: return false
            case .locked: throw StoreError(.locked, "\(path) is open in another process; stop it first")
            }
        } catch let error as LevelDBReaderError {
            throw StoreError(error)
        } catch let error as LevelDBWriterError {
            throw StoreError(.inputOutput, error.description)
        }
    }
}
