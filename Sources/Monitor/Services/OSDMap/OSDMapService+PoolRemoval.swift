import CephEncoding
import CephTypes

extension OSDMapService {
    func deletePool(_ call: CommandCall) throws -> CommandOutcome {
        let name = try call.arguments.required("pool")
        guard let number = map.pool(named: name) else { return .say("pool '\(name)' does not exist") }
        let isSure = try call.arguments.bool("yes_i_really_really_mean_it")
        let isNotFaking = try call.arguments.bool("yes_i_really_really_mean_it_not_faking")
        guard try call.arguments.string("pool2") == name, isSure || isNotFaking else {
            throw CommandError(
                .operationNotPermitted,
                "WARNING: this will *PERMANENTLY DESTROY* all data stored in pool \(name)."
                    + "  If you are *ABSOLUTELY CERTAIN* that is what you want, pass the pool name *twice*,"
                    + " followed by --yes-i-really-really-mean-it.")
        }
        try removePool(number, withoutFaking: isSure)
        return .propose("pool '\(name)' removed")
    }

    /// Adds a pool's removal to what is pending (`_prepare_remove_pool`).
    func removePool(_ number: Int64, withoutFaking: Bool) throws {
        guard let pool = map.pools[number] else { return }
        try checkRemovable(number, pool)
        if let changed = pending.newPools[number] {
            do { try checkRemovable(number, changed) } catch { throw WaitForPending() }
        }
        guard !pending.oldPools.contains(number) else { return }
        if settings.fakesPoolDelete, !withoutFaking {
            pending.newPoolNames[number] = "\(poolName(number)).\(number).DELETED"
            return
        }
        pending.oldPools.insert(number)
        for pg in map.pgTemp.keys where pg.pool == number { pending.newPGTemp[pg] = [] }
        for pg in map.primaryTemp.keys where pg.pool == number { pending.newPrimaryTemp[pg] = -1 }
        for pg in map.pgUpmap.keys where pg.pool == number { pending.oldPGUpmap.insert(pg) }
        pending.newPGUpmap.removeAll { $0.key.pool == number }
        for pg in map.pgUpmapItems.keys where pg.pool == number { pending.oldPGUpmapItems.insert(pg) }
        pending.newPGUpmapItems.removeAll { $0.key.pool == number }
        var crush = try pendingCrush()
        guard crush.chooseArgs.contains(number) else { return }
        crush.chooseArgs[number] = nil
        setPendingCrush(crush)
    }

    private func checkRemovable(_ number: Int64, _ pool: PGPool) throws {
        let name = poolName(number)
        if isUsedByFileSystem(number) {
            throw CommandError(.busy, "pool '\(name)' is in use by CephFS")
        }
        if pool.isTier {
            throw CommandError(.busy, "pool '\(name)' is a tier of '\(poolName(pool.tierOf))'")
        }
        if !pool.tiers.isEmpty {
            let tiers = pool.tiers.map { " " + poolName(Int64(bitPattern: $0)) }.joined()
            throw CommandError(.busy, "pool '\(name)' has tiers\(tiers)")
        }
        guard settings.allowsPoolDelete else {
            throw CommandError(
                .operationNotPermitted,
                "pool deletion is disabled; you must first set the mon_allow_pool_delete config option to"
                    + " true before you can destroy a pool")
        }
        if pool.flags.contains(.noDelete) {
            throw CommandError(
                .operationNotPermitted,
                "pool deletion is disabled; you must unset nodelete flag for the pool first")
        }
    }
}
