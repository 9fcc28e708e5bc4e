import CephEncoding

/// Which placement groups `ceph pg ls` and its kin list.
public struct PGSelection: Hashable, Sendable {
    /// Nil for all; otherwise any group with one of these bits, or, if there is none, those without any.
    public var states: PGState?
    /// Negative for all.
    public var pool: Int64
    /// Only those that this OSD has, as primary or at all; negative for all.
    public var osd: Int32
    public var asPrimary: Bool

    public init(states: PGState? = nil, pool: Int64 = -1, osd: Int32 = -1, asPrimary: Bool = false) {
        self.states = states
        self.pool = pool
        self.osd = osd
        self.asPrimary = asPrimary
    }

    public func contains(_ id: PGID, _ stat: PGStat) -> Bool {
        if pool >= 0 && id.pool != pool { return false }
        if osd >= 0 && !stat.isActing(osd, asPrimary: asPrimary) { return false }
        guard let states else { return true }
        return !stat.state.isDisjoint(with: states) || (states.isEmpty && stat.state.isEmpty)
    }
}

/// What `ceph pg dump_stuck` looks for.
public struct StuckStates: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    public static let inactive = StuckStates(rawValue: 1 << 0)
    public static let unclean = StuckStates(rawValue: 1 << 1)
    public static let undersized = StuckStates(rawValue: 1 << 2)
    public static let degraded = StuckStates(rawValue: 1 << 3)
    public static let stale = StuckStates(rawValue: 1 << 4)

    /// The state with that name; nil for any other text.
    public init?(name: some StringProtocol) {
        switch name {
        case "inactive": self = .inactive
        case "unclean": self = .unclean
        case "undersized": self = .undersized
        case "degraded": self = .degraded
        case "stale": self = .stale
        default: return nil
        }
    }

    /// Since when a group is in any of these states; nil if it is in none.
    func since(_ stat: PGStat) -> UTime? {
        var times: [UTime] = []
        if contains(.inactive) && !stat.state.contains(.active) { times.append(stat.lastActive) }
        if contains(.unclean) && !stat.state.contains(.clean) { times.append(stat.lastClean) }
        if contains(.degraded) && stat.state.contains(.degraded) { times.append(stat.lastUndegraded) }
        if contains(.undersized) && stat.state.contains(.undersized) { times.append(stat.lastFullsized) }
        if contains(.stale) && stat.state.contains(.stale) { times.append(stat.lastUnstale) }
        return times.min()
    }
}

extension PGMap {
    /// Stands below every table with columns for omap.
    public static let omapNote =
        "\n* NOTE: Omap statistics are gathered during deep scrub and may be inaccurate soon afterwards"
        + " depending on utilization. See"
        + " http://docs.ceph.com/en/latest/dev/placement-group/#omap-statistics for further details.\n"

    /// The groups of a selection, in their order.
    public func pgs(in selection: PGSelection) -> [(key: PGID, value: PGStat)] {
        pgStats.elements.filter { selection.contains($0.key, $0.value) }.sorted { $0.key < $1.key }
    }

    /// Groups that have been in one of the states since before `cutoff`, in the order of Ceph's hash table.
    public func stuckPGs(_ states: StuckStates, since cutoff: UTime) -> [(key: PGID, value: PGStat)] {
        var found: UnorderedMap<PGID, PGStat> = [:]
        for (id, stat) in pgStats.hashOrder {
            if let since = states.since(stat), since < cutoff { found[id] = stat }
        }
        return found.hashOrder
    }

    /// An array of groups with their reports.
    public static func dump(
        _ stats: [(key: PGID, value: PGStat)], named name: String, to formatter: inout CephFormatter
    ) {
        formatter.array(name) { list in
            for (id, stat) in stats {
                list.object("pg_stat") {
                    $0.stream("pgid", id)
                    stat.dump(to: &$0)
                }
            }
        }
    }

    /// The table of `ceph pg ls`, without the note about omap.
    public static func listing(_ stats: [(key: PGID, value: PGStat)], now: UTime) -> String {
        var table = TextTable(
            first: "PG",
            [
                "OBJECTS", "DEGRADED", "MISPLACED", "UNFOUND", "BYTES", "OMAP_BYTES*", "OMAP_KEYS*", "LOG",
                "STATE", "SINCE", "VERSION", "REPORTED", "UP", "ACTING", "SCRUB_STAMP", "DEEP_SCRUB_STAMP",
            ])
        for (id, stat) in stats {
            let sum = stat.stats.sum
            let counts = [
                sum.numObjects, sum.numObjectsDegraded, sum.numObjectsMisplaced, sum.numObjectsUnfound,
                sum.numBytes, sum.numOmapBytes, sum.numOmapKeys, stat.logSize,
            ]
            table.row(
                ["\(id)"] + counts.map(String.init)
                    + [
                        "\(stat.state)", now.minus(stat.lastChange).roughly, "\(stat.version)",
                        stat.reportedText, "\(OSDList.text(stat.up))p\(stat.upPrimary)",
                        "\(OSDList.text(stat.acting))p\(stat.actingPrimary)", "\(stat.lastScrubStamp)",
                        "\(stat.lastDeepScrubStamp)",
                    ])
        }
        return table.description
    }
}
