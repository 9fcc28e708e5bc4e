import CephEncoding

extension PGMapHealth {
    mutating func checkPools() {
        checkLargeOmapObjects()
        checkCacheTiers()
        checkPGNumbers()
        checkQuotas()
        checkApplications()
    }

    private func sum(of pool: PoolFacts) -> ObjectStatSum? {
        map.digest.poolSum[Int32(truncatingIfNeeded: pool.id)]?.stats.sum
    }

    private mutating func checkLargeOmapObjects() {
        let count = map.digest.pgSum.stats.sum.numLargeOmapObjects
        guard count != 0 else { return }
        let detail = osdMap.pools.compactMap { pool -> String? in
            guard let number = sum(of: pool)?.numLargeOmapObjects, number != 0 else { return nil }
            return "\(number) large objects found in pool '\(pool.name)'"
        }
        guard !detail.isEmpty else { return }
        add(
            "LARGE_OMAP_OBJECTS", "\(count) large omap objects",
            detail: detail + ["Search the cluster log for 'Large omap object found' for more details."],
            count: count)
    }

    private mutating func checkCacheTiers() {
        var detail: [String] = []
        var pools = 0
        for pool in osdMap.pools {
            guard pool.targetMaxObjects != 0 || pool.targetMaxBytes != 0, let sum = sum(of: pool) else {
                continue
            }
            let before = detail.count
            let full = Double(pool.cacheTargetFullRatio)
            let ratio =
                (full + (1_000_000 - full) * options.cacheTargetFullWarnRatio).rounded(.towardZero)
                / 1_000_000
            let objects = UInt64(bitPattern: sum.numObjects &- sum.numObjectsHitSetArchive)
            if pool.targetMaxObjects != 0, Double(objects) > Double(pool.targetMaxObjects) * ratio {
                detail.append(
                    "cache pool '\(pool.name)' with \(CephUnits.count(UInt64(bitPattern: sum.numObjects))) objects"
                        + " at/near target max \(CephUnits.count(pool.targetMaxObjects)) objects")
            }
            let bytes = UInt64(bitPattern: sum.numBytes &- sum.numBytesHitSetArchive)
            if pool.targetMaxBytes != 0, Double(bytes) > Double(pool.targetMaxBytes) * ratio {
                detail.append(
                    "cache pool '\(pool.name)' with \(CephUnits.bytes(UInt64(bitPattern: sum.numBytes)))"
                        + " at/near target max \(CephUnits.bytes(pool.targetMaxBytes))")
            }
            if detail.count > before { pools += 1 }
        }
        guard pools > 0 else { return }
        add(
            "CACHE_POOL_NEAR_FULL", "\(pools) cache pools at or near target size", detail: detail,
            count: pools)
    }

    private mutating func checkPGNumbers() {
        guard !map.pgStats.isEmpty else { return }
        var tooFewForPlacement: [String] = []
        var skewed: [String] = []
        let all = map.digest.pgSum.stats.sum.numObjects
        let average = all / Int64(map.pgStats.count)
        for (key, stat) in map.digest.poolSum.hashOrder {
            guard let pool = osdMap.pools.first(where: { $0.id == Int64(key) }) else { continue }
            if pool.pgNumTarget > pool.pgpNumTarget {
                tooFewForPlacement.append(
                    "pool \(pool.name) pg_num \(pool.pgNumTarget) > pgp_num \(pool.pgpNumTarget)")
            }
            let objects = stat.stats.sum.numObjects
            guard average > 0, all >= options.pgWarnMinObjects, objects >= options.pgWarnMinPoolObjects,
                pool.pgNumTarget > 0, !pool.isAutoscaled, options.pgWarnMaxObjectSkew > 0
            else { continue }
            let perPG = objects / Int64(pool.pgNumTarget)
            let ratio = Float(perPG) / Float(average)
            if Double(ratio) > options.pgWarnMaxObjectSkew {
                skewed.append(
                    "pool \(pool.name) objects per pg (\(perPG)) is more than \(CephNumber.general(Double(ratio)))"
                        + " times cluster average (\(average))")
            }
        }
        if !tooFewForPlacement.isEmpty {
            let count = tooFewForPlacement.count
            add(
                "SMALLER_PGP_NUM", "\(count) pools have pg_num > pgp_num", detail: tooFewForPlacement,
                count: count)
        }
        if !skewed.isEmpty {
            add(
                "MANY_OBJECTS_PER_PG", "\(skewed.count) pools have many more objects per pg than average",
                detail: skewed, count: skewed.count)
        }
    }

    private mutating func checkQuotas() {
        let critical = Float(options.poolQuotaCritThreshold) / 100
        let warning = Float(options.poolQuotaWarnThreshold) / 100
        var full: (pools: Int, detail: [String]) = (0, [])
        var nearlyFull: (pools: Int, detail: [String]) = (0, [])
        for pool in osdMap.pools {
            guard let sum = sum(of: pool) else { continue }
            let before = (full.detail.count, nearlyFull.detail.count)
            let quotas = [
                (
                    sum.numObjects, pool.quotaMaxObjects, "\(sum.numObjects) objects",
                    "\(pool.quotaMaxObjects)"
                ),
                (
                    sum.numBytes, pool.quotaMaxBytes, CephUnits.bytes(UInt64(bitPattern: sum.numBytes)),
                    CephUnits.bytes(pool.quotaMaxBytes)
                ),
            ]
            // A pool that has reached its quota is flagged full, which the OSD map's checks say.
            for (number, quota, has, most) in quotas where quota > 0 && UInt64(bitPattern: number) < quota {
                let line = "pool '\(pool.name)' has \(has) (max \(most))"
                if critical > 0, Float(number) >= Float(quota) * critical {
                    full.detail.append(line)
                } else if warning > 0, Float(number) >= Float(quota) * warning {
                    nearlyFull.detail.append(line)
                }
            }
            if full.detail.count > before.0 { full.pools += 1 }
            if nearlyFull.detail.count > before.1 { nearlyFull.pools += 1 }
        }
        if full.pools > 0 {
            add(
                "POOL_FULL", isError: true, "\(full.pools) pools full", detail: full.detail, count: full.pools
            )
        }
        if nearlyFull.pools > 0 {
            add(
                "POOL_NEAR_FULL", "\(nearlyFull.pools) pools nearfull", detail: nearlyFull.detail,
                count: nearlyFull.pools)
        }
    }

    private mutating func checkApplications() {
        guard options.warnOnPoolNoApp else { return }
        let detail = osdMap.pools.compactMap { pool -> String? in
            guard let sum = sum(of: pool), sum.numObjects > 0, !pool.hasApplication, !pool.isTier else {
                return nil
            }
            return "application not enabled on pool '\(pool.name)'"
        }
        guard !detail.isEmpty else { return }
        let tip =
            "use 'ceph osd pool application enable <pool-name> <app-name>', where <app-name> is 'cephfs', 'rbd',"
            + " 'rgw', or freeform for custom applications."
        add(
            "POOL_APP_NOT_ENABLED", "\(detail.count) pool(s) do not have an application enabled",
            detail: detail + [tip], count: detail.count)
    }
}
