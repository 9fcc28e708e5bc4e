import Collections
import NIOConcurrencyHelpers

/// What waits for the monitor: messages of other monitors first, then one of each other connection in turn, so that who
/// asks for a thousand things at once only waits longer for them.
final class FairQueue<Item: Sendable>: Sendable {
    private struct State {
        var urgent: Deque<Item> = []
        var lanes: [UInt64: Deque<Item>] = [:]
        /// Lanes with something in them, in the order in which they come next.
        var turns: Deque<UInt64> = []
        var isServed = false
    }

    private let state = NIOLockedValueBox(State())

    /// - Parameter lane: whose item it is; nil for what goes before all others.
    /// - Returns: whether nobody takes items at the moment: the caller has to see to it that somebody does.
    func add(_ item: Item, lane: UInt64?) -> Bool {
        state.withLockedValue { state in
            if let lane {
                if state.lanes[lane, default: []].isEmpty { state.turns.append(lane) }
                state.lanes[lane, default: []].append(item)
            } else {
                state.urgent.append(item)
            }
            defer { state.isServed = true }
            return !state.isServed
        }
    }

    /// The next item; with nil, nobody takes items any more.
    func next() -> Item? {
        state.withLockedValue { state in
            if let item = state.urgent.popFirst() { return item }
            guard let lane = state.turns.popFirst(), let item = state.lanes[lane]?.popFirst() else {
                state.isServed = false
                return nil
            }
            if state.lanes[lane]?.isEmpty ?? true {
                state.lanes[lane] = nil
            } else {
                state.turns.append(lane)
            }
            return item
        }
    }

    /// Forgets what a connection that has ended still wanted.
    func drop(lane: UInt64) {
        let dropped = state.withLockedValue { state in
            state.turns.removeAll { $0 == lane }
            return state.lanes.removeValue(forKey: lane)
        }
        // Outside the lock: what is let go may give back room in throttles, which wakes others.
        withExtendedLifetime(dropped) {}
    }
}
