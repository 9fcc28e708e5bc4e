import CephEncoding

extension PGStat: CephRecord {
    public static let cephTypeName = "pg_stat_t"

    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 30, compatSince: 8, lengthSince: 8, PGStat.init(version:_:))
    }

    private init(version: UInt8, _ decoder: inout CephDecoder) throws {
        self.version = try decoder.decode("version")
        reportedSeq = try decoder.decode("reported_seq")
        reportedEpoch = try decoder.decode("reported_epoch")
        state = PGState(rawValue: UInt64(try decoder.decode("state", as: UInt32.self)))
        logStart = try decoder.decode("log_start")
        ondiskLogStart = try decoder.decode("ondisk_log_start")
        created = try decoder.decode("created")
        if version >= 7 { lastEpochClean = try decoder.decode("last_epoch_clean") }
        parent = version >= 6 ? try decoder.decode("parent") : try PGID(legacyFrom: &decoder)
        parentSplitBits = try decoder.decode("parent_split_bits")
        lastScrub = try decoder.decode("last_scrub")
        lastScrubStamp = try decoder.decode("last_scrub_stamp")
        if version <= 4 {
            try decodeAncientStats(version, &decoder)
        } else {
            stats = try decoder.decode("stats")
            logSize = try decoder.decode("log_size")
            ondiskLogSize = try decoder.decode("ondisk_log_size")
            up = try decoder.decode("up")
            acting = try decoder.decode("acting")
        }
        try decodeTimes(version, &decoder)
        try decodeFlags(version, &decoder)
        try decodeRecent(version, &decoder)
    }

    private mutating func decodeAncientStats(_ version: UInt8, _ decoder: inout CephDecoder) throws {
        var sum = ObjectStatSum()
        sum.numBytes = try decoder.decode("num_bytes")
        _ = try decoder.decode("num_kb", as: UInt64.self)
        sum.numObjects = try decoder.decode("num_objects")
        sum.numObjectClones = try decoder.decode("num_object_clones")
        sum.numObjectCopies = try decoder.decode("num_object_copies")
        sum.numObjectsMissingOnPrimary = try decoder.decode("num_objects_missing_on_primary")
        sum.numObjectsDegraded = try decoder.decode("num_objects_degraded")
        logSize = try decoder.decode("log_size")
        ondiskLogSize = try decoder.decode("ondisk_log_size")
        if version >= 2 {
            sum.numRd = try decoder.decode("num_rd")
            sum.numRdKB = try decoder.decode("num_rd_kb")
            sum.numWr = try decoder.decode("num_wr")
            sum.numWrKB = try decoder.decode("num_wr_kb")
        }
        if version >= 3 { up = try decoder.decode("up") }
        if version == 4 { sum.numObjectsUnfound = try decoder.decode("num_objects_unfound") }
        acting = try decoder.decode("acting")
        stats.sum = sum
    }

    private mutating func decodeTimes(_ version: UInt8, _ decoder: inout CephDecoder) throws {
        if version >= 9 {
            lastFresh = try decoder.decode("last_fresh")
            lastChange = try decoder.decode("last_change")
            lastActive = try decoder.decode("last_active")
            lastClean = try decoder.decode("last_clean")
            lastUnstale = try decoder.decode("last_unstale")
            mappingEpoch = try decoder.decode("mapping_epoch")
        }
        if version >= 10 {
            lastDeepScrub = try decoder.decode("last_deep_scrub")
            lastDeepScrubStamp = try decoder.decode("last_deep_scrub_stamp")
        }
        if version >= 11 { statsInvalid = try decoder.decode("stats_invalid") }
        if version >= 12 { lastCleanScrubStamp = try decoder.decode("last_clean_scrub_stamp") }
        lastBecameActive = version >= 13 ? try decoder.decode("last_became_active") : lastActive
    }

    /// A writer that did not know a counter yet may not have kept it: it is invalid then.
    private mutating func decodeFlags(_ version: UInt8, _ decoder: inout CephDecoder) throws {
        dirtyStatsInvalid = version >= 14 ? try decoder.decode("dirty_stats_invalid") : true
        if version >= 15 {
            upPrimary = try decoder.decode("up_primary")
            actingPrimary = try decoder.decode("acting_primary")
        } else {
            upPrimary = up.first ?? -1
            actingPrimary = acting.first ?? -1
        }
        omapStatsInvalid = version >= 16 ? try decoder.decode("omap_stats_invalid") : true
        hitSetStatsInvalid = version >= 17 ? try decoder.decode("hitset_stats_invalid") : true
        if version >= 18 { blockedBy = try decoder.decode("blocked_by") }
        if version >= 19 {
            lastUndegraded = try decoder.decode("last_undegraded")
            lastFullsized = try decoder.decode("last_fullsized")
        }
        hitSetBytesStatsInvalid = version >= 20 ? try decoder.decode("hitset_bytes_stats_invalid") : true
        if version >= 21 {
            lastPeered = try decoder.decode("last_peered")
            lastBecamePeered = try decoder.decode("last_became_peered")
        } else {
            lastPeered = lastActive
            lastBecamePeered = lastBecameActive
        }
        pinStatsInvalid = version >= 22 ? try decoder.decode("pin_stats_invalid") : true
    }

    private mutating func decodeRecent(_ version: UInt8, _ decoder: inout CephDecoder) throws {
        if version >= 23 { snapTrimQueueLength = try decoder.decode("snaptrimq_len") }
        if version >= 24 {
            let top = UInt64(try decoder.decode("top_state", as: UInt32.self)) << 32
            state = PGState(rawValue: state.rawValue | top)
            purgedSnaps = try decoder.decode("purged_snaps")
        }
        // Ceph leaves it alone in reports from before luminous.
        manifestStatsInvalid = version >= 25 ? try decoder.decode("manifest_stats_invalid") : version >= 23
        if version >= 26 {
            availNoMissing = try decoder.decode("avail_no_missing")
            objectLocationCounts = try decoder.decode("object_location_counts")
        }
        if version >= 27 {
            scrub = try decoder.field("scrub") { try ScrubReport(version: version, &$0) }
        }
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.versioned(26, compatible: 22) { body in
            encodeReport(into: &body)
            encodeTimesAndFlags(into: &body)
            body.integer(snapTrimQueueLength)
            body.integer(UInt32(truncatingIfNeeded: state.rawValue >> 32))
            body.encode(purgedSnaps)
            body.encode(manifestStatsInvalid)
            body.encode(availNoMissing)
            body.encode(objectLocationCounts)
        }
    }

    private func encodeReport(into body: inout CephEncoder) {
        body.encode(version)
        body.integer(reportedSeq)
        body.integer(reportedEpoch)
        body.integer(UInt32(truncatingIfNeeded: state.rawValue))
        body.encode(logStart)
        body.encode(ondiskLogStart)
        body.integer(created)
        body.integer(lastEpochClean)
        body.encode(parent)
        body.integer(parentSplitBits)
        body.encode(lastScrub)
        body.encode(lastScrubStamp)
        body.encode(stats)
        body.integer(logSize)
        body.integer(ondiskLogSize)
        body.encode(up)
        body.encode(acting)
    }

    private func encodeTimesAndFlags(into body: inout CephEncoder) {
        for time in [lastFresh, lastChange, lastActive, lastClean, lastUnstale] { body.encode(time) }
        body.integer(mappingEpoch)
        body.encode(lastDeepScrub)
        body.encode(lastDeepScrubStamp)
        body.encode(statsInvalid)
        body.encode(lastCleanScrubStamp)
        body.encode(lastBecameActive)
        body.encode(dirtyStatsInvalid)
        body.integer(upPrimary)
        body.integer(actingPrimary)
        body.encode(omapStatsInvalid)
        body.encode(hitSetStatsInvalid)
        body.encode(blockedBy)
        body.encode(lastUndegraded)
        body.encode(lastFullsized)
        body.encode(hitSetBytesStatsInvalid)
        body.encode(lastPeered)
        body.encode(lastBecamePeered)
        body.encode(pinStatsInvalid)
    }
}

extension CephSet: CephOrdered {
    /// As std::set compares: element by element, a shorter one first.
    public static func precedes(_ left: CephSet, _ right: CephSet) -> Bool {
        left.lexicographicallyPrecedes(right, by: Element.precedes)
    }
}

extension PGStat.ScrubReport {
    fileprivate init(version: UInt8, _ decoder: inout CephDecoder) throws {
        lastDuration = try decoder.decode("last_scrub_duration")
        scheduledAt = try decoder.decode("scheduled_at")
        scheduledDuration = try decoder.decode("duration_seconds")
        scheduleStatus = try decoder.decode("sched_status")
        isActive = try decoder.decode("is_active")
        isDeep = try decoder.decode("is_deep")
        isPeriodic = try decoder.decode("is_periodic")
        objectsScrubbed = try decoder.decode("objects_scrubbed")
        duration = try decoder.decode("scrub_duration")
        if version >= 28 {
            objectsTrimmed = try decoder.decode("objects_trimmed")
            snapTrimDuration = try decoder.decode("snaptrim_duration")
        }
        if version >= 29 { logDupsSize = try decoder.decode("log_dups_size") }
        if version >= 30 {
            osdToRespond = try decoder.decode("osd_to_respond")
            replicaOrdinal = try decoder.decode("ordinal_of_requested_replica")
            replicasToReserve = try decoder.decode("num_to_reserve")
        }
    }
}
