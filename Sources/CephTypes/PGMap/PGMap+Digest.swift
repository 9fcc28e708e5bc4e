import CephEncoding

extension PGMap {
    /// What the manager tells the monitors (`encode_digest`): the sums, with those that need an OSD map, in the
    /// order in which Ceph would write them.
    public func makeDigest(for map: OSDMapFacts) -> PGMapDigest {
        var result = digest
        result.availableByRule = [:]
        for pool in map.pools where pool.id >= 0 && digest.poolSum[Int32(truncatingIfNeeded: pool.id)] != nil
        {
            if result.availableByRule[pool.crushRule] == nil {
                result.availableByRule[pool.crushRule] = available(rule: pool.crushRule, map)
            }
        }
        result.osdSumByClass = [:]
        for (osd, stat) in osdStats.hashOrder {
            if let name = map.classes[osd] { result.osdSumByClass[name, default: OSDStat()].add(stat) }
        }
        result.purgedSnaps = purgedSnaps
        return result.inHashOrder()
    }

    /// `-ENOENT`, for a rule that does not exist.
    private static let noRule: Int64 = -2

    /// Raw bytes that a rule can place before the first of its OSDs is full (`get_rule_avail`); -1 if none of
    /// them has reported.
    public func available(rule: Int32, _ map: OSDMapFacts) -> Int64 {
        guard let weights = map.ruleWeights[rule] else { return Self.noRule }
        if weights.isEmpty { return 0 }
        var least: Int64 = -1
        for (osd, weight) in weights {
            // An OSD that is out has its report zeroed.
            guard weight != 0, let space = osdStats[osd]?.statfs, space.total != 0 else { continue }
            let unusable = Double(space.kb) * (1.0 - Double(map.fullRatio))
            let usable = max(0, Double(space.kbAvailable) - unusable) * 1024
            let projected = Int64(clamping: UInt64(saturating: usable / Double(weight)))
            if least < 0 || projected < least { least = projected }
        }
        return least
    }

    /// By pool the snapshots that all its placement groups have purged; pools with unknown groups are left out.
    private var purgedSnaps: CephMap<Int64, SnapIntervalSet> {
        var purged: CephMap<Int64, SnapIntervalSet> = [:]
        var unknown: Set<Int64> = []
        for (id, stat) in pgStats {
            if stat.state.isEmpty {
                unknown.insert(id.pool)
            } else if let known = purged[id.pool] {
                purged[id.pool] = known.intersection(stat.purgedSnaps)
            } else {
                purged[id.pool] = stat.purgedSnaps
            }
        }
        purged.removeAll { unknown.contains($0.key) }
        return purged
    }

    /// The `pgmap` section of the manager's status, in the section that is open: the digest's summary with the
    /// states of each pool before it.
    public func dumpSummary(to formatter: inout CephFormatter) {
        formatter.array("pgs_by_pool_state") { pools in
            for (pool, states) in numPGByPoolState.hashOrder {
                pools.object("per_pool_pgs_by_state") { section in
                    section.int("pool_id", pool)
                    section.array("pg_state_counts") { list in
                        for (state, count) in states.hashOrder {
                            list.object("pg_state_count") {
                                $0.stream("state_name", PGState(rawValue: state))
                                $0.int("count", count)
                            }
                        }
                    }
                }
            }
        }
        digest.dumpSummary(to: &formatter)
    }
}
