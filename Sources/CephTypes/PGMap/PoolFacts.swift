import CephEncoding

/// What a ``PGMap`` and a ``PGMapDigest`` need to know of a pool from the OSD map.
public struct PoolFacts: Equatable, Sendable {
    public var id: Int64
    public var name: String
    public var crushRule: Int32 = 0
    /// Raw bytes that a stored byte takes (`pool_raw_used_rate`): replicas, or erasure coding's overhead.
    public var rawUsedRate: Float = 1
    public var pgNum: UInt32 = 0
    public var minSize: UInt32 = 0
    /// Whether it is a cache tier of another pool.
    public var isTier = false
    /// 0 is none.
    public var quotaMaxObjects: UInt64 = 0
    public var quotaMaxBytes: UInt64 = 0

    // What health checks look at beyond that.
    public var pgNumTarget: UInt32 = 0
    public var pgpNumTarget: UInt32 = 0
    public var isAutoscaled = false
    public var targetMaxObjects: UInt64 = 0
    public var targetMaxBytes: UInt64 = 0
    /// Millionths.
    public var cacheTargetFullRatio: UInt32 = 0
    public var hasApplication = true
    public var createTime = UTime.zero
    /// Seconds; 0 where the pool has none of its own.
    public var scrubMaxInterval: Double = 0
    public var deepScrubInterval: Double = 0

    public init(id: Int64, name: String) {
        self.id = id
        self.name = name
    }
}

/// What a ``PGMap`` needs to know of the OSD map.
public struct OSDMapFacts: Sendable {
    /// In order of their numbers.
    public var pools: [PoolFacts] = []
    /// By CRUSH rule: the OSDs that it may choose, each with its share of what the rule places; a rule that does
    /// not exist has no entry.
    public var ruleWeights: [Int32: [Int32: Float]] = [:]
    /// Device classes of OSDs.
    public var classes: [Int32: String] = [:]
    public var fullRatio: Float = 0.95

    // What health checks look at beyond that.
    public var numOSDs: Int = 0
    public var numInOSDs: Int = 0
    public var downOSDs: Set<Int32> = []
    /// By OSD the names of the buckets above it, without its root and without the level by which reporters of
    /// failures are counted.
    public var parents: [Int32: CephSet<String>] = [:]

    public init() {}
}
