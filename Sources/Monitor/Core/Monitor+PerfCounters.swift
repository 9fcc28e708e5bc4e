import CephTypes

/// The monitor's own counters, and those of the cluster while it is in a quorum (src/mon/Monitor.cc).
extension Monitor {
    public var perfCounters: [PerfCounter] {
        (isInQuorum ? clusterCounters : []) + sessionCounters + paxos.counters.perfCounters
    }

    private var clusterCounters: [PerfCounter] {
        func gauge(
            _ name: String, _ description: String, _ value: some BinaryInteger,
            unit: PerfCounter.Unit = .none
        ) -> PerfCounter {
            PerfCounter(
                "cluster", name, description, .gauge(UInt64(clamping: value)), priority: 0, unit: unit)
        }
        let (digest, map) = (self.digest, osdMap)
        let (space, objects) = (digest.osdSum.statfs, digest.pgSum.stats.sum)
        let states = digest.numPGByState.map { (state: PGState(rawValue: $0.key), count: Int($0.value)) }
        func count(_ state: PGState) -> Int {
            states.reduce(0) { $0 + ($1.state.isSuperset(of: state) ? $1.count : 0) }
        }
        return [
            gauge("num_mon", "Monitors", monmap.count),
            gauge("num_mon_quorum", "Monitors in quorum", quorum.count),
            gauge("num_osd", "OSDs", map.osdCount),
            gauge("num_osd_up", "OSDs that are up", map.upOSDCount),
            gauge("num_osd_in", "OSD in state \"in\" (they are in cluster)", map.inOSDCount),
            gauge("osd_epoch", "Current epoch of OSD map", map.epoch),
            gauge("osd_bytes", "Total capacity of cluster", space.total, unit: .bytes),
            gauge("osd_bytes_used", "Used space", space.usedRaw, unit: .bytes),
            gauge("osd_bytes_avail", "Available space", space.available, unit: .bytes),
            gauge("num_pool", "Pools", digest.poolSum.count),
            gauge("num_pg", "Placement groups", digest.numPG),
            gauge(
                "num_pg_active_clean", "Placement groups in active+clean state", count([.active, .clean])),
            gauge("num_pg_active", "Placement groups in active state", count(.active)),
            gauge("num_pg_peering", "Placement groups in peering state", count(.peering)),
            gauge("num_object", "Objects", objects.numObjects),
            gauge("num_object_degraded", "Degraded (missing replicas) objects", objects.numObjectsDegraded),
            gauge(
                "num_object_misplaced", "Misplaced (wrong location in the cluster) objects",
                objects.numObjectsMisplaced),
            gauge("num_object_unfound", "Unfound objects", objects.numObjectsUnfound),
            gauge("num_bytes", "Size of all objects", objects.numBytes, unit: .bytes),
        ]
    }

    private var sessionCounters: [PerfCounter] {
        func counter(
            _ name: String, _ description: String, _ value: UInt64, _ nick: String, priority: UInt8
        ) -> PerfCounter {
            PerfCounter("mon", name, description, .counter(value), nick: nick, priority: priority)
        }
        return [
            PerfCounter(
                "mon", "num_sessions", "Open sessions", .gauge(UInt64(sessions.count)), nick: "sess"),
            counter("session_add", "Created sessions", counters.sessionsAdded, "sadd", priority: 8),
            counter("session_rm", "Removed sessions", counters.sessionsRemoved, "srm", priority: 8),
            counter("session_trim", "Trimmed sessions", counters.sessionsTrimmed, "strm", priority: 5),
            counter(
                "num_elections", "Elections participated in", counters.electionsWon + counters.electionsLost,
                "ecnt", priority: 5),
            counter("election_call", "Elections started", counters.electionsCalled, "estt", priority: 8),
            counter("election_win", "Elections won", counters.electionsWon, "ewon", priority: 8),
            counter("election_lose", "Elections lost", counters.electionsLost, "elst", priority: 8),
        ]
    }
}
