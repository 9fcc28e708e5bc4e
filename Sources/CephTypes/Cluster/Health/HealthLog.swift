import CephEncoding

/// What the cluster log says when checks come, change and go (`Monitor::log_health`).
public struct HealthLog: Sendable {
    /// One line for the cluster log.
    public struct Line: Hashable, Sendable {
        /// The level it has there: `ok` for information.
        public let severity: HealthStatus
        public let text: String

        public init(_ severity: HealthStatus, _ text: String) {
            self.severity = severity
            self.text = text
        }
    }

    private struct Entry: Sendable {
        var severity: HealthStatus
        var summary: String
        var time: UTime
    }

    /// What was said last of each code.
    private var entries: CephMap<String, Entry> = [:]

    public init() {}

    /// The lines for a service's checks that change from `previous` to `updated`.
    /// - Parameters:
    ///   - period: seconds in which a summary that changes is not said again (`mon_health_log_update_period`).
    ///   - othersAreHealthy: no other service has a check.
    public mutating func lines(
        from previous: HealthCheckMap, to updated: HealthCheckMap, now: UTime, period: UInt32,
        othersAreHealthy: Bool
    ) -> [Line] {
        var lines: [Line] = []
        for (code, check) in updated.checks {
            if let old = previous.checks[code] {
                guard old.summary != check.summary || old.severity != check.severity else { continue }
                let isRecent = entries[code].map { now.minus($0.time) < UTime(seconds: period) } ?? false
                if isRecent && old.severity == check.severity { continue }
                lines.append(say("update", code, check, now))
            } else {
                lines.append(say("failed", code, check, now))
            }
        }
        for (code, check) in previous.checks where updated.checks[code] == nil {
            lines.append(Line(.ok, Self.clearedText(code, check)))
            entries.removeValue(forKey: code)
        }
        if !previous.isEmpty && updated.isEmpty && othersAreHealthy {
            lines.append(Line(.ok, "Cluster is now healthy"))
        }
        return lines
    }

    /// The lines for summaries that changed while it was too early to say so; for a periodical tick.
    public mutating func overdue(in checks: HealthCheckMap, now: UTime, period: UInt32) -> [Line] {
        var lines: [Line] = []
        for (code, check) in checks.checks {
            guard let entry = entries[code], entry.summary != check.summary,
                now.minus(entry.time) >= UTime(seconds: period)
            else { continue }
            lines.append(say("update", code, check, now))
        }
        return lines
    }

    private mutating func say(_ what: String, _ code: String, _ check: HealthCheck, _ now: UTime) -> Line {
        entries[code] = Entry(severity: check.severity, summary: check.summary, time: now)
        return Line(check.severity, "Health check \(what): \(check.summary) (\(code))")
    }

    private static func clearedText(_ code: String, _ check: HealthCheck) -> String {
        switch code {
        case "DEGRADED_OBJECTS": "All degraded objects recovered"
        case "OSD_FLAGS": "OSD flags cleared"
        default: "Health check cleared: \(code) (was: \(check.summary))"
        }
    }
}
