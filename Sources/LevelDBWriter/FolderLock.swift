import Glibc

/// The lock that every writer of a LevelDB folder holds, for as long as this lives.
package final class FolderLock {
    private let descriptor: Int32

    private init(descriptor: Int32) { self.descriptor = descriptor }

    /// Nil if another process holds it.
    package static func take(_ folder: String) throws -> FolderLock? {
        let path = "\(folder)/LOCK"
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw LevelDBWriterError(path) }
        var lock = flock()
        lock.l_type = Int16(F_WRLCK)
        lock.l_whence = Int16(SEEK_SET)
        guard fcntl(file, F_SETLK, &lock) == 0 else {
            let code = errno
            close(file)
            if code == EACCES || code == EAGAIN { return nil }
            throw LevelDBWriterError(path, code)
        }
        return FolderLock(descriptor: file)
    }

    deinit { close(descriptor) }
}
