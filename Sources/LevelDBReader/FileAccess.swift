import Glibc

/// Linux's `O_NOATIME`, which Swift's Glibc module does not export. The value is that of every
/// architecture Swift runs on (asm-generic/fcntl.h).
private let openWithoutAccessTime: Int32 = 0o1000000

/// Opens for reading without touching the access time; files of another owner refuse that with
/// EPERM, and are then opened plainly. `O_NONBLOCK` keeps a FIFO in place of a file from
/// blocking. Answers -1 with `errno` set on failure.
private func openForReading(_ name: String, in folder: Int32, flags: Int32 = 0) -> Int32 {
    let plain = O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | flags
    var mode = plain | openWithoutAccessTime
    while true {
        let descriptor = openat(folder, name, mode)
        if descriptor >= 0 { return descriptor }
        if errno == EPERM, mode != plain {
            mode = plain
        } else if errno != EINTR {
            return -1
        }
    }
}

private func systemFailure(_ code: Int32, file: String, doing action: String) -> LevelDBReaderError {
    LevelDBReaderError(
        .unreadable, file: file, reason: "\(action): \(String(cString: strerror(code)))",
        systemError: code)
}

/// What tells one file from another, and one state of a growing file from the next.
struct FileStatus: Equatable, Sendable {
    let device: UInt64
    let inode: UInt64
    /// In bytes.
    let size: Int

    fileprivate init(_ status: stat) {
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        size = max(0, Int(status.st_size))
    }

    /// Whether both are of one file, whatever its size was.
    func isSameFile(as other: FileStatus) -> Bool {
        device == other.device && inode == other.inode
    }
}

/// The first `limit` bytes of a small file, read without touching it; nil if it is absent or unreadable.
package func contentsIfReadable(of path: String, limit: Int = 4096) -> [UInt8]? {
    let descriptor = openForReading(path, in: AT_FDCWD)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: limit)
    let count = read(descriptor, &bytes, limit)
    return count >= 0 ? Array(bytes[..<count]) : nil
}

/// The names of all files in a folder, in no order.
package func namesOfFiles(in folder: String) throws -> [String] { try Folder(path: folder).names() }

/// A regular file held open for positioned reads. It stays readable when its name is removed.
final class ReadOnlyFile: Sendable {
    let descriptor: Int32
    /// "folder/name", for messages.
    let displayName: String
    /// The file's status when it was opened.
    let status: FileStatus

    fileprivate init(descriptor: Int32, displayName: String) throws {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            let code = errno
            close(descriptor)
            throw systemFailure(code, file: displayName, doing: "cannot stat")
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw LevelDBReaderError(.unreadable, file: displayName, reason: "not a regular file")
        }
        self.descriptor = descriptor
        self.displayName = displayName
        self.status = FileStatus(status)
    }

    deinit { close(descriptor) }

    /// The file's size in bytes now.
    func currentSize() throws -> Int {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw systemFailure(errno, file: displayName, doing: "cannot stat")
        }
        return FileStatus(status).size
    }

    /// Reads exactly `count` bytes at `offset`; a file that ends before them is corrupt.
    func read(into target: UnsafeMutablePointer<UInt8>, count: Int, at offset: Int) throws {
        var done = 0
        while done < count {
            let got = pread(descriptor, target + done, count - done, off_t(offset + done))
            if got > 0 {
                done += got
            } else if got == 0 {
                throw LevelDBReaderError(
                    .corruption, file: displayName, offset: offset + done,
                    reason: "the file ends here, \(count - done) bytes early")
            } else if errno != EINTR {
                throw systemFailure(errno, file: displayName, doing: "cannot read at byte \(offset)")
            }
        }
    }
}

/// A store's folder, held open, so that all names are looked up in the very same folder.
final class Folder: Sendable {
    private let descriptor: Int32
    /// The folder's last path component, for messages.
    let displayName: String

    init(path: String) throws {
        let parts = path.split(separator: "/").filter { $0 != "." }
        displayName = parts.last.map(String.init) ?? path
        descriptor = openForReading(path, in: AT_FDCWD, flags: O_DIRECTORY)
        guard descriptor >= 0 else {
            let code = errno
            guard code == ENOENT || code == ENOTDIR else {
                throw systemFailure(code, file: path, doing: "cannot open the folder")
            }
            throw LevelDBReaderError(
                .notADatabase, file: path,
                reason: code == ENOENT ? "no such folder" : "not a folder", systemError: code)
        }
    }

    deinit { close(descriptor) }

    func displayName(of name: String) -> String { "\(displayName)/\(name)" }

    /// The named file, open; nil if there is none.
    func openIfPresent(_ name: String) throws -> ReadOnlyFile? {
        let opened = openForReading(name, in: descriptor)
        guard opened >= 0 else {
            if errno == ENOENT { return nil }
            throw systemFailure(errno, file: displayName(of: name), doing: "cannot open")
        }
        return try ReadOnlyFile(descriptor: opened, displayName: displayName(of: name))
    }

    /// The named file's status without opening it; nil if there is none.
    func status(of name: String) throws -> FileStatus? {
        var status = stat()
        guard fstatat(descriptor, name, &status, 0) == 0 else {
            if errno == ENOENT { return nil }
            throw systemFailure(errno, file: displayName(of: name), doing: "cannot stat")
        }
        return FileStatus(status)
    }

    /// All names in the folder but "." and "..", in no order.
    func names() throws -> [String] {
        // A descriptor of its own: a folder's read position belongs to the open description.
        let own = openForReading(".", in: descriptor, flags: O_DIRECTORY)
        guard own >= 0 else { throw systemFailure(errno, file: displayName, doing: "cannot list") }
        guard let listing = fdopendir(own) else {
            let code = errno
            close(own)
            throw systemFailure(code, file: displayName, doing: "cannot list")
        }
        defer { closedir(listing) }
        var names: [String] = []
        errno = 0
        while let entry = readdir(listing) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                String(cString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
            }
            if name != ".", name != ".." { names.append(name) }
            errno = 0
        }
        guard errno == 0 else { throw systemFailure(errno, file: displayName, doing: "cannot list") }
        return names
    }
}
