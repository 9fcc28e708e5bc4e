/// Gives global ids out of what the quorum has committed, so that no two monitors give the same
/// (src/mon/AuthMonitor.cc): each takes those whose remainder by the number of monitors is its rank.
public struct GlobalIDAllocator: Hashable, Sendable {
    /// What is committed: ids below this one may be given.
    public var maximum: UInt64 {
        didSet { if last == 0 { last = maximum } }
    }
    /// The last one given; after a start, as if all had been given that are committed.
    public private(set) var last: UInt64 = 0
    /// The number of monitors, and this one's rank; 0 and below while it is in no quorum.
    public var monitors: Int
    public var rank: Int

    public init(maximum: UInt64 = 0, monitors: Int = 0, rank: Int = -1) {
        self.maximum = maximum
        self.monitors = monitors
        self.rank = rank
        last = maximum
    }

    /// Another id; nil until more are committed.
    public mutating func next() -> UInt64? {
        guard monitors >= 1, rank >= 0, rank < monitors, last > 0 else { return nil }
        let (count, rank) = (UInt64(monitors), UInt64(rank))
        let (first, isTooLarge) = last.addingReportingOverflow(1)
        guard !isTooLarge else { return nil }
        let step = first.isMultiple(of: count) ? rank : count - first % count + rank
        let (id, overflows) = first.addingReportingOverflow(step)
        guard !overflows, id < maximum else { return nil }
        last = id
        return id
    }

    /// Whether it is time to commit a higher maximum.
    /// - Parameter batch: `mon_globalid_prealloc`.
    public func needsMore(batch: UInt64) -> Bool {
        maximum < batch || last &+ 1 >= maximum - batch / 2
    }
}
