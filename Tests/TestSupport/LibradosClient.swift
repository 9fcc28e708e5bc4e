import Foundation

/// Commands over Ceph's own library, as programs send them (`Fixtures/interop/ask.py`).
public enum LibradosClient {
    /// Debian's own Python: Ceph's bindings are made for it.
    public static let python = "/usr/bin/python3"

    public static let isInstalled: Bool = {
        guard FileManager.default.isExecutableFile(atPath: python) else { return false }
        return (try? Program.run(python, ["-c", "import rados"]))?.status == 0
    }()

    /// A line an answer: `[code, status, output]`; or the one line of a connection that failed.
    /// - Parameters:
    ///   - commands: JSON, one each.
    ///   - options: `name=client.x`, `key=…`, any of Ceph's options.
    public static func ask(
        _ configuration: String, _ commands: [String], options: [String] = [], limit: Double = 120
    ) throws -> [String] {
        let files = try TemporaryFolder()
        try (commands.joined(separator: "\n") + "\n").write(
            toFile: "\(files.path)/commands", atomically: true, encoding: .utf8)
        // The shell gives the file as input: a pipe would have to be fed while answers are read.
        let script = "\(Fixtures.folder)/interop/ask.py"
        let arguments = ["-c", "exec \"$@\" < \(files.path)/commands", "sh", python, script, configuration]
        let result = try Program.run("/bin/sh", arguments + options, limit: limit)
        let lines = result.text.split(separator: "\n").map(String.init)
        guard !lines.isEmpty else { throw OwnCluster.Failure(description: result.errorText) }
        return lines
    }

    /// The commands of `Fixtures/interop/NAME.jsonl`.
    public static func commands(_ name: String) throws -> [String] {
        try String(contentsOfFile: "\(Fixtures.folder)/interop/\(name).jsonl", encoding: .utf8)
            .split(separator: "\n").map(String.init)
    }
}
