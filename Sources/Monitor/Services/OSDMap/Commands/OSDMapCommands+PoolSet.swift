import CephEncoding
import CephTypes

// `osd pool set`: each variable with its own limits (`prepare_command_pool_set`).

extension OSDMapService {
    private static let tierVariables: Set<String> = [
        "hit_set_type", "hit_set_period", "hit_set_count", "hit_set_fpp", "target_max_objects",
        "target_max_bytes", "cache_target_full_ratio", "cache_target_dirty_ratio",
        "cache_target_dirty_high_ratio", "use_gmt_hitset", "cache_min_flush_age", "cache_min_evict_age",
        "hit_set_grade_decay_rate", "hit_set_search_last_n", "min_read_recency_for_promote",
        "min_write_recency_for_promote",
    ]

    func setPoolVariable(_ call: CommandCall) throws -> CommandOutcome {
        let (number, committed, name) = try pool(call)
        let change = PoolChange(
            try call.arguments.required("var"), try call.arguments.required("val"),
            isSure: try call.isSure())
        var pool = pending.newPools[number] ?? committed
        if !pool.isTier, Self.tierVariables.contains(change.variable) {
            throw CommandError.plain(.accessDenied)
        }
        guard try set(change, of: &pool, number, named: name) else { return .say("") }
        pool.lastChange = pending.epoch
        pending.newPools[number] = pool
        return .propose(
            change.isUnset
                ? "unset pool \(number) \(change.variable)"
                : "set pool \(number) \(change.variable) to \(change.text)")
    }

    /// - Returns: false where it is so already.
    private func set(
        _ change: PoolChange, of pool: inout PGPool, _ number: Int64, named name: String
    ) throws -> Bool {
        switch change.variable {
        case "size": try setSize(change, of: &pool, number)
        case "min_size": try setMinSize(change, of: &pool)
        case "pg_num_actual": return try setActualPGNum(change, of: &pool)
        case "pg_num": return try setPGNum(change, of: &pool, number)
        case "pgp_num_actual": try setActualPGPNum(change, of: &pool)
        case "pgp_num": try setPGPNum(change, of: &pool)
        case "pg_autoscale_mode": try setAutoscaleMode(change, of: &pool)
        case "crush_rule": try setRule(change, of: &pool)
        case "nodelete", "nopgchange", "nosizechange", "write_fadvise_dontneed", "noscrub", "nodeep-scrub",
            "bulk":
            try setFlag(change, of: &pool)
        case "hashpspool":
            guard change.isSure else {
                throw CommandError(
                    .operationNotPermitted,
                    "are you SURE?  this will remap all placement groups in this pool, this triggers large"
                        + " data movement, pass --yes-i-really-mean-it if you really do.")
            }
            try setFlag(change, of: &pool)
        case "allow_ec_overwrites": try allowOverwrites(change, of: &pool, number)
        case "fast_read":
            if pool.isReplicated {
                throw CommandError(.invalid, "fast read is not supported in replication pool")
            }
            pool.fastRead = try change.bool()
        default:
            if try setTierVariable(change, of: &pool) { break }
            guard let key = PoolOptions.Key(name: change.variable) else {
                throw CommandError(.invalid, "unrecognized variable '\(change.variable)'")
            }
            try setOption(key, change, of: &pool, named: name)
        }
        return true
    }

    private func setFlag(_ change: PoolChange, of pool: inout PGPool) throws {
        guard let flag = PGPool.Flags(name: change.variable) else { return }
        if try change.bool() { pool.flags.insert(flag) } else { pool.flags.remove(flag) }
    }

    // MARK: Copies

    private func setSize(_ change: PoolChange, of pool: inout PGPool, _ number: Int64) throws {
        if pool.flags.contains(.noSizeChange) {
            throw CommandError(
                .operationNotPermitted,
                "pool size change is disabled; you must unset nosizechange flag for the pool first")
        }
        if pool.isErasure {
            throw CommandError(.notSupported, "can not change the size of an erasure-coded pool")
        }
        let value = try change.int()
        guard value > 0, value <= 10 else {
            throw CommandError(.invalid, "pool size must be between 1 and 10")
        }
        if value == 1 {
            guard settings.allowsPoolSizeOne else {
                throw CommandError(
                    .operationNotPermitted, "configuring pool size as 1 is disabled by default.")
            }
            guard change.isSure else {
                throw CommandError(
                    .operationNotPermitted,
                    "WARNING: setting pool size 1 could lead to data loss without recovery. If you are"
                        + " *ABSOLUTELY CERTAIN* that is what you want, pass the flag --yes-i-really-mean-it."
                )
            }
        }
        let size = UInt8(value)
        try checkRule(pool.crushRule, isErasure: pool.isErasure, size: size)
        try checkPGNum(number, pool.pgNum, size: size)
        pool.size = size
        pool.minSize = settings.poolDefaultMinSize(ofSize: size)
    }

    private func setMinSize(_ change: PoolChange, of pool: inout PGPool) throws {
        if pool.flags.contains(.noSizeChange) {
            throw CommandError(
                .operationNotPermitted,
                "pool min size change is disabled; you must unset nosizechange flag for the pool first")
        }
        let value = try change.int()
        let least = pool.isErasure ? Int64(try erasureCode(pool.erasureCodeProfile).dataChunks) : 1
        guard value >= least, value <= Int64(pool.size) else {
            throw CommandError(
                .invalid,
                "pool min_size must be between \(least) and size, which is set to \(pool.size)")
        }
        pool.minSize = UInt8(value)
    }

    private func setRule(_ change: PoolChange, of pool: inout PGPool) throws {
        guard let rule = map.crush.rule(named: change.text) else {
            throw CommandError(.noEntry, "crush rule \(change.text) does not exist")
        }
        let number = UInt8(truncatingIfNeeded: rule)
        try checkRule(number, isErasure: pool.isErasure, size: pool.size)
        pool.crushRule = number
    }

    private func setAutoscaleMode(_ change: PoolChange, of pool: inout PGPool) throws {
        guard let mode = PGPool.AutoscaleMode(named: change.text) else {
            throw CommandError(.invalid, "specified invalid mode \(change.text)")
        }
        guard map.requireOSDRelease >= .nautilus else {
            throw CommandError(
                .invalid,
                "must set require_osd_release to nautilus or later before setting pg_autoscale_mode")
        }
        pool.autoscaleMode = mode.rawValue
    }

    private func allowOverwrites(_ change: PoolChange, of pool: inout PGPool, _ number: Int64) throws {
        guard pool.isErasure else {
            throw CommandError(.invalid, "ec overwrites can only be enabled for an erasure coded pool")
        }
        if !settings.bool("mon_debug_no_require_bluestore_for_ec_overwrites", false),
            let other = try osdWithoutBlueStore(of: pool, number)
        {
            throw CommandError(
                .invalid, "pool must only be stored on bluestore for scrubbing to work: \(other)")
        }
        guard try change.bool() else {
            throw CommandError(.invalid, "ec overwrites cannot be disabled once enabled")
        }
        pool.flags.insert(.ecOverwrites)
    }

    /// Looks at the OSDs of a few groups: more could join the pool later anyway.
    private func osdWithoutBlueStore(of pool: PGPool, _ number: Int64) throws -> String? {
        let mapper = PGMapper(map)
        for seed in 0..<min(8, pool.pgNum) {
            for osd in mapper.placement(of: PGID(pool: number, seed: seed)).up {
                guard let kind = try metadata(of: osd)?["osd_objectstore"], kind != "bluestore" else {
                    continue
                }
                return "osd.\(osd) uses \(kind)"
            }
        }
        return nil
    }
}
