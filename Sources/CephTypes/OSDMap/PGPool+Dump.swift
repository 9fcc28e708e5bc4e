import CephEncoding

extension PGPool {
    public func dump(to formatter: inout CephFormatter) {
        dumpPlacement(to: &formatter)
        dumpHistory(to: &formatter)
        dumpTiering(to: &formatter)
        dumpHitSet(to: &formatter)
        formatter.int("stripe_width", stripeWidth)
        formatter.int("expected_num_objects", expectedNumObjects)
        formatter.bool("fast_read", fastRead)
        formatter.dump("options", options)
        formatter.object("application_metadata") { all in
            for (application, metadata) in applicationMetadata {
                all.object(application) { for (key, value) in metadata { $0.string(key, value) } }
            }
        }
    }

    private func dumpPlacement(to formatter: inout CephFormatter) {
        formatter.stream("create_time", createTime)
        formatter.int("flags", flags.rawValue)
        formatter.string("flags_names", flags.names)
        formatter.int("type", type)
        formatter.int("size", size)
        formatter.int("min_size", minSize)
        formatter.int("crush_rule", crushRule)
        formatter.int("peering_crush_bucket_count", peeringCrushBucketCount)
        formatter.int("peering_crush_bucket_target", peeringCrushBucketTarget)
        formatter.int("peering_crush_bucket_barrier", peeringCrushBucketBarrier)
        formatter.int("peering_crush_bucket_mandatory_member", peeringCrushMandatoryMember)
        formatter.int("object_hash", objectHash)
        formatter.string("pg_autoscale_mode", autoscaleModeName)
        formatter.int("pg_num", pgNum)
        formatter.int("pg_placement_num", pgpNum)
        formatter.int("pg_placement_num_target", pgpNumTarget)
        formatter.int("pg_num_target", pgNumTarget)
        formatter.int("pg_num_pending", pgNumPending)
    }

    private func dumpHistory(to formatter: inout CephFormatter) {
        formatter.dump("last_pg_merge_meta", lastPGMergeMeta)
        formatter.stream("last_change", lastChange)
        formatter.stream("last_force_op_resend", lastForceOpResend)
        formatter.stream("last_force_op_resend_prenautilus", lastForceOpResendPreNautilus)
        formatter.stream("last_force_op_resend_preluminous", lastForceOpResendPreLuminous)
        formatter.int("auid", auid)
        formatter.string("snap_mode", flags.contains(.poolSnaps) ? "pool" : "selfmanaged")
        formatter.int("snap_seq", snapSeq)
        formatter.int("snap_epoch", snapEpoch)
        formatter.dump("pool_snaps", each: "pool_snap_info", snaps.lazy.map(\.value))
        formatter.stream("removed_snaps", removedSnaps)
        formatter.int("quota_max_bytes", quotaMaxBytes)
        formatter.int("quota_max_objects", quotaMaxObjects)
    }

    private func dumpTiering(to formatter: inout CephFormatter) {
        formatter.ints("tiers", each: "pool_id", tiers)
        formatter.int("tier_of", tierOf)
        formatter.int("read_tier", readTier)
        formatter.int("write_tier", writeTier)
        formatter.string("cache_mode", cacheModeName)
        formatter.int("target_max_bytes", targetMaxBytes)
        formatter.int("target_max_objects", targetMaxObjects)
        formatter.int("cache_target_dirty_ratio_micro", cacheTargetDirtyRatioMicro)
        formatter.int("cache_target_dirty_high_ratio_micro", cacheTargetDirtyHighRatioMicro)
        formatter.int("cache_target_full_ratio_micro", cacheTargetFullRatioMicro)
        formatter.int("cache_min_flush_age", cacheMinFlushAge)
        formatter.int("cache_min_evict_age", cacheMinEvictAge)
        formatter.string("erasure_code_profile", erasureCodeProfile)
    }

    private func dumpHitSet(to formatter: inout CephFormatter) {
        formatter.dump("hit_set_params", hitSetParams)
        formatter.int("hit_set_period", hitSetPeriod)
        formatter.int("hit_set_count", hitSetCount)
        formatter.bool("use_gmt_hitset", useGMTHitSet)
        formatter.int("min_read_recency_for_promote", minReadRecencyForPromote)
        formatter.int("min_write_recency_for_promote", minWriteRecencyForPromote)
        formatter.int("hit_set_grade_decay_rate", hitSetGradeDecayRate)
        formatter.int("hit_set_search_last_n", hitSetSearchLastN)
        formatter.ints("grade_table", each: "value", gradeTable)
    }

    /// How much a hit counts, newest hit set first: a million, less by the decay rate for each older one.
    public var gradeTable: [UInt32] {
        // A count that no pool can have must not fill the memory: a map may hold thousands of pools.
        let count = min(hitSetCount, 1 << 12)
        let factor = 1 - Double(hitSetGradeDecayRate) / 100
        return sequence(first: 1_000_000 * factor) { $0.rounded(.towardZero) * factor }
            .prefix(Int(count))
            .map { UInt32(truncatingIfNeeded: Int64(exactly: $0.rounded(.towardZero)) ?? 0) }
    }
}

extension PGPool: CustomStringConvertible {
    /// The pool as `ceph osd dump` prints it behind its name.
    public var description: String {
        var text = typeName
        func add(_ name: String, _ value: some CustomStringConvertible, if shown: Bool = true) {
            if shown { text += " \(name) \(value)" }
        }
        add("profile", erasureCodeProfile, if: isErasure)
        add("size", size)
        add("min_size", minSize)
        add("crush_rule", crushRule)
        add("object_hash", objectHashName)
        add("pg_num", pgNum)
        add("pgp_num", pgpNum)
        add("pg_num_target", pgNumTarget, if: pgNumTarget != pgNum)
        add("pgp_num_target", pgpNumTarget, if: pgpNumTarget != pgpNum)
        add("pg_num_pending", pgNumPending, if: pgNumPending != pgNum)
        add("autoscale_mode", autoscaleModeName, if: autoscaleMode != 255)
        add("last_change", lastChange)
        let resend = [lastForceOpResend, lastForceOpResendPreNautilus, lastForceOpResendPreLuminous]
        add("lfor", resend.map(String.init).joined(separator: "/"), if: resend.contains { $0 != 0 })
        add("owner", auid, if: auid != 0)
        add("flags", flags.names, if: !flags.isEmpty)
        add("max_bytes", quotaMaxBytes, if: quotaMaxBytes != 0)
        add("max_objects", quotaMaxObjects, if: quotaMaxObjects != 0)
        add("tiers", tiers.map(String.init).joined(separator: ","), if: !tiers.isEmpty)
        add("tier_of", tierOf, if: isTier)
        add("read_tier", readTier, if: readTier >= 0)
        add("write_tier", writeTier, if: writeTier >= 0)
        add("cache_mode", cacheModeName, if: cacheMode != 0)
        add("target_bytes", targetMaxBytes, if: targetMaxBytes != 0)
        add("target_objects", targetMaxObjects, if: targetMaxObjects != 0)
        if hitSetParams != .none {
            add("hit_set", "\(hitSetParams) \(hitSetPeriod)s x\(hitSetCount)")
            add("decay_rate", hitSetGradeDecayRate)
            add("search_last_n", hitSetSearchLastN)
        }
        add("min_read_recency_for_promote", minReadRecencyForPromote, if: minReadRecencyForPromote != 0)
        add("min_write_recency_for_promote", minWriteRecencyForPromote, if: minWriteRecencyForPromote != 0)
        add("stripe_width", stripeWidth)
        add("expected_num_objects", expectedNumObjects, if: expectedNumObjects != 0)
        add("fast_read", 1, if: fastRead)
        text += options.description
        add("application", applicationMetadata.keys.joined(separator: ","), if: !applicationMetadata.isEmpty)
        return text
    }
}
