import CephEncoding
import CephTypes
import FoundationEssentials
import Monitor

/// Counters under Ceph's names (`perf dump`, `perf schema`).
extension AdminCommands {
    /// One counter: its group, name, what it counts, and its value.
    struct Counter {
        enum Value {
            /// What is so now.
            case gauge(UInt64)
            /// Only goes up.
            case counter(UInt64)
            /// How many, and how much in all.
            case sum(count: UInt64, sum: UInt64)
            /// How often, and how long in all.
            case average(LatencySum)

            /// The bits of `perfcounter_type_d`, and how they are called.
            var schema: (type: Int, metric: String, value: String) {
                switch self {
                case .gauge: (2, "gauge", "integer")
                case .counter: (10, "counter", "integer")
                case .sum: (6, "gauge", "integer-integer-pair")
                case .average: (5, "gauge", "real-integer-pair")
                }
            }
        }
        let group: String
        let name: String
        let description: String
        let value: Value
        var nick = ""
        var priority = 5
        var unit = "none"
    }

    /// Of Ceph's counters, those of what is counted here.
    static func counters(of monitor: Monitor) -> [Counter] {
        cluster(monitor) + sessions(monitor) + paxos(monitor.paxos.counters)
    }

    private static func cluster(_ monitor: Monitor) -> [Counter] {
        [
            ("num_mon", "Monitors", monitor.monmap.count),
            ("num_mon_quorum", "Monitors in quorum", monitor.quorum.count),
        ]
        .map { name, description, value in
            Counter(
                group: "cluster", name: name, description: description, value: .gauge(UInt64(value)),
                priority: 0)
        }
    }

    private static func sessions(_ monitor: Monitor) -> [Counter] {
        let counters = monitor.counters
        let open = Counter(
            group: "mon", name: "num_sessions", description: "Open sessions",
            value: .gauge(UInt64(monitor.sessions.count)), nick: "sess")
        let counted: [(String, String, UInt64, nick: String, priority: Int)] = [
            ("session_add", "Created sessions", counters.sessionsAdded, "sadd", 8),
            ("session_rm", "Removed sessions", counters.sessionsRemoved, "srm", 8),
            ("session_trim", "Trimmed sessions", counters.sessionsTrimmed, "strm", 5),
            (
                "num_elections", "Elections participated in", counters.electionsWon + counters.electionsLost,
                "ecnt", 5
            ),
            ("election_call", "Elections started", counters.electionsCalled, "estt", 8),
            ("election_win", "Elections won", counters.electionsWon, "ewon", 8),
            ("election_lose", "Elections lost", counters.electionsLost, "elst", 8),
        ]
        return [open]
            + counted.map { name, description, value, nick, priority in
                Counter(
                    group: "mon", name: name, description: description, value: .counter(value), nick: nick,
                    priority: priority)
            }
    }

    private static func paxos(_ paxos: PaxosCounters) -> [Counter] {
        func counter(_ name: String, _ description: String, _ value: UInt64, nick: String = "") -> Counter {
            Counter(
                group: "paxos", name: name, description: description, value: .counter(value), nick: nick)
        }
        return [
            counter("restart", "Restarts", paxos.restarts),
            counter("refresh", "Refreshes", paxos.refreshes),
            counter("begin", "Started and handled begins", paxos.begins),
            Counter(
                group: "paxos", name: "begin_bytes", description: "Data in transaction on begin",
                value: .sum(count: paxos.begins, sum: paxos.proposedBytes), unit: "bytes"),
            counter("commit", "Commits", paxos.commits, nick: "cmt"),
            Counter(
                group: "paxos", name: "commit_latency", description: "Commit latency",
                value: .average(paxos.commitLatency), nick: "clat"),
            counter("collect", "Peon collects", paxos.collects),
            counter("accept_timeout", "Accept timeouts", paxos.acceptTimeouts),
            counter("lease_ack_timeout", "Lease acknowledgement timeouts", paxos.leaseAckTimeouts),
            counter("lease_timeout", "Lease timeouts", paxos.leaseTimeouts),
        ]
    }

    func dumpCounters(_ selection: CounterSelection, to formatter: inout CephFormatter) {
        dumpGroups(selection, to: &formatter) { counter, section in
            switch counter.value {
            case .gauge(let value), .counter(let value): section.int(counter.name, value)
            case .sum(let count, let sum):
                section.object(counter.name) { item in
                    item.int("avgcount", count)
                    item.int("sum", sum)
                }
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
            let schema = counter.value.schema
            section.object(counter.name) { item in
                item.int("type", schema.type)
                item.string("metric_type", schema.metric)
                item.string("value_type", schema.value)
                item.string("description", counter.description)
                item.string("nick", counter.nick)
                item.int("priority", counter.priority)
                item.string("units", counter.unit)
            }
        }
    }

    private func dumpGroups(
        _ selection: CounterSelection, to formatter: inout CephFormatter,
        _ body: (Counter, inout CephFormatter) -> Void
    ) {
        let all = Self.counters(of: monitor)
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
