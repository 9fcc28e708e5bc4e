import CephEncoding

extension PGMap {
    /// An incremental that does not follow the map it should be applied to.
    public struct VersionGap: Error, Equatable {
        public let map: UInt64
        public let incremental: UInt64

        public init(map: UInt64, incremental: UInt64) {
            self.map = map
            self.incremental = incremental
        }
    }

    /// Makes this map the next version (`apply_incremental`).
    /// - Parameters:
    ///   - smoothing: over how many versions rates are averaged (`mon_stat_smooth_intervals`).
    ///   - deltaReset: seconds; a pool's rate is not spread over more than twice that
    ///     (`mon_delta_reset_interval`).
    /// - Throws: ``VersionGap`` if it is not the next version; the map is unchanged then.
    public mutating func apply(_ change: Incremental, smoothing: Int = 6, deltaReset: UInt32 = 10) throws {
        guard change.version == version &+ 1 else {
            throw VersionGap(map: version, incremental: change.version)
        }
        version = change.version
        let oldSum = digest.pgSum
        let oldPoolSums = digest.poolSum

        updatePGs(change)
        updatePoolStatFS(change)
        updateOSDs(change)
        let deletedPools = removePGs(change)
        removeOSDs(change)

        // There is no rate before the sums are complete.
        if !stamp.isZero && !oldSum.stats.sum.isZero {
            updateDelta(from: oldSum, span: change.stamp.minus(stamp), smoothing: smoothing)
        }
        stamp = change.stamp
        for (pool, old) in oldPoolSums {
            updateDelta(pool: pool, from: old, smoothing: smoothing, longest: UTime(seconds: 2 &* deltaReset))
        }
        for pool in deletedPools { forget(pool: pool) }
        if change.osdMapEpoch != 0 { lastOSDMapEpoch = change.osdMapEpoch }
        if change.pgScan != 0 { lastPGScan = change.pgScan }
        if change.fullRatio > 0 { fullRatio = change.fullRatio }
        if change.nearfullRatio > 0 { nearfullRatio = change.nearfullRatio }
    }

    private mutating func updatePGs(_ change: Incremental) {
        for (id, stat) in change.pgUpdates {
            if let old = pgStats[id] {
                _ = remove(id, old)
                digest.poolSum[id.sumKey, default: PoolStat()].subtract(old)
            }
            pgStats[id] = stat
            add(id, stat)
            digest.poolSum[id.sumKey, default: PoolStat()].add(stat)
        }
    }

    private mutating func updatePoolStatFS(_ change: Incremental) {
        for (place, stat) in change.poolStatFSUpdates {
            let pool = Int32(truncatingIfNeeded: place.first)
            guard digest.poolSum[pool] != nil else { continue }
            if let old = poolStatFS[place] { digest.poolSum[pool]?.subtract(old) }
            poolStatFS[place] = stat
            digest.poolSum[pool]?.add(stat)
        }
    }

    private mutating func updateOSDs(_ change: Incremental) {
        for (osd, stat) in change.osdUpdates {
            if let old = osdStats[osd] { remove(osd: osd, old) }
            osdStats[osd] = stat
            add(osd: osd, stat)
        }
        for (osd, epoch) in change.osdEpochs { osdEpochs[osd] = epoch }
    }

    private mutating func removePGs(_ change: Incremental) -> CephSet<Int64> {
        var deleted: CephSet<Int64> = []
        for id in change.pgRemovals {
            guard let stat = pgStats[id] else { continue }
            let wasLast = remove(id, stat)
            digest.poolSum[id.sumKey]?.subtract(stat)
            if wasLast { deleted.insert(id.pool) }
        }
        if !change.pgRemovals.isEmpty { pgStats.removeAll { change.pgRemovals.contains($0.key) } }
        return deleted
    }

    private mutating func removeOSDs(_ change: Incremental) {
        for osd in change.osdRemovals {
            if let stat = osdStats[osd] {
                remove(osd: osd, stat)
                osdStats[osd] = nil
            }
            osdEpochs[osd] = nil
            for (place, stat) in poolStatFS where place.second == osd {
                digest.poolSum[Int32(truncatingIfNeeded: place.first), default: PoolStat()].subtract(stat)
            }
            poolStatFS.removeAll { $0.key.second == osd }
        }
    }

    /// All sums' change since `old`.
    private mutating func updateDelta(from old: PoolStat, span: UTime, smoothing: Int) {
        var change = digest.pgSum
        change.stats.subtract(old.stats)
        deltas.append(Pair(change, span))
        digest.deltaSpan = digest.deltaSpan.plus(span)
        digest.pgSumDelta.stats.add(change.stats)
        while deltas.count > max(smoothing, 1) {
            let oldest = deltas.removeFirst()
            digest.pgSumDelta.stats.subtract(oldest.first.stats)
            digest.deltaSpan = digest.deltaSpan.minus(oldest.second)
        }
    }

    /// One pool's change since `old`; ``stamp`` is the new one already.
    private mutating func updateDelta(pool key: Int32, from old: PoolStat, smoothing: Int, longest: UTime) {
        let pool = Int64(key)
        var sum = digest.poolDelta[pool] ?? Pair(PoolStat(), .zero)
        var span = digest.poolDeltaSpan[pool] ?? .zero
        let elapsed = min(stamp.minus(sum.second), longest)
        sum.second = stamp
        if !old.stats.sum.isZero {
            var change = digest.poolSum[key] ?? PoolStat()
            change.stats.subtract(old.stats)
            poolDeltas[pool, default: []].append(Pair(change, elapsed))
            span = span.plus(elapsed)
            sum.first.stats.add(change.stats)
        }
        while let oldest = poolDeltas[pool]?.first, (poolDeltas[pool]?.count ?? 0) > max(smoothing, 1) {
            sum.first.stats.subtract(oldest.first.stats)
            span = span.minus(oldest.second)
            poolDeltas[pool]?.removeFirst()
        }
        digest.poolDelta[pool] = sum
        digest.poolDeltaSpan[pool] = span
    }

    private mutating func forget(pool: Int64) {
        poolStatFS.removeAll { $0.key.first == pool }
        digest.poolSum[Int32(truncatingIfNeeded: pool)] = nil
        numPGByPoolState[pool] = nil
        digest.numPGByPool[pool] = nil
        poolDeltas[pool] = nil
        digest.poolDelta[pool] = nil
        digest.poolDeltaSpan[pool] = nil
    }

    /// Forgets all rates but pools' (`clear_delta`).
    public mutating func clearDelta() {
        digest.pgSumDelta = PoolStat()
        digest.deltaSpan = .zero
        deltas = []
    }
}
