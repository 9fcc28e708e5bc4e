import CephEncoding
import CephTypes
import Foundation
import Monitor

/// Counters under Ceph's names (`perf dump`, `perf schema`).
extension AdminCommands {
    /// One counter: its group, name, what it counts, and its value.
    struct Counter {
        enum Value {
            /// Goes up, or is what it is now.
            case number(UInt64)
            /// A sum with a count: an average.
            case average(LatencySum)
        }
        let group: String
        let name: String
        let description: String
        let value: Value
    }

    static func counters(of monitor: Monitor, connections: Int) -> [Counter] {
        let paxos = monitor.paxos.counters
        let data = monitor.environment.dataStatistics().storeStats
        let sessions = UInt64(monitor.sessions.count)
        func number(_ group: String, _ name: String, _ description: String, _ value: UInt64) -> Counter {
            Counter(group: group, name: name, description: description, value: .number(value))
        }
        return [
            number("cluster", "num_mon", "Monitors", UInt64(monitor.monmap.count)),
            number("cluster", "num_mon_quorum", "Monitors in quorum", UInt64(monitor.quorum.count)),
            number("leveldb", "bytes", "Size of the database", data.bytesTotal),
            number("mon", "num_sessions", "Open sessions", sessions),
            number("mon", "num_connections", "Connections", UInt64(connections)),
            number("mon", "election_epoch", "Epoch of the last election", UInt64(monitor.electionEpoch)),
            number("paxos", "begin", "Started and handled begins", paxos.begins),
            number("paxos", "commit", "Commits", paxos.commits),
            number("paxos", "refresh", "Refreshes", paxos.refreshes),
            number("paxos", "collect", "Peon collects", paxos.collects),
            number("paxos", "accept_timeout", "Accept timeouts", paxos.acceptTimeouts),
            number("paxos", "lease_timeout", "Lease timeouts", paxos.leaseTimeouts),
            number("paxos", "lease_ack_timeout", "Lease acknowledgement timeouts", paxos.leaseAckTimeouts),
            number("paxos", "begin_bytes", "Data proposed", paxos.proposedBytes),
            Counter(
                group: "paxos", name: "commit_latency", description: "Commit latency",
                value: .average(paxos.commitLatency)),
        ]
    }

    func dumpCounters(_ selection: CounterSelection, to formatter: inout CephFormatter) {
        dumpGroups(selection, to: &formatter) { counter, section in
            switch counter.value {
            case .number(let value): section.int(counter.name, value)
            case .average(let sum):
                section.object(counter.name) { item in
                    item.int("avgcount", sum.count)
                    item.float("sum", sum.sum.inSeconds)
                    item.float("avgtime", sum.count == 0 ? 0 : sum.sum.inSeconds / Double(sum.count))
                }
            }
        }
    }

    func dumpSchema(to formatter: inout CephFormatter) {
        dumpGroups(CounterSelection(), to: &formatter) { counter, section in
            let isAverage = if case .average = counter.value { true } else { false }
            section.object(counter.name) { item in
                item.int("type", isAverage ? 5 : 2)
                item.string("metric_type", "gauge")
                item.string("value_type", isAverage ? "real-integer-pair" : "integer")
                item.string("description", counter.description)
                item.string("nick", "")
            }
        }
    }

    private func dumpGroups(
        _ selection: CounterSelection, to formatter: inout CephFormatter,
        _ body: (Counter, inout CephFormatter) -> Void
    ) {
        let all = Self.counters(of: monitor, connections: network?.connectionCount ?? 0)
        let counters = all.filter(selection.contains)
        for group in Set(counters.map(\.group)).sorted() {
            formatter.object(group) { section in
                for counter in counters where counter.group == group { body(counter, &section) }
            }
        }
    }
}

/// Which counters are wanted: a group, one of its counters, or all.
struct CounterSelection {
    var group = ""
    var name = ""

    init() {}

    init(_ arguments: CommandArguments) throws {
        group = try arguments.string("logger") ?? ""
        name = try arguments.string("counter") ?? ""
    }

    func contains(_ counter: AdminCommands.Counter) -> Bool {
        (group.isEmpty || group == "all" || counter.group == group) && (name.isEmpty || counter.name == name)
    }
}

/// What the kernel says this process takes.
struct ProcessMemory {
    var resident: UInt64 = 0
    var peak: UInt64 = 0

    static var current: ProcessMemory {
        var memory = ProcessMemory()
        let text = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        for line in text.split(separator: "\n") {
            let words = line.split(whereSeparator: { " \t".contains($0) })
            guard words.count >= 2, let kilobytes = UInt64(words[1]) else { continue }
            if words[0] == "VmRSS:" { memory.resident = kilobytes &* 1024 }
            if words[0] == "VmHWM:" { memory.peak = kilobytes &* 1024 }
        }
        return memory
    }
}
