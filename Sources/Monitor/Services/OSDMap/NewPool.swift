import CephEncoding
import CephTypes

/// What a new pool is asked to be.
struct NewPool {
    var name: String
    var isErasure = false
    /// 0: as the options say.
    var pgNum: Int64 = 0
    var pgpNum: Int64 = 0
    var pgNumMin: Int64 = 0
    var pgNumMax: Int64 = 0
    /// 0: as the options, or the erasure code, say.
    var size: Int64 = 0
    /// A rule by number; nil: by name, or the default.
    var rule: UInt8?
    var ruleName = ""
    var profile = ""
    var expectedObjects: Int64 = 0
    var fastRead: Bool?
    var autoscaleMode = ""
    var isBulk = false
    var targetSizeBytes: Int64 = 0
    var targetSizeRatio: Double = 0
}

/// A change has to wait for one that is pending.
struct WaitForPending: Error {}

extension OSDMapService {
    /// Adds a pool to what is pending (`prepare_new_pool`).
    /// - Throws: ``CommandError`` or ``WaitForPending`` (its CRUSH rule must be committed first).
    /// - Returns: its number, or nil if a pool of that name is pending.
    @discardableResult
    func addPool(_ wanted: NewPool) throws -> Int64? {
        guard !wanted.name.isEmpty else { throw CommandError.plain(.invalid) }
        let (pgNum, pgpNum) = try groupCounts(of: wanted)
        if !wanted.isErasure, wanted.fastRead == true {
            throw CommandError(.invalid, "'fast_read' can only apply to erasure coding pool")
        }
        let rule = try rule(for: wanted)
        let code = wanted.isErasure ? try erasureCode(wanted.profile) : nil
        let (size, minSize) = try sizes(of: wanted, code)
        try checkPGNum(nil, pgNum, size: size)
        try checkRule(rule, isErasure: wanted.isErasure, size: size)
        if pending.newPoolNames.contains(where: { $0.value == wanted.name }) { return nil }
        var pool = PGPool()
        pool.type = (wanted.isErasure ? PGPool.Kind.erasure : .replicated).rawValue
        pool.size = size
        pool.minSize = minSize
        pool.crushRule = rule
        pool.fastRead =
            wanted.isErasure
            && (wanted.fastRead ?? settings.bool("osd_pool_default_ec_fast_read", false))
        pool.erasureCodeProfile = wanted.isErasure ? wanted.profile : ""
        pool.stripeWidth = code.map { stripeWidth(of: $0) } ?? 0
        pool.expectedNumObjects = UInt64(clamping: wanted.expectedObjects)
        setCounts(&pool, pgNum: pgNum, pgpNum: pgpNum)
        setOptions(&pool, wanted)
        setDefaults(&pool)
        pool.flags = defaultFlags(isBulk: wanted.isBulk)
        setStretch(&pool)
        if pending.newPoolMax == -1 { pending.newPoolMax = Int64(map.poolMax) }
        pending.newPoolMax += 1
        let number = pending.newPoolMax
        pending.newPools[number] = pool
        pending.newPoolNames[number] = wanted.name
        return number
    }

    private func groupCounts(of wanted: NewPool) throws -> (pgNum: UInt32, pgpNum: UInt32) {
        let pgNum = wanted.pgNum == 0 ? settings.int("osd_pool_default_pg_num", 32) : wanted.pgNum
        var pgpNum = wanted.pgpNum == 0 ? settings.int("osd_pool_default_pgp_num", 0) : wanted.pgpNum
        if pgpNum == 0 { pgpNum = pgNum }
        guard pgNum <= settings.maxPoolPGNum, let count = UInt32(exactly: pgNum) else {
            throw tooManyGroups
        }
        guard pgpNum <= pgNum, let placements = UInt32(exactly: pgpNum) else {
            throw CommandError(
                .outOfRange,
                "'pgp_num' must be greater than 0 and lower or equal than 'pg_num', which in this case is \(pgNum)"
            )
        }
        return (count, placements)
    }

    var tooManyGroups: CommandError {
        CommandError(
            .outOfRange,
            "'pg_num' must be greater than 0 and less than or equal to \(settings.maxPoolPGNum)"
                + " (you may adjust 'mon max pool pg num' for higher values)")
    }

    /// That OSDs do not get too many groups (`check_pg_num`).
    /// - Parameter pool: nil for a new one.
    func checkPGNum(_ pool: Int64?, _ pgNum: UInt32, size: UInt8) throws {
        let osds = UInt64(max(map.inOSDCount, 3))
        let limit = settings.maxPGPerOSD.multipliedReportingOverflow(by: osds).partialValue
        let own = UInt64(pgNum) * UInt64(size)
        var projected = pool == nil ? own : 0
        for (number, other) in map.pools {
            projected &+= number == pool ? own : UInt64(other.pgNumTarget) * UInt64(other.size)
        }
        guard projected > limit else { return }
        throw CommandError(
            .outOfRange,
            "\(pool.map { "pool id \($0)" } ?? "") pg_num \(pgNum) size \(size) would mean \(projected)"
                + " total pgs, which exceeds max \(limit)"
                + " (mon_max_pg_per_osd \(settings.maxPGPerOSD) * num_in_osds \(osds))")
    }

    private func sizes(of wanted: NewPool, _ code: ErasureCode?) throws -> (size: UInt8, minSize: UInt8) {
        if let code {
            if map.stretchModeEnabled {
                throw CommandError(
                    .invalid, "prepare_pool_size: we are in stretch mode; cannot create EC pools!")
            }
            guard let size = UInt8(exactly: code.chunks) else {
                throw CommandError(.invalid, "a pool cannot have \(code.chunks) chunks")
            }
            return (size, UInt8(clamping: code.dataChunks + min(1, code.codingChunks - 1)))
        }
        var size = UInt8(truncatingIfNeeded: wanted.size)
        if map.stretchModeEnabled {
            let stretched = UInt8(clamping: settings.stretchPoolSize)
            if size == 0 { size = stretched }
            guard size == stretched else {
                throw CommandError(
                    .invalid, "prepare_pool_size: we are in stretch mode but size \(size) does not match!")
            }
            return (size, UInt8(clamping: settings.stretchPoolMinSize))
        }
        if size == 0 { size = UInt8(truncatingIfNeeded: settings.poolDefaultSize) }
        return (size, settings.poolDefaultMinSize(ofSize: size))
    }

    private func setCounts(_ pool: inout PGPool, pgNum: UInt32, pgpNum: UInt32) {
        let most = settings.maxInitialPGs
        pool.pgNum = most > 0 ? min(pgNum, UInt32(clamping: max(1, most))) : pgNum
        pool.pgNumPending = pool.pgNum
        pool.pgNumTarget = pgNum
        pool.pgpNum = pool.pgNum
        pool.pgpNumTarget = pgpNum
    }

    private func setOptions(_ pool: inout PGPool, _ wanted: NewPool) {
        func set(_ name: String, _ value: PoolOptions.Value, if wanted: Bool) {
            guard wanted, map.requireOSDRelease >= .nautilus, let key = PoolOptions.Key(name: name) else {
                return
            }
            pool.options[key] = value
        }
        set("pg_num_min", .int(wanted.pgNumMin), if: wanted.pgNumMin != 0)
        set("pg_num_max", .int(wanted.pgNumMax), if: wanted.pgNumMax != 0)
        set("target_size_bytes", .int(wanted.targetSizeBytes), if: wanted.targetSizeBytes != 0)
        // Ceph carries the ratio in a float.
        let ratio = Double(Float(wanted.targetSizeRatio))
        set("target_size_ratio", .double(ratio), if: ratio > 0)
        let fallback = settings.string("osd_pool_default_pg_autoscale_mode", "on")
        pool.autoscaleMode =
            (PGPool.AutoscaleMode(named: wanted.autoscaleMode) ?? .init(named: fallback) ?? .off).rawValue
    }

    private func setDefaults(_ pool: inout PGPool) {
        pool.createTime = environment.now
        pool.objectHash = PGPool.ObjectHash.rjenkins.rawValue
        pool.lastChange = pending.epoch
        pool.useGMTHitSet = settings.bool("osd_pool_use_gmt_hitset", true)
        func micro(_ name: String, _ standard: Double) -> UInt32 {
            UInt32(clamping: Int64(settings.double(name, standard) * 1_000_000))
        }
        pool.cacheTargetDirtyRatioMicro = micro("osd_pool_default_cache_target_dirty_ratio", 0.4)
        pool.cacheTargetDirtyHighRatioMicro = micro(
            "osd_pool_default_cache_target_dirty_high_ratio", 0.6)
        pool.cacheTargetFullRatioMicro = micro("osd_pool_default_cache_target_full_ratio", 0.8)
        pool.cacheMinFlushAge = UInt32(clamping: settings.int("osd_pool_default_cache_min_flush_age", 0))
        pool.cacheMinEvictAge = UInt32(clamping: settings.int("osd_pool_default_cache_min_evict_age", 0))
    }

    private func setStretch(_ pool: inout PGPool) {
        guard map.stretchModeEnabled else { return }
        pool.peeringCrushBucketCount = map.stretchBucketCount
        pool.peeringCrushBucketTarget = map.stretchBucketCount
        pool.peeringCrushBucketBarrier = UInt32(bitPattern: map.stretchModeBucket)
        pool.peeringCrushMandatoryMember = PGPool.noItem
        guard map.degradedStretchMode != 0 else { return }
        pool.peeringCrushBucketCount = map.degradedStretchMode
        pool.peeringCrushBucketTarget = map.degradedStretchMode
        // Half of the sites are there.
        pool.minSize /= 2
        pool.size /= 2
    }

    /// The flags that options give every new pool.
    private func defaultFlags(isBulk: Bool) -> PGPool.Flags {
        var flags = PGPool.Flags(rawValue: UInt64(clamping: settings.int("osd_pool_default_flags", 0)))
        let switches: [(String, Bool, PGPool.Flags)] = [
            ("osd_pool_default_flag_hashpspool", true, .hashPSPool),
            ("osd_pool_default_flag_nodelete", false, .noDelete),
            ("osd_pool_default_flag_nopgchange", false, .noPGChange),
            ("osd_pool_default_flag_nosizechange", false, .noSizeChange),
            ("osd_pool_default_flag_bulk", false, .bulk),
        ]
        for (name, standard, flag) in switches where settings.bool(name, standard) { flags.insert(flag) }
        if isBulk { flags.insert(.bulk) }
        flags.insert(.creating)
        return flags
    }
}

extension PGPool.AutoscaleMode {
    init?(named name: String) {
        guard let mode = Self.allCases.first(where: { String(describing: $0) == name }) else { return nil }
        self = mode
    }
}
