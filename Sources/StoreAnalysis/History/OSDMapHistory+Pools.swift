import CephEncoding
import CephTypes

extension OSDMap {
    func poolLabel(_ pool: Int64) -> String { poolNames[pool].map { "pool '\($0)'" } ?? "pool \(pool)" }

    func comparePools(_ old: OSDMap, _ list: inout ChangeList) {
        let comparison = MapComparison(old.pools, pools)
        for (number, pool) in comparison.added { list.add(created(number, pool)) }
        for (number, _) in comparison.removed { list.add("\(old.poolLabel(number)) (\(number)) removed") }
        for (number, name) in poolNames where old.pools.contains(number) {
            guard let before = old.poolNames[number], before != name else { continue }
            list.add("pool '\(before)' renamed to '\(name)'")
        }
        for (number, before, after) in comparison.changed {
            after.compare(with: before, self, old, named: poolLabel(number), &list)
        }
    }

    private func created(_ number: Int64, _ pool: PGPool) -> String {
        var text =
            "\(poolLabel(number)) (\(number)) created: \(pool.typeName), size \(pool.size), "
            + "min_size \(pool.minSize), pg_num \(pool.pgNum), rule '\(ruleName(pool.crushRule))'"
        if !pool.erasureCodeProfile.isEmpty { text += ", profile '\(pool.erasureCodeProfile)'" }
        if !pool.applicationMetadata.isEmpty {
            text += ", application \(pool.applicationMetadata.keys.joined(separator: ", "))"
        }
        if !pool.options.isEmpty { text += ",\(pool.options)" }
        return text
    }

    func ruleName(_ rule: UInt8) -> String { crush.ruleNames[Int32(rule)] ?? "\(rule)" }
}

extension PGPool {
    fileprivate func compare(
        with old: PGPool, _ map: OSDMap, _ oldMap: OSDMap, named label: String, _ list: inout ChangeList
    ) {
        let before = list.lines.count
        compareFlags(old, label, &list)
        list.compare("\(label) crush_rule", oldMap.ruleName(old.crushRule), map.ruleName(crushRule))
        list.compare("\(label) ", fields: old.placementFields, placementFields)
        list.compare("\(label) ", fields: old.cacheFields(oldMap), cacheFields(map))
        compareOptions(old, label, &list)
        compareSnapshots(old, label, &list)
        compareApplications(old, label, &list)
        let resend = lastForceOpResend != old.lastForceOpResend
        if list.lines.count == before && resend { list.add("\(label): clients to send again") }
        if list.lines.count == before && snapSeq != old.snapSeq {
            list.add("\(label) snap_seq \(old.snapSeq) → \(snapSeq)")
        }
    }

    private func compareFlags(_ old: PGPool, _ label: String, _ list: inout ChangeList) {
        let (set, unset) = (flags.subtracting(old.flags), old.flags.subtracting(flags))
        if !set.isEmpty { list.add("\(label) flags set: \(set.names)") }
        if !unset.isEmpty { list.add("\(label) flags unset: \(unset.names)") }
    }

    private var placementFields: [(String, String)] {
        [
            ("type", typeName), ("size", "\(size)"), ("min_size", "\(minSize)"),
            ("object_hash", objectHashName), ("pg_autoscale_mode", autoscaleModeName),
            ("pg_num", "\(pgNum)"), ("pgp_num", "\(pgpNum)"), ("pg_num_target", "\(pgNumTarget)"),
            ("pgp_num_target", "\(pgpNumTarget)"),
            ("pg_num_pending", pgNumPending == pgNum ? "" : "\(pgNumPending)"),
            ("quota max_bytes", "\(quotaMaxBytes)"), ("quota max_objects", "\(quotaMaxObjects)"),
            ("erasure_code_profile", erasureCodeProfile), ("stripe_width", "\(stripeWidth)"),
            ("expected_num_objects", "\(expectedNumObjects)"), ("fast_read", "\(fastRead)"),
            ("auid", "\(auid)"), ("peering_crush_bucket_count", "\(peeringCrushBucketCount)"),
            ("peering_crush_bucket_target", "\(peeringCrushBucketTarget)"),
            ("peering_crush_bucket_barrier", "\(peeringCrushBucketBarrier)"),
            ("peering_crush_mandatory_member", "\(peeringCrushMandatoryMember)"),
        ]
    }

    private func cacheFields(_ map: OSDMap) -> [(String, String)] {
        func name(_ pool: Int64) -> String {
            pool < 0 ? "none" : map.poolNames[pool].map { "'\($0)'" } ?? "\(pool)"
        }
        let tierNames = tiers.map { name(Int64(clamping: $0)) }.joined(separator: ", ")
        return [
            ("tiers", tierNames), ("tier_of", name(tierOf)), ("read_tier", name(readTier)),
            ("write_tier", name(writeTier)), ("cache_mode", cacheModeName),
            ("target_max_bytes", "\(targetMaxBytes)"), ("target_max_objects", "\(targetMaxObjects)"),
            ("cache_target_dirty_ratio", millionths(cacheTargetDirtyRatioMicro)),
            ("cache_target_dirty_high_ratio", millionths(cacheTargetDirtyHighRatioMicro)),
            ("cache_target_full_ratio", millionths(cacheTargetFullRatioMicro)),
            ("cache_min_flush_age", "\(cacheMinFlushAge)"), ("cache_min_evict_age", "\(cacheMinEvictAge)"),
            ("hit_set", "\(hitSetParams)"), ("hit_set_period", "\(hitSetPeriod)"),
            ("hit_set_count", "\(hitSetCount)"), ("use_gmt_hitset", "\(useGMTHitSet)"),
            ("min_read_recency_for_promote", "\(minReadRecencyForPromote)"),
            ("min_write_recency_for_promote", "\(minWriteRecencyForPromote)"),
            ("hit_set_grade_decay_rate", "\(hitSetGradeDecayRate)"),
            ("hit_set_search_last_n", "\(hitSetSearchLastN)"),
        ]
    }

    private func millionths(_ number: UInt32) -> String { CephNumber.general(Double(number) / 1_000_000) }

    private func compareOptions(_ old: PGPool, _ label: String, _ list: inout ChangeList) {
        func text(_ value: PoolOptions.Value) -> String {
            switch value {
            case .string(let text): text
            case .int(let number): "\(number)"
            case .double(let number): CephNumber.general(number)
            }
        }
        func name(_ key: PoolOptions.Key) -> String { key.name ?? "option \(key.rawValue)" }
        let comparison = MapComparison(old.options.values, options.values)
        for (key, value) in comparison.added { list.add("\(label) \(name(key)) set to \(text(value))") }
        for (key, before, after) in comparison.changed {
            list.add("\(label) \(name(key)) \(text(before)) → \(text(after))")
        }
        for (key, value) in comparison.removed {
            list.add("\(label) \(name(key)) unset (was \(text(value)))")
        }
    }

    private func compareSnapshots(_ old: PGPool, _ label: String, _ list: inout ChangeList) {
        let comparison = MapComparison(old.snaps, snaps)
        for (number, snap) in comparison.added {
            list.add("\(label) snapshot '\(snap.name)' (\(number)) made")
        }
        for (number, snap) in comparison.removed {
            list.add("\(label) snapshot '\(snap.name)' (\(number)) removed")
        }
        guard removedSnaps != old.removedSnaps, comparison.removed.isEmpty else { return }
        list.add("\(label) removed snapshots \(old.removedSnaps) → \(removedSnaps)")
    }

    private func compareApplications(_ old: PGPool, _ label: String, _ list: inout ChangeList) {
        let comparison = MapComparison(old.applicationMetadata, applicationMetadata)
        for (name, pairs) in comparison.added {
            list.add("\(label) application '\(name)' enabled\(pairs.isEmpty ? "" : " (\(pairs.pairsText))")")
        }
        for (name, _) in comparison.removed { list.add("\(label) application '\(name)' disabled") }
        for (name, before, after) in comparison.changed {
            let pairs = MapComparison(before, after)
            for (key, value) in pairs.added { list.add("\(label) application '\(name)' \(key)=\(value) set") }
            for (key, _) in pairs.removed { list.add("\(label) application '\(name)' \(key) removed") }
            for (key, old, new) in pairs.changed {
                list.add("\(label) application '\(name)' \(key) \(old) → \(new)")
            }
        }
    }
}
