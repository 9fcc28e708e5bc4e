import CephEncoding

/// `PGMapDigest` (src/mon/PGMap.h): sums over all placement groups and OSDs, as the manager tells them to the
/// monitors, which store them (`mgrstat`).
public struct PGMapDigest: Equatable, Sendable {
    /// How many placement groups an OSD is in.
    public struct PGCount: Hashable, Sendable {
        public var acting: Int32 = 0
        public var upNotActing: Int32 = 0
        public var primary: Int32 = 0

        public init() {}
    }

    public var numPG: Int64 = 0
    public var numPGActive: Int64 = 0
    public var numPGUnknown: Int64 = 0
    public var numOSD: Int64 = 0
    /// Sums by pool, of all pools, and of all OSDs.
    public var poolSum: UnorderedMap<Int32, PoolStat> = [:]
    public var pgSum = PoolStat()
    public var osdSum = OSDStat()
    public var osdSumByClass: CephMap<String, OSDStat> = [:]
    /// Keys are ``PGState``'s raw values.
    public var numPGByState: UnorderedMap<UInt64, Int32> = [:]
    public var numPGByOSD: UnorderedMap<Int32, PGCount> = [:]
    public var numPGByPool: CephMap<Int64, Int64> = [:]
    /// Number of each OSD's last report; 0 for one that is gone.
    public var osdLastSeq: [UInt64] = []
    /// By pool: what changed in the last reports, and when it was last computed; and over which span.
    public var poolDelta: UnorderedMap<Int64, Pair<PoolStat, UTime>> = [:]
    public var poolDeltaSpan: UnorderedMap<Int64, UTime> = [:]
    /// What changed in the last reports over all, and over which span.
    public var pgSumDelta = PoolStat()
    public var deltaSpan = UTime.zero
    /// Raw bytes that a CRUSH rule can still place before its first OSD is full; negative for a rule that does
    /// not exist.
    public var availableByRule: CephMap<Int32, Int64> = [:]
    /// By pool: deleted snapshots that all its placement groups have purged.
    public var purgedSnaps: CephMap<Int64, SnapIntervalSet> = [:]

    public init() {}

    /// Whether all OSDs report their space by pool, and their omap.
    public var usesPerPoolStats: Bool { osdSum.numOSDs == osdSum.numPerPoolOSDs }
    public var usesPerPoolOmapStats: Bool { osdSum.numOSDs == osdSum.numPerPoolOmapOSDs }

    /// Raw bytes that a rule can still place, at least 0.
    public func available(rule: Int32) -> Int64 { max(availableByRule[rule] ?? 0, 0) }

    /// Bytes that users can still store in a pool (`get_pool_free_space`).
    public func freeSpace(rule: Int32, rawUsedRate: Float) -> Int64 {
        guard rawUsedRate != 0 else { return 0 }
        return Int64(clamping: UInt64(saturating: Float(available(rule: rule)) / rawUsedRate))
    }

    public func lastSeq(osd: Int32) -> UInt64 {
        guard osd >= 0, Int(osd) < osdLastSeq.count else { return 0 }
        return osdLastSeq[Int(osd)]
    }

    /// How many placement groups are neither active nor unknown.
    var numPGInactive: Int64 { numPG &- numPGActive &- numPGUnknown }

    /// The digest as Ceph writes it after reading this one: its hash tables have an order of their own.
    public func inHashOrder() -> PGMapDigest {
        var copy = self
        copy.poolSum = poolSum.inHashOrder()
        copy.numPGByState = numPGByState.inHashOrder()
        copy.numPGByOSD = numPGByOSD.inHashOrder()
        copy.poolDelta = poolDelta.inHashOrder()
        copy.poolDeltaSpan = poolDeltaSpan.inHashOrder()
        return copy
    }
}

extension PGMapDigest.PGCount: CephCodable {
    public init(from decoder: inout CephDecoder) throws {
        acting = try decoder.integer()
        upNotActing = try decoder.integer()
        primary = try decoder.integer()
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.integer(acting)
        encoder.integer(upNotActing)
        encoder.integer(primary)
    }
}

extension PGMapDigest: CephRecord {
    public static let cephTypeName = "PGMapDigest"

    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 5, PGMapDigest.init(version:_:))
    }

    private init(version: UInt8, _ decoder: inout CephDecoder) throws {
        guard version >= 4 else {
            throw decoder.failure("a PGMapDigest of version \(version), from before nautilus")
        }
        numPG = try decoder.decode("num_pg")
        numPGActive = try decoder.decode("num_pg_active")
        numPGUnknown = try decoder.decode("num_pg_unknown")
        numOSD = try decoder.decode("num_osd")
        poolSum = try decoder.decode("pg_pool_sum")
        pgSum = try decoder.decode("pg_sum")
        osdSum = try decoder.decode("osd_sum")
        numPGByState = try decoder.decode("num_pg_by_state")
        numPGByOSD = try decoder.decode("num_pg_by_osd")
        numPGByPool = try decoder.decode("num_pg_by_pool")
        osdLastSeq = try decoder.decode("osd_last_seq")
        poolDelta = try decoder.decode("per_pool_sum_delta")
        poolDeltaSpan = try decoder.decode("per_pool_sum_deltas_stamps")
        pgSumDelta = try decoder.decode("pg_sum_delta")
        deltaSpan = try decoder.decode("stamp_delta")
        availableByRule = try decoder.decode("avail_space_by_rule")
        purgedSnaps = try decoder.decode("purged_snaps")
        osdSumByClass = try decoder.decode("osd_sum_by_class")
        // 20.x: by pool the placement groups that are not available. 16.2 knows no such thing.
        if version >= 5 {
            _ = try decoder.decode("pool_pg_unavailable_map", as: CephMap<UInt64, [PGID]>.self)
        }
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.versioned(4, compatible: 1) { body in
            body.integer(numPG)
            body.integer(numPGActive)
            body.integer(numPGUnknown)
            body.integer(numOSD)
            body.encode(poolSum)
            body.encode(pgSum)
            body.encode(osdSum)
            body.encode(numPGByState)
            body.encode(numPGByOSD)
            body.encode(numPGByPool)
            body.encode(osdLastSeq)
            body.encode(poolDelta)
            body.encode(poolDeltaSpan)
            body.encode(pgSumDelta)
            body.encode(deltaSpan)
            body.encode(availableByRule)
            body.encode(purgedSnaps)
            body.encode(osdSumByClass)
        }
    }
}

extension PGMapDigest: CephDumpable {
    public func dump(to formatter: inout CephFormatter) {
        formatter.int("num_pg", numPG)
        formatter.int("num_pg_active", numPGActive)
        formatter.int("num_pg_unknown", numPGUnknown)
        formatter.int("num_osd", numOSD)
        formatter.dump("pool_sum", pgSum)
        formatter.dump("osd_sum", osdSum)
        formatter.object("osd_sum_by_class") { for (name, stat) in osdSumByClass { $0.dump(name, stat) } }
        dumpPoolStats(to: &formatter)
        dumpCounts(to: &formatter)
        formatter.array("purged_snaps") { list in
            for (pool, snaps) in purgedSnaps {
                list.object("pool") {
                    $0.int("pool", pool)
                    $0.object("purged_snaps") { snaps.dumpIntervals(to: &$0) }
                }
            }
        }
    }

    /// The sums of each pool, in the order of Ceph's hash table.
    public func dumpPoolStats(to formatter: inout CephFormatter) {
        formatter.array("pool_stats") { list in
            for (pool, stat) in poolSum.hashOrder {
                list.object("pool_stat") {
                    $0.int("poolid", pool)
                    if let count = numPGByPool[Int64(pool)] { $0.int("num_pg", count) }
                    stat.dump(to: &$0)
                }
            }
        }
    }

    private func dumpCounts(to formatter: inout CephFormatter) {
        formatter.array("osd_stats") { list in
            for (osd, seq) in osdLastSeq.enumerated() {
                list.object("osd_stat") {
                    $0.int("osd", osd)
                    $0.int("seq", seq)
                }
            }
        }
        formatter.array("num_pg_by_state") { list in
            for (state, count) in numPGByState.hashOrder {
                list.object("count") {
                    $0.stream("state", PGState(rawValue: state))
                    $0.int("num", count)
                }
            }
        }
        formatter.array("num_pg_by_osd") { list in
            for (osd, count) in numPGByOSD.hashOrder {
                list.object("count") {
                    $0.int("osd", osd)
                    $0.int("num_primary_pg", count.primary)
                    $0.int("num_acting_pg", count.acting)
                    $0.int("num_up_not_acting_pg", count.upNotActing)
                }
            }
        }
    }
}
