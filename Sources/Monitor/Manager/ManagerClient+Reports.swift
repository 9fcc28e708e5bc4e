import CephEncoding
import CephMessages
import CephTypes
import NIOCore

/// Reports of counters, options and slow requests.
extension ManagerClient {
    /// The manager says what it wants to be told (`handle_mgr_configure`).
    func configure(_ message: MMgrConfigure) {
        guard let link else { return }
        self.link?.threshold = message.statsThreshold
        self.link?.period = message.statsPeriod
        if link.period == 0, message.statsPeriod != 0 { report() }
    }

    private func report() {
        guard link != nil else { return }
        send(makeReport())
        scheduleReport()
    }

    private func scheduleReport() {
        guard let link else { return }
        if let timer = link.reportTimer { environment.cancel(timer) }
        self.link?.reportTimer = nil
        guard link.period > 0 else { return }
        self.link?.reportTimer = monitor.schedule(after: .seconds(Int64(link.period))) { [weak self] in
            self?.report()
        }
    }

    private func makeReport() -> MMgrReport {
        var report = MMgrReport(daemonName: monitor.name, daemonStatus: nil)
        addCounters(to: &report)
        let isFirst = !(link?.hasReported ?? false)
        report.reports = MMgrReport.reports(taskStatus: isFirst ? [:] : nil)
        report.healthMetrics = [slowOperations]
        let config = monitor.options.options.setValues
        if config != link?.config { report.config = config }
        link?.config = config
        link?.hasReported = true
        return report
    }

    /// Values stand in the order of their paths, which is the one in which managers read them.
    private func addCounters(to report: inout MMgrReport) {
        guard let link else { return }
        let wanted = (counters?() ?? []).filter { $0.priority >= link.threshold }
        let byPath = CephMap(wanted.map { ("\($0.group).\($0.name)", $0) })
        report.undeclaredTypes = link.declared.filter { !byPath.contains($0) }
        for (path, counter) in byPath where !link.declared.contains(path) {
            report.declaredTypes.append(MMgrReport.CounterType(counter, path: path))
        }
        var values = CephEncoder()
        values.versioned(1, compatible: 1) { body in
            for counter in byPath.values { counter.value.pack(into: &body) }
        }
        report.packed = values.buffer
        self.link?.declared = CephSet(byPath.keys)
    }

    /// How many requests have waited for too long, and the oldest one's age (`Monitor::get_health_metrics`).
    private var slowOperations: MMgrReport.HealthMetric {
        let limit = Duration(seconds: monitor.options.options.float("mon_op_complaint_time"))
        let (count, oldest) = monitor.operations.slow(longerThan: limit)
        let seconds = UInt32(clamping: oldest.components.seconds)
        return MMgrReport.HealthMetric(
            kind: 0, value: UInt64(UInt32(clamping: count)) | UInt64(seconds) << 32)
    }
}

extension MMgrReport.CounterType {
    fileprivate init(_ counter: PerfCounter, path: String) {
        self.init()
        self.path = path
        text = counter.description
        nick = counter.nick
        kind = counter.value.kind
        priority = counter.priority
        unit = counter.unit == .bytes ? 0 : 1
    }
}

extension PerfCounter.Value {
    /// The number or the sum, u64, times in nanoseconds; behind a sum how many it is of, twice: the second one
    /// told readers of the memory whether the first was whole.
    fileprivate func pack(into encoder: inout CephEncoder) {
        switch self {
        case .gauge(let number), .counter(let number): encoder.integer(number)
        case .time(let time): encoder.integer(UInt64(clamping: time.nanosecondCount))
        case .sum(let count, let sum):
            for number in [sum, count, count] { encoder.integer(number) }
        case .average(let count, let sum):
            for number in [UInt64(clamping: sum.nanosecondCount), count, count] { encoder.integer(number) }
        }
    }
}
