import CephEncoding

/// `pool_stat_t` (src/osd/osd_types.h): sums over a pool, or over all pools.
public struct PoolStat: Hashable, Sendable {
    public var stats = ObjectStatCollection()
    public var storeStats = StoreStatFS()
    public var logSize: Int64 = 0
    public var ondiskLogSize: Int64 = 0
    /// How many replicas or shards are up, and acting.
    public var up: Int32 = 0
    public var acting: Int32 = 0
    /// How many OSDs' `store_stats` are in the sum.
    public var numStoreStats: Int32 = 0

    public init() {}

    public var isZero: Bool { self == PoolStat() }

    public mutating func add(_ store: StoreStatFS) {
        storeStats.add(store)
        numStoreStats &+= 1
    }

    public mutating func subtract(_ store: StoreStatFS) {
        storeStats.subtract(store)
        numStoreStats &-= 1
    }

    public mutating func add(_ pg: PGStat) {
        stats.add(pg.stats)
        logSize &+= pg.logSize
        ondiskLogSize &+= pg.ondiskLogSize
        up &+= Int32(truncatingIfNeeded: pg.up.count)
        acting &+= Int32(truncatingIfNeeded: pg.acting.count)
    }

    public mutating func subtract(_ pg: PGStat) {
        stats.subtract(pg.stats)
        logSize &-= pg.logSize
        ondiskLogSize &-= pg.ondiskLogSize
        up &-= Int32(truncatingIfNeeded: pg.up.count)
        acting &-= Int32(truncatingIfNeeded: pg.acting.count)
    }

    /// Raises what is below `least` to it.
    public mutating func floor(at least: Int64) {
        stats.floor(at: least)
        storeStats.floor(at: least)
        logSize = max(logSize, least)
        ondiskLogSize = max(ondiskLogSize, least)
        let small = Int32(clamping: least)
        up = max(up, small)
        acting = max(acting, small)
        numStoreStats = max(numStoreStats, small)
    }

    /// The same without what is negative: what rates are made of.
    public var positive: PoolStat {
        var copy = self
        copy.floor(at: 0)
        return copy
    }
}

// Bytes of a pool. OSDs that report their stores by pool say what is allocated on all of them together; from
// others there is only what the placement groups counted, once and without overhead.
extension PoolStat {
    /// - Parameter perPool: whether all OSDs report their space by pool.
    public func allocatedDataBytes(perPool: Bool) -> UInt64 {
        UInt64(bitPattern: perPool ? storeStats.allocated : countedBytes)
    }

    /// - Parameter perPoolOmap: whether all OSDs report their omap by pool; if not, this is what scrubs found.
    public func allocatedOmapBytes(perPoolOmap: Bool) -> UInt64 {
        UInt64(bitPattern: perPoolOmap ? storeStats.omapAllocated : stats.sum.numOmapBytes)
    }

    /// What users stored.
    /// - Parameter rawUsedRate: raw bytes a stored byte takes: replicas, or erasure coding's overhead.
    public func userDataBytes(rawUsedRate: Float, perPool: Bool) -> UInt64 {
        perPool ? Self.stored(storeStats.dataStored, rawUsedRate) : UInt64(bitPattern: countedBytes)
    }

    public func userOmapBytes(rawUsedRate: Float, perPoolOmap: Bool) -> UInt64 {
        perPoolOmap
            ? Self.stored(storeStats.omapAllocated, rawUsedRate) : UInt64(bitPattern: stats.sum.numOmapBytes)
    }

    private var countedBytes: Int64 { stats.sum.numBytes &+ stats.sum.numBytesHitSetArchive }

    private static func stored(_ raw: Int64, _ rate: Float) -> UInt64 {
        rate == 0 ? 0 : UInt64(saturating: Float(raw) / rate)
    }
}

extension UInt64 {
    /// The number without its fraction; the nearest that fits, 0 for what is no number.
    init(saturating value: some BinaryFloatingPoint) {
        if value.isNaN || value <= 0 {
            self = 0
        } else {
            self = UInt64(exactly: value.rounded(.towardZero)) ?? .max
        }
    }
}

extension PoolStat: CephRecord {
    public static let cephTypeName = "pool_stat_t"

    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 7, compatSince: 5, lengthSince: 5, PoolStat.init(version:_:))
    }

    private init(version: UInt8, _ decoder: inout CephDecoder) throws {
        self.init()
        guard version >= 4 else {
            try decodeAncient(version, &decoder)
            return
        }
        stats = try decoder.decode("stats")
        logSize = try decoder.decode("log_size")
        ondiskLogSize = try decoder.decode("ondisk_log_size")
        if version >= 6 {
            up = try decoder.decode("up")
            acting = try decoder.decode("acting")
        }
        if version >= 7 {
            storeStats = try decoder.decode("store_stats")
            numStoreStats = try decoder.decode("num_store_stats")
        }
    }

    private mutating func decodeAncient(_ version: UInt8, _ decoder: inout CephDecoder) throws {
        stats.sum.numBytes = try decoder.decode("num_bytes")
        _ = try decoder.decode("num_kb", as: UInt64.self)
        stats.sum.numObjects = try decoder.decode("num_objects")
        stats.sum.numObjectClones = try decoder.decode("num_object_clones")
        stats.sum.numObjectCopies = try decoder.decode("num_object_copies")
        stats.sum.numObjectsMissingOnPrimary = try decoder.decode("num_objects_missing_on_primary")
        stats.sum.numObjectsDegraded = try decoder.decode("num_objects_degraded")
        logSize = try decoder.decode("log_size")
        ondiskLogSize = try decoder.decode("ondisk_log_size")
        if version >= 2 {
            stats.sum.numRd = try decoder.decode("num_rd")
            stats.sum.numRdKB = try decoder.decode("num_rd_kb")
            stats.sum.numWr = try decoder.decode("num_wr")
            stats.sum.numWrKB = try decoder.decode("num_wr_kb")
        }
        if version >= 3 { stats.sum.numObjectsUnfound = try decoder.decode("num_objects_unfound") }
    }

    public func encode(into encoder: inout CephEncoder) {
        guard encoder.features.contains(.osdEnc) else {
            encoder.integer(UInt8(4))
            encoder.encode(stats)
            encoder.integer(logSize)
            encoder.integer(ondiskLogSize)
            return
        }
        encoder.versioned(7, compatible: 5) { body in
            body.encode(stats)
            body.integer(logSize)
            body.integer(ondiskLogSize)
            body.integer(up)
            body.integer(acting)
            body.encode(storeStats)
            body.integer(numStoreStats)
        }
    }

    public func dump(to formatter: inout CephFormatter) {
        stats.dump(to: &formatter)
        formatter.dump("store_stats", storeStats)
        formatter.int("log_size", logSize)
        formatter.int("ondisk_log_size", ondiskLogSize)
        formatter.int("up", up)
        formatter.int("acting", acting)
        formatter.int("num_store_stats", numStoreStats)
    }
}
