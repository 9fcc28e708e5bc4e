import Foundation

/// The store of a real cluster's monitor, and what that monitor answered in that very state: the archive
/// `Fixtures/stores/pacific-rich.tar.gz`, unpacked.
public struct RecordedCluster: Sendable {
    private let folder: TemporaryFolder

    /// The monitor's data folder.
    public let store: String
    /// As people type them.
    public let commands: [String]

    /// Unpacked once for all tests that only read.
    public static let shared = Result { try RecordedCluster() }

    public init() throws {
        folder = try TemporaryFolder()
        let archive = "\(Fixtures.folder)/stores/pacific-rich.tar.gz"
        let result = try Program.run("tar", ["-xzf", archive, "-C", folder.path])
        guard result.status == 0 else { throw OwnCluster.Failure(description: result.errorText) }
        store = "\(folder.path)/pacific-rich/mon.a"
        commands = try String(contentsOfFile: "\(folder.path)/pacific-rich/commands.txt", encoding: .utf8)
            .split(separator: "\n").map(String.init)
    }

    /// What `ceph COMMAND` printed (with `-f json`, or plain); nil where it is not kept.
    public func answer(_ command: String, asJSON: Bool) -> String? {
        let name = command.replacingOccurrences(of: " ", with: "-") + (asJSON ? ".json" : ".txt")
        let data = FileManager.default.contents(atPath: "\(folder.path)/pacific-rich/answers/\(name)")
        return data.map { String(decoding: $0, as: UTF8.self) }
    }
}
