import CephEncoding
import CephTypes

// A cluster stretched over two sites (src/mon/OSDMonitor.cc: `try_enable_stretch_mode` and on).

extension OSDMapService {
    /// Makes all pools span two buckets of a type, in the next epoch.
    /// - Throws: ``CommandError`` where the map does not allow it; nothing is pending then.
    public func enableStretchMode(dividingBucket: String, ruleName: String) throws {
        let crush = try pendingCrush()
        guard let type = crush.type(named: dividingBucket) else {
            throw CommandError(.noEntry, "\(dividingBucket) is not a valid crush bucket type")
        }
        let sites = crush.nonShadowRoots.flatMap { crush.descendants(of: $0, type: type) }
        guard sites.count == 2 else {
            throw CommandError(
                .invalid,
                "there are \(sites.count)\(dividingBucket)'s in the cluster but stretch mode currently only"
                    + " works with 2!")
        }
        guard let rule = crush.rule(named: ruleName) else {
            throw CommandError(.noEntry, "unrecognized crush rule \(ruleName)")
        }
        let weights = sites.map { crush.weight(of: $0) ?? 0 }
        guard weights[0] == weights[1] else {
            throw CommandError(
                .invalid,
                "the 2 \(dividingBucket)instances in the cluster have differing weights \(weights[0]) and"
                    + " \(weights[1]) but stretch mode currently requires they be the same!")
        }
        try checkPoolsCanStretch(rule: rule)
        let (size, minSize) = (settings.stretchPoolSize, settings.stretchPoolMinSize)
        for number in map.pools.keys {
            withPendingPool(number) {
                $0.crushRule = UInt8(truncatingIfNeeded: rule)
                $0.peeringCrushBucketCount = 2
                $0.peeringCrushBucketTarget = 2
                $0.peeringCrushBucketBarrier = UInt32(bitPattern: type)
                $0.peeringCrushMandatoryMember = PGPool.noItem
                $0.size = UInt8(clamping: size)
                $0.minSize = UInt8(clamping: minSize)
            }
        }
        pending.changeStretchMode = true
        pending.stretchModeEnabled = true
        pending.newStretchBucketCount = 2
        pending.newDegradedStretchMode = 0
        pending.newStretchModeBucket = type
    }

    /// The same of a rule by its name.
    func checkPoolsCanStretch(ruleName: String) throws {
        guard let rule = try pendingCrush().rule(named: ruleName) else {
            // Ceph says the error's number in place of the name.
            throw CommandError(.noEntry, "unrecognized crush rule \(-ErrorNumber.noEntry.rawValue)")
        }
        try checkPoolsCanStretch(rule: rule)
    }

    private func checkPoolsCanStretch(rule: Int) throws {
        let size = UInt8(clamping: settings.poolDefaultSize)
        for (number, pool) in map.pools {
            guard pool.isReplicated else {
                throw CommandError(
                    .invalid,
                    "stretched pools must be replicated; '\(poolName(number))' is erasure-coded")
            }
            let isDefault = pool.size == size && pool.minSize == settings.poolDefaultMinSize(ofSize: size)
            guard isDefault || Int(pool.crushRule) == rule else {
                throw CommandError(
                    .invalid,
                    "we currently require stretch mode pools start out with the default size/min_size,"
                        + " which '\(poolName(number))' does not")
            }
        }
    }

    /// Keeps the mode's numbers, but for how far it is degraded.
    private func changeStretch(degraded: UInt32, recovering: UInt32, _ body: (inout PGPool) -> Void) {
        pending.changeStretchMode = true
        pending.stretchModeEnabled = map.stretchModeEnabled
        pending.newStretchBucketCount = map.stretchBucketCount
        pending.newDegradedStretchMode = degraded
        pending.newRecoveringStretchMode = recovering
        pending.newStretchModeBucket = map.stretchModeBucket
        for (number, pool) in map.pools where pool.isStretchPool {
            let epoch = pending.epoch
            withPendingPool(number) {
                body(&$0)
                $0.lastForceOpResend = epoch
            }
        }
        proposeNow()
    }

    /// One site is gone: the other serves alone.
    /// - Parameter site: the bucket that is left.
    public func degradeStretchMode(remaining site: Int32) {
        guard map.stretchModeEnabled, map.degradedStretchMode == 0 || map.recoveringStretchMode != 0 else {
            return
        }
        changeStretch(degraded: 1, recovering: 0) {
            $0.peeringCrushBucketCount = 1
            $0.peeringCrushMandatoryMember = site
            $0.minSize /= 2
        }
    }

    /// Both sites are there again, but not all data is on both.
    func beginStretchRecovery() {
        guard monitor.isLeader, map.degradedStretchMode != 0, map.recoveringStretchMode == 0 else { return }
        changeStretch(degraded: map.degradedStretchMode, recovering: 1) { _ in }
    }

    /// All data is on both sites.
    func endStretchRecovery() {
        guard monitor.isLeader, map.degradedStretchMode != 0, map.recoveringStretchMode != 0 else { return }
        let (count, minSize) = (map.stretchBucketCount, settings.stretchPoolMinSize)
        changeStretch(degraded: 0, recovering: 0) {
            $0.peeringCrushBucketCount = count
            $0.peeringCrushMandatoryMember = PGPool.noItem
            $0.minSize = UInt8(clamping: minSize)
        }
    }
}
