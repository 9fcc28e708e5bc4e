import CephEncoding

/// `pg_stat_t` (src/osd/osd_types.h): what a placement group's primary reports of it.
public struct PGStat: Equatable, Sendable {
    public var version = EVersion()
    public var reportedSeq: UInt64 = 0
    public var reportedEpoch: UInt32 = 0
    public var state: PGState = []

    /// When it was reported last, and when it was last not what the name says the opposite of.
    public var lastFresh = UTime.zero
    public var lastChange = UTime.zero
    public var lastActive = UTime.zero
    public var lastPeered = UTime.zero
    public var lastClean = UTime.zero
    public var lastUnstale = UTime.zero
    public var lastUndegraded = UTime.zero
    public var lastFullsized = UTime.zero
    public var lastBecameActive = UTime.zero
    public var lastBecamePeered = UTime.zero

    public var logStart = EVersion()
    public var ondiskLogStart = EVersion()
    public var created: UInt32 = 0
    public var lastEpochClean: UInt32 = 0
    public var parent = PGID()
    public var parentSplitBits: UInt32 = 0

    public var lastScrub = EVersion()
    public var lastDeepScrub = EVersion()
    public var lastScrubStamp = UTime.zero
    public var lastDeepScrubStamp = UTime.zero
    public var lastCleanScrubStamp = UTime.zero

    public var stats = ObjectStatCollection()
    public var logSize: Int64 = 0
    public var ondiskLogSize: Int64 = 0

    public var up: [Int32] = []
    public var acting: [Int32] = []
    public var availNoMissing: [PGShard] = []
    public var objectLocationCounts: CephMap<CephSet<PGShard>, Int32> = [:]
    /// The OSD map's epoch of `up` and `acting`.
    public var mappingEpoch: UInt32 = 0
    /// OSDs that it waits for.
    public var blockedBy: [Int32] = []
    public var purgedSnaps = SnapIntervalSet()
    public var upPrimary: Int32 = -1
    public var actingPrimary: Int32 = -1
    public var snapTrimQueueLength: UInt32 = 0

    // Set where a counter in `stats` was not kept from the start.
    public var statsInvalid = false
    public var dirtyStatsInvalid = false
    public var omapStatsInvalid = false
    public var hitSetStatsInvalid = false
    public var hitSetBytesStatsInvalid = false
    public var pinStatsInvalid = false
    public var manifestStatsInvalid = false

    /// What 17.x and later report beyond that; 16.2 does not write it.
    public var scrub: ScrubReport?

    public init() {}

    /// The epoch until which the group was certainly clean.
    public var effectiveLastEpochClean: UInt32 { state.contains(.clean) ? reportedEpoch : lastEpochClean }

    /// Whether it is this OSD's, as its primary or as any of its acting set.
    public func isActing(_ osd: Int32, asPrimary: Bool) -> Bool {
        asPrimary ? osd == actingPrimary : acting.contains(osd)
    }

    /// Whether `other` was reported before this one, or is it.
    public func isAtLeastAsNew(as other: PGStat) -> Bool {
        (reportedEpoch, reportedSeq) >= (other.reportedEpoch, other.reportedSeq)
    }
}

extension PGStat {
    /// Scrubbing and snapshot trimming in numbers, as versions 27 to 30 have them.
    public struct ScrubReport: Hashable, Sendable {
        /// Seconds.
        public var lastDuration: Int32 = 0
        public var scheduledAt = UTime.zero
        public var scheduledDuration: Int32 = 0
        public var scheduleStatus: UInt16 = 0
        public var isActive = false
        public var isDeep = false
        public var isPeriodic = false
        public var objectsScrubbed: Int64 = 0
        /// Seconds.
        public var duration: Double = 0
        public var objectsTrimmed: Int64 = 0
        public var snapTrimDuration: Double = 0
        public var logDupsSize: Int64 = 0
        /// Which OSD the reservation of replicas waits for, its place among them, how many there are.
        public var osdToRespond: UInt16 = 0
        public var replicaOrdinal: UInt8 = 0
        public var replicasToReserve: UInt8 = 0

        public init() {}
    }
}
