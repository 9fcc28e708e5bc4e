import CephEncoding
import CephTypes
import Testing

@Suite struct PGMapUnitTests {
    @Test("Sizes and counts are as short as Ceph's")
    func units() {
        let sizes: [(UInt64, String)] = [
            (0, "0 B"), (1023, "1023 B"), (1024, "1 KiB"), (1025, "1.0 KiB"), (2306, "2.3 KiB"),
            (201_664, "197 KiB"), (1_155_174, "1.1 MiB"), (2_146_328_474, "2.0 GiB"),
            (2_147_483_648, "2 GiB"),
            (10_239, "10 KiB"), (.max, "16 EiB"),
        ]
        for (size, text) in sizes { #expect(CephUnits.bytes(size) == text) }
        let counts: [(UInt64, String)] = [
            (64, "64"), (999, "999"), (1000, "1k"), (80_640, "80.64k"), (2840, "2.84k"), (100_000, "100k"),
            (1_234_567, "1.23M"), (.max, "18.45E"),
        ]
        for (count, text) in counts { #expect(CephUnits.count(count) == text) }
    }

    @Test("States have Ceph's names, in its order")
    func states() {
        #expect(PGState().description == "unknown")
        #expect(PGState(rawValue: 1 << 3).description == "unknown")
        #expect(PGState([.clean, .active, .remapped]).description == "active+clean+remapped")
        #expect(PGState([.wait, .laggy, .stale]).description == "stale+laggy+wait")
        #expect(PGState(name: "deep") == .deepScrub)
        #expect(PGState(name: "unknown") == [])
        #expect(PGState(name: "sleeping") == nil)
        // Bits 3 and 9 have no name.
        for bit in (0..<35) where bit != 3 && bit != 9 {
            let state = PGState(rawValue: 1 << UInt64(bit))
            #expect(PGState(name: state.description) == state)
        }
    }

    @Test("A hash table is iterated as libstdc++ does it")
    func hashOrder() {
        // Printed by a C++ program that inserts first, first + step, … and iterates.
        func order(_ count: Int, from first: UInt64, step: UInt64) -> [UInt64] {
            UnorderedMap((0..<UInt64(count)).map { (first + $0 * step, 0) }).hashOrder.map(\.key)
        }
        #expect(order(5, from: 0, step: 1) == [4, 3, 2, 1, 0])
        #expect(order(14, from: 0, step: 1) == [13, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
        #expect(
            order(16, from: 7, step: 26) == [
                397, 371, 345, 7, 33, 59, 85, 111, 137, 163, 189, 215, 241, 267, 293, 319,
            ])
        #expect(
            order(32, from: 100, step: 7) == [
                317, 310, 303, 184, 177, 170, 163, 156, 149, 142, 135, 128, 121, 114, 107, 100, 191, 198, 205,
                212, 219, 226, 233, 240, 247, 254, 261, 268, 275, 282, 289, 296,
            ])
        // 5000 numbers of a generator, hashed together in the table's order.
        var number: UInt64 = 1
        var large: UnorderedMap<UInt64, Int> = [:]
        for _ in 0..<5000 {
            number = number &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            large[number >> 40] = 1
        }
        #expect(large.count == 4999)
        #expect(large.hashOrder.reduce(0 as UInt64) { $0 &* 31 &+ $1.key } == 3_817_261_752_305_503_836)
        var map = UnorderedMap<Int32, Int>([(1, 10), (2, 20), (3, 30)])
        map[2] = nil
        map[1, default: 0] += 1
        map[4] = 40
        #expect(map.map(\.key) == [1, 3, 4])
        #expect(map[1] == 11 && map[2] == nil && map[4] == 40)
        #expect(map == [4: 40, 3: 30, 1: 11])
    }

    @Test("A histogram ends with its last bin that is not zero")
    func histogram() {
        var sum = Pow2Histogram([1, 0, 2])
        sum.add(Pow2Histogram([0, 0, 1, 5]))
        #expect(sum.bins == [1, 0, 3, 5] && sum.upperBound == 16)
        sum.subtract(Pow2Histogram([0, 0, 1, 5]))
        #expect(sum.bins == [1, 0, 2])
    }

    @Test("Sums add, subtract and lose what is negative")
    func sums() {
        var one = ObjectStatSum()
        one.numBytes = 5
        one.numObjectsRepaired = 7
        one.numEvictModeFull = 3
        one.numShallowScrubErrors = 2
        one.numScrubErrors = 2
        var two = one
        two.add(one)
        #expect(two.numBytes == 10 && two.numObjectsRepaired == 14 && two.numEvictModeFull == 6)
        two.subtract(one)
        #expect(two == one)
        two.subtract(one)
        #expect(two.isZero)
        two.subtract(one)
        two.floor(at: 0)
        #expect(two.isZero)
        one.numBytes = .max
        two.numBytes = 1
        one.add(two)
        #expect(one.numBytes == .min)
    }

    @Test("Alerts of an OSD come into a sum and go")
    func alerts() {
        var report = OSDStat()
        report.alerts = [3: ["BLUEFS_SPILLOVER": "spilled over"]]
        report.statfs.total = 4096
        var sum = OSDStat()
        sum.add(report)
        #expect(sum.alerts == report.alerts && sum.statfs.total == 4096)
        sum.subtract(report)
        #expect(sum == OSDStat())
        let text = CephFormatter.format(report, as: .json)
        #expect(text.contains("\"alerts\":[\" osd: 3 BLUEFS_SPILLOVER:spilled over\"]"))
    }
}
