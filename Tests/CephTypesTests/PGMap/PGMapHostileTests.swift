import CephEncoding
import CephTypes
import NIOCore
import Testing

/// Bytes that nobody sane wrote give an error or some value.
@Suite struct PGMapHostileTests {
    private struct Generator: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ (state >> 33)
        }
    }

    /// Reads and uses what was read.
    private func use(_ bytes: ByteBuffer) throws {
        let value: MgrStat = try CephDecoder.decode(from: bytes)
        _ = value.digest.summary
        _ = value.digest.onelineSummary
        _ = value.digest.poolUsage(PGMapFixture.pools, detailed: true)
        _ = PGMapFixture.json {
            value.digest.dump(to: &$0)
            value.digest.dumpSummary(to: &$0)
            value.digest.dumpClusterStats(to: &$0)
            value.digest.dumpPoolUsage(PGMapFixture.pools, detailed: true, to: &$0)
        }
        for pool in PGMapFixture.pools { _ = value.digest.activity(of: pool) }
    }

    @Test("A value cut off anywhere is an error")
    func truncated() throws {
        let bytes = try PGMapFixture.bytes("mgrstat-pacific-88.bin")
        let digest = try PGMapFixture.mgrStat("pacific-88").digest.encoded().readableBytes
        for length in 0..<digest {
            let part = try #require(bytes.getSlice(at: 0, length: length))
            #expect(throws: CephDecodingError.self) { try use(part) }
        }
    }

    @Test("Mutations of a digest are errors or values")
    func mutatedDigest() throws {
        let original = try PGMapFixture.bytes("mgrstat-pacific-88.bin").byteArray
        var random = Generator(state: 1)
        var accepted = 0
        for _ in 0..<2000 {
            do {
                try use(ByteBuffer(bytes: mutate(original, &random)))
                accepted += 1
            } catch is CephDecodingError {}
        }
        #expect(accepted > 0)
    }

    @Test("Mutations of reports are errors or values, and can be applied")
    func mutatedMap() throws {
        // A map of a few reports, so that many mutations can be tried.
        var small = PGMap()
        let whole = try PGMapFixture.map(134)
        for (id, stat) in whole.pgStats.prefix(6) { small.pgStats[id] = stat }
        for (osd, stat) in whole.osdStats { small.osdStats[osd] = stat }
        let original = small.encoded().byteArray
        var random = Generator(state: 2)
        for round in 0..<700 {
            guard let map = try? PGMap.decode(from: ByteBuffer(bytes: mutate(original, &random))) else {
                continue
            }
            var followed = map
            var change = PGMap.Incremental(version: map.version &+ 1)
            for (id, stat) in whole.pgStats.prefix(8) { change.pgUpdates[id] = stat }
            for (id, _) in map.pgStats.prefix(round % 4) { change.pgRemovals.insert(id) }
            for (osd, _) in map.osdStats.prefix(round % 3) { change.remove(osd: osd) }
            try followed.apply(change)
            _ = CephFormatter.format(followed, as: .json)
            _ = followed.makeDigest(for: PGMapFixture.osdMap)
            _ = PGMapHealth(of: followed, osdMap: PGMapFixture.osdMap, now: map.stamp).checks
        }
    }

    private func mutate(_ bytes: [UInt8], _ random: inout Generator) -> [UInt8] {
        var copy = bytes
        for _ in 0...Int.random(in: 0..<4, using: &random) {
            let place = Int.random(in: copy.indices, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: copy[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 1: copy[place] = 0xff
            case 2: copy.remove(at: place)
            default: copy.insert(UInt8.random(in: 0...255, using: &random), at: place)
            }
        }
        return copy
    }
}
