import CephEncoding

extension PGMapHealth {
    /// What a placement group's state means for its pool; in Ceph's order.
    private enum Consequence: Int, CaseIterable {
        /// Clients may have to wait.
        case unavailable
        /// There are fewer replicas than there should be.
        case degraded
        case backfillFull
        /// Data may be missing or inconsistent on disk.
        case damaged
        case recoveryFull

        var code: String {
            switch self {
            case .unavailable: "PG_AVAILABILITY"
            case .degraded: "PG_DEGRADED"
            case .backfillFull: "PG_BACKFILL_FULL"
            case .damaged: "PG_DAMAGED"
            case .recoveryFull: "PG_RECOVERY_FULL"
            }
        }

        var summary: String {
            switch self {
            case .unavailable: "Reduced data availability: "
            case .degraded: "Degraded data redundancy: "
            case .backfillFull:
                "Low space hindering backfill (add storage if this doesn't resolve itself): "
            case .damaged: "Possible data damage: "
            case .recoveryFull: "Full OSDs blocking recovery: "
            }
        }

        var isError: Bool { self == .damaged || self == .recoveryFull }
    }

    /// A state that is reported; `active` is reported where it is missing.
    private struct Rule {
        let state: PGState
        let consequence: Consequence
        /// Since when the group is not otherwise, for states that may pass by themselves.
        var since: (@Sendable (PGStat) -> UTime)?

        var isInverted: Bool { state == .active }
        var name: String { isInverted ? "inactive" : state.description }
        func matches(_ stat: PGStat) -> Bool { stat.state.contains(state) != isInverted }
    }

    /// In the order of the states' bits.
    private static let rules: [Rule] = [
        Rule(state: .active, consequence: .unavailable) { $0.lastActive },
        Rule(state: .down, consequence: .unavailable),
        Rule(state: .recoveryUnfound, consequence: .damaged),
        Rule(state: .backfillUnfound, consequence: .damaged),
        Rule(state: .degraded, consequence: .degraded),
        Rule(state: .inconsistent, consequence: .damaged),
        Rule(state: .peering, consequence: .unavailable) { max($0.lastActive, $0.lastPeered) },
        Rule(state: .incomplete, consequence: .unavailable),
        Rule(state: .stale, consequence: .unavailable) { $0.lastUnstale },
        Rule(state: .backfillTooFull, consequence: .backfillFull),
        Rule(state: .undersized, consequence: .degraded) { $0.lastFullsized },
        Rule(state: .recoveryTooFull, consequence: .recoveryFull),
        Rule(state: .snapTrimError, consequence: .damaged),
    ]

    private struct Causes {
        /// How many groups by rule.
        var counts: [Int: Int64] = [:]
        var messages: CephMap<PGID, String> = [:]
    }

    mutating func checkStates() {
        var causes: [Consequence: Causes] = [:]
        for (id, stat) in map.pgStats.hashOrder {
            for (index, rule) in Self.rules.enumerated() where rule.matches(stat) && isStuck(stat, rule) {
                causes[rule.consequence, default: Causes()].counts[index, default: 0] += 1
                if causes[rule.consequence]?.messages.count ?? 0 > options.maxDetail { continue }
                causes[rule.consequence]?.messages[id] = message(id, stat, rule)
            }
        }
        for consequence in Consequence.allCases {
            guard let found = causes[consequence] else { continue }
            report(consequence, found)
        }
    }

    /// Whether a state that may pass has lasted too long.
    private func isStuck(_ stat: PGStat, _ rule: Rule) -> Bool {
        guard let since = rule.since?(stat) else { return true }
        let cutoff = now.minus(UTime(seconds: options.pgStuckThreshold))
        if since.isZero && stat.lastChange >= cutoff { return false }
        return since < cutoff
    }

    private func message(_ id: PGID, _ stat: PGStat, _ rule: Rule) -> String {
        // The numbers as they are: nobody is 2147483647 here.
        let acting = stat.acting.map(String.init).joined(separator: ",")
        var text = "pg \(id) is "
        if let since = rule.since?(stat) {
            text += "stuck \(rule.name) "
            text += since.isZero ? "since forever" : "for \(now.minus(since).roughly)"
            text += ", current state \(stat.state), last acting [\(acting)]"
        } else {
            text += "\(stat.state), acting [\(acting)]"
            let unfound = stat.stats.sum.numObjectsUnfound
            if unfound != 0 { text += ", \(unfound) unfound" }
        }
        if stat.state.contains(.incomplete), let pool = osdMap.pools.first(where: { $0.id == id.pool }),
            pool.minSize > 1
        {
            text +=
                " (reducing pool \(pool.name) min_size from \(pool.minSize) may help;"
                + " search ceph.com/docs for 'incomplete')"
        }
        return text
    }

    private mutating func report(_ consequence: Consequence, _ causes: Causes) {
        var parts: [String] = []
        if consequence == .degraded {
            parts += PGMapDigest.shares(of: map.digest.pgSum.stats.sum).filter { $0.name == "degraded" }.map(
                \.text)
        }
        let counts = causes.counts.sorted { $0.key < $1.key }
        for (index, count) in counts {
            parts.append("\(count) \(count > 1 ? "pgs" : "pg") \(Self.rules[index].name)")
        }
        add(
            consequence.code, isError: consequence.isError,
            consequence.summary + parts.joined(separator: ", "),
            detail: causes.messages.values, count: counts.reduce(0) { $0 + $1.value })
    }
}
