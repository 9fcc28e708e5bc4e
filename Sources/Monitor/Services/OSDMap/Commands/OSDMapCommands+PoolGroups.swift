import CephEncoding
import CephTypes

// How many placement groups a pool has, and will have.

extension OSDMapService {
    private func checkPGChange(_ pool: PGPool, _ what: String) throws {
        guard pool.flags.contains(.noPGChange) else { return }
        throw CommandError(
            .operationNotPermitted,
            "pool \(what) change is disabled; you must unset nopgchange flag for the pool first")
    }

    /// What the manager does, step by step, to get to the target.
    func setActualPGNum(_ change: PoolChange, of pool: inout PGPool) throws -> Bool {
        let value = try change.int()
        if value == Int64(pool.pgNum) { return false }
        guard value >= 0, value <= settings.maxPoolPGNum, let count = UInt32(exactly: value) else {
            throw tooManyGroups
        }
        if pool.flags.contains(.creating) {
            throw CommandError(.busy, "cannot adjust pg_num while initial PGs are being created")
        }
        if count > pool.pgNum {
            if pool.pgNum != pool.pgNumPending { pool.lastForceOpResendPreNautilus = pending.epoch }
            pool.pgNum = count
            pool.pgNumPending = count
        } else {
            guard map.requireOSDRelease >= .nautilus else {
                throw CommandError(
                    .operationNotPermitted, "nautilus OSDs are required to adjust pg_num_pending")
            }
            guard count >= pool.pgpNum else {
                throw CommandError(.invalid, "specified pg_num \(value) < pgp_num \(pool.pgpNum)")
            }
            guard count &+ 1 >= pool.pgNum else {
                throw CommandError(
                    .invalid,
                    "specified pg_num \(value) < pg_num (\(pool.pgNum)) - 1; only single pg decrease is"
                        + " currently supported")
            }
            pool.pgNumPending = count
            // Clients before nautilus do not see that groups merge.
            pool.lastForceOpResendPreNautilus = pending.epoch
        }
        // Clients before luminous do not see that groups split.
        pool.lastForceOpResendPreLuminous = pending.epoch
        return true
    }

    func setPGNum(_ change: PoolChange, of pool: inout PGPool, _ number: Int64) throws -> Bool {
        try checkPGChange(pool, "pg_num")
        let value = try change.int()
        if value == Int64(pool.pgNumTarget) { return false }
        guard value > 0, value <= settings.maxPoolPGNum, let count = UInt32(exactly: value) else {
            throw tooManyGroups
        }
        if count > pool.pgNumTarget {
            try checkPGNum(number, count, size: pool.size)
            if pool.cacheMode != PGPool.CacheMode.none.rawValue, !change.isSure {
                throw CommandError(
                    .operationNotPermitted,
                    "splits in cache pools must be followed by scrubs and leave sufficient free space to"
                        + " avoid overfilling.  use --yes-i-really-mean-it to force.")
            }
        } else if map.requireOSDRelease < .nautilus {
            throw CommandError(.operationNotPermitted, "nautilus OSDs are required to decrease pg_num")
        }
        let least = option("pg_num_min", of: pool)
        if let least, value < least {
            throw CommandError(.invalid, "specified pg_num \(value) < pg_num_min \(least)")
        }
        let most = option("pg_num_max", of: pool)
        if let most, value > most {
            throw CommandError(.invalid, "specified pg_num \(value) < pg_num_max \(most)")
        }
        if map.requireOSDRelease < .nautilus {
            pool.lastForceOpResendPreNautilus = pending.epoch
            pool.lastForceOpResendPreLuminous = pending.epoch
            pool.pgNum = count
            pool.pgNumPending = count
        } else {
            // The manager follows; placements keep in step with groups where they did so far.
            if pool.pgNumTarget == pool.pgpNumTarget { pool.pgpNumTarget = count }
            pool.pgNumTarget = count
        }
        return true
    }

    private func option(_ name: String, of pool: PGPool) -> Int64? {
        guard let key = PoolOptions.Key(name: name), case .int(let value)? = pool.options[key] else {
            return nil
        }
        return value
    }

    func setActualPGPNum(_ change: PoolChange, of pool: inout PGPool) throws {
        try checkPGChange(pool, "pgp_num")
        let value = try change.int()
        guard value > 0 else {
            throw CommandError(.invalid, "specified pgp_num must > 0, but you set to \(value)")
        }
        guard value <= Int64(pool.pgNum) else {
            throw CommandError(.invalid, "specified pgp_num \(value) > pg_num \(pool.pgNum)")
        }
        guard value <= Int64(pool.pgNumPending) else {
            throw CommandError(.invalid, "specified pgp_num \(value) > pg_num_pending \(pool.pgNumPending)")
        }
        pool.pgpNum = UInt32(value)
    }

    func setPGPNum(_ change: PoolChange, of pool: inout PGPool) throws {
        try checkPGChange(pool, "pgp_num")
        let value = try change.int()
        guard value > 0 else {
            throw CommandError(.invalid, "specified pgp_num must > 0, but you set to \(value)")
        }
        guard value <= Int64(pool.pgNumTarget) else {
            throw CommandError(.invalid, "specified pgp_num \(value) > pg_num \(pool.pgNumTarget)")
        }
        if map.requireOSDRelease < .nautilus {
            pool.pgpNum = UInt32(value)
        } else {
            pool.pgpNumTarget = UInt32(value)
        }
    }
}
