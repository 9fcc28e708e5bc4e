import CephEncoding
import Foundation
import NIOCore

/// Ceph's crushtool, if it is installed.
struct CrushTool {
    static let path: String? = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        .map { "\($0)/crushtool" }.first { FileManager.default.isExecutableFile(atPath: $0) }

    /// A folder for one test's files.
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("crush-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    func file(_ name: String) -> String { folder.appendingPathComponent(name).path }

    func write(_ bytes: ByteBuffer, to name: String) throws {
        try Data(bytes.readableBytesView).write(to: folder.appendingPathComponent(name))
    }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }

    func read(_ name: String) throws -> ByteBuffer {
        ByteBuffer(bytes: try Data(contentsOf: folder.appendingPathComponent(name)))
    }

    /// Runs crushtool in the folder.
    /// - Returns: what it printed on standard output, and its status.
    @discardableResult
    func run(_ arguments: [String]) throws -> (output: String, status: Int32) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.path ?? "")
        process.arguments = arguments
        process.currentDirectoryURL = folder
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (String(decoding: data, as: UTF8.self), process.terminationStatus)
    }
}
