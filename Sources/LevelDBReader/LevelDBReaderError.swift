import Glibc

/// What went wrong while a LevelDB folder was read, and where.
public struct LevelDBReaderError: Error, CustomStringConvertible, Sendable {
    /// The classes of failure a caller may want to tell apart.
    public enum Kind: Sendable {
        /// The folder is absent, is no folder, or holds no `CURRENT` file.
        case notADatabase
        /// A file that the store's own records name is not there.
        case missingFile
        /// The operating system refused (permissions, I/O errors, too many open files, memory).
        case unreadable
        /// Bytes that LevelDB cannot have written, or that changed since it wrote them.
        case corruption
        /// A well-formed store that this reader does not handle (another comparator, RocksDB, ...).
        case unsupported
        /// A running writer changed the store on every try to take a consistent view of it.
        case changing
    }

    /// What a caller may do about it depends on this.
    public let kind: Kind
    /// The file, as "folder/name" ("store.db/000042.ldb"), or the folder alone.
    public let file: String
    /// Byte offset in the file at which the failure was noticed, where there is one.
    public let offset: Int?
    /// What was expected there, or what the system said.
    public let reason: String
    /// The `errno` behind the failure, 0 if the system was not the one to refuse.
    let systemError: Int32

    init(_ kind: Kind, file: String, offset: Int? = nil, reason: String, systemError: Int32 = 0) {
        self.kind = kind
        self.file = file
        self.offset = offset
        self.reason = reason
        self.systemError = systemError
    }

    /// One line, e.g. "store.db/000042.ldb: at byte 4096: block checksum mismatch (...)".
    public var description: String {
        guard let offset else { return "\(file): \(reason)" }
        return "\(file): at byte \(offset): \(reason)"
    }

    /// Whether the process, or the system, may open no more files.
    var isOutOfDescriptors: Bool { systemError == EMFILE || systemError == ENFILE }
}
