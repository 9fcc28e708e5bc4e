import CephEncoding

// Keeping the sums of a PGMap (src/mon/PGMap.cc). Counters wrap around: reports are not to be trusted.
extension PGMap {
    /// Computes all sums anew from the reports (`calc_stats`).
    mutating func computeSums() {
        var fresh = PGMapDigest()
        fresh.poolDelta = digest.poolDelta
        fresh.poolDeltaSpan = digest.poolDeltaSpan
        fresh.pgSumDelta = digest.pgSumDelta
        fresh.deltaSpan = digest.deltaSpan
        digest = fresh
        pgByOSD = [:]
        blockedBy = [:]
        numPGByPoolState = [:]
        creatingPGs = []
        creatingByOSDEpoch = [:]
        for (id, stat) in pgStats.hashOrder {
            add(id, stat)
            digest.poolSum[id.sumKey, default: PoolStat()].add(stat)
        }
        for (place, stat) in poolStatFS {
            digest.poolSum[Int32(truncatingIfNeeded: place.first), default: PoolStat()].add(stat)
        }
        for (osd, stat) in osdStats.hashOrder { add(osd: osd, stat) }
    }

    /// Counts a placement group's report in (`stat_pg_add`), all but its pool's sum.
    mutating func add(_ id: PGID, _ stat: PGStat) {
        digest.pgSum.add(stat)
        digest.numPG &+= 1
        let state = stat.state.rawValue
        digest.numPGByState[state, default: 0] &+= 1
        numPGByPoolState[id.pool, default: [:]][state, default: 0] &+= 1
        digest.numPGByPool[id.pool, default: 0] &+= 1
        if stat.awaitsCreation {
            creatingPGs.insert(id)
            if stat.actingPrimary >= 0 {
                creatingByOSDEpoch[stat.actingPrimary, default: [:]][stat.mappingEpoch, default: []].insert(
                    id)
            }
        }
        if stat.state.contains(.active) { digest.numPGActive &+= 1 }
        if stat.state.isEmpty { digest.numPGUnknown &+= 1 }
        for osd in stat.blockedBy { blockedBy[osd, default: 0] &+= 1 }
        for osd in stat.acting {
            pgByOSD[osd, default: []].insert(id)
            digest.numPGByOSD[osd, default: .init()].acting &+= 1
        }
        for osd in stat.up where pgByOSD[osd, default: []].insert(id) {
            digest.numPGByOSD[osd, default: .init()].upNotActing &+= 1
        }
        if stat.upPrimary >= 0 { digest.numPGByOSD[stat.upPrimary, default: .init()].primary &+= 1 }
    }

    /// Counts a report out again (`stat_pg_sub`).
    /// - Returns: whether it was the last one of its pool.
    mutating func remove(_ id: PGID, _ stat: PGStat) -> Bool {
        digest.pgSum.subtract(stat)
        digest.numPG &-= 1
        let state = stat.state.rawValue
        digest.numPGByState.decrement(state)
        numPGByPoolState[id.pool]?.decrement(state)
        let left = (digest.numPGByPool[id.pool] ?? 0) &- 1
        digest.numPGByPool[id.pool] = left
        if stat.awaitsCreation {
            creatingPGs.remove(id)
            if stat.actingPrimary >= 0 {
                forgetCreation(of: id, osd: stat.actingPrimary, epoch: stat.mappingEpoch)
            }
        }
        if stat.state.contains(.active) { digest.numPGActive &-= 1 }
        if stat.state.isEmpty { digest.numPGUnknown &-= 1 }
        for osd in stat.blockedBy { blockedBy.decrement(osd) }
        removeFromOSDs(id, stat)
        return left == 0
    }

    private mutating func removeFromOSDs(_ id: PGID, _ stat: PGStat) {
        for osd in stat.acting {
            unlink(id, from: osd)
            digest.numPGByOSD.lower(osd, \.acting)
        }
        for osd in stat.up {
            unlink(id, from: osd)
            if !stat.acting.contains(osd) { digest.numPGByOSD.lower(osd, \.upNotActing) }
        }
        if stat.upPrimary >= 0 { digest.numPGByOSD.lower(stat.upPrimary, \.primary) }
    }

    private mutating func unlink(_ id: PGID, from osd: Int32) {
        pgByOSD[osd]?.remove(id)
        if pgByOSD[osd]?.isEmpty ?? false { pgByOSD[osd] = nil }
    }

    private mutating func forgetCreation(of id: PGID, osd: Int32, epoch: UInt32) {
        guard var epochs = creatingByOSDEpoch[osd] else { return }
        epochs[epoch]?.remove(id)
        if epochs[epoch]?.isEmpty ?? false { epochs[epoch] = nil }
        creatingByOSDEpoch[osd] = epochs.isEmpty ? nil : epochs
    }

    /// No OSD with a higher number can be in an OSD map that is any use; a report of one is not counted.
    private static let osdLimit: Int32 = 1 << 20

    /// Counts an OSD's report in (`stat_osd_add`).
    mutating func add(osd: Int32, _ stat: OSDStat) {
        digest.numOSD &+= 1
        digest.osdSum.add(stat)
        guard osd >= 0, osd < Self.osdLimit else { return }
        let missing = Int(osd) + 1 - digest.osdLastSeq.count
        if missing > 0 { digest.osdLastSeq.append(contentsOf: repeatElement(0, count: missing)) }
        digest.osdLastSeq[Int(osd)] = stat.seq
    }

    /// Counts it out again (`stat_osd_sub`).
    mutating func remove(osd: Int32, _ stat: OSDStat) {
        digest.numOSD &-= 1
        digest.osdSum.subtract(stat)
        if osd >= 0, Int(osd) < digest.osdLastSeq.count { digest.osdLastSeq[Int(osd)] = 0 }
    }
}

extension PGID {
    /// Sums by pool have 32-bit keys.
    var sumKey: Int32 { Int32(truncatingIfNeeded: pool) }
}

extension PGStat {
    /// Whether an OSD must be told to create it: splitting creates the others.
    fileprivate var awaitsCreation: Bool { state.contains(.creating) && parentSplitBits == 0 }
}

extension UnorderedMap where Value == Int32 {
    /// One less; at zero the key goes.
    fileprivate mutating func decrement(_ key: Key) {
        guard let count = self[key] else { return }
        self[key] = count <= 1 ? nil : count - 1
    }
}

extension UnorderedMap where Key == Int32, Value == PGMapDigest.PGCount {
    /// One less, not below zero; the key stays.
    fileprivate mutating func lower(_ osd: Int32, _ counter: WritableKeyPath<PGMapDigest.PGCount, Int32>) {
        guard let count = self[osd]?[keyPath: counter], count > 0 else { return }
        self[osd, default: .init()][keyPath: counter] = count - 1
    }
}
