import CephEncoding
import CephTypes

/// What `osd pool get` shows of a pool.
struct PoolVariable: Sendable {
    enum Scope: Sendable { case any, tiers, erasure }

    enum Value {
        case number(Int64)
        case unsigned(UInt64)
        case text(String)
        /// Shown as `true` and `false`.
        case flag(Bool)
        /// JSON has a boolean, plain text 1 or 0.
        case switched(Bool)
        case float(Double)
        /// Millionths, of which JSON has both forms.
        case micro(UInt32)
    }

    let name: String
    var scope = Scope.any
    /// Nil where there is nothing to show.
    let value: @Sendable (PGPool, OSDMap) -> Value?

    init(
        _ name: String, _ scope: Scope = .any, _ value: @escaping @Sendable (PGPool, OSDMap) -> Value?
    ) {
        self.name = name
        self.scope = scope
        self.value = value
    }

    static func flag(_ name: String) -> PoolVariable {
        PoolVariable(name) { pool, _ in
            PGPool.Flags(name: name).map { .flag(pool.flags.contains($0)) }
        }
    }

    /// One of ``PoolOptions``, which most pools don't have.
    static func option(_ name: String) -> PoolVariable {
        PoolVariable(name) { pool, _ in
            switch PoolOptions.Key(name: name).flatMap({ pool.options[$0] }) {
            case .string(let text): .text(text)
            case .int(let number):
                name == "csum_type" ? .text(checksumName(number)) : .number(number)
            case .double(let number): .float(number)
            case nil: nil
            }
        }
    }

    func applies(to pool: PGPool) -> Bool {
        switch scope {
        case .any: true
        case .tiers: pool.isTier
        case .erasure: pool.isErasure
        }
    }

    var isOption: Bool { PoolOptions.Key(name: name) != nil }

    func dump(_ pool: PGPool, _ map: OSDMap, to formatter: inout CephFormatter) {
        switch value(pool, map) {
        case .number(let number): formatter.int(name, number)
        case .unsigned(let number): formatter.int(name, number)
        case .text(let text): formatter.string(name, text)
        case .flag(let value), .switched(let value): formatter.bool(name, value)
        case .float(let number): formatter.float(name, number)
        case .micro(let millionths):
            formatter.int("\(name)_micro", millionths)
            formatter.float(name, Double(Float(millionths) / 1_000_000))
        case nil: break
        }
    }

    func text(_ pool: PGPool, _ map: OSDMap) -> String {
        switch value(pool, map) {
        case .number(let number): "\(name): \(number)\n"
        case .unsigned(let number): "\(name): \(number)\n"
        case .text(let text): "\(name): \(text)\n"
        case .flag(let value): "\(name): \(value)\n"
        case .switched(let value): "\(name): \(value ? 1 : 0)\n"
        case .float(let number): "\(name): \(CephNumber.general(number))\n"
        case .micro(let millionths):
            "\(name): \(CephNumber.general(Double(Float(millionths) / 1_000_000)))\n"
        case nil: ""
        }
    }
}

extension PoolVariable {
    /// In the order in which `osd pool get POOL all` shows them.
    static let all: [PoolVariable] = placement + hitSets + caching + options

    private static let placement: [PoolVariable] = [
        PoolVariable("size") { pool, _ in .number(Int64(pool.size)) },
        PoolVariable("min_size") { pool, _ in .number(Int64(pool.minSize)) },
        PoolVariable("pg_num") { pool, _ in .number(Int64(pool.pgNum)) },
        PoolVariable("pgp_num") { pool, _ in .number(Int64(pool.pgpNum)) },
        PoolVariable("crush_rule") { pool, map in
            .text(map.crush.ruleNames[Int32(pool.crushRule)] ?? String(pool.crushRule))
        },
        .flag("hashpspool"),
        PoolVariable("allow_ec_overwrites", .erasure) { pool, _ in
            .flag(pool.flags.contains(.ecOverwrites))
        },
        .flag("nodelete"), .flag("nopgchange"), .flag("nosizechange"), .flag("write_fadvise_dontneed"),
        .flag("noscrub"), .flag("nodeep-scrub"),
    ]

    private static let hitSets: [PoolVariable] = [
        PoolVariable("hit_set_type", .tiers) { pool, _ in .text(pool.hitSetParams.typeName) },
        PoolVariable("hit_set_period", .tiers) { pool, _ in .number(Int64(pool.hitSetPeriod)) },
        PoolVariable("hit_set_count", .tiers) { pool, _ in .number(Int64(pool.hitSetCount)) },
        PoolVariable("hit_set_fpp", .tiers) { pool, _ in
            guard case .bloom(let bloom) = pool.hitSetParams else { return nil }
            return .float(bloom.falsePositiveProbability)
        },
        PoolVariable("use_gmt_hitset") { pool, _ in .switched(pool.useGMTHitSet) },
    ]

    private static let caching: [PoolVariable] = [
        PoolVariable("target_max_objects", .tiers) { pool, _ in .unsigned(pool.targetMaxObjects) },
        PoolVariable("target_max_bytes", .tiers) { pool, _ in .unsigned(pool.targetMaxBytes) },
        PoolVariable("cache_target_dirty_ratio", .tiers) { pool, _ in
            .micro(pool.cacheTargetDirtyRatioMicro)
        },
        PoolVariable("cache_target_dirty_high_ratio", .tiers) { pool, _ in
            .micro(pool.cacheTargetDirtyHighRatioMicro)
        },
        PoolVariable("cache_target_full_ratio", .tiers) { pool, _ in .micro(pool.cacheTargetFullRatioMicro) },
        PoolVariable("cache_min_flush_age", .tiers) { pool, _ in .unsigned(UInt64(pool.cacheMinFlushAge)) },
        PoolVariable("cache_min_evict_age", .tiers) { pool, _ in .unsigned(UInt64(pool.cacheMinEvictAge)) },
        PoolVariable("erasure_code_profile", .erasure) { pool, _ in .text(pool.erasureCodeProfile) },
        PoolVariable("min_read_recency_for_promote", .tiers) { pool, _ in
            .number(Int64(pool.minReadRecencyForPromote))
        },
        PoolVariable("min_write_recency_for_promote", .tiers) { pool, _ in
            .number(Int64(pool.minWriteRecencyForPromote))
        },
        PoolVariable("fast_read") { pool, _ in .number(pool.fastRead ? 1 : 0) },
        PoolVariable("hit_set_grade_decay_rate", .tiers) { pool, _ in
            .number(Int64(pool.hitSetGradeDecayRate))
        },
        PoolVariable("hit_set_search_last_n", .tiers) { pool, _ in .number(Int64(pool.hitSetSearchLastN)) },
    ]

    private static let options: [PoolVariable] =
        [
            "scrub_min_interval", "scrub_max_interval", "deep_scrub_interval", "recovery_priority",
            "recovery_op_priority", "scrub_priority", "compression_mode", "compression_algorithm",
            "compression_required_ratio", "compression_max_blob_size", "compression_min_blob_size",
            "csum_type", "csum_max_block", "csum_min_block", "fingerprint_algorithm",
        ].map(PoolVariable.option)
        + [
            PoolVariable("pg_autoscale_mode") { pool, _ in .text(pool.autoscaleModeName) }
        ]
        + [
            "pg_num_min", "target_size_bytes", "target_size_ratio", "pg_autoscale_bias", "dedup_tier",
            "dedup_chunk_algorithm", "dedup_cdc_chunk_size",
        ].map(PoolVariable.option)
        + [.option("pg_num_max"), .flag("bulk")]

    /// `Checksummer::get_csum_type_string`
    static let checksumNames = ["", "none", "xxhash32", "xxhash64", "crc32c", "crc32c_16", "crc32c_8"]

    private static func checksumName(_ number: Int64) -> String {
        Int(exactly: number).flatMap {
            checksumNames.indices.contains($0) && $0 > 0 ? checksumNames[$0] : nil
        }
            ?? "???"
    }
}
