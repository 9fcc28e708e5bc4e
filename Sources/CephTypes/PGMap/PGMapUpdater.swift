import CephEncoding

/// What an OSD says of itself and of the placement groups that it leads (`MPGStats`).
public struct PGReport: Equatable, Sendable {
    public var osd: Int32
    /// The epoch of its OSD map.
    public var epoch: UInt32
    public var osdStat: OSDStat
    public var pgStats: [(id: PGID, stat: PGStat)]

    public init(osd: Int32, epoch: UInt32, osdStat: OSDStat, pgStats: [(id: PGID, stat: PGStat)]) {
        self.osd = osd
        self.epoch = epoch
        self.osdStat = osdStat
        self.pgStats = pgStats
    }

    public static func == (left: PGReport, right: PGReport) -> Bool {
        (left.osd, left.epoch) == (right.osd, right.epoch) && left.osdStat == right.osdStat
            && left.pgStats.count == right.pgStats.count
            && zip(left.pgStats, right.pgStats).allSatisfy { $0.id == $1.id && $0.stat == $1.stat }
    }
}

// How a map follows the OSDs' reports and the OSD map (jewel's src/mon/PGMonitor.cc; PGMapUpdater in
// src/mon/PGMap.cc).
extension PGMap.Incremental {
    /// Whether a report says anything that the map does not know yet.
    public static func isNews(_ report: PGReport, in map: PGMap) -> Bool {
        // An OSD map that it has reached counts: old maps can be trimmed then.
        if map.osdStats[report.osd] == nil || map.osdStats[report.osd] != report.osdStat { return true }
        if (map.osdEpochs[report.osd] ?? 0) < report.epoch { return true }
        return report.pgStats.contains { id, stat in
            guard let known = map.pgStats[id] else { return false }
            return !known.isAtLeastAsNew(as: stat)
        }
    }

    /// Takes an OSD's report over. Groups that the map does not have, and reports older than what it has, are
    /// left out.
    public mutating func take(_ report: PGReport, into map: PGMap, osdMap: OSDMap) {
        update(report.osd, osdMap.isIn(report.osd) ? report.osdStat : OSDStat(), epoch: report.epoch)
        for (id, stat) in report.pgStats {
            guard let known = pgUpdates[id] ?? map.pgStats[id], !pgRemovals.contains(id) else { continue }
            // The same report again is taken: the group may have been marked stale since.
            guard stat.isAtLeastAsNew(as: known) else { continue }
            pgUpdates[id] = stat
        }
    }

    /// Follows a change of the OSD map: OSDs that left or are out, pools that were made, deleted, split or
    /// merged.
    public mutating func follow(_ osdMap: OSDMap, from map: PGMap) {
        followOSDs(osdMap, from: map)
        followPools(osdMap, from: map)
        osdMapEpoch = osdMap.epoch
        pgScan = osdMap.epoch
    }

    private mutating func followOSDs(_ osdMap: OSDMap, from map: PGMap) {
        for (osd, stat) in map.osdStats {
            if !osdMap.exists(osd) {
                remove(osd: osd)
            } else if osdMap.isOut(osd) {
                if stat.statfs.total != 0 { markOut(osd) }
            } else if osdMap.isDown(osd), !stat.opQueueAges.isEmpty {
                forgetOperations(of: osd, in: map)
            }
        }
    }

    private mutating func followPools(_ osdMap: OSDMap, from map: PGMap) {
        for (id, _) in map.pgStats {
            // Gone with its pool, or merged into another.
            if let pool = osdMap.pools[id.pool], id.seed < pool.pgNum { continue }
            pgRemovals.insert(id)
        }
        for id in pgUpdates.keys where id.seed >= osdMap.pools[id.pool]?.pgNum ?? 0 {
            pgUpdates.removeValue(forKey: id)
        }
        for (number, pool) in osdMap.pools {
            let known = map.digest.numPGByPool[number].map { UInt32(clamping: $0) } ?? 0
            // Those that exist already are the first ones: groups are split off at the end.
            guard known < pool.pgNum else { continue }
            for seed in known..<pool.pgNum {
                let id = PGID(pool: number, seed: seed)
                if pgUpdates[id] == nil && map.pgStats[id] == nil {
                    pgUpdates[id] = PGStat(unknownSince: osdMap.modified)
                }
            }
        }
    }

    /// Groups whose primary is down are stale until another one reports them.
    public mutating func markStale(_ osdMap: OSDMap, in map: PGMap, now: UTime) {
        for (id, known) in map.pgStats {
            var stat = pgUpdates[id] ?? known
            guard !pgRemovals.contains(id), !stat.state.isEmpty, !stat.state.contains(.stale),
                stat.actingPrimary < 0 || osdMap.isDown(stat.actingPrimary)
            else { continue }
            stat.state.insert(.stale)
            stat.lastUnstale = now
            pgUpdates[id] = stat
        }
    }
}

extension PGStat {
    /// A group that nobody has reported yet.
    init(unknownSince time: UTime) {
        self.init()
        for stamp in [
            \PGStat.lastFresh, \.lastActive, \.lastChange, \.lastPeered, \.lastClean, \.lastUnstale,
            \.lastUndegraded, \.lastFullsized, \.lastScrubStamp, \.lastDeepScrubStamp, \.lastCleanScrubStamp,
        ] { self[keyPath: stamp] = time }
    }
}
