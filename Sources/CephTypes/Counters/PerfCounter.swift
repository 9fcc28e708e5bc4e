/// One of a daemon's performance counters (src/common/perf_counters.h): what `perf dump` and `perf schema` show of
/// it, and what a manager is told.
public struct PerfCounter: Sendable {
    public enum Value: Hashable, Sendable {
        /// What is so now.
        case gauge(UInt64)
        /// Only goes up.
        case counter(UInt64)
        /// How long in all.
        case time(Duration)
        /// How many, and how much in all.
        case sum(count: UInt64, sum: UInt64)
        /// How often, and how long in all.
        case average(count: UInt64, sum: Duration)
    }

    /// `unit_t`
    public enum Unit: String, Sendable {
        case bytes
        case none
    }

    /// What it is shown with: `leveldb`, `paxos`, …
    public var group: String
    public var name: String
    public var description: String
    public var value: Value
    public var nick: String
    /// Managers are told of those from 5 on (`mgr_stats_threshold`).
    public var priority: UInt8
    public var unit: Unit

    public init(
        _ group: String, _ name: String, _ description: String, _ value: Value, nick: String = "",
        priority: UInt8 = 5, unit: Unit = .none
    ) {
        self.group = group
        self.name = name
        self.description = description
        self.value = value
        self.nick = nick
        self.priority = priority
        self.unit = unit
    }
}

extension PerfCounter.Value {
    /// `perfcounter_type_d`: 1 for a time, 2 for a number, with 4 an average of many, with 8 only going up.
    public var kind: UInt8 {
        switch self {
        case .time: 1
        case .gauge: 2
        case .average: 5
        case .sum: 6
        case .counter: 10
        }
    }

    /// What has been counted since it was `earlier`. What is so now is so whatever was before.
    public func since(_ earlier: Self) -> Self {
        switch (self, earlier) {
        case (.counter(let now), .counter(let then)): .counter(now.reduced(by: then))
        case (.time(let now), .time(let then)): .time(now - then)
        case (.sum(let count, let sum), .sum(let thenCount, let then)):
            .sum(count: count.reduced(by: thenCount), sum: sum.reduced(by: then))
        case (.average(let count, let sum), .average(let thenCount, let then)):
            .average(count: count.reduced(by: thenCount), sum: sum - then)
        default: self
        }
    }
}

extension UInt64 {
    fileprivate func reduced(by other: UInt64) -> UInt64 { self > other ? self - other : 0 }
}

extension PerfCounter {
    /// As `perf dump` shows it.
    public func dumpValue(to formatter: inout CephFormatter) {
        switch value {
        case .gauge(let value), .counter(let value): formatter.int(name, value)
        case .time(let time): formatter.unquoted(name, Self.text(time))
        case .sum(let count, let sum):
            formatter.object(name) { item in
                item.int("avgcount", count)
                item.int("sum", sum)
            }
        case .average(let count, let sum):
            formatter.object(name) { item in
                item.int("avgcount", count)
                item.unquoted("sum", Self.text(sum))
                item.unquoted("avgtime", Self.text(count == 0 ? .zero : sum / Double(count)))
            }
        }
    }

    /// As `perf schema` shows it.
    public func dumpSchema(to formatter: inout CephFormatter) {
        formatter.object(name) { item in
            item.int("type", value.kind)
            item.string("metric_type", value.metricType)
            item.string("value_type", value.valueType)
            item.string("description", description)
            item.string("nick", nick)
            item.int("priority", priority)
            item.string("units", unit.rawValue)
        }
    }

    /// Seconds, with all nine places.
    private static func text(_ time: Duration) -> String {
        let (seconds, attoseconds) = max(time, .zero).components
        let fraction = String(attoseconds / 1_000_000_000)
        return "\(seconds)." + String(repeating: "0", count: max(0, 9 - fraction.count)) + fraction
    }
}

extension PerfCounter.Value {
    fileprivate var metricType: String {
        if case .counter = self { "counter" } else { "gauge" }
    }

    fileprivate var valueType: String {
        switch self {
        case .gauge, .counter: "integer"
        case .time: "real"
        case .sum: "integer-integer-pair"
        case .average: "real-integer-pair"
        }
    }
}
