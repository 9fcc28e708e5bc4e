import CephEncoding
import Collections
import Monitor

/// The last lines of the log, those among them that were not written: when something fails, they tell what was
/// before it (src/log/Log.cc).
struct RecentLines {
    struct Line {
        var time: UTime
        var level: Int
        var subsystem: LogSubsystem
        var text: String
    }

    /// `log_max_recent`
    var limit: Int {
        didSet { removeOldest() }
    }
    private(set) var lines: Deque<Line> = []

    init(limit: Int) { self.limit = max(1, limit) }

    mutating func append(_ line: Line) {
        lines.append(line)
        removeOldest()
    }

    private mutating func removeOldest() {
        if lines.count > limit { lines.removeFirst(lines.count - limit) }
    }
}

/// Up to which level lines are written, and up to which they are kept: Ceph's `1/5`.
struct LogLevels: Hashable, Sendable {
    var written: Int
    /// Never less than ``written``: what is written is kept as well.
    var kept: Int

    /// - Parameter text: `N` or `N/M`; as Ceph has it, a level alone counts for both.
    init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard let written = parts.first.flatMap({ Int($0) }) else { return nil }
        self.init(written: written, kept: parts.count > 1 ? Int(parts[1]) ?? written : written)
    }

    init(written: Int, kept: Int) {
        self.written = written
        self.kept = max(written, kept)
    }
}
