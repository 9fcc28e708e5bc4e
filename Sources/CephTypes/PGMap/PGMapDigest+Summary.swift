import CephEncoding

// What `ceph -s`, `ceph pg stat` and `ceph osd pool stats` say of placement groups (src/mon/PGMap.cc).
extension PGMapDigest {
    /// States, most frequent first; of equally frequent ones the last in Ceph's hash table first.
    private var statesByCount: [(state: PGState, count: Int32)] {
        let states = numPGByState.hashOrder.map { (state: PGState(rawValue: $0.key), count: $0.value) }
        return states.enumerated()
            .sorted { ($0.element.count, $0.offset) > ($1.element.count, $1.offset) }
            .map(\.element)
    }

    /// Ceph computes these shares in single precision.
    private func share(_ count: Int64) -> Float { Float(count) / Float(numPG) }

    private func percentage(_ count: Int64) -> String {
        CephNumber.fixed(Double(share(count)) * 100, precision: 3) + "%"
    }

    /// The `pgmap` section of `ceph -s -f json`, in the section that is open.
    public func dumpSummary(to formatter: inout CephFormatter) {
        formatter.array("pgs_by_state") { list in
            for (state, count) in statesByCount {
                list.object("pgs_by_state_element") {
                    $0.stream("state_name", state)
                    $0.int("count", count)
                }
            }
        }
        formatter.int("num_pgs", numPG)
        formatter.int("num_pools", poolSum.count)
        formatter.int("num_objects", UInt64(bitPattern: pgSum.stats.sum.numObjects))
        formatter.int("data_bytes", UInt64(bitPattern: pgSum.stats.sum.numBytes))
        formatter.int("bytes_used", osdSum.statfs.usedRaw)
        formatter.int("bytes_avail", osdSum.statfs.available)
        formatter.int("bytes_total", osdSum.statfs.total)
        if numPGUnknown > 0 { formatter.float("unknown_pgs_ratio", Double(share(numPGUnknown))) }
        if numPGInactive > 0 { formatter.float("inactive_pgs_ratio", Double(share(numPGInactive))) }
        for share in Self.shares(of: pgSum.stats.sum) { share.dump(to: &formatter) }
        rates.dumpRecovery(to: &formatter)
        rates.dumpClient(to: &formatter)
        rates.dumpCache(to: &formatter)
    }

    /// The lines of `ceph -s` from `pools:` on, with `io:` where there is any; each ends with a line feed.
    public var summary: String {
        let sum = pgSum.stats.sum
        var text = "    pools:   \(poolSum.count) pools, \(numPG) pgs\n"
        text += "    objects: \(CephUnits.count(UInt64(bitPattern: sum.numObjects))) objects, "
        text += "\(CephUnits.bytes(UInt64(bitPattern: sum.numBytes)))\n"
        text += "    usage:   \(CephUnits.bytes(osdSum.statfs.usedRaw)) used, "
        text +=
            "\(CephUnits.bytes(osdSum.statfs.available)) / \(CephUnits.bytes(osdSum.statfs.total)) avail\n"
        text += "    pgs:     "
        text += pgLines.map { $0 + "\n" }.joined(separator: "             ")
        return text + ioLines
    }

    private var pgLines: [String] {
        var lines: [String] = []
        if numPGUnknown > 0 { lines.append("\(percentage(numPGUnknown)) pgs unknown") }
        if numPGInactive > 0 { lines.append("\(percentage(numPGInactive)) pgs not active") }
        lines += Self.shares(of: pgSum.stats.sum).map(\.text)
        let states = statesByCount
        let width = states.map { String($0.count).utf8.count }.max() ?? 1
        for (state, count) in states {
            let number = String(count)
            lines.append(number + String(repeating: " ", count: width - number.utf8.count) + " \(state)")
        }
        return lines
    }

    private var ioLines: String {
        let kinds = [
            ("    client:   ", rates.clientText), ("    recovery: ", rates.recoveryText),
            ("    cache:    ", rates.cacheText),
        ].filter { !$0.1.isEmpty }
        guard !kinds.isEmpty else { return "" }
        return " \n  io:\n" + kinds.map { "\($0.0)\($0.1)\n" }.joined()
    }

    /// `ceph pg stat` in one line, without a line feed.
    public var onelineSummary: String {
        let states = numPGByState.hashOrder.map { "\($0.value) \(PGState(rawValue: $0.key))" }
        var text = "\(numPG) pgs: \(states.joined(separator: ", ")); "
        text += "\(CephUnits.bytes(UInt64(bitPattern: pgSum.stats.sum.numBytes))) data, "
        text += "\(CephUnits.bytes(osdSum.statfs.used)) used, "
        text += "\(CephUnits.bytes(osdSum.statfs.available)) / \(CephUnits.bytes(osdSum.statfs.total)) avail"
        let io = rates.briefClientText
        if !io.isEmpty { text += "; " + io }
        for share in Self.shares(of: pgSum.stats.sum) { text += "; " + share.text }
        let recovery = rates.recoveryText
        return recovery.isEmpty ? text : text + "; \(recovery) recovering"
    }

    /// The `pg_summary` of `ceph pg stat -f json`, in the section that is open.
    public func dumpOnelineSummary(to formatter: inout CephFormatter) {
        formatter.array("num_pg_by_state") { list in
            for (state, count) in numPGByState.hashOrder {
                list.object("state") {
                    $0.stream("name", PGState(rawValue: state))
                    $0.int("num", count)
                }
            }
        }
        formatter.int("num_pgs", numPG)
        formatter.int("num_bytes", UInt64(bitPattern: pgSum.stats.sum.numBytes))
        formatter.int("total_bytes", osdSum.statfs.total)
        formatter.int("total_avail_bytes", osdSum.statfs.available)
        formatter.int("total_used_bytes", osdSum.statfs.used)
        formatter.int("total_used_raw_bytes", osdSum.statfs.usedRaw)
        rates.dumpBriefClient(to: &formatter)
        for share in Self.shares(of: pgSum.stats.sum) { share.dump(to: &formatter) }
        rates.dumpRecovery(to: &formatter)
    }

    /// A pool in `ceph osd pool stats -f json`, in the array that is open.
    public func dumpActivity(of pool: PoolFacts, to formatter: inout CephFormatter) {
        let rates = rates(pool: pool.id)
        formatter.object("pool") { section in
            section.string("pool_name", pool.name)
            section.int("pool_id", pool.id)
            section.object("recovery") { recovery in
                guard let sum = poolSum[Int32(truncatingIfNeeded: pool.id)] else { return }
                for share in Self.shares(of: sum.stats.sum) { share.dump(to: &recovery) }
            }
            section.object("recovery_rate") { rates?.dumpRecovery(to: &$0) }
            section.object("client_io_rate") { rates?.dumpClient(to: &$0) }
            if pool.isTier { section.object("cache_io_rate") { rates?.dumpCache(to: &$0) } }
        }
    }

    /// A pool in `ceph osd pool stats`.
    public func activity(of pool: PoolFacts) -> String {
        var lines: [String] = []
        if let sum = poolSum[Int32(truncatingIfNeeded: pool.id)] {
            lines += Self.shares(of: sum.stats.sum).map(\.text)
        }
        if let rates = rates(pool: pool.id) {
            let kinds = [
                ("recovery io", rates.recoveryText), ("client io", rates.clientText),
                ("cache tier io", pool.isTier ? rates.cacheText : ""),
            ]
            lines += kinds.filter { !$0.1.isEmpty }.map { "\($0.0) \($0.1)" }
        }
        if lines.isEmpty { lines = ["nothing is going on"] }
        return "pool \(pool.name) id \(pool.id)\n" + lines.map { "  \($0)\n" }.joined() + "\n"
    }
}
