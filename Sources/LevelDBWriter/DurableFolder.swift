import Glibc

/// What the system refused while files were written.
public struct LevelDBWriterError: Error, CustomStringConvertible, Sendable {
    public let description: String

    init(_ path: String, _ code: Int32 = errno) {
        description = "\(path): \(String(cString: strerror(code)))"
    }
}

/// Writes files of a folder so that they outlast a power failure.
package struct DurableFolder: Sendable {
    let path: String

    /// Makes a file, which is on the disk when this returns. Its name is only after `syncNames`.
    func write(_ bytes: [UInt8], to name: String) throws {
        let file = open("\(path)/\(name)", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw LevelDBWriterError("\(path)/\(name)") }
        do {
            try bytes.withUnsafeBytes { try write($0, to: file, name) }
            guard fdatasync(file) == 0 else { throw LevelDBWriterError("\(path)/\(name)") }
        } catch {
            close(file)
            throw error
        }
        guard close(file) == 0 else { throw LevelDBWriterError("\(path)/\(name)") }
    }

    private func write(_ bytes: UnsafeRawBufferPointer, to file: Int32, _ name: String) throws {
        var done = 0
        while done < bytes.count {
            let count = Glibc.write(file, bytes.baseAddress.map { $0 + done }, bytes.count - done)
            if count < 0 {
                if errno == EINTR { continue }
                throw LevelDBWriterError("\(path)/\(name)")
            }
            done += count
        }
    }

    /// Puts a file in another's place, at once and for good.
    func replace(_ name: String, by new: String) throws {
        guard rename("\(path)/\(new)", "\(path)/\(name)") == 0 else {
            throw LevelDBWriterError("\(path)/\(name)")
        }
        try syncNames()
    }

    /// Puts on the disk which files there are.
    func syncNames() throws { try Self.sync(path) }

    /// Puts a file's bytes, or a folder's names, on the disk.
    package static func sync(_ path: String) throws {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw LevelDBWriterError(path) }
        defer { close(file) }
        guard fsync(file) == 0 else { throw LevelDBWriterError(path) }
    }

    func remove(_ name: String) { unlink("\(path)/\(name)") }

    /// Bytes that may still be written to the disk that the folder is on.
    func freeSpace() throws -> UInt64 {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { throw LevelDBWriterError(path) }
        return UInt64(status.f_bavail) * UInt64(status.f_frsize)
    }
}
