import CephEncoding
import CephTypes
import Monitor

/// Counters under Ceph's names (`perf …`; src/common/perf_counters.cc).
extension AdminCommands {
    static let counterEntries: [Entry] = [
        Entry("perf dump" + selection, "dump perfcounters value") { commands, call in
            try commands.dumpCounters(call) { $0.dumpValue(to: &$1) }
        },
        Entry("perf schema", "dump perfcounters schema") { commands, call in
            try commands.dumpCounters(call) { $0.dumpSchema(to: &$1) }
        },
        // Ceph's own name of long ago, which is in no help.
        Entry("perfcounters_dump", "") { commands, call in
            try commands.dumpCounters(call) { $0.dumpValue(to: &$1) }
        },
        Entry("perfcounters_schema", "") { commands, call in
            try commands.dumpCounters(call) { $0.dumpSchema(to: &$1) }
        },
        // As in Ceph's monitor, no counter is a histogram, and the groups are empty.
        Entry("perf histogram dump" + selection, "dump perf histogram values") { commands, call in
            try commands.dumpCounters(call) { _, _ in }
        },
        Entry("perf histogram schema", "dump perf histogram schema") { commands, call in
            try commands.dumpCounters(call) { _, _ in }
        },
        Entry(
            "perf reset name=var,type=CephString",
            "perf reset <name>: perf reset all or one perfcounter name"
        ) { commands, call in
            let name = try call.arguments.required("var")
            let isKnown = commands.counters.reset(name)
            return call.formatted("perf reset") {
                if isKnown {
                    $0.string("success", "perf reset \(name)")
                } else {
                    $0.stream("error", "Not find: \(name)")
                }
            }
        },
    ]

    private static let selection =
        " name=logger,type=CephString,req=false name=counter,type=CephString,req=false"

    /// The groups with their counters: all, those of one group, or one counter of it.
    private func dumpCounters(
        _ call: AdminCall, _ body: (PerfCounter, inout CephFormatter) -> Void
    ) throws -> CommandReply {
        let group = try call.arguments.string("logger") ?? ""
        let name = try call.arguments.string("counter") ?? ""
        let groups = Dictionary(grouping: counters.all, by: \.group)
        return call.formatted("perfcounter_collection") { formatter in
            for (key, counters) in groups.sorted(by: { $0.key < $1.key }) where group.isEmpty || key == group
            {
                formatter.object(key) { section in
                    for counter in counters where name.isEmpty || counter.name == name {
                        body(counter, &section)
                    }
                }
            }
        }
    }
}
