import CephEncoding

extension PGStat: CephDumpable {
    public func dump(to formatter: inout CephFormatter) {
        formatter.stream("version", version)
        formatter.int("reported_seq", reportedSeq)
        formatter.int("reported_epoch", reportedEpoch)
        formatter.stream("state", state)
        dumpTimes(to: &formatter)
        dumpHistory(to: &formatter)
        dumpFlags(to: &formatter)
        formatter.int("snaptrimq_len", snapTrimQueueLength)
        stats.dump(to: &formatter)
        formatter.ints("up", each: "osd", up)
        formatter.ints("acting", each: "osd", acting)
        formatter.strings("avail_no_missing", each: "shard", availNoMissing.map(\.description))
        formatter.array("object_location_counts") { list in
            for (shards, objects) in objectLocationCounts {
                list.object("entry") {
                    $0.string("shards", shards.map(\.description).joined(separator: ","))
                    $0.int("objects", objects)
                }
            }
        }
        formatter.ints("blocked_by", each: "osd", blockedBy)
        formatter.int("up_primary", upPrimary)
        formatter.int("acting_primary", actingPrimary)
        formatter.array("purged_snaps") { purgedSnaps.dumpIntervals(to: &$0) }
    }

    private func dumpTimes(to formatter: inout CephFormatter) {
        formatter.stream("last_fresh", lastFresh)
        formatter.stream("last_change", lastChange)
        formatter.stream("last_active", lastActive)
        formatter.stream("last_peered", lastPeered)
        formatter.stream("last_clean", lastClean)
        formatter.stream("last_became_active", lastBecameActive)
        formatter.stream("last_became_peered", lastBecamePeered)
        formatter.stream("last_unstale", lastUnstale)
        formatter.stream("last_undegraded", lastUndegraded)
        formatter.stream("last_fullsized", lastFullsized)
        formatter.int("mapping_epoch", mappingEpoch)
    }

    private func dumpHistory(to formatter: inout CephFormatter) {
        formatter.stream("log_start", logStart)
        formatter.stream("ondisk_log_start", ondiskLogStart)
        formatter.int("created", created)
        formatter.int("last_epoch_clean", lastEpochClean)
        formatter.stream("parent", parent)
        formatter.int("parent_split_bits", parentSplitBits)
        formatter.stream("last_scrub", lastScrub)
        formatter.stream("last_scrub_stamp", lastScrubStamp)
        formatter.stream("last_deep_scrub", lastDeepScrub)
        formatter.stream("last_deep_scrub_stamp", lastDeepScrubStamp)
        formatter.stream("last_clean_scrub_stamp", lastCleanScrubStamp)
        formatter.int("log_size", logSize)
        formatter.int("ondisk_log_size", ondiskLogSize)
    }

    private func dumpFlags(to formatter: inout CephFormatter) {
        formatter.bool("stats_invalid", statsInvalid)
        formatter.bool("dirty_stats_invalid", dirtyStatsInvalid)
        formatter.bool("omap_stats_invalid", omapStatsInvalid)
        formatter.bool("hitset_stats_invalid", hitSetStatsInvalid)
        formatter.bool("hitset_bytes_stats_invalid", hitSetBytesStatsInvalid)
        formatter.bool("pin_stats_invalid", pinStatsInvalid)
        formatter.bool("manifest_stats_invalid", manifestStatsInvalid)
    }

    /// State and OSDs alone (`pg dump pgs_brief`).
    public func dumpBrief(to formatter: inout CephFormatter) {
        formatter.stream("state", state)
        formatter.ints("up", each: "osd", up)
        formatter.ints("acting", each: "osd", acting)
        formatter.int("up_primary", upPrimary)
        formatter.int("acting_primary", actingPrimary)
    }
}

extension SnapIntervalSet {
    /// Objects with start and length, both as hexadecimal strings.
    func dumpIntervals(to formatter: inout CephFormatter) {
        for interval in intervals {
            formatter.object("interval") {
                $0.stream("start", String(interval.start, radix: 16))
                $0.stream("length", String(interval.length, radix: 16))
            }
        }
    }
}
