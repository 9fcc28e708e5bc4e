import CephEncoding

/// `objectstore_perf_stat_t` (src/osd/osd_types.h): an object store's latencies in nanoseconds. Version 1 has
/// them in milliseconds, and is what is written: 16.2 does not tell others of the feature for version 2.
public struct ObjectStorePerfStat: Hashable, Sendable {
    public var commitLatency: UInt64 = 0
    public var applyLatency: UInt64 = 0

    public init(commitLatency: UInt64 = 0, applyLatency: UInt64 = 0) {
        self.commitLatency = commitLatency
        self.applyLatency = applyLatency
    }

    private static let millisecond: UInt64 = 1_000_000
    /// `OS_PERF_STAT_NS`: bit 17 of the third incarnation.
    private static let nanoseconds = CephFeatures(rawValue: 1 << 17 | 1 << 57 | 1 << 28)

    public mutating func add(_ other: ObjectStorePerfStat) {
        commitLatency &+= other.commitLatency
        applyLatency &+= other.applyLatency
    }

    public mutating func subtract(_ other: ObjectStorePerfStat) {
        commitLatency &-= other.commitLatency
        applyLatency &-= other.applyLatency
    }
}

extension ObjectStorePerfStat: CephRecord {
    public static let cephTypeName = "objectstore_perf_stat_t"

    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 2) { version, body in
            guard version < 2 else {
                return ObjectStorePerfStat(
                    commitLatency: try body.decode("commit_latency_ns"),
                    applyLatency: try body.decode("apply_latency_ns"))
            }
            let commit: UInt32 = try body.decode("commit_latency_ms")
            let apply: UInt32 = try body.decode("apply_latency_ms")
            return ObjectStorePerfStat(
                commitLatency: UInt64(commit) * Self.millisecond,
                applyLatency: UInt64(apply) * Self.millisecond)
        }
    }

    public func encode(into encoder: inout CephEncoder) {
        let version: UInt8 = encoder.features.contains(Self.nanoseconds) ? 2 : 1
        encoder.versioned(version, compatible: version) { body in
            if version >= 2 {
                body.integer(commitLatency)
                body.integer(applyLatency)
            } else {
                body.integer(UInt32(truncatingIfNeeded: commitLatency / Self.millisecond))
                body.integer(UInt32(truncatingIfNeeded: applyLatency / Self.millisecond))
            }
        }
    }

    public func dump(to formatter: inout CephFormatter) {
        formatter.float("commit_latency_ms", Double(commitLatency) / Double(Self.millisecond))
        formatter.float("apply_latency_ms", Double(applyLatency) / Double(Self.millisecond))
        formatter.int("commit_latency_ns", commitLatency)
        formatter.int("apply_latency_ns", applyLatency)
    }
}
