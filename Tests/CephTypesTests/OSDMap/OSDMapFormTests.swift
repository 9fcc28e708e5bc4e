import CephEncoding
import CephTypes
import NIOCore
import SeededRandom
import Testing

/// The forms for older peers, and the small parts of the map.
struct OSDMapFormTests {
    private static func without(_ bits: UInt64...) -> CephFeatures {
        CephFeatures(rawValue: bits.reduce(CephFeatures.all.rawValue) { $0 & ~(1 << $1) })
    }

    /// Peers of each age.
    static let peers: [CephFeatures] = [
        .all, without(16), without(16, 2), without(16, 2, 28), without(16, 2, 28, 21),
        without(16, 2, 28, 21, 57, 56, 58, 59, 14), without(16, 2, 28, 21, 57, 56, 58, 59, 14, 43),
        without(16, 2, 28, 21, 57, 56, 58, 59, 14, 43, 39), [.pgID64, .pgPool3, .osdEnc],
        [.pgID64, .pgPool3],
        [.pgID64], [],
    ]

    @Test("What older peers get decodes, and re-encodes to itself", arguments: peers)
    func olderForms(_ features: CephFeatures) throws {
        for store in MapStore.fixtures {
            let map = try store.last()
            let isCutShort = !features.contains(.pgID64)
            let bytes = map.encoded(features: features)
            if !isCutShort {
                let again = try OSDMap.decode(from: bytes)
                #expect(again.epoch == map.epoch && again.pools.keys == map.pools.keys)
                #expect(again.osdWeights == map.osdWeights && again.pgTemp == map.pgTemp)
                #expect(again.encoded(features: features) == bytes)
            }
            for epoch in store.epochs {
                let incremental = try OSDMap.Incremental.decode(from: store.incremental(epoch))
                let bytes = incremental.encodedWithCRC(features: features).bytes
                let again = try OSDMap.Incremental.decode(from: bytes)
                #expect(again.epoch == incremental.epoch && again.newPGTemp == incremental.newPGTemp)
                #expect(again.encodedWithCRC(features: features).bytes == bytes)
            }
        }
    }

    @Test("A stretched cluster and ranges in the blocklist take later versions")
    func lateFields() throws {
        var map = try MapStore.fixtures[0].last()
        map.stretchModeEnabled = true
        map.stretchBucketCount = 2
        map.stretchModeBucket = 8
        #expect(try OSDMap.decode(from: map.encoded()).stretchModeBucket == 8)
        let range = try #require(EntityAddress("cidr:10.0.0.0:0/8") ?? EntityAddress("10.0.0.0:0/8"))
        map.rangeBlocklist[range.with(kind: .cidr)] = UTime(seconds: 5, nanoseconds: 6)
        let again = try OSDMap.decode(from: map.encoded())
        #expect(again.rangeBlocklist == map.rangeBlocklist && again.stretchBucketCount == 2)
        #expect(again.printed.contains("range blocklist cidr:10.0.0.0:0/8 expires 5.000000"))
        var pool = PGPool()
        pool.peeringCrushBucketCount = 2
        pool.peeringCrushMandatoryMember = -3
        #expect(try PGPool.decode(from: pool.encoded()) == pool)
    }

    @Test("A wrong checksum is seen, and written anew")
    func checksum() throws {
        let store = MapStore.fixtures[0]
        var bytes = store.full(70) ?? ByteBuffer()
        bytes.setInteger(UInt8(0x55), at: bytes.readerIndex + 40)
        let map = try OSDMap.decode(from: bytes)
        #expect(map.verifiedCRC == false)
        #expect(try OSDMap.decode(from: map.encoded()).verifiedCRC == true)
    }

    @Test("Snapshot intervals melt and split as numbers do", arguments: 0..<20)
    func intervals(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var set = SnapIntervalSet()
        var numbers = Set<UInt64>()
        for _ in 0..<200 {
            var other = SnapIntervalSet()
            let start = UInt64.random(in: 0..<60, using: &random)
            let length = UInt64.random(in: 1..<8, using: &random)
            other.insert(start, length: length)
            if Bool.random(using: &random) {
                set.formUnion(other)
                numbers.formUnion(start..<(start + length))
            } else {
                set.subtract(other)
                numbers.subtract(start..<(start + length))
            }
            let all = set.intervals.flatMap { $0.start..<$0.end }
            #expect(all == numbers.sorted())
            #expect(zip(set.intervals, set.intervals.dropFirst()).allSatisfy { $0.end < $1.start })
            #expect((0..<70).allSatisfy { set.contains($0) == numbers.contains($0) })
        }
        #expect(try CephDecoder.decode(from: CephEncoder.encode(set)) == set)
    }

    @Test("The blocklist finds what a dictionary finds, however it grows and shrinks")
    func addressTable() {
        var random = SeededRandom(seed: 7)
        var table = AddressTable()
        var model: [EntityAddress: UTime] = [:]
        for step in 0..<5000 {
            let port = UInt16.random(in: 0..<600, using: &random)
            let address = EntityAddress(
                kind: .any, nonce: UInt32(port % 7), socket: .ipv4(127, 0, 0, 1, port: port))
            if step % 3 == 2 {
                table.remove(address)
                model[address] = nil
            } else {
                let time = UTime(seconds: UInt32(step))
                table.insert(address, time)
                model[address] = model[address] ?? time
            }
            #expect(table.count == model.count)
        }
        #expect(Dictionary(uniqueKeysWithValues: table.map { ($0.address, $0.time) }) == model)
        for (address, time) in model { #expect(table[address] == time) }
    }

    @Test("Names hash as in Ceph")
    func hashes() {
        var pool = PGPool()
        pool.objectHash = PGPool.ObjectHash.rjenkins.rawValue
        #expect(CephStringHash.rjenkins(Array("object-1".utf8)) == 0xed4f_0293)
        #expect(pool.hashKey("object-1") == 0xed4f_0293)
        #expect(pool.hashKey("b", namespace: "a") == CephStringHash.rjenkins(Array("a\u{1f}b".utf8)))
        #expect(CephStringHash.linux([]) == 0)
        #expect(CephStringHash.linux([0x61]) == (0x610 + 6) * 11)
        pool.pgNum = 12
        #expect(pool.pgNumMask == 15)
        #expect((0..<32).map { pool.actualPG(PGID(pool: 1, seed: $0)).seed }.allSatisfy { $0 < 12 })
        #expect(pool.actualPG(PGID(pool: 1, seed: 13)).seed == 5)
    }

    @Test("Keys of the snapshots' records keep their form")
    func snapKeys() throws {
        let keys: [SnapKey] = [
            .purgedSnap(pool: 3, last: 0x1f), .purgedEpoch(70), .removedSnap(pool: 12, last: 1),
            .removedEpoch(pool: 2, epoch: 0xabc),
        ]
        #expect(
            keys.map(\.description) == [
                "purged_snap_3_000000000000001f", "purged_epoch_00000046", "removed_snap_12_0000000000000001",
                "removed_epoch_2_00000abc",
            ])
        #expect(keys.map { SnapKey($0.description) } == keys)
        #expect(SnapKey("purged_snap_3") == nil)
        var snaps = SnapIntervalSet()
        snaps.insert(4, length: 2)
        let values: [SnapValue] = [
            .range(SnapRange(begin: 4, end: 6, epoch: 9)), .byPool([3: snaps]),
            .range(SnapRange(begin: 1, end: 2, epoch: 1)), .snaps(snaps),
        ]
        for (key, value) in zip(keys, values) {
            #expect(try SnapValue(key, from: CephEncoder.encode(value)) == value)
        }
    }

    @Test("Releases compare with «no change» before all of them")
    func releases() {
        #expect(CephRelease.unchanged < .unknown)
        #expect(CephRelease.pacific > .octopus)
        #expect(CephRelease(name: "pacific") == .pacific)
        #expect(CephRelease(name: "unknown") == nil)
        #expect(PGID("3.1b") == PGID(pool: 3, seed: 0x1b))
        #expect(PGID("3.") == nil && PGID("x.1") == nil && PGID("3.+1") == nil)
    }
}
