import CephEncoding

// The wire form of pg_pool_t, `pg_pool_t::encode` and `decode` in src/osd/osd_types.cc. Version 5 brought
// the envelope.

extension PGPool: CephRecord {
    public static let cephTypeName = "pg_pool_t"

    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 32, compatSince: 5, lengthSince: 5) { version, body in
            try PGPool(version: version, from: &body)
        }
    }

    private init(version: UInt8, from body: inout CephDecoder) throws {
        try decodeBase(version, &body)
        try decodeSnaps(version, &body)
        if version >= 4 {
            flags = Flags(rawValue: try body.decode("flags"))
            try body.skip(4)  // crash_replay_interval
        }
        // Before mimic no flag said which kind of snapshots a pool has.
        if snapSeq > 0 && flags.isDisjoint(with: [.selfManagedSnaps, .poolSnaps]) {
            flags.insert(removedSnaps.isEmpty ? .poolSnaps : .selfManagedSnaps)
        }
        minSize = version >= 7 ? try body.decode("min_size") : size - size / 2
        if version >= 8 {
            quotaMaxBytes = try body.decode("quota_max_bytes")
            quotaMaxObjects = try body.decode("quota_max_objects")
        }
        try decodeTiering(version, &body)
        try decodeSinceHammer(version, &body)
        try decodeSinceLuminous(version, &body)
    }

    private mutating func decodeBase(_ version: UInt8, _ body: inout CephDecoder) throws {
        type = try body.decode("type")
        size = try body.decode("size")
        crushRule = try body.decode("crush_rule")
        objectHash = try body.decode("object_hash")
        pgNum = try body.decode("pg_num")
        pgpNum = try body.decode("pgp_num")
        try body.skip(8)  // lpg_num, lpgp_num: localized groups are gone
        lastChange = try body.decode("last_change")
        snapSeq = try body.decode("snap_seq")
        snapEpoch = try body.decode("snap_epoch")
    }

    private mutating func decodeSnaps(_ version: UInt8, _ body: inout CephDecoder) throws {
        if version >= 3 {
            snaps = try body.decode("snaps")
            removedSnaps = try body.decode("removed_snaps")
            auid = try body.decode("auid")
            return
        }
        // Both counts stand together, in front of both lists.
        let snapCount = try body.count()
        let removedCount = Int(try body.integer(UInt32.self))
        auid = try body.decode("auid")
        for _ in 0..<snapCount {
            let id: UInt64 = try body.integer()
            snaps[id] = try body.decode("snaps", as: PoolSnapInfo.self)
        }
        removedSnaps = try SnapIntervalSet(count: removedCount, from: &body)
    }

    private mutating func decodeTiering(_ version: UInt8, _ body: inout CephDecoder) throws {
        if version >= 9 {
            tiers = try body.decode("tiers")
            tierOf = try body.decode("tier_of")
            cacheMode = try body.decode("cache_mode")
            readTier = try body.decode("read_tier")
            writeTier = try body.decode("write_tier")
        }
        if version >= 10 { properties = try body.decode("properties") }
        if version >= 11 {
            hitSetParams = try body.decode("hit_set_params")
            hitSetPeriod = try body.decode("hit_set_period")
            hitSetCount = try body.decode("hit_set_count")
        }
        if version >= 12 { stripeWidth = try body.decode("stripe_width") }
        if version >= 13 {
            targetMaxBytes = try body.decode("target_max_bytes")
            targetMaxObjects = try body.decode("target_max_objects")
            cacheTargetDirtyRatioMicro = try body.decode("cache_target_dirty_ratio_micro")
            cacheTargetFullRatioMicro = try body.decode("cache_target_full_ratio_micro")
            cacheMinFlushAge = try body.decode("cache_min_flush_age")
            cacheMinEvictAge = try body.decode("cache_min_evict_age")
        }
        if version >= 14 { erasureCodeProfile = try body.decode("erasure_code_profile") }
    }

    private mutating func decodeSinceHammer(_ version: UInt8, _ body: inout CephDecoder) throws {
        if version >= 15 {
            lastForceOpResendPreLuminous = try body.decode("last_force_op_resend_preluminous")
        }
        minReadRecencyForPromote = version >= 16 ? try body.decode("min_read_recency_for_promote") : 1
        if version >= 17 { expectedNumObjects = try body.decode("expected_num_objects") }
        cacheTargetDirtyHighRatioMicro =
            version >= 19
            ? try body.decode("cache_target_dirty_high_ratio_micro") : cacheTargetDirtyRatioMicro
        minWriteRecencyForPromote = version >= 20 ? try body.decode("min_write_recency_for_promote") : 1
        useGMTHitSet = version >= 21 ? try body.decode("use_gmt_hitset") : false
        if version >= 22 { fastRead = try body.decode("fast_read") }
        if version >= 23 {
            hitSetGradeDecayRate = try body.decode("hit_set_grade_decay_rate")
            hitSetSearchLastN = try body.decode("hit_set_search_last_n")
        } else {
            hitSetSearchLastN = 1
        }
    }

    private mutating func decodeSinceLuminous(_ version: UInt8, _ body: inout CephDecoder) throws {
        if version >= 24 { options = try body.decode("opts") }
        lastForceOpResendPreNautilus =
            version >= 25 ? try body.decode("last_force_op_resend_prenautilus") : lastForceOpResendPreLuminous
        if version >= 26 { applicationMetadata = try body.decode("application_metadata") }
        if version >= 27 { createTime = try body.decode("create_time") }
        guard version >= 28 else {
            pgNumTarget = pgNum
            pgpNumTarget = pgpNum
            pgNumPending = pgNum
            lastForceOpResend = lastForceOpResendPreNautilus
            autoscaleMode = AutoscaleMode.warn.rawValue
            return
        }
        pgNumTarget = try body.decode("pg_num_target")
        pgpNumTarget = try body.decode("pgp_num_target")
        pgNumPending = try body.decode("pg_num_pending")
        // 14.1 kept here what pg_merge_meta_t has now.
        lastPGMergeMeta.lastEpochStarted = try body.decode("pg_num_dec_last_epoch_started")
        lastPGMergeMeta.lastEpochClean = try body.decode("pg_num_dec_last_epoch_clean")
        lastForceOpResend = try body.decode("last_force_op_resend")
        autoscaleMode = try body.decode("pg_autoscale_mode")
        if version >= 29 { lastPGMergeMeta = try body.decode("last_pg_merge_meta") }
        // Since 31 a byte says whether the pool is stretched; what 32 has behind it is skipped.
        let hasPeeringCrush =
            version >= 31 ? try body.decode("peering_crush_data", as: Bool.self) : version == 30
        if hasPeeringCrush { try decodePeeringCrush(&body) }
    }

    private mutating func decodePeeringCrush(_ body: inout CephDecoder) throws {
        peeringCrushBucketCount = try body.decode("peering_crush_bucket_count")
        peeringCrushBucketTarget = try body.decode("peering_crush_bucket_target")
        peeringCrushBucketBarrier = try body.decode("peering_crush_bucket_barrier")
        peeringCrushMandatoryMember = try body.decode("peering_crush_mandatory_member")
    }

    // MARK: Writing

    public func encode(into encoder: inout CephEncoder) {
        let features = encoder.features
        guard features.contains(.pgPool3) else { return encodeBeforePGPool3(into: &encoder) }
        guard features.contains(.osdEnc) else { return encodeBeforeEnvelope(into: &encoder) }
        let version = writtenVersion(for: features)
        encoder.versioned(version, compatible: 5) { body in
            encodeBase(into: &body)
            body.encode(snaps)
            body.encode(removedSnaps)
            body.integer(auid)
            // The 14 of hammer kept all flags; what mimic added is hidden from 15 to 26.
            let hidden: Flags =
                version == 14 || version >= 27 ? [] : [.selfManagedSnaps, .poolSnaps, .creating]
            body.integer(flags.subtracting(hidden).rawValue)
            body.integer(UInt32(0))  // crash_replay_interval
            encodeTiering(into: &body)
            if version >= 15 { encodeSinceHammer(version, into: &body) }
            if version >= 24 { encodeSinceLuminous(version, into: &body) }
        }
    }

    private func writtenVersion(for features: CephFeatures) -> UInt8 {
        if !features.contains(.osdPoolResend) { return 14 }
        if !features.contains(.newOSDOpEncoding) { return 21 }
        if !features.contains(.serverLuminous) { return 24 }
        if !features.contains(.serverMimic) { return 26 }
        if !features.contains(.serverNautilus) { return 27 }
        return isStretchPool ? 30 : 29
    }

    /// Version 2, the old `struct ceph_pg_pool`.
    private func encodeBeforePGPool3(into encoder: inout CephEncoder) {
        encoder.integer(UInt8(2))
        encodeBase(into: &encoder)
        encoder.count(snaps.count)
        encoder.count(removedSnaps.intervals.count)
        encoder.integer(auid)
        for (id, snap) in snaps {
            encoder.integer(id)
            encoder.encode(snap)
        }
        removedSnaps.encodeIntervals(into: &encoder)
    }

    private func encodeBeforeEnvelope(into encoder: inout CephEncoder) {
        encoder.integer(UInt8(4))
        encodeBase(into: &encoder)
        encoder.encode(snaps)
        encoder.encode(removedSnaps)
        encoder.integer(auid)
        encoder.integer(flags.rawValue)
        encoder.integer(UInt32(0))  // crash_replay_interval
    }

    private func encodeBase(into encoder: inout CephEncoder) {
        encoder.integer(type)
        encoder.integer(size)
        encoder.integer(crushRule)
        encoder.integer(objectHash)
        encoder.integer(pgNum)
        encoder.integer(pgpNum)
        encoder.integer(UInt64(0))  // lpg_num, lpgp_num
        encoder.integer(lastChange)
        encoder.integer(snapSeq)
        encoder.integer(snapEpoch)
    }

    private func encodeTiering(into body: inout CephEncoder) {
        body.integer(minSize)
        body.integer(quotaMaxBytes)
        body.integer(quotaMaxObjects)
        body.encode(tiers)
        body.integer(tierOf)
        body.integer(cacheMode)
        body.integer(readTier)
        body.integer(writeTier)
        body.encode(properties)
        body.encode(hitSetParams)
        body.integer(hitSetPeriod)
        body.integer(hitSetCount)
        body.integer(stripeWidth)
        body.integer(targetMaxBytes)
        body.integer(targetMaxObjects)
        body.integer(cacheTargetDirtyRatioMicro)
        body.integer(cacheTargetFullRatioMicro)
        body.integer(cacheMinFlushAge)
        body.integer(cacheMinEvictAge)
        body.encode(erasureCodeProfile)
    }

    private func encodeSinceHammer(_ version: UInt8, into body: inout CephEncoder) {
        body.integer(lastForceOpResendPreLuminous)
        body.integer(minReadRecencyForPromote)
        body.integer(expectedNumObjects)
        body.integer(cacheTargetDirtyHighRatioMicro)
        body.integer(minWriteRecencyForPromote)
        body.encode(useGMTHitSet)
        guard version >= 22 else { return }
        body.encode(fastRead)
        body.integer(hitSetGradeDecayRate)
        body.integer(hitSetSearchLastN)
    }

    private func encodeSinceLuminous(_ version: UInt8, into body: inout CephEncoder) {
        body.encode(options)
        if version >= 25 { body.integer(lastForceOpResendPreNautilus) }
        if version >= 26 { body.encode(applicationMetadata) }
        if version >= 27 { body.encode(createTime) }
        guard version >= 28 else { return }
        body.integer(pgNumTarget)
        body.integer(pgpNumTarget)
        body.integer(pgNumPending)
        body.integer(UInt64(0))  // where 14.1 had two epochs of the last merge
        body.integer(lastForceOpResend)
        body.integer(autoscaleMode)
        body.encode(lastPGMergeMeta)
        guard version >= 30 else { return }
        body.integer(peeringCrushBucketCount)
        body.integer(peeringCrushBucketTarget)
        body.integer(peeringCrushBucketBarrier)
        body.integer(peeringCrushMandatoryMember)
    }
}
