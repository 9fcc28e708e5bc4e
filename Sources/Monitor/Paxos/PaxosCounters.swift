import CephTypes
import MonitorStore

/// What Ceph counts under `paxos` in `perf dump` (src/mon/Paxos.cc).
public struct PaxosCounters: Sendable {
    /// How often, and how much in all.
    public struct Size: Sendable {
        public internal(set) var count: UInt64 = 0
        public internal(set) var sum: UInt64 = 0

        mutating func add(_ amount: some BinaryInteger) {
            count += 1
            sum &+= UInt64(clamping: amount)
        }

        var value: PerfCounter.Value { .sum(count: count, sum: sum) }
    }

    /// What a kind of transaction holds.
    public struct Transactions: Sendable {
        public internal(set) var keys = Size()
        public internal(set) var bytes = Size()

        mutating func add(_ transaction: StoreTransaction) {
            keys.add(transaction.keyCount)
            bytes.add(transaction.byteCount)
        }
    }

    public internal(set) var startsAsLeader: UInt64 = 0
    public internal(set) var startsAsPeon: UInt64 = 0
    public internal(set) var restarts: UInt64 = 0
    public internal(set) var refreshes: UInt64 = 0
    public internal(set) var refreshLatency = LatencySum()
    public internal(set) var begins: UInt64 = 0
    public internal(set) var begun = Transactions()
    /// Until the value is accepted here.
    public internal(set) var beginLatency = LatencySum()
    public internal(set) var commits: UInt64 = 0
    public internal(set) var committed = Transactions()
    /// From `begin` to the refresh behind the commit.
    public internal(set) var commitLatency = LatencyHistogram()
    /// As a peon.
    public internal(set) var collects: UInt64 = 0
    public internal(set) var collected = Transactions()
    public internal(set) var collectLatency = LatencySum()
    public internal(set) var uncommittedValues: UInt64 = 0
    public internal(set) var collectTimeouts: UInt64 = 0
    public internal(set) var acceptTimeouts: UInt64 = 0
    public internal(set) var leaseAckTimeouts: UInt64 = 0
    public internal(set) var leaseTimeouts: UInt64 = 0
    /// Values that another member brought.
    public internal(set) var stores: UInt64 = 0
    public internal(set) var stored = Transactions()
    public internal(set) var storeLatency = LatencySum()
    public internal(set) var shares: UInt64 = 0
    public internal(set) var sharedKeys = Size()
    public internal(set) var sharedBytes = Size()
    public internal(set) var proposalNumbers: UInt64 = 0
    public internal(set) var proposalNumberLatency = LatencySum()

    public init() {}
}

/// A sum and a count, as `perf dump` shows an average.
public struct LatencySum: Sendable {
    public private(set) var count: UInt64 = 0
    public private(set) var sum = Duration.zero

    public init() {}

    public mutating func add(_ duration: Duration) {
        count += 1
        sum += duration
    }

    var value: PerfCounter.Value { .average(count: count, sum: sum) }
}

/// The same, and how they are spread.
public struct LatencyHistogram: Sendable {
    public private(set) var total = LatencySum()
    /// How many took at most so many seconds, for each bound; the last bound is `+Inf`.
    public private(set) var buckets: [(bound: String, count: UInt64)] =
        LatencyHistogram.bounds.map { ("\($0)", 0) } + [("+Inf", 0)]
    private static let bounds = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5]

    public init() {}

    public mutating func add(_ duration: Duration) {
        total.add(duration)
        let seconds = duration.inSeconds
        for (index, bound) in Self.bounds.enumerated() where seconds <= bound { buckets[index].count += 1 }
        buckets[Self.bounds.count].count += 1
    }
}

extension PaxosCounters {
    var perfCounters: [PerfCounter] {
        func counter(_ name: String, _ description: String, _ value: UInt64, nick: String = "") -> PerfCounter
        {
            PerfCounter("paxos", name, description, .counter(value), nick: nick)
        }
        func latency(_ name: String, _ description: String, _ sum: LatencySum, nick: String = "")
            -> PerfCounter
        {
            PerfCounter("paxos", name + "_latency", description, sum.value, nick: nick)
        }
        func sizes(_ name: String, _ what: String, _ keys: Size, _ bytes: Size) -> [PerfCounter] {
            [
                PerfCounter("paxos", name + "_keys", "Keys in " + what, keys.value),
                PerfCounter("paxos", name + "_bytes", "Data in " + what, bytes.value, unit: .bytes),
            ]
        }
        func sizes(_ name: String, _ what: String, _ transactions: Transactions) -> [PerfCounter] {
            sizes(name, what, transactions.keys, transactions.bytes)
        }
        let roles = [
            counter("start_leader", "Starts in leader role", startsAsLeader),
            counter("start_peon", "Starts in peon role", startsAsPeon),
            counter("restart", "Restarts", restarts),
            counter("refresh", "Refreshes", refreshes),
            latency("refresh", "Refresh latency", refreshLatency),
        ]
        let rounds =
            [counter("begin", "Started and handled begins", begins)]
            + sizes("begin", "transaction on begin", begun) + [
                latency("begin", "Latency of begin operation", beginLatency),
                counter("commit", "Commits", commits, nick: "cmt"),
            ] + sizes("commit", "transaction on commit", committed) + [
                latency("commit", "Commit latency", commitLatency.total, nick: "clat")
            ]
        let collecting =
            [counter("collect", "Peon collects", collects)]
            + sizes("collect", "transaction on peon collect", collected) + [
                latency("collect", "Peon collect latency", collectLatency),
                counter(
                    "collect_uncommitted", "Uncommitted values in started and handled collects",
                    uncommittedValues),
                counter("collect_timeout", "Collect timeouts", collectTimeouts),
                counter("accept_timeout", "Accept timeouts", acceptTimeouts),
                counter("lease_ack_timeout", "Lease acknowledgement timeouts", leaseAckTimeouts),
                counter("lease_timeout", "Lease timeouts", leaseTimeouts),
            ]
        let sharing =
            [counter("store_state", "Store a shared state on disk", stores)]
            + sizes("store_state", "transaction in stored state", stored) + [
                latency("store_state", "Storing state latency", storeLatency),
                counter("share_state", "Sharings of state", shares),
            ] + sizes("share_state", "shared state", sharedKeys, sharedBytes) + [
                counter("new_pn", "New proposal number queries", proposalNumbers),
                latency("new_pn", "New proposal number getting latency", proposalNumberLatency),
            ]
        return roles + rounds + collecting + sharing
    }
}
