import CephTypes

extension MessageThrottle {
    /// The group `throttle-…` (src/common/Throttle.cc). Nobody takes beyond the limit (`take`), and no thread is
    /// held up (`get_started`): what finds no room failed to get it, and waits until some was put back.
    var counters: [PerfCounter] {
        func counter(_ name: String, _ description: String, _ value: PerfCounter.Value) -> PerfCounter {
            PerfCounter("throttle-" + self.name, name, description, value, priority: 0)
        }
        let totals = totals
        return [
            counter("val", "Currently available throttle", .gauge(UInt64(max(0, current.bytes)))),
            counter("max", "Max value for throttle", .gauge(UInt64(max(0, maximumBytes)))),
            counter("get_started", "Number of get calls, increased before wait", .counter(0)),
            counter("get", "Gets", .counter(totals.taken)),
            counter("get_sum", "Got data", .counter(totals.takenBytes)),
            counter("get_or_fail_fail", "Get blocked during get_or_fail", .counter(totals.refused)),
            counter("get_or_fail_success", "Successful get during get_or_fail", .counter(totals.taken)),
            counter("take", "Takes", .counter(0)),
            counter("take_sum", "Taken data", .counter(0)),
            counter("put", "Puts", .counter(totals.given)),
            counter("put_sum", "Put data", .counter(totals.givenBytes)),
            counter("wait", "Waiting latency", .average(count: totals.woken, sum: totals.waited)),
        ]
    }
}
