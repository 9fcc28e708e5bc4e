import Synchronization

/// A number that any thread may change, and any may read.
public struct AtomicCounter: ~Copyable, Sendable {
    private let number = Atomic<UInt64>(0)

    public init() {}

    public func add(_ amount: Int = 1) {
        number.wrappingAdd(UInt64(truncatingIfNeeded: amount), ordering: .relaxed)
    }

    public func subtract(_ amount: Int = 1) {
        number.wrappingSubtract(UInt64(truncatingIfNeeded: amount), ordering: .relaxed)
    }

    public var value: UInt64 { number.load(ordering: .relaxed) }
}

/// How often something was done, and how long that took in all, from any thread.
public struct AtomicLatency: ~Copyable, Sendable {
    private let count = Atomic<UInt64>(0)
    private let nanoseconds = Atomic<UInt64>(0)

    public init() {}

    public func add(_ time: Duration) {
        count.wrappingAdd(1, ordering: .relaxed)
        let (seconds, attoseconds) = time.components
        nanoseconds.wrappingAdd(
            UInt64(truncatingIfNeeded: seconds &* 1_000_000_000 &+ attoseconds / 1_000_000_000),
            ordering: .relaxed)
    }

    /// Runs `body` and adds how long it took.
    public func measure<R>(_ body: () throws -> R) rethrows -> R {
        let began = ContinuousClock.now
        defer { add(ContinuousClock.now - began) }
        return try body()
    }

    public var times: UInt64 { count.load(ordering: .relaxed) }

    public var sum: Duration { .nanoseconds(Int64(truncatingIfNeeded: nanoseconds.load(ordering: .relaxed))) }

    /// As a counter of an average.
    public var value: PerfCounter.Value { .average(count: times, sum: sum) }
}
