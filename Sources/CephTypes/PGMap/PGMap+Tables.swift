import CephEncoding

// The tables of `ceph pg dump` and its neighbours (src/mon/PGMap.cc).
extension PGMap {
    /// What `ceph pg dump` shows without arguments, but for the note about omap; every line ends.
    public var fullText: String {
        basicText + pgTable(pgStats.hashOrder) + poolTable(withHeadings: false)
            + sumTable(withHeadings: false) + osdTable
    }

    /// What `ceph pg dump summary` shows, but for the note about omap.
    public var summaryText: String { basicText + sumTable(withHeadings: true) + osdSumTable }

    /// Versions, a line each.
    public var basicText: String {
        "version \(version)\nstamp \(stamp)\nlast_osdmap_epoch \(lastOSDMapEpoch)\nlast_pg_scan \(lastPGScan)\n"
    }

    /// A line a placement group.
    public func pgTable(_ stats: [(key: PGID, value: PGStat)], brief: Bool = false) -> String {
        let places = ["UP", "UP_PRIMARY", "ACTING", "ACTING_PRIMARY"]
        let scrubs = ["LAST_SCRUB", "SCRUB_STAMP", "LAST_DEEP_SCRUB", "DEEP_SCRUB_STAMP", "SNAPTRIMQ_LEN"]
        var table = TextTable(
            first: "PG_STAT",
            brief
                ? ["STATE"] + places
                : Self.sumHeadings + ["STATE", "STATE_STAMP", "VERSION", "REPORTED"] + places + scrubs)
        for (id, stat) in stats {
            let places = [
                OSDList.text(stat.up, brief: brief), "\(stat.upPrimary)",
                OSDList.text(stat.acting, brief: brief), "\(stat.actingPrimary)",
            ]
            guard !brief else {
                table.row(["\(id)", "\(stat.state)"] + places)
                continue
            }
            let counts = stat.stats.sum.cells + ["\(stat.logSize)", "\(stat.ondiskLogSize)"]
            let reports = [
                "\(stat.state)", "\(stat.lastChange)", "\(stat.version)", stat.reportedText,
            ]
            let scrubs = [
                "\(stat.lastScrub)", "\(stat.lastScrubStamp)", "\(stat.lastDeepScrub)",
                "\(stat.lastDeepScrubStamp)", "\(stat.snapTrimQueueLength)",
            ]
            table.row(["\(id)"] + counts + reports + places + scrubs)
        }
        return table.description
    }

    private static let sumHeadings = [
        "OBJECTS", "MISSING_ON_PRIMARY", "DEGRADED", "MISPLACED", "UNFOUND", "BYTES", "OMAP_BYTES*",
        "OMAP_KEYS*", "LOG", "DISK_LOG",
    ]

    /// Sums go below the placement groups' table, without headings of their own, or stand alone.
    private func sums(_ first: String, withHeadings: Bool, _ rows: [(name: String, sum: PoolStat)]) -> String
    {
        var table = TextTable(
            first: withHeadings ? first : "",
            withHeadings ? Self.sumHeadings : Self.sumHeadings.map { _ in "" })
        for (name, sum) in rows {
            table.row([name] + sum.stats.sum.cells + ["\(sum.logSize)", "\(sum.ondiskLogSize)"])
        }
        return table.description
    }

    /// A line a pool.
    public func poolTable(withHeadings: Bool) -> String {
        sums("POOLID", withHeadings: withHeadings, digest.poolSum.hashOrder.map { ("\($0.key)", $0.value) })
    }

    /// One line: the sum over all placement groups.
    public func sumTable(withHeadings: Bool) -> String {
        sums("PG_STAT", withHeadings: withHeadings, [("sum", digest.pgSum)])
    }

    /// A line an OSD, and their sum.
    public var osdTable: String {
        var table = TextTable(
            first: "OSD_STAT", ["USED", "AVAIL", "USED_RAW", "TOTAL", "HB_PEERS", "PG_SUM", "PRIMARY_PG_SUM"])
        for (osd, stat) in osdStats.hashOrder {
            let count = digest.numPGByOSD[osd] ?? .init()
            let peers = "[" + stat.heartbeatPeers.map(String.init).joined(separator: ",") + "]"
            table.row(
                ["\(osd)"] + stat.statfs.spaceCells
                    + [peers, "\(count.acting &+ count.upNotActing)", "\(count.primary)"])
        }
        table.row(["sum"] + digest.osdSum.statfs.spaceCells)
        return table.description
    }

    private var osdSumTable: String {
        var table = TextTable(first: "OSD_STAT", ["USED", "AVAIL", "USED_RAW", "TOTAL"])
        table.row(["sum"] + digest.osdSum.statfs.spaceCells)
        return table.description
    }

    // MARK: OSDs' answers

    /// `ceph osd perf`: how long object stores take, in milliseconds.
    public var osdPerfTable: String {
        var table = TextTable()
        for heading in ["osd", "commit_latency(ms)", "apply_latency(ms)"] {
            table.column(heading, .left, .right)
        }
        for (osd, stat) in osdStats.hashOrder {
            table.row([
                "\(osd)", "\(stat.perf.commitLatency / 1_000_000)", "\(stat.perf.applyLatency / 1_000_000)",
            ])
        }
        return table.description
    }

    public func dumpOSDPerf(to formatter: inout CephFormatter) {
        formatter.array("osd_perf_infos") { list in
            for (osd, stat) in osdStats.hashOrder {
                list.object("osd") {
                    $0.int("id", osd)
                    $0.dump("perf_stats", stat.perf)
                }
            }
        }
    }

    /// `ceph osd blocked-by`: how many placement groups wait for an OSD.
    public var blockedByTable: String {
        var table = TextTable()
        for heading in ["osd", "num_blocked"] { table.column(heading, .left, .right) }
        for (osd, count) in blockedBy.hashOrder { table.row(["\(osd)", "\(count)"]) }
        return table.description
    }

    public func dumpBlockedBy(to formatter: inout CephFormatter) {
        formatter.array("osd_blocked_by_infos") { list in
            for (osd, count) in blockedBy.hashOrder {
                list.object("osd") {
                    $0.int("id", osd)
                    $0.int("num_blocked", count)
                }
            }
        }
    }
}

extension TextTable {
    /// A first column to the left, all others to the right, all headings to the left.
    init(first: String, _ headings: [String]) {
        self.init()
        column(first, .left, .left)
        for heading in headings { column(heading, .left, .right) }
    }
}

/// Lists of OSDs in tables.
enum OSDList {
    /// `[1,NONE,0]`; a brief table has the number for none.
    static func text(_ osds: [Int32], brief: Bool = false) -> String {
        let names = osds.map { $0 == PGShard.noOSD && !brief ? "NONE" : String($0) }
        return "[" + names.joined(separator: ",") + "]"
    }
}

extension PGStat {
    /// `64:42`: the epoch and number of the report.
    var reportedText: String { "\(reportedEpoch):\(reportedSeq)" }
}

extension ObjectStatSum {
    /// The columns from `OBJECTS` to `OMAP_KEYS*`.
    fileprivate var cells: [String] {
        [
            numObjects, numObjectsMissingOnPrimary, numObjectsDegraded, numObjectsMisplaced,
            numObjectsUnfound, numBytes, numOmapBytes, numOmapKeys,
        ].map(String.init)
    }
}

extension StoreStatFS {
    fileprivate var spaceCells: [String] { [used, available, usedRaw, total].map(CephUnits.bytes) }
}
