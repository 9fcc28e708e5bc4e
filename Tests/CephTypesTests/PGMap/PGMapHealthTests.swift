import CephEncoding
import CephTypes
import Testing

/// The texts are those of ceph-mgr 16.2.15.
@Suite struct PGMapHealthTests {
    private let now = UTime(seconds: 1_700_000_000)

    /// A healthy group.
    private func group(objects: Int64 = 0) -> PGStat {
        var stat = PGStat()
        stat.state = [.active, .clean]
        for path in [
            \PGStat.lastActive, \.lastPeered, \.lastUnstale, \.lastFullsized, \.lastChange, \.lastScrubStamp,
            \.lastDeepScrubStamp,
        ] { stat[keyPath: path] = now }
        stat.acting = [1, 0]
        stat.up = [1, 0]
        stat.stats.sum.numObjects = objects
        return stat
    }

    private func map(_ stats: [(PGID, PGStat)], osds: [(Int32, OSDStat)] = []) throws -> PGMap {
        var map = PGMap()
        var change = PGMap.Incremental(version: 1)
        for (id, stat) in stats { change.pgUpdates[id] = stat }
        for (osd, stat) in osds { change.update(osd, stat) }
        try map.apply(change)
        return map
    }

    private var osdMap: OSDMapFacts {
        var map = OSDMapFacts()
        var pool = PoolFacts(id: 1, name: "one")
        pool.pgNumTarget = 2
        pool.pgpNumTarget = 2
        map.pools = [pool]
        map.numOSDs = 3
        map.numInOSDs = 3
        return map
    }

    private func checks(
        _ map: PGMap, _ osdMap: OSDMapFacts? = nil, _ options: PGMapHealth.Options = .init()
    ) -> CephMap<String, PGMapHealth.Check> {
        PGMapHealth(of: map, osdMap: osdMap ?? self.osdMap, now: now, options: options).checks
    }

    @Test("A healthy map has nothing to say")
    func healthy() throws {
        #expect(checks(try map([(PGID(pool: 1, seed: 0), group())])).isEmpty)
    }

    @Test("States that last are reported with what they mean")
    func states() throws {
        var stale = group()
        stale.state.insert(.stale)
        stale.lastUnstale = UTime(seconds: now.seconds - 300)
        var peering = group()
        peering.state = [.peering]
        peering.lastActive = .zero
        peering.lastPeered = .zero
        peering.lastChange = UTime(seconds: now.seconds - 61)
        var fresh = peering
        fresh.lastChange = now
        var broken = group()
        broken.state.insert(.inconsistent)
        broken.stats.sum.numScrubErrors = 2
        let found = checks(
            try map([
                (PGID(pool: 1, seed: 0), stale), (PGID(pool: 1, seed: 1), peering),
                (PGID(pool: 1, seed: 2), fresh),
                (PGID(pool: 1, seed: 3), broken),
            ]))
        #expect(
            found["PG_AVAILABILITY"]?.summary
                == "Reduced data availability: 1 pg inactive, 1 pg peering, 1 pg stale")
        #expect(
            found["PG_AVAILABILITY"]?.detail == [
                "pg 1.0 is stuck stale for 5m, current state stale+active+clean, last acting [1,0]",
                "pg 1.1 is stuck peering since forever, current state peering, last acting [1,0]",
            ])
        #expect(found["PG_DAMAGED"]?.summary == "Possible data damage: 1 pg inconsistent")
        #expect(found["PG_DAMAGED"]?.detail == ["pg 1.3 is active+clean+inconsistent, acting [1,0]"])
        #expect(found["PG_DAMAGED"]?.isError == true)
        #expect(found["OSD_SCRUB_ERRORS"]?.summary == "2 scrub errors")
        #expect(found.count == 3)
    }

    @Test("Pools are checked for what was set for them")
    func pools() throws {
        var pool = osdMap
        pool.pools[0].quotaMaxObjects = 25_000
        pool.pools[0].pgpNumTarget = 1
        pool.pools[0].hasApplication = false
        pool.pools[0].targetMaxObjects = 21_000
        pool.pools[0].cacheTargetFullRatio = 800_000
        var stat = group(objects: 20_000)
        stat.stats.sum.numLargeOmapObjects = 1
        var options = PGMapHealth.Options()
        options.poolQuotaWarnThreshold = 75
        options.pgWarnMaxObjectSkew = 0.5
        let found = checks(
            try map([(PGID(pool: 1, seed: 0), stat), (PGID(pool: 2, seed: 0), group())]), pool, options)
        #expect(found["POOL_NEAR_FULL"]?.detail == ["pool 'one' has 20000 objects (max 25000)"])
        #expect(found["SMALLER_PGP_NUM"]?.detail == ["pool one pg_num 2 > pgp_num 1"])
        #expect(found["POOL_APP_NOT_ENABLED"]?.summary == "1 pool(s) do not have an application enabled")
        #expect(found["POOL_APP_NOT_ENABLED"]?.detail.first == "application not enabled on pool 'one'")
        #expect(
            found["CACHE_POOL_NEAR_FULL"]?.detail == [
                "cache pool 'one' with 20k objects at/near target max 21k objects"
            ])
        #expect(found["LARGE_OMAP_OBJECTS"]?.detail.first == "1 large objects found in pool 'one'")
        #expect(
            found["MANY_OBJECTS_PER_PG"]?.detail == [
                "pool one objects per pg (10000) is more than 1 times cluster average (10000)"
            ])
        #expect(found.count == 6)
    }

    @Test("OSDs are checked for alerts, repairs, slow heartbeats and too many groups")
    func osds() throws {
        var stat = OSDStat()
        stat.alerts = [1: ["BLUEFS_SPILLOVER": "spilled over 3 MiB"]]
        stat.numShardsRepaired = 11
        stat.pingTimes[0, default: PingTimes()].lastUpdate = now.seconds
        stat.pingTimes[0, default: PingTimes()].back.average = .init(
            one: 1_100_000, five: 1_200_045, fifteen: 1_300_000)
        var facts = osdMap
        facts.numOSDs = 2
        facts.numInOSDs = 1
        facts.parents = [1: ["host1", "rack2"]]
        facts.downOSDs = [0]
        var options = PGMapHealth.Options()
        options.maxPGPerOSD = 3
        let map = try map(
            [(PGID(pool: 1, seed: 0), group()), (PGID(pool: 1, seed: 1), group())], osds: [(1, stat)])
        let found = checks(map, facts, options)
        #expect(found["BLUEFS_SPILLOVER"]?.summary == "1 OSD(s) experiencing BlueFS spillover")
        #expect(found["BLUEFS_SPILLOVER"]?.detail == [" osd.1 spilled over 3 MiB"])
        #expect(found["OSD_TOO_MANY_REPAIRS"]?.detail == ["osd.1 had 11 reads repaired"])
        #expect(
            found["OSD_SLOW_PING_TIME_BACK"]?.summary == "Slow OSD heartbeats on back (longest 1300.000ms)")
        #expect(
            found["OSD_SLOW_PING_TIME_BACK"]?.detail == [
                "Slow OSD heartbeats on back from osd.1 [host1,rack2] to osd.0 [] (down) 1300.000 msec possibly improving"
            ])
        #expect(found["TOO_MANY_PGS"]?.summary == "too many PGs per OSD (4 > max 3)")
        #expect(found["TOO_FEW_OSDS"]?.summary == "OSD count 2 < osd_pool_default_size 3")
        #expect(found.count == 5)
    }

    @Test("Groups are checked for scrubs and snapshots that are due")
    func scrubs() throws {
        var stats: [(PGID, PGStat)] = []
        for seed in 0..<UInt32(4) {
            var stat = group()
            stat.lastScrubStamp = UTime(seconds: now.seconds - 11 * 86400)
            stat.snapTrimQueueLength = 40_000 + seed
            stats.append((PGID(pool: 1, seed: seed), stat))
        }
        var options = PGMapHealth.Options()
        options.maxDetail = 3
        let found = checks(try map(stats), nil, options)
        #expect(found["PG_NOT_SCRUBBED"]?.summary == "4 pgs not scrubbed in time")
        #expect(found["PG_NOT_SCRUBBED"]?.detail.count == 4)
        #expect(found["PG_NOT_SCRUBBED"]?.detail.last == "1 more pgs... ")
        #expect(found["PG_NOT_DEEP_SCRUBBED"] == nil)
        let trimming = try #require(found["PG_SLOW_SNAP_TRIMMING"])
        #expect(trimming.summary == "snap trim queue for 4 pg(s) >= 32768 (mon_osd_snap_trim_queue_warn_on)")
        #expect(trimming.detail.count == 5)
        #expect(trimming.detail.dropFirst(2).first == "...more pgs affected")
        #expect(trimming.detail.dropFirst(3).first == "longest queue on pg 1.3 at 40003")
    }
}
