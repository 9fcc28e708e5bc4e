import CephEncoding
import CephTypes
import MonitorStore
import NIOCore

/// The events of one service in order, made when they are asked for.
final class HistorySource {
    struct Keyed {
        var event: HistoryEvent
        /// Where it stands among other services' events; nil where nothing tells.
        var key: UTime?
        /// The Paxos version that brought it, 0 where the log no longer has it.
        var position: UInt64
    }

    private var history: any ServiceHistory
    private var versions: ArraySlice<UInt64>
    private let order: PaxosOrder
    private var waiting: [Keyed] = []
    private var lastKey: UTime?

    init(_ history: any ServiceHistory, order: PaxosOrder) throws {
        self.history = history
        self.order = order
        versions = try history.versions()[...]
    }

    /// The next event, which stays the next until it is taken.
    func peek() -> Keyed? {
        while waiting.isEmpty, let version = versions.popFirst() {
            // Last first, so that taking one is cheap.
            waiting = moments(of: version).map { keyed($0, version) }.reversed()
        }
        return waiting.last
    }

    func take() -> Keyed? {
        _ = peek()
        return waiting.popLast()
    }

    private func moments(of version: UInt64) -> [HistoryMoment] {
        do {
            return try history.moments(of: version)
        } catch {
            return [HistoryMoment(["cannot be read: \(error)"])]
        }
    }

    private func keyed(_ moment: HistoryMoment, _ version: UInt64) -> Keyed {
        let position = order.position(of: history.service, version)
        let estimate = position > 0 ? order.time(at: position) : moment.hint
        let own = moment.time ?? estimate
        // A service's versions stay in their order, whatever clocks said.
        let key = [own, lastKey].compactMap(\.self).max()
        lastKey = key
        let event = HistoryEvent(
            time: own ?? key, isEstimated: moment.time == nil, service: history.service, version: version,
            changes: moment.changes)
        return Keyed(event: event, key: key, position: position)
    }
}

extension KeyValueReader {
    /// The versions that a service has a value of, in order. (What `first_committed` and `last_committed`
    /// say may be damaged; these keys are really there.)
    func storedVersions(of prefix: String) throws -> [UInt64] {
        var versions: [UInt64] = []
        try forEach(prefix: prefix) { _, key, _ in
            if let first = key.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first),
                let version = UInt64(String(decoding: key, as: UTF8.self))
            {
                versions.append(version)
            }
            return true
        }
        return versions.sorted()
    }

    /// A version's value.
    func value(of prefix: String, _ version: UInt64) throws -> ByteBuffer {
        guard let value = try value(of: StoreKey(prefix, "\(version)")) else {
            throw MapVersionError("\(prefix)/\(version) is not in the store")
        }
        return value
    }
}
