import CephEncoding
import CephTypes
import FoundationEssentials
import Monitor
import NIOConcurrencyHelpers

/// The daemon's log in Ceph's form, to a file, to standard error, or both.
final class FileLog: DaemonLog {
    /// How it writes.
    struct Settings: Sendable {
        /// Ceph's `debug_mon`, `debug_paxos`, `debug_auth`.
        var levels: [LogSubsystem: LogLevels]
        /// `log_max_recent`: how many lines are kept.
        var recentLimit: Int
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
    private let recent: NIOLockedValueBox<RecentLines>

    init(_ settings: Settings) {
        recent = NIOLockedValueBox(RecentLines(limit: settings.recentLimit))
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

    /// Takes what may change while the monitor runs: the levels, and how many lines are kept.
    func adopt(_ options: MonitorOptions) {
        let new = Settings(options, toStandardError: false)
        settings.withLockedValue { ($0.levels, $0.recentLimit) = (new.levels, new.recentLimit) }
        recent.withLockedValue { $0.limit = max(1, new.recentLimit) }
    }

    private static func open(_ path: String) -> LogFile? {
        do {
            return try LogFile(path)
        } catch {
            StandardError.write("cannot write the log \(path): \(error)\n")
            return nil
        }
    }

    func isWanted(_ level: Int, _ subsystem: LogSubsystem) -> Bool {
        settings.withLockedValue { level <= $0.levels[subsystem]?.kept ?? 0 }
    }

    func write(_ level: Int, _ subsystem: LogSubsystem, _ line: String, at time: UTime) {
        let settings = settings.withLockedValue { $0 }
        let line = RecentLines.Line(time: time, level: level, subsystem: subsystem, text: line)
        recent.withLockedValue { $0.append(line) }
        guard level <= settings.levels[subsystem]?.written ?? 0 else { return }
        let text = settings.asJSON ? json(line) : Self.text(line)
        if settings.toStandardError || (level < 0 && settings.path == nil) { StandardError.write(text) }
        files.withLockedValue { $0.own?.write(text.utf8) }
    }

    /// Writes the lines that are kept, the oldest first, and what is kept of which subsystem (`dump_recent`).
    func dumpRecent() {
        let settings = settings.withLockedValue { $0 }
        let lines = recent.withLockedValue { $0.lines }
        var text = "--- begin dump of recent events ---\n"
        for (index, line) in lines.enumerated() {
            text += Self.padded(index + 1 - lines.count, 6) + "> "
            text += settings.asJSON ? json(line) : Self.text(line)
        }
        text += "--- logging levels ---\n"
        for (subsystem, levels) in settings.levels.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            let pair = "\(Self.padded(levels.written, 2))/\(Self.padded(levels.kept, 2))"
            text += "  \(pair) \(subsystem.rawValue)\n"
        }
        text += "  max_recent \(Self.padded(settings.recentLimit, 9))\n"
        if let path = settings.path { text += "  log_file \(path)\n" }
        text += "--- end dump of recent events ---\n"
        if settings.toStandardError { StandardError.write(text) }
        files.withLockedValue { $0.own?.write(text.utf8) }
    }

    private static func text(_ line: RecentLines.Line) -> String {
        "\(line.time) \(padded(line.level, 2)) \(line.text)\n"
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: " ", count: max(0, width - text.count)) + text
    }

    private func json(_ line: RecentLines.Line) -> String {
        var formatter = CephFormatter(.json)
        formatter.object("line") { item in
            item.stream("stamp", line.time)
            item.int("level", line.level)
            item.string("subsystem", line.subsystem.rawValue)
            item.string("message", line.text)
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
        func levels(_ name: String) -> LogLevels {
            LogLevels(options.string(name)) ?? LogLevels(written: 1, kept: 5)
        }
        self.levels = [
            .mon: levels("debug_mon"), .paxos: levels("debug_paxos"), .auth: levels("debug_auth"),
            .none: LogLevels(written: 0, kept: 5),
        ]
        recentLimit = options.int("log_max_recent")
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
