import CephEncoding

extension PGMapHealth {
    mutating func checkOSDs() {
        checkPGsPerOSD()
        let expected = options.poolDefaultSize
        if options.warnOnTooFewOSDs, osdMap.numOSDs < expected {
            add(
                "TOO_FEW_OSDS", "OSD count \(osdMap.numOSDs) < osd_pool_default_size \(expected)",
                count: expected - osdMap.numOSDs)
        }
        checkPings()
        checkAlerts()
    }

    private mutating func checkPGsPerOSD() {
        guard osdMap.numInOSDs > 0 else { return }
        let each = max(Int(map.digest.pgSum.up), map.pgStats.count) / osdMap.numInOSDs
        let least = options.pgWarnMinPerOSD
        if least > 0, !osdMap.pools.isEmpty, each > 0, each < least {
            add("TOO_FEW_PGS", "too few PGs per OSD (\(each) < min \(least))", count: least - each)
        }
        let most = options.maxPGPerOSD
        if most > 0, each > most {
            add("TOO_MANY_PGS", "too many PGs per OSD (\(each) > max \(most))", count: each - most)
        }
    }

    /// A heartbeat that takes too long.
    private struct SlowPing {
        /// Microseconds.
        let time: UInt32
        let from: Int32
        let to: Int32
        let isImproving: Bool

        static func precedes(_ left: SlowPing, _ right: SlowPing) -> Bool {
            (left.time, left.from, left.to) < (right.time, right.from, right.to)
        }

        /// `1234.567`: milliseconds.
        var milliseconds: String {
            let rest = String(time % 1000)
            return "\(time / 1000)." + String(repeating: "0", count: 3 - rest.utf8.count) + rest
        }
    }

    private mutating func checkPings() {
        var limit = options.warnOnSlowPingTime * 1000
        if limit == 0 { limit = Double(options.heartbeatGrace) * 1_000_000 * options.warnOnSlowPingRatio }
        guard limit > 0 else { return }
        var back: [SlowPing] = []
        var front: [SlowPing] = []
        var repaired: [String] = []
        for (osd, stat) in map.osdStats.hashOrder {
            // What was measured long ago says nothing.
            for (peer, times) in stat.pingTimes
            where Int64(now.seconds &- times.lastUpdate) <= options.heartbeatGrace * 60 {
                let (b, f) = (times.back.average, times.front.average)
                if Double(b.longest) > limit {
                    let improves = b.one < b.five && b.five < b.fifteen
                    back.append(SlowPing(time: b.longest, from: osd, to: peer, isImproving: improves))
                }
                if Double(f.longest) > limit {
                    // Ceph compares with the other network's last period here.
                    let improves = f.one < f.five && f.five < b.fifteen
                    front.append(SlowPing(time: f.longest, from: osd, to: peer, isImproving: improves))
                }
            }
            if stat.numShardsRepaired > options.warnNumRepaired {
                repaired.append("osd.\(osd) had \(stat.numShardsRepaired) reads repaired")
            }
        }
        if !repaired.isEmpty {
            let count = repaired.count
            add(
                "OSD_TOO_MANY_REPAIRS", "Too many repaired reads on \(count) OSDs", detail: repaired,
                count: count)
        }
        report(back, network: "back", code: "OSD_SLOW_PING_TIME_BACK")
        report(front, network: "front", code: "OSD_SLOW_PING_TIME_FRONT")
    }

    private mutating func report(_ pings: [SlowPing], network: String, code: String) {
        let slowest = pings.sorted { SlowPing.precedes($1, $0) }
        guard let first = slowest.first else { return }
        let listed = 10
        var detail = slowest.prefix(listed).map { ping in
            "Slow OSD heartbeats on \(network) from \(place(of: ping.from)) to \(place(of: ping.to))"
                + " \(ping.milliseconds) msec" + (ping.isImproving ? " possibly improving" : "")
        }
        if slowest.count > listed {
            detail.append(
                "Truncated long network list.  Use ceph daemon mgr.# dump_osd_network for more information")
        }
        add(
            code, "Slow OSD heartbeats on \(network) (longest \(first.milliseconds)ms)", detail: detail,
            count: slowest.count)
    }

    /// `osd.3 [host1,rack2] (down)`
    private func place(of osd: Int32) -> String {
        let parents = (osdMap.parents[osd] ?? []).joined(separator: ",")
        return "osd.\(osd) [\(parents)]" + (osdMap.downOSDs.contains(osd) ? " (down)" : "")
    }

    /// What each of the object store's alerts says of the OSDs that raise it; others have their code alone.
    private static let alertTexts = [
        "BLUEFS_SPILLOVER": " experiencing BlueFS spillover",
        "BLUESTORE_NO_COMPRESSION": " have broken BlueStore compression",
        "BLUESTORE_LEGACY_STATFS": " reporting legacy (not per-pool) BlueStore stats",
        "BLUESTORE_DISK_SIZE_MISMATCH":
            " have dangerous mismatch between BlueStore block device and free list sizes",
        "BLUESTORE_NO_PER_PG_OMAP": " reporting legacy (not per-pg) BlueStore omap",
        "BLUESTORE_NO_PER_POOL_OMAP": " reporting legacy (not per-pool) BlueStore omap usage stats",
        "BLUESTORE_SPURIOUS_READ_ERRORS": " have spurious read errors",
    ]

    private mutating func checkAlerts() {
        var raised: CephMap<String, [String]> = [:]
        for (osd, alerts) in map.digest.osdSum.alerts {
            for (name, text) in alerts.prefix(max(options.maxDetail, 1)) {
                raised[name, default: []].append(" osd.\(osd) \(text)")
            }
        }
        for (name, detail) in raised {
            add(
                name, "\(detail.count) OSD(s)" + (Self.alertTexts[name] ?? ""), detail: detail,
                count: detail.count)
        }
    }

    // MARK: Scrubs

    mutating func checkScrubs() {
        checkScrubs(
            ratio: options.warnPGNotScrubbedRatio, interval: options.scrubMaxInterval, \.scrubMaxInterval,
            stamp: \.lastScrubStamp, code: "PG_NOT_SCRUBBED", what: "scrubbed")
        checkScrubs(
            ratio: options.warnPGNotDeepScrubbedRatio, interval: options.deepScrubInterval,
            \.deepScrubInterval,
            stamp: \.lastDeepScrubStamp, code: "PG_NOT_DEEP_SCRUBBED", what: "deep-scrubbed")
    }

    private mutating func checkScrubs(
        ratio: Double, interval: Double, _ poolInterval: KeyPath<PoolFacts, Double>,
        stamp: KeyPath<PGStat, UTime>,
        code: String, what: String
    ) {
        guard ratio != 0 else { return }
        var cutoffs: [Int64: UTime] = [:]
        for pool in osdMap.pools {
            let own = pool[keyPath: poolInterval] > 0 ? pool[keyPath: poolInterval] : interval
            cutoffs[pool.id] = now.minus(UTime(span: own * ratio + own))
        }
        let late = map.pgStats.hashOrder.filter { id, stat in
            guard let cutoff = cutoffs[id.pool] else { return false }
            return stat[keyPath: stamp] < cutoff
        }
        guard !late.isEmpty else { return }
        let listed = max(options.maxDetail, 0)
        var detail = late.prefix(listed).map { "pg \($0.key) not \(what) since \($0.value[keyPath: stamp])" }
        if late.count > listed && listed > 0 { detail.append("\(late.count - listed) more pgs... ") }
        add(code, "\(late.count) pgs not \(what) in time", detail: detail, count: late.count)
    }
}

extension UTime {
    /// A span of so many seconds.
    fileprivate init(span: Double) {
        let whole = UInt64(saturating: span)
        let fraction = UInt64(saturating: (span - Double(whole)) * 1_000_000_000)
        self.init(seconds: UInt32(clamping: whole), nanoseconds: UInt32(clamping: min(fraction, 999_999_999)))
    }
}
