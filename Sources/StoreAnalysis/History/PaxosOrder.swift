import CephEncoding
import CephTypes
import MonitorStore
import NIOCore

/// Which Paxos transaction brought which version of which service, as far back as the log reaches, and about
/// when each was.
public struct PaxosOrder: Sendable {
    private var positions: [String: [UInt64: UInt64]] = [:]
    /// Paxos versions in order with the latest time that anything up to them tells.
    private var times: [(position: UInt64, time: UTime)] = []

    /// The order of nothing.
    init() {}

    public init(reader: some KeyValueReader) throws {
        let last = try? reader.version("paxos", "last_committed")
        for position in try reader.storedVersions(of: "paxos") {
            if let last, position > last { break }
            // One that cannot be read leaves a gap in the order, no more.
            guard let value = try? reader.value(of: "paxos", position),
                let transaction = try? StoreTransaction.decode(from: value)
            else { continue }
            add(transaction, at: position)
        }
    }

    /// The Paxos version that brought a service's version; 0 where the log does not have it.
    func position(of service: String, _ version: UInt64) -> UInt64 { positions[service]?[version] ?? 0 }

    /// The time of what was committed nearest to a Paxos version.
    func time(at position: UInt64) -> UTime? {
        var low = 0
        var high = times.count
        while low < high {
            let middle = (low + high) / 2
            if times[middle].position <= position { low = middle + 1 } else { high = middle }
        }
        let before = low > 0 ? times[low - 1] : nil
        let after = low < times.count ? times[low] : nil
        guard let before else { return after?.time }
        guard let after else { return before.time }
        return after.position - position < position - before.position ? after.time : before.time
    }

    private mutating func add(_ transaction: StoreTransaction, at position: UInt64) {
        var latest: UTime?
        for case .put(let key, let value) in transaction.operations {
            guard let version = UInt64(key.key) else {
                // The configuration's versions have no value but a history among the stored keys.
                if let version = ConfigHistory.version(inKey: key.key), key.prefix == ConfigHistory.prefix {
                    positions["config", default: [:]][version] = position
                    latest = [latest, ConfigHistory.headStamp(key.key, value)].compactMap(\.self).max()
                }
                continue
            }
            guard key.prefix != "paxos" else { continue }
            positions[key.prefix, default: [:]][version] = position
            latest = [latest, Self.stamp(of: key.prefix, value)].compactMap(\.self).max()
        }
        guard let latest, !latest.isZero else { return }
        // Log lines are committed a moment after they were written; time does not go back for that.
        times.append((position, max(latest, times.last?.time ?? .zero)))
    }

    /// When a version was made, for the services whose versions always say it.
    private static func stamp(of service: String, _ value: ByteBuffer) -> UTime? {
        switch service {
        case "osdmap": try? OSDMap.Incremental.decode(from: value).modified
        case "monmap": try? MonMap.decode(from: value).lastChanged
        case "logm": (try? LogVersion.decode(from: value))?.entries.map(\.stamp).max()
        default: nil
        }
    }
}
