import CephEncoding

/// What `df` on a mounted file system shows. Space in KiB.
public struct ClusterSpace: Hashable, Sendable {
    public var total: UInt64
    public var used: UInt64
    public var available: UInt64
    public var objects: UInt64
}

extension PGMapDigest {
    /// Of one pool, or of everything (`PGMapDigest::get_statfs`).
    public func space(forPool pool: PoolFacts?) -> ClusterSpace {
        guard let pool, let sum = poolSum[Int32(truncatingIfNeeded: pool.id)]?.stats.sum else {
            return ClusterSpace(
                total: osdSum.statfs.kb, used: osdSum.statfs.kbUsedRaw, available: osdSum.statfs.kbAvailable,
                objects: UInt64(bitPattern: pgSum.stats.sum.numObjects))
        }
        let used = UInt64(bitPattern: sum.numBytes >> 10)
        let free = freeSpace(rule: pool.crushRule, rawUsedRate: pool.rawUsedRate)
        let available = UInt64(clamping: free) >> 10
        return ClusterSpace(
            total: used &+ available, used: used, available: available,
            objects: UInt64(bitPattern: sum.numObjects))
    }
}

extension OSDMap {
    /// What sums over placement groups need to know of the pools, in their order.
    public var poolFacts: [PoolFacts] {
        pools.map { number, pool in
            var facts = PoolFacts(id: number, name: poolNames[number] ?? "<unknown>")
            facts.crushRule = Int32(pool.crushRule)
            facts.rawUsedRate = rawUsedRate(of: pool)
            facts.pgNum = pool.pgNum
            facts.pgNumTarget = pool.pgNumTarget
            facts.pgpNumTarget = pool.pgpNumTarget
            facts.minSize = UInt32(pool.minSize)
            facts.isTier = pool.isTier
            facts.isAutoscaled = pool.autoscaleMode == PGPool.AutoscaleMode.on.rawValue
            facts.quotaMaxObjects = pool.quotaMaxObjects
            facts.quotaMaxBytes = pool.quotaMaxBytes
            facts.targetMaxObjects = pool.targetMaxObjects
            facts.targetMaxBytes = pool.targetMaxBytes
            facts.cacheTargetFullRatio = pool.cacheTargetFullRatioMicro
            facts.hasApplication = !pool.applicationMetadata.isEmpty
            facts.createTime = pool.createTime
            return facts
        }
    }

    /// What a map of placement groups needs to know of this one.
    public var pgMapFacts: OSDMapFacts {
        var facts = OSDMapFacts()
        facts.pools = poolFacts
        for pool in facts.pools where facts.ruleWeights[pool.crushRule] == nil {
            guard let shares = crush.deviceShares(ofRule: Int(pool.crushRule)) else { continue }
            facts.ruleWeights[pool.crushRule] = Dictionary(
                uniqueKeysWithValues: shares.map { ($0.key, $0.value) })
        }
        for osd in osdNumbers where exists(osd) {
            facts.classes[osd] = crush.className(of: osd)
            if isDown(osd) { facts.downOSDs.insert(osd) }
        }
        facts.fullRatio = fullRatio
        facts.numOSDs = osdCount
        facts.numInOSDs = inOSDCount
        return facts
    }

    /// Raw bytes that a stored byte takes (`OSDMap::pool_raw_used_rate`).
    private func rawUsedRate(of pool: PGPool) -> Float {
        guard pool.isErasure else { return Float(pool.size) }
        let profile = erasureCodeProfiles[pool.erasureCodeProfile] ?? [:]
        guard let k = profile["k"].flatMap({ Float($0) }), k > 0, let m = profile["m"].flatMap({ Float($0) })
        else { return 0 }
        return (k + m) / k
    }
}
