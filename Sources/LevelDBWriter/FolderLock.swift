import Glibc
import LevelDBReader
import Synchronization

/// The lock that every writer of a LevelDB folder holds, for as long as this lives.
package final class FolderLock {
    /// The system's lock keeps other processes out, and no part of this one; LevelDB has a list like this.
    private static let held = Mutex<Set<FileIdentity>>([])

    private struct FileIdentity: Hashable {
        let device: UInt64
        let inode: UInt64
    }

    private let descriptor: Int32
    private let identity: FileIdentity

    private init(descriptor: Int32, identity: FileIdentity) {
        self.descriptor = descriptor
        self.identity = identity
    }

    /// Nil if it is held already, by whomever.
    package static func take(_ folder: String) throws -> FolderLock? {
        // Asked first, for this also tells of a LevelDB that this process has open. To close a LOCK file,
        // as happens below, would free that one's lock.
        guard try StoreLock.holder(of: folder) == nil else { return nil }
        let path = "\(folder)/LOCK"
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw LevelDBWriterError(path) }
        var status = stat()
        guard fstat(file, &status) == 0 else {
            defer { close(file) }
            throw LevelDBWriterError(path)
        }
        let identity = FileIdentity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
        return try held.withLock { held in
            // Then the file is left open, lest the other's lock be lost.
            guard !held.contains(identity) else { return nil }
            guard try lock(file, path) else { return nil }
            held.insert(identity)
            return FolderLock(descriptor: file, identity: identity)
        }
    }

    /// Closes the file if another process holds its lock.
    private static func lock(_ file: Int32, _ path: String) throws -> Bool {
        var lock = flock()
        lock.l_type = Int16(F_WRLCK)
        lock.l_whence = Int16(SEEK_SET)
        guard fcntl(file, F_SETLK, &lock) != 0 else { return true }
        let code = errno
        close(file)
        if code == EACCES || code == EAGAIN { return false }
        throw LevelDBWriterError(path, code)
    }

    deinit {
        Self.held.withLock { held in
            // Both at once: between them another part of the process would take the lock and lose it again, or
            // a new file that got the inode would seem to be locked.
            close(descriptor)
            held.remove(identity)
        }
    }
}
