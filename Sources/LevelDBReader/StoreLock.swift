import Glibc
import Synchronization

/// Tells whether a writer holds a store's LOCK file, without locking anything.
enum StoreLock {
    /// Linux's `F_OFD_GETLK` (uapi/asm-generic/fcntl.h). Unlike `F_GETLK` it also reports locks of
    /// this very process.
    private static let getLock: Int32 = 36

    /// LOCK files stay open for the life of the process, keyed by device and inode: closing any
    /// descriptor of a file drops all POSIX locks the process has on it, hence the lock of a
    /// LevelDB that the same process has open.
    private static let opened = Mutex<[[UInt64]: ReadOnlyFile]>([:])

    static func isHeld(in folder: Folder) throws -> Bool {
        guard let status = try folder.status(of: "LOCK") else { return false }
        let file = try opened.withLock { opened -> ReadOnlyFile? in
            let key = [status.device, status.inode]
            if let known = opened[key] { return known }
            let file = try folder.openIfPresent("LOCK")
            opened[key] = file
            return file
        }
        guard let file else { return false }
        var lock = flock()
        lock.l_type = Int16(F_WRLCK)
        lock.l_whence = Int16(SEEK_SET)
        guard fcntl(file.descriptor, getLock, &lock) == 0 else {
            throw LevelDBReaderError(
                .unreadable, file: file.displayName,
                reason: "cannot ask for its lock: \(String(cString: strerror(errno)))",
                systemError: errno)
        }
        return lock.l_type != Int16(F_UNLCK)
    }
}
