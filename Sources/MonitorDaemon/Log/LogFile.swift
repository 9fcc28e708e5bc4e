import SystemPackage

/// A file that lines are added to, whole ones, whoever else adds to it.
final class LogFile: Sendable {
    private let descriptor: FileDescriptor

    /// - Throws: `Errno`
    init(_ path: String) throws {
        descriptor = try FileDescriptor.open(
            FilePath(path), .writeOnly, options: [.append, .create, .closeOnExec],
            permissions: [.ownerReadWrite, .groupRead, .otherRead])
    }

    deinit { try? descriptor.close() }

    /// What a full disk does not take is lost: a monitor does not stop for its log.
    func write(_ bytes: some Sequence<UInt8>) { _ = try? descriptor.writeAll(bytes) }
}

/// The process's standard error, whole lines at a time.
enum StandardError {
    static func write(_ text: String) { _ = try? FileDescriptor.standardError.writeAll(text.utf8) }
}
