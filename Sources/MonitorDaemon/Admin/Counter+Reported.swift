import CephMessages
import Monitor

extension AdminCommands.Counter {
    /// As a manager is told of it.
    var reported: PerformanceCounter {
        var type = MMgrReport.CounterType()
        type.path = "\(group).\(name)"
        type.text = description
        type.nick = nick
        type.kind = UInt8(truncatingIfNeeded: value.schema.type)
        type.priority = UInt8(clamping: priority)
        type.unit = unit == "bytes" ? 0 : 1
        switch value {
        case .gauge(let number), .counter(let number): return PerformanceCounter(type: type, value: number)
        case .sum(let count, let sum): return PerformanceCounter(type: type, value: sum, count: count)
        case .average(let latency):
            return PerformanceCounter(type: type, value: latency.nanoseconds, count: latency.count)
        }
    }
}

extension LatencySum {
    /// In all; as much as 64 bits hold.
    fileprivate var nanoseconds: UInt64 {
        let (seconds, attoseconds) = sum.components
        let (product, overflow) = UInt64(clamping: seconds).multipliedReportingOverflow(by: 1_000_000_000)
        let rest = UInt64(clamping: attoseconds / 1_000_000_000)
        return overflow ? .max : product.addingReportingOverflow(rest).partialValue
    }
}
