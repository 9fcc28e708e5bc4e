/// How long the disk has been taking for a write, to decide where the next one is made.
///
/// A synced write to a good disk takes about as long as waking another thread twice; handing it over would double
/// a commit's latency. A disk that takes longer must not hold up the monitor's loop.
struct WritePace {
    /// Below this the loop may wait for a write itself.
    static let fast = Duration.microseconds(500)
    /// The share of the newest write in the average.
    private static let weight = 0.125

    /// Seconds. Until the first write nothing is known of the disk: it counts as slow.
    private var average = 1.0

    var isFast: Bool { average < Self.fast / .seconds(1) }

    mutating func add(_ time: Duration) {
        // However slow a disk has been, some twenty fast writes show that it is fast now.
        average = min(average, 0.01)
        average += (time / .seconds(1) - average) * Self.weight
    }
}
