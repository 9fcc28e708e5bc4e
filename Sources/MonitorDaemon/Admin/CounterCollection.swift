import CephTypes
import Messenger
import Monitor
import MonitorStore

/// All counters of the process, for whoever shows or reports them (`PerfCountersCollection`).
///
/// They count from the start, or from when they were last reset. Only on the monitor's loop.
final class CounterCollection {
    private struct Key: Hashable {
        var group: String
        var name: String
    }

    private let monitor: Monitor
    private let store: StoreCounters
    private let messenger: Messenger?
    /// What the counters that were reset had then.
    private var resets: [Key: PerfCounter.Value] = [:]

    init(monitor: Monitor, store: StoreCounters, messenger: Messenger?) {
        self.monitor = monitor
        self.store = store
        self.messenger = messenger
    }

    /// By groups, and in a group in Ceph's order. The list changes only in whether `cluster` is in it.
    var all: [PerfCounter] {
        guard !resets.isEmpty else { return counted }
        return counted.map { counter in
            var counter = counter
            if let reset = resets[Key(group: counter.group, name: counter.name)] {
                counter.value = counter.value.since(reset)
            }
            return counter
        }
    }

    private var counted: [PerfCounter] {
        (messenger?.counters ?? []) + store.counters + monitor.perfCounters
    }

    /// Lets a group's counters, or `all`, begin at zero again; what tells what is so now stays.
    /// - Returns: whether there is such a group.
    func reset(_ group: String) -> Bool {
        let chosen = counted.filter { group == "all" || $0.group == group }
        for counter in chosen { resets[Key(group: counter.group, name: counter.name)] = counter.value }
        return !chosen.isEmpty
    }
}
