import CephEncoding
import CephMessages
import CephTypes
import NIOCore

/// Something that this process counts, as managers are told of it (src/common/perf_counters.h).
public struct PerformanceCounter: Sendable {
    /// `GROUP.NAME` is its path.
    public var type: MMgrReport.CounterType
    /// The number, or the sum; times in nanoseconds.
    public var value: UInt64
    /// How many the sum is of; nil for a number.
    public var count: UInt64?

    public init(type: MMgrReport.CounterType, value: UInt64, count: UInt64? = nil) {
        self.type = type
        self.value = value
        self.count = count
    }
}

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
        let wanted = (counters?() ?? []).filter { $0.type.priority >= link.threshold }
        let byPath = CephMap(wanted.map { ($0.type.path, $0) })
        let paths = CephSet(byPath.keys)
        report.undeclaredTypes = link.declared.filter { !paths.contains($0) }
        report.declaredTypes = byPath.values.map(\.type).filter { !link.declared.contains($0.path) }
        var values = CephEncoder()
        values.versioned(1, compatible: 1) { body in
            for counter in byPath.values {
                body.integer(counter.value)
                guard let count = counter.count else { continue }
                body.integer(count)
                // The second one tells a reader that shares the memory whether the first was whole.
                body.integer(count)
            }
        }
        report.packed = values.buffer
        self.link?.declared = paths
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
