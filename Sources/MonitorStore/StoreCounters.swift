import CephTypes

/// What is done with an open store, as Ceph counts it (src/kv/LevelDBStore.cc).
public final class StoreCounters: Sendable {
    let gets = AtomicLatency()
    let writes = AtomicLatency()
    let syncedWrites = AtomicLatency()
    let compactions = AtomicCounter()
    let rangeCompactions = AtomicCounter()
    /// Ranges that were put together with one that waited already; counted by who keeps the queue.
    public let mergedCompactions = AtomicCounter()
    /// How many compactions wait; kept by who has the queue.
    public let queuedCompactions = AtomicCounter()

    init() {}

    /// The group `leveldb`.
    public var counters: [PerfCounter] {
        func counter(_ name: String, _ description: String, _ value: PerfCounter.Value) -> PerfCounter {
            PerfCounter("leveldb", "leveldb_" + name, description, value)
        }
        return [
            counter("get", "Gets", .counter(gets.times)),
            counter("transaction", "Transactions", .counter(writes.times + syncedWrites.times)),
            counter("get_latency", "Get Latency", gets.value),
            counter("submit_latency", "Submit Latency", writes.value),
            counter("submit_sync_latency", "Submit Sync Latency", syncedWrites.value),
            counter("compact", "Compactions", .counter(compactions.value)),
            counter("compact_range", "Compactions by range", .counter(rangeCompactions.value)),
            counter(
                "compact_queue_merge", "Mergings of ranges in compaction queue",
                .counter(mergedCompactions.value)),
            counter("compact_queue_len", "Length of compaction queue", .gauge(queuedCompactions.value)),
        ]
    }
}
