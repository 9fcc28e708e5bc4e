import Foundation

/// A monitor of this package on a store that is there, whose monmap is first given free ports.
public final class OwnMonitor {
    private let process = Process()
    public let configuration: String

    public static func start(on store: String, in folder: TemporaryFolder) throws -> OwnMonitor? {
        // The original knows how to change a monmap's addresses; it is stopped before ours starts.
        let original = try CephMonitor(dataFolder: store)
        let configuration = "\(folder.path)/own.conf"
        try FileManager.default.copyItem(atPath: original.configuration, toPath: configuration)
        original.stop()
        var text = try String(contentsOfFile: configuration, encoding: .utf8)
        let lines = text.split(separator: "\n").filter {
            !["run_dir", "log_file", "mon_cluster_log_file", "admin_socket", "pid_file"].contains(
                String($0.split(separator: " ").first ?? ""))
        }
        text =
            lines.joined(separator: "\n")
            + "\nlog_file = \(folder.path)/own.log\nadmin_socket = \(folder.path)/own.asok\n"
        try text.write(toFile: configuration, atomically: true, encoding: .utf8)
        return try OwnMonitor(configuration, folder)
    }

    /// Starts mon.a of a configuration file.
    public init(_ configuration: String, _ folder: TemporaryFolder) throws {
        self.configuration = configuration
        process.executableURL = URL(fileURLWithPath: Program.built("swift-ceph-mon"))
        process.arguments = ["-c", configuration, "-i", "a", "-f"]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try folder.file("own.out")
        process.standardError = try folder.file("own.err")
        try process.start()
    }

    deinit { stop() }

    public func ceph(_ arguments: String...) throws -> ProgramResult {
        try CephMonitor.runCeph(configuration, arguments)
    }

    public func stop() {
        guard process.isRunning else { return }
        process.end()
    }
}
