import CephEncoding
import CephTypes
import Foundation
import NIOCore
import Testing

@Suite struct PGMapTests {
    @Test("A manager's map is written as it was read", arguments: [120, 134])
    func roundTrip(_ version: Int) throws {
        let bytes = try PGMapFixture.bytes("pgmap-\(version).bin")
        // The manager writes it for a reader that knows everything, more than 16.2 says of itself.
        let again = try PGMap.decode(from: bytes).encoded(features: CephFeatures(rawValue: .max))
        let difference = zip(again.byteArray, bytes.byteArray).enumerated().first { $1.0 != $1.1 }?.offset
        #expect(difference == nil && again.readableBytes == bytes.readableBytes)
    }

    /// The manager's answer to `pg dump -f json` is long: its parts are compared by checksum and length. A live
    /// map's hash tables have the order in which they are written.
    @Test("It dumps to the manager's answer to pg dump")
    func dump() throws {
        let map = try PGMapFixture.map(134)
        // Rates are not in a map that is read.
        let basic = PGMapFixture.json { map.dumpBasic(to: &$0) }
        let rates = try #require(basic.range(of: "\"pg_stats_delta\":"))
        #expect(checksum(String(basic[..<rates.lowerBound])) == Checksum(crc: 0x2ebe_475a, length: 2049))
        let pgs = section {
            $0.array("pg_stats") { list in
                for (id, stat) in map.pgStats {
                    list.object("pg_stat") {
                        $0.stream("pgid", id)
                        stat.dump(to: &$0)
                    }
                }
            }
        }
        #expect(checksum(pgs) == Checksum(crc: 0xc16e_14a3, length: 208_440))
        let pools = section {
            $0.array("pool_stats") { list in
                for pool: Int32 in [7, 5, 4, 3, 2, 1] {
                    list.object("pool_stat") {
                        $0.int("poolid", pool)
                        $0.int("num_pg", map.digest.numPGByPool[Int64(pool)] ?? 0)
                        map.digest.poolSum[pool]?.dump(to: &$0)
                    }
                }
            }
        }
        #expect(checksum(pools) == Checksum(crc: 0x38e6_0f84, length: 7246))
        let osds = section {
            $0.array("osd_stats") { list in
                for (osd, stat) in map.osdStats {
                    list.object("osd_stat") {
                        $0.int("osd", osd)
                        stat.dump(to: &$0)
                    }
                }
            }
            $0.array("pool_statfs") { _ in }
        }
        #expect(checksum(osds + "}") == Checksum(crc: 0x0c27_2984, length: 4695))
    }

    private struct Checksum: Equatable {
        let crc: UInt32
        let length: Int
    }

    private func checksum(_ text: String) -> Checksum {
        let bytes = Array(text.utf8)
        return Checksum(crc: CRC32C.checksum(bytes, seed: 0xffff_ffff), length: bytes.count)
    }

    /// Fields without the object around them.
    private func section(_ body: (inout CephFormatter) -> Void) -> String {
        String(PGMapFixture.json(body).dropFirst().dropLast())
    }

    @Test("Its summary is the manager's answer to pg stat")
    func summary() throws {
        let map = try PGMapFixture.map(134)
        let answer = try PGMapFixture.text("pgmap-134.pg-stat.txt").trimmingCharacters(in: .newlines)
        // The order of states depends on which ones there have been.
        func parts(_ line: String) -> [String] {
            line.split(separator: ";").map { part in
                let text = part.replacingOccurrences(of: "93 pgs: ", with: "")
                return text.components(separatedBy: ", ").sorted().joined(separator: ", ")
            }
        }
        #expect(parts(map.digest.onelineSummary) == parts(answer))
    }

    @Test("Its health is the manager's")
    func health() throws {
        struct Answer: Decodable {
            struct Check: Decodable {
                struct Message: Decodable { let message: String }
                struct Summary: Decodable {
                    let message: String
                    let count: Int64
                }
                let severity: String
                let summary: Summary
                let detail: [Message]
            }
            let checks: [String: Check]
        }
        let map = try PGMapFixture.map(134)
        let answer = try JSONDecoder().decode(
            Answer.self, from: Data(try PGMapFixture.text("pgmap-134.health.json").utf8))
        let expected = answer.checks.filter { $0.key.hasPrefix("PG_") }
        #expect(expected.count == 2)
        // "pg 3.d is stuck inactive for 61s"
        let since = try #require(map.pgStats[PGID(pool: 3, seed: 0xd)]?.lastActive)
        let now = UTime(seconds: since.seconds + 61, nanoseconds: since.nanoseconds)
        var options = PGMapHealth.Options()
        options.maxPGPerOSD = 1000
        options.poolDefaultSize = 2
        let found = PGMapHealth(of: map, osdMap: PGMapFixture.osdMap, now: now, options: options).checks
        #expect(Set(found.keys) == Set(expected.keys))
        for (code, check) in expected {
            #expect(found[code]?.summary == check.summary.message)
            #expect(found[code]?.count == check.summary.count)
            #expect(found[code]?.detail == check.detail.map(\.message))
            #expect(found[code]?.isError == (check.severity == "HEALTH_ERR"))
        }
    }

    @Test("Its digest has the space that df said there is")
    func digest() throws {
        let digest = try PGMapFixture.map(134).makeDigest(for: PGMapFixture.osdMap)
        #expect(digest.available(rule: 0) == 679_017_997)
        #expect(digest.osdSumByClass["hdd"] == digest.osdSum)
        #expect(digest.purgedSnaps.keys.isEmpty == false)
        let answer = try PGMapFixture.text("pgmap-134.df-detail.json").trimmingCharacters(
            in: .whitespacesAndNewlines)
        let json = PGMapFixture.json {
            digest.dumpClusterStats(to: &$0)
            digest.dumpPoolUsage(PGMapFixture.pools, detailed: true, to: &$0)
        }
        #expect(json == answer)
        #expect(try PGMapDigest.decode(from: digest.encoded()) == digest)
    }

    @Test("Applying what changed gives the sums of the later map, and rates")
    func apply() throws {
        var map = try PGMapFixture.map(120)
        let later = try PGMapFixture.map(134)
        map.version = later.version - 1
        try map.apply(change(from: map, to: later))
        #expect(map.digest.pgSum == later.digest.pgSum)
        #expect(map.digest.poolSum == later.digest.poolSum)
        #expect(map.digest.osdSum == later.digest.osdSum)
        #expect(map.digest.osdLastSeq == later.digest.osdLastSeq)
        #expect(map.digest.numPGByState == later.digest.numPGByState)
        #expect(map.digest.numPGByPool == later.digest.numPGByPool)
        #expect(map.numPGByPoolState == later.numPGByPoolState)
        #expect(map.pgByOSD == later.pgByOSD)
        #expect(map.blockedBy == later.blockedBy)
        #expect(map.pgStats == later.pgStats)
        // 18 seconds lie between the two.
        #expect(map.digest.deltaSpan.seconds == 18)
        let written =
            later.digest.pgSum.stats.sum.numWr - (try PGMapFixture.map(120)).digest.pgSum.stats.sum.numWr
        #expect(map.digest.pgSumDelta.stats.sum.numWr == written)
        #expect(map.digest.summary.contains("  io:\n    client:   "))
    }

    private func change(from map: PGMap, to later: PGMap) -> PGMap.Incremental {
        var change = PGMap.Incremental(version: later.version)
        change.stamp = later.stamp
        for (id, stat) in later.pgStats where map.pgStats[id] != stat { change.pgUpdates[id] = stat }
        for (osd, stat) in later.osdStats { change.update(osd, stat, epoch: 7) }
        return change
    }

    @Test("A pool whose last placement group goes is forgotten")
    func deletedPool() throws {
        var map = try PGMapFixture.map(134)
        var change = PGMap.Incremental(version: map.version + 1)
        for (id, _) in map.pgStats where id.pool == 7 { change.pgRemovals.insert(id) }
        change.stamp = map.stamp
        try map.apply(change)
        #expect(map.digest.poolSum[7] == nil)
        #expect(map.digest.numPGByPool.contains(7) == false)
        #expect(map.digest.numPG == 89)
        #expect(!map.pgStats.contains { $0.key.pool == 7 })
        #expect(map.digest.poolDelta[7] == nil)
        #expect(map.digest.poolDelta[2] != nil)
    }

    @Test("An OSD that goes takes its space along")
    func removedOSD() throws {
        var map = try PGMapFixture.map(134)
        var change = PGMap.Incremental(version: map.version + 1)
        change.poolStatFSUpdates[Pair(2, 1)] = store(allocated: 4096)
        try map.apply(change)
        #expect(map.digest.poolSum[2]?.storeStats.allocated == 4096)
        change = PGMap.Incremental(version: map.version + 1)
        change.remove(osd: 1)
        try map.apply(change)
        #expect(map.osdStats[1] == nil)
        #expect(map.digest.numOSD == 2)
        #expect(map.digest.poolSum[2]?.storeStats.isZero == true)
        #expect(map.digest.poolSum[2]?.numStoreStats == 0)
        #expect(map.digest.lastSeq(osd: 1) == 0)
    }

    private func store(allocated: Int64) -> StoreStatFS {
        var store = StoreStatFS()
        store.allocated = allocated
        return store
    }

    @Test("An incremental that does not follow the map is refused, and changes nothing")
    func gap() throws {
        var map = try PGMapFixture.map(134)
        #expect(throws: PGMap.VersionGap(map: 134, incremental: 136)) {
            try map.apply(PGMap.Incremental(version: 136))
        }
        #expect(map == (try PGMapFixture.map(134)))
    }

    @Test("A pool's rate is over at most twice the reset interval, all rates over the last versions")
    func smoothing() throws {
        var map = PGMap()
        let id = PGID(pool: 3, seed: 1)
        for round in 1...5 {
            var change = PGMap.Incremental(version: UInt64(round))
            change.stamp = UTime(seconds: UInt32(1_000_000 + round * 100))
            var stat = PGStat()
            stat.stats.sum.numWr = Int64(round * 1000)
            change.pgUpdates[id] = stat
            try map.apply(change, smoothing: 2)
        }
        #expect(map.digest.pgSumDelta.stats.sum.numWr == 2000)
        #expect(map.digest.deltaSpan.seconds == 200)
        #expect(map.digest.poolDelta[3]?.first.stats.sum.numWr == 2000)
        #expect(map.digest.poolDeltaSpan[3]?.seconds == 40)
        #expect(
            map.digest.activity(of: PoolFacts(id: 3, name: "p")).contains(
                "client io 0 B/s wr, 0 op/s rd, 50 op/s wr"))
    }
}
