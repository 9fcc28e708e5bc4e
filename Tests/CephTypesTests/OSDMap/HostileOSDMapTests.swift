import CephEncoding
import CephTypes
import NIOCore
import SeededRandom
import Testing

/// Maps that lie: an error or a value, never a trap.
struct HostileOSDMapTests {
    private func samples() throws -> [(any CephRecord.Type, ByteBuffer)] {
        let store = MapStore.fixtures[0]
        let epochs = store.epochs
        return [
            (OSDMap.self, store.full(try #require(epochs.last)) ?? ByteBuffer()),
            (OSDMap.Incremental.self, store.incremental(5)), (OSDMap.Incremental.self, store.incremental(1)),
            (CreatingPGs.self, store.creating),
        ]
    }

    @Test("A map cut off anywhere is an error with a place")
    func truncations() throws {
        for (type, bytes) in try samples() {
            for length in 0..<bytes.readableBytes {
                let part = bytes.getSlice(at: bytes.readerIndex, length: length) ?? ByteBuffer()
                #expect(throws: CephDecodingError.self) { try type.decode(from: part) }
            }
        }
    }

    @Test("Changed bytes give an error or a value that can be shown, written and used", arguments: 0..<4)
    func mutations(_ part: UInt64) throws {
        var base = OSDMap()
        for epoch in 1...4 {
            try base.apply(try OSDMap.Incremental.decode(from: MapStore.fixtures[0].incremental(epoch)))
        }
        for (type, bytes) in try samples() {
            let original = Array(bytes.readableBytesView)
            for seed in 0..<250 {
                var random = SeededRandom(seed: part * 10_000 + UInt64(seed))
                var changed = original
                for _ in 0..<Int.random(in: 1...4, using: &random) {
                    let place = Int.random(in: changed.indices, using: &random)
                    changed[place] =
                        [0, 1, 0x7f, 0x80, 0xff, UInt8.random(in: 0...255, using: &random)]
                        .randomElement(using: &random) ?? 0
                }
                guard changed != original, let value = try? type.decode(from: ByteBuffer(bytes: changed))
                else { continue }
                _ = value.encoded()
                if seed % 5 == 0 { _ = CephFormatter.format(value, as: .json) }
                if let map = value as? OSDMap { use(map) }
                if let incremental = value as? OSDMap.Incremental { apply(incremental, to: base) }
            }
        }
    }

    private func use(_ map: OSDMap) {
        #expect(map.verifiedCRC != true)
        let mapper = PGMapper(map)
        for (number, pool) in map.pools {
            for seed in 0..<min(pool.pgNum, 4) { mapper.locate(PGID(pool: number, seed: seed)) }
        }
        _ = map.requiredFeatures(of: .osd)
    }

    private func apply(_ incremental: OSDMap.Incremental, to base: OSDMap) {
        var map = incremental.epoch == 1 ? OSDMap() : base
        do {
            try map.apply(incremental)
            _ = map.encoded()
        } catch {}
    }

    @Test("Keys in any order become a map, the last of equal ones counting, and take no quadratic time")
    func order() throws {
        let count: UInt32 = 200_000
        var encoder = CephEncoder()
        encoder.count(Int(count) + 2)
        for key in (0..<count).reversed() + [5, 5] {
            encoder.integer(key)
            encoder.integer(
                encoder.buffer.writerIndex > 8 * Int(count) ? key + UInt32(encoder.buffer.writerIndex) : key)
        }
        let map: CephMap<UInt32, UInt32> = try CephDecoder.decode(from: encoder.buffer)
        #expect(map.keys == Array(0..<count))
        #expect(map[5] == 5 + 8 * (count + 2))
    }

    @Test("An incremental that does not fit leaves the map as it was")
    func unfit() throws {
        let map = try MapStore.fixtures[0].last()
        var copy = map
        var incremental = OSDMap.Incremental(epoch: map.epoch + 2, fsid: map.fsid)
        #expect(throws: OSDMapApplyError.notNext(epoch: 72, after: 70)) { try copy.apply(incremental) }
        incremental.epoch = map.epoch + 1
        incremental.newWeight[99] = 0
        #expect(throws: OSDMapApplyError.noSuchOSD(99)) { try copy.apply(incremental) }
        incremental.newWeight = [:]
        incremental.newMaxOSD = .max
        #expect(throws: OSDMapApplyError.tooManyOSDs(.max)) { try copy.apply(incremental) }
        incremental.newMaxOSD = -1
        incremental.crush = ByteBuffer(bytes: [1, 2, 3])
        #expect(throws: OSDMapApplyError.self) { try copy.apply(incremental) }
        incremental.fsid = .zero
        #expect(throws: OSDMapApplyError.otherCluster(.zero)) { try copy.apply(incremental) }
        #expect(copy == map)
    }
}
