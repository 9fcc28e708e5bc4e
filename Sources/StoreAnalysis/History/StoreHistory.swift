import CephEncoding
import CephTypes
import MonitorStore

/// What happened to a cluster, told from the versions that its monitor's store still has: all services in
/// the order of time.
public struct StoreHistory {
    /// Services that have something to tell, in the order in which equal times are told.
    public static let services = [
        "monmap", "osdmap", "mdsmap", "mgr", "mgrstat", "auth", "config", "kv", "logm",
    ]
    /// What is told unless something else is asked for: `mgrstat` has a version every few seconds.
    public static let usualServices = services.filter { $0 != "mgrstat" }

    private let sources: [HistorySource]

    /// - Parameter services: of ``services``; others are ignored.
    public init(reader: any KeyValueReader, services: [String] = usualServices) throws {
        let order = try PaxosOrder(reader: reader)
        sources = try Self.services.filter(services.contains)
            .compactMap { Self.history(of: $0, in: reader) }
            .map { try HistorySource($0, order: order) }
    }

    /// Calls `body` with every event in order.
    public func forEach(_ body: (HistoryEvent) throws -> Void) rethrows {
        var last: UTime?
        while let (source, key) = next() {
            guard var event = source.take()?.event else { return }
            if event.time == nil { event.time = last ?? key }
            last = event.time
            try body(event)
        }
    }

    /// The source whose event is next, and the earliest time among all.
    private func next() -> (HistorySource, UTime?)? {
        var best: (source: HistorySource, head: HistorySource.Keyed)?
        var earliest: UTime?
        for source in sources {
            guard let head = source.peek() else { continue }
            earliest = [earliest, head.key].compactMap(\.self).min()
            guard let current = best else {
                best = (source, head)
                continue
            }
            if Self.precedes(head, current.head) { best = (source, head) }
        }
        return best.map { ($0.source, earliest) }
    }

    /// By time, then by Paxos. What has no time at all comes at once: it was before all that is known.
    private static func precedes(_ left: HistorySource.Keyed, _ right: HistorySource.Keyed) -> Bool {
        guard let first = left.key else { return right.key != nil }
        guard let second = right.key else { return false }
        return (first, left.position) < (second, right.position)
    }

    private static func history(of service: String, in reader: any KeyValueReader) -> (any ServiceHistory)? {
        switch service {
        case "monmap": WholeMapHistory<MonMap>(service: service, reader: reader)
        case "mdsmap": WholeMapHistory<FSMap>(service: service, reader: reader)
        case "mgr": WholeMapHistory<MgrMap>(service: service, reader: reader)
        case "mgrstat": WholeMapHistory<MgrStat>(service: service, reader: reader)
        case "osdmap": OSDMapHistory(reader: reader)
        case "auth": AuthHistory(reader: reader)
        case "config": ConfigHistory(reader: reader)
        case "kv": KeyValueHistory(reader: reader)
        case "logm": LogHistory(reader: reader)
        default: nil
        }
    }
}

/// A map that can tell what is different from an earlier version of it.
protocol HistoryMap: CephRecord {
    /// - Parameter old: nil where there is no earlier one.
    func changes(since old: Self?) -> [String]
    /// When it came to be, if it says.
    func time(since old: Self?) -> UTime?
}

/// The history of a service that keeps a whole map a version.
struct WholeMapHistory<Map: HistoryMap>: ServiceHistory {
    let service: String
    let reader: any KeyValueReader
    /// The last one that could be read.
    private var previous: Map?

    init(service: String, reader: any KeyValueReader) {
        self.service = service
        self.reader = reader
    }

    func versions() throws -> [UInt64] { try reader.storedVersions(of: service) }

    mutating func moments(of version: UInt64) throws -> [HistoryMoment] {
        let map = try Map.decode(from: try reader.value(of: service, version))
        defer { previous = map }
        let changes = map.changes(since: previous)
        guard !changes.isEmpty else { return [] }
        return [HistoryMoment(time: map.time(since: previous), changes)]
    }
}
