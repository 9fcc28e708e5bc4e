import CephEncoding

/// `PGMap` (src/mon/PGMap.h): every placement group's and OSD's last report, and the sums over them.
///
/// What ``digest`` and the properties below it hold follows from the reports; it is kept up by
/// ``apply(_:smoothing:deltaReset:)`` and computed when a map is read.
public struct PGMap: Equatable, Sendable {
    public var version: UInt64 = 0
    public var pgStats: UnorderedMap<PGID, PGStat> = [:]
    public var osdStats: UnorderedMap<Int32, OSDStat> = [:]
    public var lastOSDMapEpoch: UInt32 = 0
    /// Epoch of the OSD map whose pools were last scanned for new placement groups.
    public var lastPGScan: UInt32 = 0
    public var stamp = UTime.zero
    /// Space by pool and OSD, from OSDs that report it so.
    public var poolStatFS: CephMap<Pair<Int64, Int32>, StoreStatFS> = [:]

    // Before luminous only.
    public var fullRatio: Float = 0
    public var nearfullRatio: Float = 0
    /// The OSD map's epoch that each OSD had when it reported.
    public var osdEpochs: UnorderedMap<Int32, UInt32> = [:]

    /// The sums; those that need an OSD map are filled in by ``makeDigest(for:)``.
    public internal(set) var digest = PGMapDigest()
    /// Placement groups by OSD that is or should be responsible.
    public internal(set) var pgByOSD: [Int32: CephSet<PGID>] = [:]
    /// How many placement groups wait for an OSD.
    public internal(set) var blockedBy: UnorderedMap<Int32, Int32> = [:]
    public internal(set) var numPGByPoolState: UnorderedMap<Int64, UnorderedMap<UInt64, Int32>> = [:]
    public internal(set) var creatingPGs: CephSet<PGID> = []
    public internal(set) var creatingByOSDEpoch: CephMap<Int32, CephMap<UInt32, CephSet<PGID>>> = [:]
    /// The changes that ``PGMapDigest/pgSumDelta`` is the sum of, oldest first, each with its span.
    var deltas: [Pair<PoolStat, UTime>] = []
    var poolDeltas: [Int64: [Pair<PoolStat, UTime>]] = [:]

    public init() {}

    /// The OSD map's epoch up to which all placement groups were clean and all OSDs knew the map, 0 without any:
    /// older maps can be trimmed (jewel).
    public var minLastEpochClean: UInt32 {
        guard !pgStats.isEmpty else { return 0 }
        let clean = pgStats.elements.lazy.map(\.value.effectiveLastEpochClean).min() ?? 0
        return min(clean, osdEpochs.elements.lazy.map(\.value).min() ?? clean)
    }
}

extension PGMap: CephRecord {
    public static let cephTypeName = "PGMap"

    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 8, compatSince: 4, lengthSince: 4, PGMap.init(version:_:))
        computeSums()
    }

    private init(version: UInt8, _ decoder: inout CephDecoder) throws {
        self.version = try decoder.decode("version")
        pgStats =
            version >= 3
            ? try decoder.decode("pg_stat") : try decoder.field("pg_stat") { try $0.legacyPGStats() }
        osdStats = try decoder.decode("osd_stat")
        lastOSDMapEpoch = try decoder.decode("last_osdmap_epoch")
        lastPGScan = try decoder.decode("last_pg_scan")
        if version >= 2 && version < 7 {
            fullRatio = try decoder.decode("full_ratio")
            nearfullRatio = try decoder.decode("nearfull_ratio")
        }
        if version >= 5 { stamp = try decoder.decode("stamp") }
        if version == 6 {
            osdEpochs = try decoder.decode("osd_epochs")
        } else if version < 6 {
            // Not what the OSDs had, but no later map than that is trimmed then.
            osdEpochs = UnorderedMap(osdStats.map { ($0.key, lastOSDMapEpoch) })
        }
        if version >= 8 { poolStatFS = try decoder.decode("pool_statfs") }
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.versioned(8, compatible: 8) { body in
            body.integer(version)
            body.encode(pgStats)
            body.encode(osdStats)
            body.integer(lastOSDMapEpoch)
            body.integer(lastPGScan)
            body.encode(stamp)
            body.encode(poolStatFS)
        }
    }
}

extension CephDecoder {
    /// A map whose keys are placement groups in their form before 0.48.
    fileprivate mutating func legacyPGStats() throws -> UnorderedMap<PGID, PGStat> {
        var stats: UnorderedMap<PGID, PGStat> = [:]
        for _ in 0..<(try count()) {
            let id = try PGID(legacyFrom: &self)
            stats[id] = try field("(\(id))") { try PGStat(from: &$0) }
        }
        return stats
    }
}

extension PGMap: CephDumpable {
    public func dump(to formatter: inout CephFormatter) {
        dumpBasic(to: &formatter)
        dumpPGStats(to: &formatter)
        digest.dumpPoolStats(to: &formatter)
        dumpOSDStats(to: &formatter)
    }

    /// Versions and sums.
    public func dumpBasic(to formatter: inout CephFormatter) {
        formatter.int("version", version)
        formatter.stream("stamp", stamp)
        formatter.int("last_osdmap_epoch", lastOSDMapEpoch)
        formatter.int("last_pg_scan", lastPGScan)
        formatter.dump("pg_stats_sum", digest.pgSum)
        formatter.dump("osd_stats_sum", digest.osdSum)
        dumpDelta(to: &formatter)
    }

    public func dumpDelta(to formatter: inout CephFormatter) {
        formatter.object("pg_stats_delta") {
            digest.pgSumDelta.dump(to: &$0)
            $0.stream("stamp_delta", digest.deltaSpan)
        }
    }

    public func dumpPGStats(to formatter: inout CephFormatter, brief: Bool = false) {
        formatter.array("pg_stats") { list in
            for (id, stat) in pgStats.hashOrder {
                list.object("pg_stat") {
                    $0.stream("pgid", id)
                    if brief { stat.dumpBrief(to: &$0) } else { stat.dump(to: &$0) }
                }
            }
        }
    }

    public func dumpOSDStats(to formatter: inout CephFormatter, withPings: Bool = true) {
        formatter.array("osd_stats") { list in
            for (osd, stat) in osdStats.hashOrder {
                list.object("osd_stat") {
                    $0.int("osd", osd)
                    stat.dump(to: &$0, withPings: withPings)
                }
            }
        }
        formatter.array("pool_statfs") { list in
            for (place, stat) in poolStatFS {
                list.object("item") {
                    $0.int("poolid", place.first)
                    $0.int("osd", place.second)
                    stat.dump(to: &$0)
                }
            }
        }
    }
}
