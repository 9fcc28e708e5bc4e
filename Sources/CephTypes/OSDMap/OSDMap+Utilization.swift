import CephEncoding

extension OSDMap {
    /// How evenly groups lie on the OSDs that are up and in (`OSDMap::summarize_mapping_stats`).
    public struct Utilization: Sendable, Equatable {
        public struct Extreme: Sendable, Equatable {
            public var osd: Int32
            public var pgs: UInt32
        }

        /// Places of groups for each OSD.
        public var average: Float
        public var deviation: Float
        /// What chance would give.
        public var expectedDeviation: Float
        public var least: Extreme
        public var most: Extreme
    }

    /// Nil where no OSD is up and in.
    public var utilization: Utilization? {
        let used = osdNumbers.filter { isUp($0) && isIn($0) }
        guard let first = used.first else { return nil }
        let (counts, places) = pgPlaces
        func count(_ osd: Int32) -> UInt32 { counts.element(osd, default: 0) }
        let average = Float(places) / Float(used.count)
        var least = Utilization.Extreme(osd: first, pgs: count(first))
        var most = least
        var squares: Float = 0
        for osd in used {
            let difference = Float(count(osd)) - average
            squares += difference * difference
            if count(osd) < least.pgs { least = .init(osd: osd, pgs: count(osd)) }
            if count(osd) > most.pgs { most = .init(osd: osd, pgs: count(osd)) }
        }
        return Utilization(
            average: average, deviation: (squares / Float(used.count)).squareRoot(),
            expectedDeviation: Float((Double(average) * (1 - 1 / Double(used.count))).squareRoot()),
            least: least, most: most)
    }

    /// Groups by OSD, and how many places the groups of all pools have.
    private var pgPlaces: (counts: [UInt32], places: UInt64) {
        var counts = [UInt32](repeating: 0, count: osdNumbers.count)
        var places: UInt64 = 0
        let mapper = PGMapper(self)
        for (number, pool) in pools {
            places &+= UInt64(pool.pgNum) * UInt64(pool.size)
            for seed in 0..<pool.pgNum {
                mapper.locate(PGID(pool: number, seed: seed))
                for osd in mapper.placement.up where osd >= 0 && Int(osd) < counts.count {
                    counts[Int(osd)] &+= 1
                }
            }
        }
        return (counts, places)
    }
}

extension OSDMap.Utilization: CephDumpable {
    public func dump(to formatter: inout CephFormatter) {
        formatter.float("avg_pgs", Double(average))
        formatter.float("std_dev", Double(deviation))
        formatter.float("expected_baseline_std_dev", Double(expectedDeviation))
        formatter.int("min_osd", least.osd)
        formatter.int("min_osd_pgs", least.pgs)
        formatter.int("max_osd", most.osd)
        formatter.int("max_osd_pgs", most.pgs)
    }

    /// As `ceph osd utilization` prints it.
    public var text: String {
        func number(_ value: Float) -> String { CephNumber.general(Double(value)) }
        func extreme(_ name: String, _ extreme: Extreme) -> String {
            "\(name) osd.\(extreme.osd) with \(extreme.pgs) pgs (\(number(Float(extreme.pgs) / average)) * mean)\n"
        }
        return "avg \(number(average))\n"
            + "stddev \(number(deviation)) (expected baseline \(number(expectedDeviation)))\n"
            + extreme("min", least) + extreme("max", most)
    }
}
