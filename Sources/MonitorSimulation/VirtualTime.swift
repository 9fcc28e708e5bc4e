import HeapModule

/// Events in the order of virtual time; those of one moment in the order in which they were scheduled.
struct VirtualTime {
    private struct Event: Comparable {
        let time: Int64
        let sequence: UInt64
        let action: () -> Void

        static func < (left: Event, right: Event) -> Bool {
            (left.time, left.sequence) < (right.time, right.sequence)
        }
        static func == (left: Event, right: Event) -> Bool { left.sequence == right.sequence }
    }

    /// Nanoseconds since the run began.
    private(set) var now: Int64 = 0
    private var events = Heap<Event>()
    private var sequence: UInt64 = 0

    mutating func schedule(at time: Int64, _ action: @escaping () -> Void) {
        sequence += 1
        events.insert(Event(time: max(time, now), sequence: sequence, action: action))
    }

    /// Moves to the next event that is not after `end`; nil if there is none, and `end` is now.
    mutating func next(until end: Int64) -> (() -> Void)? {
        guard let first = events.min, first.time <= end else {
            now = max(now, end)
            return nil
        }
        _ = events.removeMin()
        now = first.time
        return first.action
    }
}

extension Duration {
    /// In nanoseconds.
    var nanosecondCount: Int64 {
        let (seconds, attoseconds) = components
        return seconds &* 1_000_000_000 &+ attoseconds / 1_000_000_000
    }
}
