import CephEncoding

/// What prefix `logm` has under a version's number: the lines of one commit (src/mon/LogMonitor.cc).
///
/// Stored up to 16.2: version byte 1, entries to the end of the value; beside it lies `full_N`, a
/// ``LogSummary``, for every version, `full_latest`, `first_committed` and `last_committed` (u64 each).
/// From quincy on: version byte 2, count u32, entries, and by channel the number of the first line that
/// is kept; every line then lies under `CHANNEL/NUMBER` (eight hexadecimal digits) as well.
public struct LogVersion: Hashable, Sendable {
    public var entries: [LogEntry]
    /// Quincy's trimming bounds by channel; nil is the form that 16.2 writes.
    public var pruneChannelsTo: CephMap<String, UInt64>?

    public init(_ entries: [LogEntry] = [], pruneChannelsTo: CephMap<String, UInt64>? = nil) {
        self.entries = entries
        self.pruneChannelsTo = pruneChannelsTo
    }
}

extension LogVersion: CephCodable {
    public init(from decoder: inout CephDecoder) throws {
        let version = try decoder.decode("struct_v", as: UInt8.self)
        guard version < 2 else {
            entries = try decoder.decode("entries")
            pruneChannelsTo = try decoder.decode("prune_channels_to", as: CephMap<String, UInt64>.self)
            return
        }
        entries = []
        pruneChannelsTo = nil
        while decoder.remaining > 0 {
            let index = entries.count
            entries.append(try decoder.field("[\(index)]") { try LogEntry(from: &$0) })
        }
    }

    public func encode(into encoder: inout CephEncoder) {
        if let pruneChannelsTo {
            encoder.integer(UInt8(2))
            encoder.encode(entries)
            encoder.encode(pruneChannelsTo)
        } else {
            encoder.integer(UInt8(1))
            for entry in entries { encoder.encode(entry) }
        }
    }
}

extension LogSummary {
    /// Goes on to the next version.
    /// - Parameter max: lines kept a channel, `mon_log_max_summary`.
    public mutating func apply(_ version: LogVersion, keeping max: Int = 50) {
        for entry in version.entries { add(entry) }
        self.version &+= 1
        prune(to: max)
    }
}
