import CephEncoding

/// The newest lines of every channel, by which `log last` answers and repeated lines are known
/// (src/common/LogEntry.h).
///
/// On the wire: envelope of version 3: version u64, sequence u64, by channel the lines with their
/// sequence numbers. Version 2 (before mimic) had the lines of all channels in one list; version 4
/// (quincy) has bounds by channel and recent keys besides, its lines lie in keys of their own.
public struct LogSummary: Hashable, Sendable {
    public var version: UInt64
    /// The sequence number of the newest line.
    public var sequence: UInt64
    public private(set) var tailByChannel: CephMap<String, [Pair<UInt64, LogEntry>]>
    /// Quincy's bounds: by channel the first line's number, and that behind the last one. Read, not written.
    public var channelBounds: CephMap<String, Pair<UInt64, UInt64>>
    /// Quincy's recent keys, oldest first. Read, not written.
    public private(set) var recentKeys: [LogEntryKey]
    private var keys: Set<LogEntryKey>

    public init(version: UInt64 = 0) {
        self.version = version
        sequence = 0
        tailByChannel = [:]
        channelBounds = [:]
        recentKeys = []
        keys = []
    }

    /// Whether a line is among those kept.
    public func contains(_ key: LogEntryKey) -> Bool { keys.contains(key) }

    public mutating func add(_ entry: LogEntry) {
        sequence &+= 1
        keys.insert(entry.key)
        tailByChannel[entry.channel, default: []].append(Pair(sequence, entry))
    }

    /// Drops the oldest lines of each channel above `max` (`mon_log_max_summary`).
    public mutating func prune(to max: Int) {
        for (channel, lines) in tailByChannel where lines.count > max {
            let surplus = lines.count - max
            for line in lines.prefix(surplus) { keys.remove(line.second.key) }
            tailByChannel[channel] = Array(lines.dropFirst(surplus))
        }
    }

    /// The lines of all channels by their sequence numbers.
    public var orderedTail: [LogEntry] {
        // Sorted by number already within each channel; numbers are unique in what Ceph writes.
        tailByChannel.values.joined().sorted { $0.first < $1.first }.map(\.second)
    }
}

extension LogSummary: CephRecord {
    public static let cephTypeName = "LogSummary"

    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 4, compatSince: 2, lengthSince: 2) { version, body in
            try LogSummary(version: version, bodyFrom: &body)
        }
    }

    private init(version structVersion: UInt8, bodyFrom decoder: inout CephDecoder) throws {
        self.init(version: try decoder.decode("version"))
        if structVersion < 3 {
            for entry in try decoder.decode("tail", as: [LogEntry].self) { add(entry) }
            return
        }
        sequence = try decoder.decode("seq")
        tailByChannel = try decoder.decode("tail_by_channel")
        keys = Set(tailByChannel.values.joined().lazy.map(\.second.key))
        if structVersion >= 4 {
            channelBounds = try decoder.decode("channel_info")
            recentKeys = try decoder.field("recent_keys") { recent in
                try recent.versioned(upTo: 1) { _, body in try [LogEntryKey](from: &body) }
            }
            keys.formUnion(recentKeys)
        }
    }

    public func encode(into encoder: inout CephEncoder) {
        guard encoder.features.contains(.serverMimic) else {
            encoder.versioned(2, compatible: 2) { body in
                body.integer(version)
                body.encode(orderedTail)
            }
            return
        }
        encoder.versioned(3, compatible: 3) { body in
            body.integer(version)
            body.integer(sequence)
            body.encode(tailByChannel)
        }
    }

    public func dump(to formatter: inout CephFormatter) {
        formatter.int("version", version)
        formatter.object("tail_by_channel") { channels in
            for (channel, lines) in tailByChannel {
                channels.object(channel) { section in
                    for line in lines { section.dump(String(line.first), line.second) }
                }
            }
        }
    }
}
