import Foundation

/// A finished run of a program.
public struct ProgramResult: Sendable {
    public let status: Int32
    public let output: Data
    public let errors: Data

    public var text: String { String(decoding: output, as: UTF8.self) }
    public var errorText: String { String(decoding: errors, as: UTF8.self) }
}

/// Runs programs for tests: bounded in time, with both outputs kept.
public enum Program {
    public struct TimeOut: Error, CustomStringConvertible {
        public let description: String
    }

    /// Where an executable of this package was built: beside the test program.
    public static func built(_ name: String) -> String {
        let tests = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        var folder = tests.deletingLastPathComponent()
        while folder.path != "/" {
            let candidate = folder.appendingPathComponent(name).path
            if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
            folder.deleteLastPathComponent()
        }
        return name
    }

    /// The path of an installed program, or nil.
    public static func installed(_ name: String) -> String? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
        return folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// Runs a program to its end.
    /// - Parameter limit: seconds until it is killed and the test fails.
    @discardableResult
    public static func run(
        _ program: String, _ arguments: [String], input: Data? = nil, environment: [String: String] = [:],
        limit: Double = 120
    ) throws -> ProgramResult {
        let process = Process()
        process.executableURL = URL(
            fileURLWithPath: program.contains("/") ? program : installed(program) ?? program)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        let files = try TemporaryFolder()
        let out = try files.file("out")
        let err = try files.file("err")
        process.standardOutput = out
        process.standardError = err
        try process.start()
        let deadline = Date().addingTimeInterval(limit)
        while process.isRunning {
            if Date() > deadline {
                kill(process.processIdentifier, SIGKILL)
                process.waitUntilExit()
                throw TimeOut(
                    description: "\(program) \(arguments.joined(separator: " ")): no end after \(limit) s")
            }
            usleep(2000)
        }
        process.waitUntilExit()
        let status =
            process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus
        return ProgramResult(
            status: status, output: try Data(contentsOf: files.url.appendingPathComponent("out")),
            errors: try Data(contentsOf: files.url.appendingPathComponent("err")))
    }
}

/// A folder that is gone when nothing refers to it any more.
public final class TemporaryFolder: Sendable {
    public let path: String
    public var url: URL { URL(fileURLWithPath: path) }

    public init() throws {
        let base = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
        path = "\(base)/swift-ceph-mon-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    public func file(_ name: String) throws -> FileHandle {
        guard FileManager.default.createFile(atPath: "\(path)/\(name)", contents: nil) else {
            throw CocoaError(.fileWriteUnknown)
        }
        return try FileHandle(forWritingTo: url.appendingPathComponent(name))
    }

    /// A copy of a folder or file in here.
    public func copy(of source: String, as name: String) throws -> String {
        try FileManager.default.copyItem(atPath: source, toPath: "\(path)/\(name)")
        return "\(path)/\(name)"
    }
}

/// The repository's fixtures.
public enum Fixtures {
    public static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Fixtures").path

    public static func data(_ name: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))
    }
}

/// A file's bytes and everything that `stat` tells of it that reading could change.
public struct FileState: Equatable {
    public let name: String
    public let bytes: Data
    let times: [Int]
    let mode: UInt32
    let links: UInt64

    /// Every file and folder below `path`, itself included.
    public static func all(below path: String) throws -> [FileState] {
        let names = [""] + (FileManager.default.subpaths(atPath: path) ?? []).sorted()
        // Times first: reading the bytes for this very list may change them.
        let stats = try names.map { name -> stat in
            var status = stat()
            guard lstat(name.isEmpty ? path : "\(path)/\(name)", &status) == 0 else {
                throw CocoaError(.fileReadNoSuchFile)
            }
            return status
        }
        return zip(names, stats).map { name, status in
            let times = [status.st_atim, status.st_mtim, status.st_ctim].flatMap { [$0.tv_sec, $0.tv_nsec] }
            let bytes = name.isEmpty ? nil : contents(of: "\(path)/\(name)")
            return FileState(
                name: name, bytes: bytes ?? Data(), times: times, mode: status.st_mode,
                links: UInt64(status.st_nlink))
        }
    }

    /// Bytes without changing the access time.
    private static func contents(of path: String) -> Data? {
        let withoutAccessTime: Int32 = 0o1000000
        let descriptor = open(path, O_RDONLY | withoutAccessTime)
        guard descriptor >= 0 else { return nil }
        return try? FileHandle(fileDescriptor: descriptor, closeOnDealloc: true).readToEnd()
    }
}
