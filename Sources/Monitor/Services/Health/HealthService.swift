import CephEncoding
import CephMessages
import CephTypes
import MonitorStore
import NIOCore

/// What is wrong with the cluster (src/mon/HealthMonitor.h).
///
/// | key of `health` | holds |
/// | --- | --- |
/// | `quorum` | what each member finds wrong with itself, by rank |
/// | `leader` | what the leader finds wrong with the quorum |
/// | `mutes` | what operators do not want to hear of |
/// | `osdmap`, `mdsmap`, … | the checks of each service, written by it |
/// | `health` | the first two put together |
///
/// Its versions have no values of their own: they count changes.
public final class HealthService: PaxosService {
    static let prefix = "health"

    var quorumChecks = QuorumHealth()
    var leaderChecks = HealthCheckMap()
    public private(set) var mutes: CephMap<String, HealthMute> = [:]
    var pendingMutes: CephMap<String, HealthMute> = [:]

    /// What services have stored, as far as somebody asked since the last commit.
    private var storedChecks: [String: HealthCheckMap] = [:]
    /// What the cluster log was told.
    private var log = HealthLog()
    /// The last summary in the cluster log.
    private var lastSummary = ""
    /// When the summary is looked at next, and when it is said again though nothing changed.
    private var nextLook: UTime?
    private var nextSummary: UTime?
    /// Since when daemons of different versions have been seen together.
    var oldVersionsSince: Duration?

    public override class var commands: [Command] { healthCommands }

    // MARK: State

    public override var keepsVersions: Bool { false }

    public override func checkNewest() throws {
        for service in monitor.services { _ = try stored(service.name, HealthCheckMap()) }
    }

    public override func updateFromPaxos() throws {
        storedChecks = [:]
        quorumChecks = try stored("quorum", QuorumHealth())
        leaderChecks = try stored("leader", HealthCheckMap())
        mutes = try stored("mutes", HealthMutes()).mutes
    }

    private func stored<T: CephRecord>(_ key: String, _ absent: T) throws -> T {
        guard let value = try value(key), value.readableBytes > 0 else { return absent }
        return try CephDecoder.decode(T.self, from: value, named: "\(name)/\(key)")
    }

    /// A service's checks as they are committed. What cannot be read counts as nothing, and the log says so.
    func stored(of service: String) -> HealthCheckMap {
        if let known = storedChecks[service] { return known }
        var checks = HealthCheckMap()
        do {
            checks = try stored(service, HealthCheckMap())
        } catch {
            environment.log(0, .mon, "health/\(service): \(error)")
        }
        storedChecks[service] = checks
        return checks
    }

    public override func createPending() throws { pendingMutes = mutes }

    public override func encodePending(into transaction: inout StoreTransaction) throws {
        putLastCommitted(lastCommitted + 1, into: &transaction)
        transaction.put(name, "quorum", CephEncoder.encode(quorumChecks))
        transaction.put(name, "leader", CephEncoder.encode(leaderChecks))
        transaction.put(name, "mutes", CephEncoder.encode(HealthMutes(pendingMutes)))
        var all = quorumChecks.combined { [monitor] in monitor.monmap.name(ofRank: Int($0)) }
        all.merge(leaderChecks)
        encodeHealth(all, into: &transaction)
    }

    /// Old states are no use to anybody.
    public override func trimTarget() throws -> UInt64 { lastCommitted > 5 ? lastCommitted - 5 : 0 }
    public override func shouldStashFull() -> Bool { false }

    // MARK: Messages

    public override func handles(_ message: any CephMessage) -> Bool { message is MMonHealthChecks }

    public override func prepare(_ request: Request) throws -> Bool {
        guard let message = request.message.body as? MMonHealthChecks,
            let rank = monitor.rank(of: request.session)
        else { return false }
        // The peon has looked whether anything changed.
        quorumChecks.checks[Int32(clamping: rank)] = message.healthChecks
        return true
    }

    // MARK: Report

    /// Everything that all services find wrong, and the mutes.
    public var report: HealthReport {
        var all = HealthCheckMap()
        for service in monitor.services { all.merge(service.healthChecks()) }
        return HealthReport(checks: all, mutes: mutes)
    }

    // MARK: Time

    public override func tickAsMember() {
        guard isActive else { return }
        var isChanged = checkMember()
        guard monitor.isLeader else { return }
        if checkLeader() { isChanged = true }
        if checkMutes() { isChanged = true }
        if isChanged { proposeWhenDue() }
        logPeriodically()
    }

    /// Ends mutes whose time is over or whose check went away or grew.
    private func checkMutes() -> Bool {
        let (before, checks, now) = (pendingMutes, report.checks.checks, environment.now)
        for (code, mute) in before {
            if let reason = mute.reasonToEnd(now: now, check: checks[code]) {
                monitor.clusterLog(.info, "Health alert mute \(code) cleared (\(reason))")
                pendingMutes.removeValue(forKey: code)
            } else if !mute.isSticky, mute.count != 0, let check = checks[code], check.count < mute.count {
                pendingMutes[code]?.count = check.count
            }
        }
        return pendingMutes != before
    }

    public override func onRestart() {
        lastSummary = ""
        nextLook = nil
        nextSummary = nil
    }

    // MARK: Cluster log

    private var logs: Bool { monitor.options.bool("mon_health_to_clog", true) }
    private var logPeriod: UInt32 {
        UInt32(clamping: monitor.options.int("mon_health_log_update_period", 5))
    }

    /// Says what changes when a service's checks become `updated`.
    func logTransition(to updated: HealthCheckMap, of service: PaxosService) {
        guard logs else { return }
        let others = monitor.services.filter { $0 !== service }
        let lines = log.lines(
            from: stored(of: service.name), to: updated, now: environment.now, period: logPeriod,
            othersAreHealthy: others.allSatisfy { $0.healthChecks().isEmpty })
        say(lines)
    }

    private func say(_ lines: [HealthLog.Line]) {
        for line in lines { monitor.clusterLog(ClogType(line.severity), line.text) }
    }

    /// What is still to be said; and the whole in one line, when it changed (`mon_health_to_clog_tick_interval`)
    /// and from time to time (`mon_health_to_clog_interval`).
    private func logPeriodically() {
        guard logs else { return }
        let (report, now, options) = (report, environment.now, monitor.options)
        say(log.overdue(in: report.checks, now: now, period: logPeriod))
        let interval = options.int("mon_health_to_clog_interval", 600)
        // A monitor that is alone says only what changes (`Monitor::win_election`).
        guard interval > 0, monitor.monmap.count > 1 else { return }
        let isDue = nextSummary.map { $0 <= now } ?? true
        guard isDue || nextLook.map({ $0 <= now }) ?? true else { return }
        nextLook = now.advanced(by: .seconds(options.int("mon_health_to_clog_tick_interval", 60)))
        if isDue {
            nextSummary = UTime(seconds: UInt32(clamping: (Int64(now.seconds) / interval + 1) * interval))
        }
        let summary = report.summary(now: now)
        defer { lastSummary = summary }
        guard isDue || summary != lastSummary else { return }
        let level = ClogType(report.status)
        if options.bool("mon_health_detail_to_clog", true), summary != lastSummary, report.status != .ok {
            monitor.clusterLog(level, "Health detail: \(summary)\n\(report.details(now: now))")
        } else {
            monitor.clusterLog(level, "overall \(summary)")
        }
    }
}

extension HealthMute {
    /// Why it is over; nil while it is not.
    fileprivate func reasonToEnd(now: UTime, check: HealthCheck?) -> String? {
        if !expires.isZero && expires <= now { return "passed TTL \(expires)" }
        if isSticky { return nil }
        guard let check else { return "health alert cleared" }
        if count != 0 {
            return check.count > count ? "count increased from \(count) to \(check.count)" : nil
        }
        return check.summary == summary ? nil : "summary changed"
    }
}

extension ClogType {
    /// The level at which the cluster log has a check (`LogChannel::health`).
    init(_ status: HealthStatus) {
        switch status {
        case .error: self = .error
        case .warning: self = .warn
        default: self = .info
        }
    }
}
