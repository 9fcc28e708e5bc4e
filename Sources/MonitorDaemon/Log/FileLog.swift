import CephEncoding
import CephTypes
import FoundationEssentials
import Monitor
import NIOConcurrencyHelpers

/// The daemon's log in Ceph's form, to a file, to standard error, or both.
final class FileLog: DaemonLog {
    /// How it writes.
    struct Settings: Sendable {
        /// Ceph's `debug_mon`, `debug_paxos`, `debug_auth`: lines up to this level.
        var levels: [LogSubsystem: Int]
        /// nil for none.
        var path: String?
        var toStandardError: Bool
        /// One JSON object a line.
        var asJSON: Bool
        /// Files of the cluster log, by channel; `default` for all others.
        var clusterPaths: [String: String]
        var clusterToStandardError: Bool
    }

    private struct Files {
        var own: LogFile?
        var cluster: [String: LogFile] = [:]
    }

    private let settings: NIOLockedValueBox<Settings>
    private let files = NIOLockedValueBox(Files())

    init(_ settings: Settings) {
        self.settings = NIOLockedValueBox(settings)
        reopen()
    }

    /// Opens the files anew: somebody has renamed them.
    func reopen() {
        let path = settings.withLockedValue { $0.path }
        files.withLockedValue { files in
            files.own = path.flatMap(Self.open)
            files.cluster = [:]
        }
    }

    func change(_ body: (inout Settings) -> Void) { settings.withLockedValue { body(&$0) } }

    private static func open(_ path: String) -> LogFile? {
        do {
            return try LogFile(path)
        } catch {
            StandardError.write("cannot write the log \(path): \(error)\n")
            return nil
        }
    }

    func isWanted(_ level: Int, _ subsystem: LogSubsystem) -> Bool {
        settings.withLockedValue { level <= $0.levels[subsystem] ?? 0 }
    }

    func write(_ level: Int, _ subsystem: LogSubsystem, _ line: String, at time: UTime) {
        let settings = settings.withLockedValue { $0 }
        let text =
            settings.asJSON ? json(level, subsystem, line, time) : "\(time) \(Self.digits(level)) \(line)\n"
        if settings.toStandardError || (level < 0 && settings.path == nil) { StandardError.write(text) }
        files.withLockedValue { $0.own?.write(text.utf8) }
    }

    private static func digits(_ level: Int) -> String {
        let text = String(level)
        return text.count < 2 ? " \(text)" : text
    }

    private func json(_ level: Int, _ subsystem: LogSubsystem, _ line: String, _ time: UTime) -> String {
        var formatter = CephFormatter(.json)
        formatter.object("line") { item in
            item.stream("stamp", time)
            item.int("level", level)
            item.string("subsystem", subsystem.rawValue)
            item.string("message", line)
        }
        return formatter.text + "\n"
    }

    func writeCluster(_ entries: [LogEntry]) {
        let settings = settings.withLockedValue { $0 }
        for entry in entries {
            let channel = entry.channel.isEmpty ? LogChannel.cluster : entry.channel
            let text = "\(entry)\n"
            if settings.clusterToStandardError { StandardError.write("\(channel) \(text)") }
            guard let path = settings.clusterPaths[channel] ?? settings.clusterPaths["default"], !path.isEmpty
            else {
                continue
            }
            files.withLockedValue { files in
                if files.cluster[path] == nil { files.cluster[path] = Self.open(path) }
                files.cluster[path]?.write(text.cephBytes)
            }
        }
    }
}

extension FileLog.Settings {
    /// - Parameter foreground: `-d`: everything to standard error, no file.
    init(_ options: MonitorOptions, toStandardError: Bool) {
        func level(_ name: String) -> Int {
            // `1/5`: the second number is for what is kept in memory.
            Int(options.string(name).prefix { $0 != "/" }) ?? 1
        }
        levels = [
            .mon: level("debug_mon"), .paxos: level("debug_paxos"), .auth: level("debug_auth"), .none: 0,
        ]
        let file = options.expand(options.string("log_file"))
        path = toStandardError || file.isEmpty || !options.bool("log_to_file") ? nil : file
        self.toStandardError = toStandardError || options.bool("log_to_stderr")
        asJSON = false
        clusterPaths = FileLog.Settings.channels(options.expand(options.string("mon_cluster_log_file")))
        if !options.bool("mon_cluster_log_to_file") { clusterPaths = [:] }
        clusterToStandardError = toStandardError || options.bool("mon_cluster_log_to_stderr")
        if toStandardError { clusterPaths = [:] }
    }

    /// `default=/var/log/ceph/$cluster.$channel.log cluster=/var/log/ceph/$cluster.log`, or one path for all.
    static func channels(_ text: String) -> [String: String] {
        var paths: [String: String] = [:]
        for part in text.split(whereSeparator: { $0 == " " || $0 == "," || $0 == ";" }) {
            let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
            if pair.count == 2 { paths[pair[0]] = pair[1] } else { paths["default"] = String(part) }
        }
        for channel in [LogChannel.cluster, LogChannel.audit, "cephadm"] {
            if let path = paths[channel] ?? paths["default"] {
                paths[channel] = path.replacing("$channel", with: channel)
            }
        }
        return paths
    }
}
