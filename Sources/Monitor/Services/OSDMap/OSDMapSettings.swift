import CephEncoding
import CephTypes

/// The options that the OSD map's service looks at, under Ceph's names (src/common/options.cc, 16.2).
struct OSDMapSettings: OptionTexts {
    let values: [String: String]

    init(_ settings: MonitorSettings) { values = settings.values }

    /// More than 1 is per cent.
    private func ratio(_ name: String, _ standard: Double) -> Float {
        let value = Float(double(name, standard))
        return value > 1 ? value / 100 : value
    }

    var fullRatio: Float { ratio("mon_osd_full_ratio", 0.95) }
    var backfillFullRatio: Float { ratio("mon_osd_backfillfull_ratio", 0.90) }
    var nearFullRatio: Float { ratio("mon_osd_nearfull_ratio", 0.85) }

    var health: OSDMap.HealthOptions {
        var options = OSDMap.HealthOptions()
        options.failsafeFullRatio = Float(double("osd_failsafe_full_ratio", 0.97))
        options.warnsOnLegacyTunables = bool("mon_warn_on_legacy_crush_tunables", true)
        options.minRequiredCrushVersion = string("mon_crush_min_required_version", "hammer")
        options.warnsOnStrawCalcVersionZero = bool("mon_warn_on_crush_straw_calc_version_zero", true)
        options.warnsOnCachePoolsWithoutHitSets = bool("mon_warn_on_cache_pools_without_hit_sets", true)
        options.warnsOnOddPGCounts = bool("mon_warn_on_pool_pg_num_not_power_of_two", true)
        options.warnsOnNoRedundancy = bool("mon_warn_on_pool_no_redundancy", true)
        options.warnsOnDegradedStretchMode = bool("mon_warn_on_degraded_stretch_mode", true)
        return options
    }

    // MARK: OSDs

    var maxOSD: Int64 { int("mon_max_osd", 10000) }
    var minUpRatio: Double { double("mon_osd_min_up_ratio", 0.3) }
    var minInRatio: Double { double("mon_osd_min_in_ratio", 0.75) }
    var reportTimeout: Int64 { int("mon_osd_report_timeout", 900) }
    var downOutInterval: Int64 { int("mon_osd_down_out_interval", 600) }
    var destroyedOutInterval: Int64 { int("mon_osd_destroyed_out_interval", 600) }
    var downOutSubtreeLimit: String { string("mon_osd_down_out_subtree_limit", "rack") }
    var adjustsDownOutInterval: Bool { bool("mon_osd_adjust_down_out_interval", true) }
    var adjustsHeartbeatGrace: Bool { bool("mon_osd_adjust_heartbeat_grace", true) }
    var heartbeatGrace: Int64 { int("osd_heartbeat_grace", 20) }
    var heartbeatStale: Int64 { int("osd_heartbeat_stale", 600) }
    var laggyHalfLife: Double { double("mon_osd_laggy_halflife", 3600) }
    var laggyWeight: Double { double("mon_osd_laggy_weight", 0.3) }
    var laggyMaxInterval: Int64 { int("mon_osd_laggy_max_interval", 300) }
    var reporterSubtreeLevel: String { string("mon_osd_reporter_subtree_level", "host") }
    var minDownReporters: Int64 { int("mon_osd_min_down_reporters", 2) }
    var marksAutoOutIn: Bool { bool("mon_osd_auto_mark_auto_out_in", true) }
    var marksNewIn: Bool { bool("mon_osd_auto_mark_new_in", true) }
    var marksIn: Bool { bool("mon_osd_auto_mark_in", false) }
    var blocklistExpiry: Double { double("mon_osd_blocklist_default_expire", 3600) }

    // MARK: Maps

    var minOSDMapEpochs: UInt64 { UInt64(clamping: int("mon_min_osdmap_epochs", 500)) }
    var forceTrimTo: Int64 { int("mon_osd_force_trim_to", 0) }
    var blocksTrim: Bool { bool("mon_debug_block_osdmap_trim", false) }
    var isPruneEnabled: Bool { bool("mon_osdmap_full_prune_enabled", true) }
    var pruneMin: UInt64 { UInt64(clamping: int("mon_osdmap_full_prune_min", 10000)) }
    var pruneInterval: UInt64 { UInt64(clamping: int("mon_osdmap_full_prune_interval", 10)) }
    var pruneTransactionSize: UInt64 { UInt64(clamping: int("mon_osdmap_full_prune_txsize", 100)) }
    var mapMessageMax: UInt32 { UInt32(clamping: int("osd_map_message_max", 40)) }
    var mapMessageMaxBytes: Int { Int(clamping: size("osd_map_message_max_bytes", 10 << 20)) }
    var maxCreatingPGs: Int { Int(clamping: int("mon_osd_max_creating_pgs", 1024)) }
    var primesPGTemp: Bool { bool("mon_osd_prime_pg_temp", true) }
    var maxSnapPrunePerEpoch: UInt64 { UInt64(clamping: int("mon_max_snap_prune_per_epoch", 100)) }

    // MARK: Pools

    var maxPoolPGNum: Int64 { int("mon_max_pool_pg_num", 65536) }
    var maxPGPerOSD: UInt64 { UInt64(clamping: int("mon_max_pg_per_osd", 250)) }
    var maxInitialPGs: Int64 { int("mon_osd_max_initial_pgs", 1024) }
    var allowsPoolDelete: Bool { bool("mon_allow_pool_delete", false) }
    var fakesPoolDelete: Bool { bool("mon_fake_pool_delete", false) }
    var allowsPoolSizeOne: Bool { bool("mon_allow_pool_size_one", false) }
    var poolDefaultSize: Int64 { int("osd_pool_default_size", 3) }

    /// `get_osd_pool_default_min_size`: what is set, but no more than the size; else more than half of it.
    func poolDefaultMinSize(ofSize size: UInt8) -> UInt8 {
        let wanted = int("osd_pool_default_min_size", 0)
        return wanted > 0 ? UInt8(clamping: min(wanted, Int64(size))) : size - size / 2
    }

    var stretchPoolSize: Int64 { int("mon_stretch_pool_size", 4) }
    var stretchPoolMinSize: Int64 { int("mon_stretch_pool_min_size", 2) }
    var defaultProfile: String {
        string("osd_pool_default_erasure_code_profile", "plugin=jerasure technique=reed_sol_van k=2 m=2")
    }
    var pluginDirectory: String {
        string("erasure_code_dir", "/usr/lib/x86_64-linux-gnu/ceph/erasure-code")
    }
    var bloomFalsePositives: Double { double("osd_pool_default_hit_set_bloom_fpp", 0.05) }
    var allowsTierWithSnapshots: Bool { bool("mon_debug_unsafe_allow_tier_with_nonempty_snaps", false) }
}
