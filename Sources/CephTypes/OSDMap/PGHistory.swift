import CephEncoding

/// `pg_history_t`: the epochs that mattered to a placement group (src/osd/osd_types.h).
public struct PGHistory: Hashable, Sendable {
    public var epochCreated: UInt32 = 0
    public var epochPoolCreated: UInt32 = 0
    public var lastEpochStarted: UInt32 = 0
    public var lastIntervalStarted: UInt32 = 0
    public var lastEpochClean: UInt32 = 0
    public var lastIntervalClean: UInt32 = 0
    public var lastEpochSplit: UInt32 = 0
    public var lastEpochMarkedFull: UInt32 = 0
    public var sameIntervalSince: UInt32 = 0
    public var sameUpSince: UInt32 = 0
    public var samePrimarySince: UInt32 = 0
    public var lastScrub = EVersion.zero
    public var lastScrubStamp = UTime.zero
    public var lastDeepScrub = EVersion.zero
    public var lastDeepScrubStamp = UTime.zero
    public var lastCleanScrubStamp = UTime.zero
    /// For how long, from the interval's start, the interval before it may still serve reads.
    public var priorReadableUntil = Span()

    /// `ceph::signedspan`: seconds and nanoseconds, both i32.
    public struct Span: Hashable, Sendable {
        public var seconds: Int32 = 0
        public var nanoseconds: Int32 = 0
        public init() {}

        public var inSeconds: Double { Double(seconds) + Double(nanoseconds) / 1e9 }
    }

    public init() {}
}

extension PGHistory: CephRecord {
    public static let cephTypeName = "pg_history_t"

    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 10, compatSince: 4, lengthSince: 4) { version, body in
            var history = PGHistory()
            try history.decodeBody(version, &body)
            return history
        }
    }

    private mutating func decodeBody(_ version: UInt8, _ body: inout CephDecoder) throws {
        epochCreated = try body.decode("epoch_created")
        lastEpochStarted = try body.decode("last_epoch_started")
        lastEpochClean = version >= 3 ? try body.decode("last_epoch_clean") : lastEpochStarted
        lastEpochSplit = try body.decode("last_epoch_split")
        sameIntervalSince = try body.decode("same_interval_since")
        sameUpSince = try body.decode("same_up_since")
        samePrimarySince = try body.decode("same_primary_since")
        if version >= 2 {
            lastScrub = try body.decode("last_scrub")
            lastScrubStamp = try body.decode("last_scrub_stamp")
        }
        if version >= 5 {
            lastDeepScrub = try body.decode("last_deep_scrub")
            lastDeepScrubStamp = try body.decode("last_deep_scrub_stamp")
        }
        if version >= 6 { lastCleanScrubStamp = try body.decode("last_clean_scrub_stamp") }
        if version >= 7 { lastEpochMarkedFull = try body.decode("last_epoch_marked_full") }
        // Before they were kept, the best guess is the present interval.
        lastIntervalStarted =
            version >= 8 ? try body.decode("last_interval_started") : min(lastEpochStarted, sameIntervalSince)
        lastIntervalClean =
            version >= 8 ? try body.decode("last_interval_clean") : min(lastEpochClean, sameIntervalSince)
        epochPoolCreated = version >= 9 ? try body.decode("epoch_pool_created") : epochCreated
        if version >= 10 {
            priorReadableUntil.seconds = try body.decode("prior_readable_until_ub")
            priorReadableUntil.nanoseconds = try body.decode("prior_readable_until_ub")
        }
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.versioned(10, compatible: 4) { body in
            body.integer(epochCreated)
            body.integer(lastEpochStarted)
            body.integer(lastEpochClean)
            body.integer(lastEpochSplit)
            body.integer(sameIntervalSince)
            body.integer(sameUpSince)
            body.integer(samePrimarySince)
            body.encode(lastScrub)
            body.encode(lastScrubStamp)
            body.encode(lastDeepScrub)
            body.encode(lastDeepScrubStamp)
            body.encode(lastCleanScrubStamp)
            body.integer(lastEpochMarkedFull)
            body.integer(lastIntervalStarted)
            body.integer(lastIntervalClean)
            body.integer(epochPoolCreated)
            body.integer(priorReadableUntil.seconds)
            body.integer(priorReadableUntil.nanoseconds)
        }
    }

    public func dump(to formatter: inout CephFormatter) {
        formatter.int("epoch_created", epochCreated)
        formatter.int("epoch_pool_created", epochPoolCreated)
        formatter.int("last_epoch_started", lastEpochStarted)
        formatter.int("last_interval_started", lastIntervalStarted)
        formatter.int("last_epoch_clean", lastEpochClean)
        formatter.int("last_interval_clean", lastIntervalClean)
        formatter.int("last_epoch_split", lastEpochSplit)
        formatter.int("last_epoch_marked_full", lastEpochMarkedFull)
        formatter.int("same_up_since", sameUpSince)
        formatter.int("same_interval_since", sameIntervalSince)
        formatter.int("same_primary_since", samePrimarySince)
        formatter.stream("last_scrub", lastScrub)
        formatter.stream("last_scrub_stamp", lastScrubStamp)
        formatter.stream("last_deep_scrub", lastDeepScrub)
        formatter.stream("last_deep_scrub_stamp", lastDeepScrubStamp)
        formatter.stream("last_clean_scrub_stamp", lastCleanScrubStamp)
        formatter.float("prior_readable_until_ub", priorReadableUntil.inSeconds)
    }
}
