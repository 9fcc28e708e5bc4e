import CephEncoding

extension OSDStat: CephDumpable {
    public func dump(to formatter: inout CephFormatter) {
        dump(to: &formatter, withPings: true)
    }

    public func dump(to formatter: inout CephFormatter, withPings: Bool) {
        formatter.int("up_from", upFrom)
        formatter.int("seq", seq)
        formatter.int("num_pgs", numPGs)
        formatter.int("num_osds", numOSDs)
        formatter.int("num_per_pool_osds", numPerPoolOSDs)
        formatter.int("num_per_pool_omap_osds", numPerPoolOmapOSDs)
        formatter.int("kb", statfs.kb)
        formatter.int("kb_used", statfs.kbUsedRaw)
        formatter.int("kb_used_data", statfs.kbUsedData)
        formatter.int("kb_used_omap", statfs.kbUsedOmap)
        formatter.int("kb_used_meta", statfs.kbUsedInternalMetadata)
        formatter.int("kb_avail", statfs.kbAvailable)
        formatter.dump("statfs", statfs)
        formatter.ints("hb_peers", each: "osd", heartbeatPeers)
        formatter.int("snap_trim_queue_len", snapTrimQueueLength)
        formatter.int("num_snap_trimming", numSnapTrimming)
        formatter.int("num_shards_repaired", Int64(bitPattern: numShardsRepaired))
        formatter.dump("op_queue_age_hist", opQueueAges)
        formatter.dump("perf_stat", perf)
        formatter.strings("alerts", each: "alert", alertLines)
        if withPings { dumpPings(to: &formatter) }
    }

    private var alertLines: [String] {
        alerts.flatMap { osd, alerts in alerts.map { name, text in " osd: \(osd) \(name):\(text)" } }
    }

    public func dumpPings(to formatter: inout CephFormatter) {
        formatter.array("network_ping_times") { list in
            for (osd, times) in pingTimes { list.object("entry") { times.dump(osd, to: &$0) } }
        }
    }
}
