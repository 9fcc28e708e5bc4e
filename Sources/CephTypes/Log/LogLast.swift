import CephEncoding

/// What `ceph log last` answers (src/mon/LogMonitor.cc).
public struct LogLast: Hashable, Sendable {
    public let entries: [LogEntry]

    /// Chooses lines of a summary.
    /// - Parameters:
    ///   - count: how many lines are wanted. Ceph 16.2 goes one further: where there are more, it answers
    ///     one line more than it was asked for, if that line too is of the level. So does this.
    ///   - level: lines that matter less are left out.
    ///   - channel: nil, or `*`, for all.
    public init(
        of summary: LogSummary, count: Int64 = 20, level: ClogType = .info,
        channel: String? = LogChannel.cluster
    ) {
        let lines: [LogEntry]
        if let channel, channel != "*" {
            lines = summary.tailByChannel[channel]?.map(\.second) ?? []
        } else {
            lines = summary.orderedTail
        }
        var wanted = count
        var first = lines.count - 1
        while wanted > 0, first >= 0 {
            if lines[first].priority.isAtLeast(level) { wanted -= 1 }
            first -= 1
        }
        entries = lines.dropFirst(max(first, 0)).filter { $0.priority.isAtLeast(level) }
    }

    /// The plain answer: a line an entry.
    public var plain: String { entries.map { "\($0)\n" }.joined() }
}

extension LogLast {
    /// An array of entries, as the answer in JSON or XML is.
    public func dump(to formatter: inout CephFormatter) {
        formatter.dump("tail", each: "entry", entries)
    }
}
