import CephEncoding

/// What can be wrong with placement groups, pools and OSDs' stores, as the manager finds it
/// (`PGMap::get_health_checks` of 16.2, src/mon/PGMap.cc).
public struct PGMapHealth: Sendable {
    /// One finding; its code is its key in ``checks``.
    public struct Check: Equatable, Sendable {
        /// `HEALTH_ERR` rather than `HEALTH_WARN`.
        public let isError: Bool
        public let summary: String
        public let detail: [String]
        /// How many things it counts.
        public let count: Int64
    }

    /// Ceph's options, with its defaults; named as there without `mon_` and `osd_`.
    public struct Options: Equatable, Sendable {
        public var maxDetail = 50
        /// Seconds.
        public var pgStuckThreshold: UInt32 = 60
        public var cacheTargetFullWarnRatio = 0.66
        public var pgWarnMinPerOSD = 0
        public var maxPGPerOSD = 250
        public var warnOnTooFewOSDs = true
        public var poolDefaultSize = 3
        /// Milliseconds; 0 for a ratio of the heartbeats' grace.
        public var warnOnSlowPingTime = 0.0
        public var warnOnSlowPingRatio = 0.05
        /// Seconds.
        public var heartbeatGrace: Int64 = 20
        public var warnNumRepaired: UInt64 = 10
        public var pgWarnMinObjects: Int64 = 10_000
        public var pgWarnMinPoolObjects: Int64 = 1_000
        public var pgWarnMaxObjectSkew = 10.0
        /// Percent; 0 for none.
        public var poolQuotaWarnThreshold = 0
        public var poolQuotaCritThreshold = 0
        public var warnOnMisplaced = false
        public var warnPGNotScrubbedRatio = 0.5
        public var warnPGNotDeepScrubbedRatio = 0.75
        /// Seconds.
        public var scrubMaxInterval = 7.0 * 86400
        public var deepScrubInterval = 7.0 * 86400
        public var warnOnPoolNoApp = true
        public var snapTrimQueueWarnOn: UInt32 = 32768

        public init() {}
    }

    public private(set) var checks: CephMap<String, Check> = [:]

    let map: PGMap
    let osdMap: OSDMapFacts
    let now: UTime
    let options: Options

    public init(of map: PGMap, osdMap: OSDMapFacts, now: UTime, options: Options = Options()) {
        self.map = map
        self.osdMap = osdMap
        self.now = now
        self.options = options
        checkStates()
        checkErrors()
        checkPools()
        checkOSDs()
        checkScrubs()
        checkSnapTrimming()
    }

    mutating func add(
        _ code: String, isError: Bool = false, _ summary: String, detail: [String] = [],
        count: some BinaryInteger
    ) {
        checks[code] = Check(
            isError: isError, summary: summary, detail: detail, count: Int64(clamping: count))
    }

    private mutating func checkErrors() {
        let sum = map.digest.pgSum.stats.sum
        if sum.numScrubErrors != 0 {
            add(
                "OSD_SCRUB_ERRORS", isError: true, "\(sum.numScrubErrors) scrub errors",
                count: sum.numScrubErrors)
        }
        for share in PGMapDigest.shares(of: sum) {
            switch share.name {
            case "misplaced" where options.warnOnMisplaced:
                add("OBJECT_MISPLACED", share.text, count: share.part)
            case "unfound":
                add("OBJECT_UNFOUND", share.text, detail: unfoundObjects, count: share.part)
            default: break
            }
        }
    }

    private var unfoundObjects: [String] {
        var detail: [String] = []
        for (id, stat) in map.pgStats.hashOrder where stat.stats.sum.numObjectsUnfound != 0 {
            detail.append("pg \(id) has \(stat.stats.sum.numObjectsUnfound) unfound objects")
            if detail.count > options.maxDetail { return detail + ["(additional pgs left out for brevity)"] }
        }
        return detail
    }

    private mutating func checkSnapTrimming() {
        let threshold = options.snapTrimQueueWarnOn
        let long = map.pgStats.hashOrder.filter { $0.value.snapTrimQueueLength >= threshold }
        guard threshold > 0, !long.isEmpty else { return }
        var detail = long.prefix(max(options.maxDetail - 1, 0)).map {
            "snap trim queue for pg \($0.key) at \($0.value.snapTrimQueueLength)"
        }
        if detail.count < long.count && detail.count < options.maxDetail {
            detail.append("...more pgs affected")
        }
        // The last one of the longest.
        let most = long.map(\.value.snapTrimQueueLength).max()
        if let longest = long.last(where: { $0.value.snapTrimQueueLength == most }) {
            detail.append("longest queue on pg \(longest.key) at \(longest.value.snapTrimQueueLength)")
        }
        detail.append(
            "try decreasing \"osd snap trim sleep\" and/or increasing \"osd pg max concurrent snap trims\".")
        add(
            "PG_SLOW_SNAP_TRIMMING",
            "snap trim queue for \(long.count) pg(s) >= \(threshold) (mon_osd_snap_trim_queue_warn_on)",
            detail: detail, count: long.count)
    }
}
