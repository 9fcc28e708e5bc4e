import CephTypes

/// The lowest epoch that any group was last clean in, as OSDs report it group by group
/// (src/mon/OSDMonitor.h: `LastEpochClean`). Maps before it nobody needs.
struct LastEpochClean {
    private struct Pool {
        var epochs: [UInt32] = []
        /// What is known of all groups before this one.
        var nextMissing = 0
        var floor = UInt32.max
    }

    private var pools: [Int64: Pool] = [:]

    mutating func remove(_ pool: Int64) { pools[pool] = nil }

    /// - Parameter limit: how many groups the pool has: what is said of others means nothing.
    mutating func report(_ pg: PGID, _ epoch: UInt32, limit: UInt32) {
        guard pg.seed < limit else { return }
        var pool = pools[pg.pool] ?? Pool()
        let seed = Int(pg.seed)
        if pool.epochs.count <= seed {
            pool.epochs += [UInt32](repeating: 0, count: seed + 1 - pool.epochs.count)
        }
        let old = pool.epochs[seed]
        guard old < epoch else { return }
        pool.epochs[seed] = epoch
        if epoch < pool.floor {
            pool.floor = epoch
        } else if epoch > pool.floor, old == pool.floor {
            pool.floor = pool.epochs.min() ?? 0
        }
        if seed == pool.nextMissing {
            while pool.nextMissing < pool.epochs.count, pool.epochs[pool.nextMissing] != 0 {
                pool.nextMissing += 1
            }
        }
        pools[pg.pool] = pool
    }

    /// 0 while not all groups of all pools are known.
    func lowerBound(_ map: OSDMap) -> UInt32 {
        var floor = map.epoch
        for (number, pool) in map.pools {
            guard let reported = pools[number], reported.nextMissing >= Int(pool.pgNum) else { return 0 }
            floor = min(floor, reported.floor)
        }
        return floor
    }

    func dump(to formatter: inout CephFormatter) {
        formatter.array("per_pool") { list in
            for (number, pool) in pools.sorted(by: { $0.key < $1.key }) {
                list.object("pool") {
                    $0.int("poolid", number)
                    $0.int("floor", pool.floor)
                }
            }
        }
    }
}
