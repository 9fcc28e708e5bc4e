import CephEncoding
import CephTypes

// Settings of cache tiers, and those that few pools have.

extension OSDMapService {
    /// - Returns: whether it is a variable of tiers.
    func setTierVariable(_ change: PoolChange, of pool: inout PGPool) throws -> Bool {
        switch change.variable {
        case "hit_set_type": try setHitSetType(change, of: &pool)
        case "hit_set_period": pool.hitSetPeriod = try nonNegative(change)
        case "hit_set_count": pool.hitSetCount = try nonNegative(change)
        case "hit_set_fpp": try setFalsePositives(change, of: &pool)
        case "use_gmt_hitset":
            guard change.text == "true" || (try? change.int()) == 1 else {
                throw CommandError(.invalid, "expecting value 'true' or '1'")
            }
            pool.useGMTHitSet = true
        case "target_max_objects": pool.targetMaxObjects = UInt64(bitPattern: try change.int("int"))
        case "target_max_bytes": pool.targetMaxBytes = UInt64(bitPattern: try change.int("int"))
        case "cache_target_dirty_ratio": pool.cacheTargetDirtyRatioMicro = try ratio(change)
        case "cache_target_dirty_high_ratio": pool.cacheTargetDirtyHighRatioMicro = try ratio(change)
        case "cache_target_full_ratio": pool.cacheTargetFullRatioMicro = try ratio(change)
        case "cache_min_flush_age": pool.cacheMinFlushAge = try change.word("int")
        case "cache_min_evict_age": pool.cacheMinEvictAge = try change.word("int")
        case "min_read_recency_for_promote": pool.minReadRecencyForPromote = try change.word()
        case "min_write_recency_for_promote": pool.minWriteRecencyForPromote = try change.word()
        case "hit_set_grade_decay_rate":
            pool.hitSetGradeDecayRate = try bounded(change, 100, "100")
        case "hit_set_search_last_n":
            pool.hitSetSearchLastN = try bounded(change, Int64(pool.hitSetCount), "hit_set_count")
        default: return false
        }
        return true
    }

    private func nonNegative(_ change: PoolChange) throws -> UInt32 {
        let value = try change.int()
        guard value >= 0 else {
            throw CommandError(.invalid, "\(change.variable) should be non-negative")
        }
        return UInt32(truncatingIfNeeded: value)
    }

    private func bounded(_ change: PoolChange, _ most: Int64, _ words: String) throws -> UInt32 {
        let value = try change.int()
        guard value >= 0, value <= most else {
            throw CommandError(.invalid, "value out of range,valid range is 0 - \(words)")
        }
        return UInt32(truncatingIfNeeded: value)
    }

    /// Millionths.
    private func ratio(_ change: PoolChange) throws -> UInt32 {
        let value = try change.double("float")
        guard value >= 0, value <= 1 else {
            throw CommandError(.outOfRange, "value must be in the range 0..1")
        }
        return UInt32((value * 1_000_000).rounded(.toNearestOrEven))
    }

    private func setHitSetType(_ change: PoolChange, of pool: inout PGPool) throws {
        if change.text != "none" { try checkClusterFeatures(.osdCachePool) }
        switch change.text {
        case "none": pool.hitSetParams = .none
        case "bloom": pool.hitSetParams = .bloom(defaultBloom)
        case "explicit_hash": pool.hitSetParams = .explicitHash
        case "explicit_object": pool.hitSetParams = .explicitObject
        default: throw CommandError(.invalid, "unrecognized hit_set type '\(change.text)'")
        }
    }

    var defaultBloom: HitSetParams.Bloom {
        HitSetParams.Bloom(falsePositiveMicro: Self.micro(settings.bloomFalsePositives))
    }

    private static func micro(_ probability: Double) -> UInt32 {
        UInt32(clamping: Int64((min(max(probability, 0), 4000) * 1_000_000).rounded()))
    }

    private func setFalsePositives(_ change: PoolChange, of pool: inout PGPool) throws {
        let value = try change.double("floating point value")
        guard value >= 0, value <= 1 else {
            throw CommandError(.invalid, "hit_set_fpp should be in the range 0..1")
        }
        guard case .bloom(var bloom) = pool.hitSetParams else {
            throw CommandError(
                .invalid, "hit set is not of type Bloom; invalid to set a false positive rate!")
        }
        bloom.falsePositiveMicro = Self.micro(value)
        pool.hitSetParams = .bloom(bloom)
    }

    // MARK: Options

    func setOption(
        _ key: PoolOptions.Key, _ change: PoolChange, of pool: inout PGPool, named name: String
    ) throws {
        if let number = try checkedNumber(change, of: pool, named: name) {
            pool.options[key] = number == 0 ? nil : .int(number)
            return
        }
        switch key.kind {
        case .string: pool.options[key] = change.isUnset ? nil : .string(change.text)
        case .int:
            let value = try change.int()
            pool.options[key] = value == 0 ? nil : .int(value)
        case .double:
            let value = try change.double("floating point value")
            pool.options[key] = value == 0 ? nil : .double(value)
        case nil: break
        }
    }

    /// Checks what is special to a variable.
    /// - Returns: the number, where the text stands for one that it does not look like.
    private func checkedNumber(_ change: PoolChange, of pool: PGPool, named name: String) throws -> Int64? {
        switch change.variable {
        case "compression_mode":
            try checkName(change, ["none", "passive", "aggressive", "force"], "compression mode")
        case "compression_algorithm":
            let known = ["none", "snappy", "zlib", "zstd", "lz4", "brotli", "random"]
            try checkName(change, known, "compression_algorithm")
        case "compression_required_ratio":
            let value = try change.double("float value")
            guard value >= 0, value <= 1 else {
                throw CommandError(
                    .invalid, "compression_required_ratio is out of range (0-1): '\(change.text)'")
            }
        case "csum_type":
            if change.isUnset { return 0 }
            guard let number = PoolVariable.checksumNames.firstIndex(of: change.text), number > 0 else {
                throw CommandError(.invalid, "unrecognized csum_type '\(change.text)'")
            }
            return Int64(number)
        case "compression_max_blob_size", "compression_min_blob_size", "csum_max_block", "csum_min_block",
            "dedup_cdc_chunk_size":
            _ = try change.int("int value")
        case "target_size_bytes":
            _ = try change.int("unit value")
            guard map.requireOSDRelease >= .nautilus else {
                throw CommandError(
                    .invalid,
                    "must set require_osd_release to nautilus or later before setting target_size_bytes")
            }
        case "target_size_ratio":
            if change.doubleOrZero < 0 {
                throw CommandError(.invalid, "target_size_ratio cannot be negative")
            }
        case "pg_num_min":
            let value = try change.int("int value")
            if value > Int64(pool.pgNumTarget) {
                throw CommandError(
                    .invalid, "specified pg_num_min \(value) > pg_num \(pool.pgNumTarget)")
            }
        case "pg_num_max":
            let value = try change.int("int value")
            if value != 0, value < Int64(pool.pgNumTarget) {
                throw CommandError(
                    .invalid, "specified pg_num_max \(value) < pg_num \(pool.pgNumTarget)")
            }
        case "recovery_priority":
            let value = try change.int("int value")
            guard settings.bool("debug_allow_any_pool_priority", false) || (-10...10).contains(value) else {
                throw CommandError(.invalid, "pool recovery_priority must be between -10 and 10")
            }
        case "pg_autoscale_bias":
            guard (0...1000).contains(change.doubleOrZero) else {
                throw CommandError(.invalid, "pg_autoscale_bias must be between 0 and 1000")
            }
        case "dedup_tier": return try dedupTier(change, of: pool, named: name)
        default: break
        }
        return nil
    }

    private func checkName(_ change: PoolChange, _ known: [String], _ what: String) throws {
        guard change.isUnset || known.contains(change.text) else {
            throw CommandError(.invalid, "unrecognized \(what) '\(change.text)'")
        }
    }

    private func dedupTier(_ change: PoolChange, of pool: PGPool, named name: String) throws -> Int64 {
        guard !change.isInteger else { throw CommandError(.invalid, "expecting value 'pool name'") }
        if pool.isErasure {
            throw CommandError(
                .notSupported, "pool '\(name)' is an ec pool, which cannot be a base tier")
        }
        guard let number = map.pool(named: change.text) else {
            throw CommandError(.noEntry, "unrecognized pool '\(change.text)'")
        }
        return number
    }
}
