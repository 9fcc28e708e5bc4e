import Glibc
import Synchronization

/// Tells whether a writer holds a store's LOCK file, without locking anything.
package enum StoreLock {
    /// Linux's `F_OFD_GETLK` (uapi/asm-generic/fcntl.h). Unlike `F_GETLK` it also reports locks of
    /// this very process.
    private static let getLock: Int32 = 36

    /// LOCK files stay open for the life of the process, keyed by device and inode: closing any
    /// descriptor of a file drops all POSIX locks the process has on it, hence the lock of a
    /// LevelDB that the same process has open.
    private static let opened = Mutex<[[UInt64]: ReadOnlyFile]>([:])

    /// The process that has the database in the folder `path` open for writing, or nil.
    package static func holder(of path: String) throws -> Int32? {
        try holder(in: Folder(path: path))
    }

    static func isHeld(in folder: Folder) throws -> Bool { try holder(in: folder) != nil }

    private static func holder(in folder: Folder) throws -> Int32? {
        guard let status = try folder.status(of: "LOCK") else { return nil }
        let file = try opened.withLock { opened -> ReadOnlyFile? in
            let key = [status.device, status.inode]
            if let known = opened[key] { return known }
            let file = try folder.openIfPresent("LOCK")
            opened[key] = file
            return file
        }
        guard let file else { return nil }
        var lock = flock()
        lock.l_type = Int16(F_WRLCK)
        lock.l_whence = Int16(SEEK_SET)
        guard fcntl(file.descriptor, getLock, &lock) == 0 else {
            throw LevelDBReaderError(
                .unreadable, file: file.displayName,
                reason: "cannot ask for its lock: \(String(cString: strerror(errno)))",
                systemError: errno)
        }
        return lock.l_type == Int16(F_UNLCK) ? nil : lock.l_pid
    }
}
