import CephEncoding

extension OSDMap {
    /// The options that decide what is reported (src/common/options).
    public struct HealthOptions: Sendable {
        /// `osd_failsafe_full_ratio`; more than 1 is per cent.
        public var failsafeFullRatio: Float = 0.97
        /// `mon_warn_on_legacy_crush_tunables` and `mon_crush_min_required_version`.
        public var warnsOnLegacyTunables = true
        public var minRequiredCrushVersion = "hammer"
        /// `mon_warn_on_crush_straw_calc_version_zero`
        public var warnsOnStrawCalcVersionZero = true
        /// `mon_warn_on_cache_pools_without_hit_sets`
        public var warnsOnCachePoolsWithoutHitSets = true
        /// `mon_warn_on_pool_pg_num_not_power_of_two`
        public var warnsOnOddPGCounts = true
        /// `mon_warn_on_pool_no_redundancy`
        public var warnsOnNoRedundancy = true
        /// `mon_warn_on_degraded_stretch_mode`
        public var warnsOnDegradedStretchMode = true

        public init() {}
    }

    /// What is wrong with the map, as the monitors report it (`OSDMap::check_health`).
    public func healthChecks(_ options: HealthOptions = HealthOptions()) -> HealthCheckMap {
        var checks = HealthCheckMap()
        addDownChecks(to: &checks)
        addScrubFlagChecks(to: &checks)
        addRatioChecks(options, to: &checks)
        addFullOSDChecks(to: &checks)
        addFlagChecks(to: &checks)
        addCrushChecks(options, to: &checks)
        addReleaseChecks(to: &checks)
        addPoolChecks(options, to: &checks)
        addStretchChecks(options, to: &checks)
        return checks
    }

    private func name(of pool: Int64) -> String { poolNames[pool] ?? "<unknown>" }

    /// `[noscrub]` flags of single pools: told, but nothing to be worried by.
    private func addScrubFlagChecks(to checks: inout HealthCheckMap) {
        var detail: [String] = []
        var flagNames: Set<String> = []
        for (number, pool) in pools {
            for (flag, text) in [(PGPool.Flags.noScrub, "noscrub"), (.noDeepScrub, "nodeep-scrub")]
            where pool.flags.contains(flag) {
                detail.append("Pool \(name(of: number)) has \(text) flag")
                flagNames.insert(text)
            }
        }
        guard !detail.isEmpty else { return }
        let list = ["noscrub", "nodeep-scrub"].filter(flagNames.contains).joined(separator: ", ")
        checks.add(
            "POOL_SCRUB_FLAGS", .ok, "Some pool(s) have the \(list) flag(s) set", count: 0, detail: detail)
    }

    /// The ratios must rise; what is out of order OSDs raise themselves.
    private func addRatioChecks(_ options: HealthOptions, to checks: inout HealthCheckMap) {
        func text(_ ratio: Float) -> String { CephNumber.general(Double(ratio)) }
        let failsafe =
            options.failsafeFullRatio > 1 ? options.failsafeFullRatio / 100 : options.failsafeFullRatio
        var detail: [String] = []
        var (full, backfillFull) = (fullRatio, backfillFullRatio)
        if backfillFull < nearFullRatio {
            detail.append(
                "backfillfull_ratio (\(text(backfillFull))) < nearfull_ratio (\(text(nearFullRatio))), increased"
            )
            backfillFull = nearFullRatio
        }
        if full < backfillFull {
            detail.append(
                "full_ratio (\(text(full))) < backfillfull_ratio (\(text(backfillFull))), increased")
            full = backfillFull
        }
        if failsafe < full {
            detail.append(
                "osd_failsafe_full_ratio (\(text(failsafe))) < full_ratio (\(text(full))), increased")
        }
        guard !detail.isEmpty else { return }
        checks.add("OSD_OUT_OF_ORDER_FULL", .error, "full ratio(s) out of order", count: 0, detail: detail)
    }

    private func addFullOSDChecks(to checks: inout HealthCheckMap) {
        let (full, backfillFull, nearFull) = fullOSDs
        let kinds: [(osds: [Int32], code: String, severity: HealthStatus, kind: String, words: String)] = [
            (full, "OSD_FULL", .error, "full", "full"),
            (backfillFull, "OSD_BACKFILLFULL", .warning, "backfillfull", "backfill full"),
            (nearFull, "OSD_NEARFULL", .warning, "nearfull", "near full"),
        ]
        for kind in kinds where !kind.osds.isEmpty {
            checks.add(
                kind.code, kind.severity, "\(kind.osds.count) \(kind.kind) osd(s)",
                count: Int64(kind.osds.count), detail: kind.osds.map { "osd.\($0) is \(kind.words)" })
        }
    }

    /// Flags of the map that keep it from healing.
    private static let worrying: OSDMapFlags = [
        .pauseRead, .pauseWrite, .pauseRecovery, .noUp, .noDown, .noIn, .noOut, .noBackfill,
        .noRecover, .noScrub, .noDeepScrub, .noTierAgent, .noSnapTrim, .noRebalance,
    ]

    private func addFlagChecks(to checks: inout HealthCheckMap) {
        let names = flags.intersection(Self.worrying).names
        if !names.isEmpty {
            // Ceph counts letters, so that a mute ends when flags come.
            checks.add(
                "OSDMAP_FLAGS", .warning, "\(names) flag(s) set", count: Int64(names.utf8.count))
        }
        let watched: OSDState = [.noUp, .noIn, .noDown, .noOut]
        func list(_ state: OSDState) -> String { state.names.joined(separator: ",") }
        var detail = osdNumbers.filter { !state(of: $0).isDisjoint(with: watched) }
            .map { "osd.\($0) has flags \(list(state(of: $0).intersection(watched)))" }
        for (node, state) in crushNodeFlags where !state.isEmpty && crush.itemExists(node) {
            let type = node >= 0 ? 0 : crush.bucket(node).map { Int32($0.type) } ?? 0
            detail.append(
                "\(crush.typeNames[type] ?? "node") \(crush.itemNames[node] ?? "") has flags \(list(state))")
        }
        for (number, state) in deviceClassFlags where !state.isEmpty {
            guard let name = crush.classNames[number] else { continue }
            detail.append("device class '\(name)' has flags \(list(state))")
        }
        guard !detail.isEmpty else { return }
        checks.add(
            "OSD_FLAGS", .warning,
            "\(detail.count) OSDs or CRUSH {nodes, device-classes} have {NOUP,NODOWN,NOIN,NOOUT} flags set",
            count: Int64(detail.count), detail: detail)
    }

    private func addCrushChecks(_ options: HealthOptions, to checks: inout HealthCheckMap) {
        let link = "see http://docs.ceph.com/en/latest/rados/operations/crush-map/#tunables"
        let minimum = crush.minimumRequiredVersion
        if options.warnsOnLegacyTunables, String.precedes(minimum, options.minRequiredCrushVersion) {
            checks.add(
                "OLD_CRUSH_TUNABLES", .warning,
                "crush map has legacy tunables (require \(minimum), min is \(options.minRequiredCrushVersion))",
                count: 0, detail: [link])
        }
        if options.warnsOnStrawCalcVersionZero, crush.tunables.strawCalcVersion == 0 {
            checks.add(
                "OLD_CRUSH_STRAW_CALC_VERSION", .warning, "crush map has straw_calc_version=0", count: 0,
                detail: [link])
        }
        guard options.warnsOnCachePoolsWithoutHitSets else { return }
        let bare = pools.filter { $0.value.needsHitSet && $0.value.hitSetParams == .none }
        guard !bare.isEmpty else { return }
        checks.add(
            "CACHE_POOL_NO_HIT_SET", .warning, "\(bare.count) cache pools are missing hit_sets",
            count: Int64(bare.count),
            detail: bare.map {
                "pool '\(name(of: $0.key))' with cache_mode \($0.value.cacheModeName)"
                    + " needs hit_set_type to be set but it is not"
            })
    }

    private func addReleaseChecks(to checks: inout HealthCheckMap) {
        if !flags.contains(.sortBitwise) {
            checks.add("OSD_NO_SORTBITWISE", .warning, "'sortbitwise' flag is not set", count: 0)
        }
        guard let release = releaseToRequire else { return }
        let text = "all OSDs are running \(release) or later but require_osd_release < \(release)"
        checks.add("OSD_UPGRADE_FINISHED", .warning, text, count: 0, detail: [text])
    }

    /// The newest release that all OSDs have which are up, if the map does not require it yet.
    private var releaseToRequire: CephRelease? {
        let features = upOSDFeatures
        let releases: [(bit: CephFeatures, release: CephRelease)] = [
            (.serverPacific, .pacific), (.serverOctopus, .octopus), (.serverNautilus, .nautilus),
            (.serverMimic, .mimic),
        ]
        guard let newest = releases.first(where: { features.contains($0.bit) }) else { return nil }
        return requireOSDRelease < newest.release ? newest.release : nil
    }

    private func addPoolChecks(_ options: HealthOptions, to checks: inout HealthCheckMap) {
        var (full, backfillFull, nearFull, odd, single): ([String], [String], [String], [String], [String]) =
            ([], [], [], [], [])
        for (number, pool) in pools {
            let pre = "pool '\(name(of: number))'"
            if pool.flags.contains(.full) {
                let reason = pool.flags.contains(.fullQuota) ? "running out of quota" : "no space"
                full.append("\(pre) is full (\(reason))")
            } else if pool.flags.contains(.backfillFull) {
                backfillFull.append("\(pre) is backfillfull")
            } else if pool.flags.contains(.nearFull) {
                nearFull.append("\(pre) is nearfull")
            }
            if pool.pgNumTarget.nonzeroBitCount != 1 {
                odd.append("\(pre) pg_num \(pool.pgNumTarget) is not a power of two")
            }
            if pool.size == 1 { single.append("\(pre) has no replicas configured") }
        }
        func add(_ code: String, _ text: String, _ detail: [String], if wanted: Bool = true) {
            guard wanted, !detail.isEmpty else { return }
            checks.add(
                code, .warning, "\(detail.count) pool(s) \(text)", count: Int64(detail.count), detail: detail)
        }
        add("POOL_FULL", "full", full)
        add("POOL_BACKFILLFULL", "backfillfull", backfillFull)
        add("POOL_NEARFULL", "nearfull", nearFull)
        add(
            "POOL_PG_NUM_NOT_POWER_OF_TWO", "have non-power-of-two pg_num", odd,
            if: options.warnsOnOddPGCounts)
        add(
            "POOL_NO_REDUNDANCY", "have no replicas configured", single, if: options.warnsOnNoRedundancy)
    }

    private func addStretchChecks(_ options: HealthOptions, to checks: inout HealthCheckMap) {
        let what = "only requiring \(degradedStretchMode) of \(stretchBucketCount) buckets to peer"
        func add(_ code: String, _ text: String) { checks.add(code, .warning, text, count: 0) }
        if options.warnsOnDegradedStretchMode {
            if recoveringStretchMode != 0 {
                add("RECOVERING_STRETCH_MODE", "We are recovering stretch mode buckets, \(what)")
            } else if degradedStretchMode != 0 {
                add("DEGRADED_STRETCH_MODE", "We are missing stretch mode buckets, \(what)")
            }
        }
        guard stretchModeEnabled else { return }
        let sites = crush.nonShadowRoots.flatMap { crush.descendants(of: $0, type: stretchModeBucket) }
        guard sites.count == 2 else {
            return add("INCORRECT_NUM_BUCKETS_STRETCH_MODE", "Stretch mode buckets != 2")
        }
        if crush.weight(of: sites[0]) != crush.weight(of: sites[1]) {
            add("UNEVEN_WEIGHTS_STRETCH_MODE", "Stretch mode buckets have different weights!")
        }
    }
}

extension PGPool {
    /// Whether its cache mode goes by hit sets.
    var needsHitSet: Bool {
        switch CacheMode(rawValue: cacheMode) {
        case .writeback, .readforward, .readproxy: true
        default: false
        }
    }
}
