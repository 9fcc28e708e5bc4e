import CephEncoding

/// The scores of all connections between monitors, as one of them knows them: kept at
/// `monitor/connectivity_scores`, exchanged in pings and elections (src/mon/ConnectionTracker.h).
public struct ConnectionTracker: Hashable, Sendable {
    /// Of this monitor; -1 while it has none.
    public internal(set) var rank: Int32 = -1
    /// The election epoch.
    public internal(set) var epoch: UInt32 = 0
    /// Counts the changes of this monitor's own report within the epoch.
    public internal(set) var version: UInt64 = 0
    /// Seconds in which a score's past loses half its weight.
    public var halfLife: Double
    /// Own and others' reports by rank.
    public internal(set) var reports: CephMap<Int32, ConnectionReport> = [:]
    /// After how many changes the scores are stored.
    public var persistInterval: UInt64

    public init(rank: Int32 = -1, halfLife: Double = 43200, persistInterval: UInt64 = 10) {
        self.rank = rank
        self.halfLife = halfLife
        self.persistInterval = persistInterval
        own = ConnectionReport(rank: rank)
    }

    /// This monitor's report. It is among ``reports`` only while the monitor has a rank.
    private var own: ConnectionReport

    /// Takes over the reports of a peer that are newer than those known here, except about ourselves.
    public mutating func receive(_ other: ConnectionTracker) {
        for (peer, report) in other.reports where peer != rank && peer >= 0 {
            if report.isNewer(than: reports[peer] ?? ConnectionReport()) { reports[peer] = report }
        }
    }

    /// - Returns: false if the epoch is no newer than the present one, or we have no rank.
    @discardableResult
    public mutating func advance(toEpoch newEpoch: UInt32) -> Bool {
        guard newEpoch > epoch, rank >= 0 else { return false }
        epoch = newEpoch
        version = 0
        own.epoch = newEpoch
        own.epochVersion = 0
        reports[rank] = own
        return true
    }

    /// Counts a change of our own report.
    /// - Returns: whether the scores should be stored now.
    private mutating func advanceVersion() -> Bool {
        guard rank >= 0 else { return false }
        version &+= 1
        own.epochVersion = version
        reports[rank] = own
        return persistInterval > 0 && version % persistInterval == 0
    }

    /// Notes that the connection to `peer` was alive for so many seconds.
    /// - Returns: whether the scores should be stored now.
    public mutating func reportAlive(_ peer: Int32, seconds: Double) -> Bool {
        report(peer, alive: true, seconds: seconds)
    }

    /// Notes that the connection to `peer` was dead for so many seconds.
    /// - Returns: whether the scores should be stored now.
    public mutating func reportDead(_ peer: Int32, seconds: Double) -> Bool {
        report(peer, alive: false, seconds: seconds)
    }

    private mutating func report(_ peer: Int32, alive: Bool, seconds: Double) -> Bool {
        guard peer >= 0, peer != rank else { return false }
        let share = seconds / (2 * halfLife)
        let old = own.history[peer] ?? 1
        let new = old * (1 - share) + (alive ? share : -share)
        own.history[peer] = alive ? min(new, 1) : max(new, 0)
        own.current[peer] = alive
        return advanceVersion()
    }

    /// The sum of what the others who see `peer` alive think of it, and how many those are.
    public func totalScore(of peer: Int32) -> (score: Double, liveCount: Int) {
        var total = (score: 0.0, liveCount: 0)
        for (reporter, report) in reports where reporter != peer && report.current[peer] == true {
            guard let score = report.history[peer] else { continue }
            total.score += score
            total.liveCount += 1
        }
        return total
    }

    /// We have another rank now.
    /// - Returns: whether the scores should be stored now.
    public mutating func rankChanged(to newRank: Int32) -> Bool {
        guard newRank != rank else { return false }
        reports.removeValue(forKey: rank)
        reports.removeValue(forKey: newRank)
        rank = newRank
        own.rank = newRank
        return advanceVersion()
    }

    /// A monitor was taken out of the map: the ranks behind it move up, ours too.
    /// - Returns: whether the scores should be stored now.
    public mutating func rankRemoved(_ removed: Int32) -> Bool {
        own.current = own.current.closingGap(at: removed)
        own.history = own.history.closingGap(at: removed)
        // What the others say of each other is theirs to correct.
        reports = reports.closingGap(at: removed)
        if removed < rank { rank -= 1 }
        own.rank = rank
        return advanceVersion()
    }

    /// Whether our rank is the map's, and no report is about a rank that the map has not.
    public func isClean(rank mapRank: Int32, monitorCount: Int) -> Bool {
        guard rank == mapRank, own.rank == mapRank else { return false }
        return reports.last.map { Int($0.key) < monitorCount } ?? true
    }

    /// Forgets all reports.
    public mutating func reset() {
        reports.removeAll()
        own = ConnectionReport(rank: rank)
    }
}

extension CephMap where Key == Int32 {
    /// Without `removed`, and with everything behind it one lower.
    fileprivate func closingGap(at removed: Int32) -> CephMap {
        CephMap(lazy.filter { $0.key != removed }.map { ($0.key > removed ? $0.key - 1 : $0.key, $0.value) })
    }
}

extension ConnectionTracker: CephRecord {
    public static let cephTypeName = "ConnectionTracker"

    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 1, named: Self.cephTypeName) { _, body in
            var tracker = ConnectionTracker(rank: try body.decode("rank"))
            tracker.epoch = try body.decode("epoch")
            tracker.version = try body.decode("version")
            tracker.halfLife = try body.decode("half_life")
            tracker.reports = try body.decode("peer_reports")
            if let own = tracker.reports[tracker.rank] { tracker.own = own }
            return tracker
        }
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.versioned(1, compatible: 1) { body in
            body.integer(rank)
            body.integer(epoch)
            body.integer(version)
            body.encode(halfLife)
            body.encode(reports)
        }
    }

    /// As the admin socket's `connection scores dump` shows it.
    public func dump(to formatter: inout CephFormatter) {
        formatter.int("rank", rank)
        formatter.int("epoch", epoch)
        formatter.int("version", version)
        formatter.float("half_life", halfLife)
        formatter.int("persist_interval", persistInterval)
        formatter.object("reports") { body in
            for report in reports.values { body.dump("report", report) }
        }
    }
}
