/// Why something that waited goes on.
public enum WakeReason: Sendable {
    /// What it waited for is there.
    case ready
    /// The monitor left the quorum or lost its leader: try again from the beginning.
    case again
    /// It will never be: the monitor shuts down.
    case cancelled
}

/// Who waits for one thing, in the order in which they came.
struct Waiters {
    typealias Action = (WakeReason) -> Void
    private var actions: [Action] = []

    var isEmpty: Bool { actions.isEmpty }
    var count: Int { actions.count }

    mutating func add(_ action: @escaping Action) { actions.append(action) }

    /// Empties the list; who waits again during a wake-up waits for the next one.
    mutating func takeAll() -> [Action] {
        defer { actions = [] }
        return actions
    }

    mutating func append(_ other: [Action]) { actions.append(contentsOf: other) }
}
