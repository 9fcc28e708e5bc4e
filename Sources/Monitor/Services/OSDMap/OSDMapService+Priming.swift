import CephEncoding
import CephTypes

extension OSDMapService {
    /// Groups that are looked at in one commit; Ceph gives itself half a second.
    private static let primeLimit = 1 << 16

    /// When OSDs go or come, groups that keep serving from where they are get that as their temporary place
    /// in the same epoch, before their OSDs ask for it (`maybe_prime_pg_temp`).
    func primeTemporaries() throws {
        guard settings.primesPGTemp, pending.fullMap.readableBytes == 0, !map.pools.isEmpty else { return }
        guard changesPlacement else { return }
        let next = try pendingMap()
        let (before, after) = (PGMapper(map), PGMapper(next))
        var left = Self.primeLimit
        for (number, pool) in map.pools {
            for seed in 0..<min(pool.pgNum, UInt32(left)) {
                prime(PGID(pool: number, seed: seed), before, after, pool: next.pools[number])
            }
            left -= min(left, Int(pool.pgNum))
        }
    }

    private var changesPlacement: Bool {
        if pending.crush.readableBytes > 0 || !pending.newUpClient.isEmpty { return true }
        return pending.newState.contains { $0.value.contains(.up) && map.isUp($0.key) }
            || !pending.newWeight.isEmpty
    }

    private func prime(_ pg: PGID, _ before: PGMapper, _ after: PGMapper, pool: PGPool?) {
        guard creating.pgs[pg] == nil, pending.newPGTemp[pg] == nil else { return }
        before.locate(pg)
        after.locate(pg)
        let (old, new) = (before.placement, after.placement)
        if old.acting == new.acting, old.up == old.acting || new.up != new.acting { return }
        guard !old.acting.isEmpty, let pool, old.acting.count >= Int(pool.minSize)
        else { return }
        pending.newPGTemp[pg] = new.up == new.acting ? [] : old.acting
    }
}
