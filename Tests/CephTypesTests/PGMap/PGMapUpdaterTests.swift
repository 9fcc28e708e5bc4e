import CephEncoding
import CephTypes
import Testing

@Suite struct PGMapUpdaterTests {
    /// Three OSDs that are up and in, and a pool of four groups.
    private func osdMap(pgs: UInt32 = 4) -> OSDMap {
        var map = OSDMap()
        map.epoch = 7
        map.modified = UTime(seconds: 1000)
        map.setMaxOSD(3)
        for osd in 0..<3 {
            map.osdStates[osd] = [.exists, .up]
            map.osdWeights[osd] = OSDWeight.in
        }
        var pool = PGPool()
        pool.pgNum = pgs
        map.pools[1] = pool
        return map
    }

    private func apply(_ body: (inout PGMap.Incremental, PGMap) -> Void, to map: inout PGMap) throws {
        var change = PGMap.Incremental(version: map.version + 1)
        body(&change, map)
        try map.apply(change)
    }

    private func stat(_ state: PGState, epoch: UInt32, seq: UInt64, primary: Int32) -> PGStat {
        var stat = PGStat()
        stat.state = state
        stat.reportedEpoch = epoch
        stat.reportedSeq = seq
        stat.acting = [primary]
        stat.up = [primary]
        stat.actingPrimary = primary
        stat.upPrimary = primary
        return stat
    }

    @Test("Groups come and go with their pools")
    func pools() throws {
        var map = PGMap()
        try apply({ $0.follow(osdMap(), from: $1) }, to: &map)
        #expect(map.pgStats.count == 4 && map.digest.numPGUnknown == 4)
        #expect(map.pgStats[PGID(pool: 1, seed: 3)]?.lastClean == UTime(seconds: 1000))
        #expect(map.lastOSDMapEpoch == 7)
        try apply({ $0.follow(osdMap(pgs: 6), from: $1) }, to: &map)
        #expect(map.pgStats.count == 6)
        try apply({ $0.follow(osdMap(pgs: 2), from: $1) }, to: &map)
        #expect(map.pgs(in: PGSelection()).map(\.key.seed) == [0, 1])
        var empty = osdMap()
        empty.pools = [:]
        try apply({ $0.follow(empty, from: $1) }, to: &map)
        #expect(map.pgStats.isEmpty && map.digest.poolSum.isEmpty)
    }

    @Test("Reports are taken if they are no older than what is known")
    func reports() throws {
        var map = PGMap()
        let osds = osdMap()
        try apply({ $0.follow(osds, from: $1) }, to: &map)
        let (known, strange) = (PGID(pool: 1, seed: 0), PGID(pool: 9, seed: 0))
        var own = OSDStat()
        own.statfs.total = 100
        let first = PGReport(
            osd: 1, epoch: 7, osdStat: own,
            pgStats: [
                (known, stat([.active, .clean], epoch: 7, seq: 5, primary: 1)),
                (strange, stat(.active, epoch: 7, seq: 5, primary: 1)),
            ])
        #expect(PGMap.Incremental.isNews(first, in: map))
        try apply({ $0.take(first, into: $1, osdMap: osds) }, to: &map)
        #expect(map.pgStats[known]?.state == [.active, .clean] && map.pgStats[strange] == nil)
        #expect(map.osdStats[1]?.statfs.total == 100 && map.osdEpochs[1] == 7)
        #expect(!PGMap.Incremental.isNews(first, in: map))

        let older = PGReport(
            osd: 1, epoch: 7, osdStat: own, pgStats: [(known, stat(.peering, epoch: 6, seq: 9, primary: 1))])
        #expect(!PGMap.Incremental.isNews(older, in: map))
        try apply({ $0.take(older, into: $1, osdMap: osds) }, to: &map)
        #expect(map.pgStats[known]?.state == [.active, .clean])
    }

    @Test("What an OSD that is out reports of its space does not count")
    func out() throws {
        var map = PGMap()
        var osds = osdMap()
        var own = OSDStat()
        own.statfs.total = 100
        let report = PGReport(osd: 2, epoch: 7, osdStat: own, pgStats: [])
        try apply({ $0.take(report, into: $1, osdMap: osds) }, to: &map)
        #expect(map.digest.osdSum.statfs.total == 100)
        osds.osdWeights[2] = OSDWeight.out
        try apply({ $0.follow(osds, from: $1) }, to: &map)
        #expect(map.digest.osdSum.statfs.total == 0 && map.osdStats[2] != nil)
        try apply({ $0.take(report, into: $1, osdMap: osds) }, to: &map)
        #expect(map.digest.osdSum.statfs.total == 0)
        osds.osdStates[2] = []
        try apply({ $0.follow(osds, from: $1) }, to: &map)
        #expect(map.osdStats[2] == nil)
    }

    @Test("Groups whose primary is down are stale until they are reported again")
    func stale() throws {
        var map = PGMap()
        var osds = osdMap()
        try apply({ $0.follow(osds, from: $1) }, to: &map)
        let id = PGID(pool: 1, seed: 2)
        let report = PGReport(
            osd: 0, epoch: 7, osdStat: OSDStat(), pgStats: [(id, stat(.active, epoch: 7, seq: 1, primary: 0))]
        )
        try apply({ $0.take(report, into: $1, osdMap: osds) }, to: &map)
        osds.osdStates[0] = .exists
        let now = UTime(seconds: 2000)
        try apply({ $0.markStale(osds, in: $1, now: now) }, to: &map)
        #expect(map.pgStats[id]?.state == [.active, .stale] && map.pgStats[id]?.lastUnstale == now)
        // Groups that nobody ever reported stay unknown.
        #expect(map.digest.numPGUnknown == 3)
        osds.osdStates[0] = [.exists, .up]
        try apply({ $0.take(report, into: $1, osdMap: osds) }, to: &map)
        #expect(map.pgStats[id]?.state == .active)
    }
}
