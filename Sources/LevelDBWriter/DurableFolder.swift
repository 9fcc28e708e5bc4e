import Glibc

/// What the system refused while files were written, or what can't be written at all.
public struct LevelDBWriterError: Error, CustomStringConvertible, Sendable {
    public let description: String
    /// The `errno` behind it, 0 if the system was not the one to refuse.
    let code: Int32

    init(_ path: String, _ code: Int32 = errno) {
        description = "\(path): \(String(cString: strerror(code)))"
        self.code = code
    }

    init(reason: String) {
        description = reason
        code = 0
    }

    var isOutOfSpace: Bool { code == ENOSPC || code == EDQUOT }
}

/// Writes files of a folder so that they outlast a power failure.
package struct DurableFolder: Sendable {
    package typealias Hook = @Sendable (FileOperation) throws -> Void

    package let path: String
    /// Called ahead of every operation, and keeps it from being done by throwing: for tests, which break off
    /// everywhere, and work out from the order of operations what a power failure would leave.
    private let hook: Hook?

    package init(path: String, hook: Hook? = nil) {
        self.path = path
        self.hook = hook
    }

    /// Makes a file, which is on the disk when this returns. Its name is only after `syncNames`. Never writes
    /// to a file that was there before.
    func write(_ bytes: [UInt8], to name: String) throws {
        try hook?(.create(name))
        let file = open("\(path)/\(name)", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw failure(name) }
        do {
            try hook?(.write(name, bytes))
            try bytes.withUnsafeBytes { try write($0, to: file, name) }
            try hook?(.sync(name))
            guard fdatasync(file) == 0 else { throw failure(name) }
        } catch {
            close(file)
            throw error
        }
        guard close(file) == 0 else { throw failure(name) }
    }

    private func write(_ bytes: UnsafeRawBufferPointer, to file: Int32, _ name: String) throws {
        var done = 0
        while done < bytes.count {
            let count = Glibc.write(file, bytes.baseAddress.map { $0 + done }, bytes.count - done)
            if count < 0 {
                if errno == EINTR { continue }
                throw failure(name)
            }
            guard count > 0 else { throw LevelDBWriterError("\(path)/\(name)", EIO) }
            done += count
        }
    }

    /// Puts a file in another's place, at once. For good only after `syncNames`.
    func rename(_ old: String, to new: String) throws {
        try hook?(.rename(old, to: new))
        guard Glibc.rename("\(path)/\(old)", "\(path)/\(new)") == 0 else { throw failure(new) }
    }

    /// Puts on the disk which files there are.
    func syncNames() throws {
        try hook?(.syncNames)
        try Self.sync(path)
    }

    /// Puts a file's bytes, or a folder's names, on the disk.
    package static func sync(_ path: String) throws {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw LevelDBWriterError(path) }
        defer { close(file) }
        guard fsync(file) == 0 else { throw LevelDBWriterError(path) }
    }

    /// What can't be removed stays: nothing depends on it.
    package func remove(_ name: String) {
        guard let hook else {
            unlink("\(path)/\(name)")
            return
        }
        if (try? hook(.remove(name))) != nil { unlink("\(path)/\(name)") }
    }

    /// Bytes that may still be written to the disk that the folder is on.
    func freeSpace() throws -> UInt64 {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { throw LevelDBWriterError(path) }
        return UInt64(status.f_bavail) * UInt64(status.f_frsize)
    }

    private func failure(_ name: String) -> LevelDBWriterError { LevelDBWriterError("\(path)/\(name)") }
}
