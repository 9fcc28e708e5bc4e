import CephEncoding
import CephTypes
import FoundationEssentials

/// What the daemon runs with: command line, environment and configuration file together.
struct DaemonConfiguration {
    let commandLine: MonitorCommandLine
    /// `a` for `mon.a`.
    let id: String
    var options: MonitorOptions
    /// What of the configuration file could not be set, a line each.
    let complaints: [String]

    init(_ commandLine: MonitorCommandLine, environment: [String: String]) throws {
        self.commandLine = commandLine
        guard let id = commandLine.id, !id.isEmpty else {
            throw UsageError("must specify id '-i <id>' or '--id <id>'")
        }
        self.id = id
        var host = ProcessInfo.processInfo.hostName
        if let point = host.firstIndex(of: ".") { host = String(host[..<point]) }
        var options = MonitorOptions(
            monitor: MonitorOptions.Identity(
                name: AuthEntityName(.mon, id), cluster: commandLine.cluster, host: host,
                processID: ProcessInfo.processInfo.processIdentifier, home: environment["HOME"] ?? ""))
        complaints = try Self.readFile(commandLine, environment, into: &options)
        // CEPH_ARGS stands for what is typed every time.
        if let text = environment["CEPH_ARGS"], !text.isEmpty {
            let words = text.split(separator: " ").map(String.init)
            try Self.set(MonitorCommandLine(words).options, .env, in: &options)
        }
        try Self.set(commandLine.options, .cmdline, in: &options)
        self.options = options
    }

    private static func readFile(
        _ commandLine: MonitorCommandLine, _ environment: [String: String], into options: inout MonitorOptions
    ) throws -> [String] {
        let wanted = commandLine.configurationFile ?? environment["CEPH_CONF"]
        if let wanted {
            guard let data = FileManager.default.contents(atPath: wanted) else {
                throw UsageError("unable to open configuration file \(wanted)")
            }
            return options.read(try ConfigFile(bytes: data))
        }
        for path in ["/etc/ceph/\(commandLine.cluster).conf", "\(commandLine.cluster).conf"] {
            guard let data = FileManager.default.contents(atPath: path) else { continue }
            return options.read(try ConfigFile(bytes: data))
        }
        return []
    }

    private static func set(
        _ given: [(name: String, value: String)], _ level: MonitorOptions.Level,
        in options: inout MonitorOptions
    ) throws {
        for (name, value) in given {
            do throws(MonitorOptions.SetError) {
                try options.set(name, to: value, at: level)
            } catch {
                switch error {
                case .unknownOption: throw UsageError("unknown option --\(name)")
                case .badValue(let reason): throw UsageError("--\(name) \(value): \(reason)")
                case .notAtRuntime(let reason): throw UsageError(reason)
                }
            }
        }
    }

    func path(_ option: String) -> String { options.expand(options.string(option)) }
    var dataFolder: String { path("mon_data") }
}
