import CephEncoding

/// What `ceph health` says: everything that services find wrong, and what operators do not want to hear of
/// (`HealthMonitor::get_health_status`).
public struct HealthReport: Hashable, Sendable {
    public var checks: HealthCheckMap
    public var mutes: CephMap<String, HealthMute>

    public init(checks: HealthCheckMap = HealthCheckMap(), mutes: CephMap<String, HealthMute> = [:]) {
        self.checks = checks
        self.mutes = mutes
    }

    /// The worst of what is not muted.
    public var status: HealthStatus {
        checks.checks.filter { !mutes.contains($0.key) }.values.map(\.severity).min().map { min($0, .ok) }
            ?? .ok
    }

    /// The fields of a section `health`.
    public func dump(to formatter: inout CephFormatter, withDetail: Bool) {
        formatter.stream("status", status)
        formatter.object("checks") { list in
            for (code, check) in checks.checks {
                list.object(code) {
                    check.dump(to: &$0, withDetail: withDetail)
                    $0.bool("muted", mutes.contains(code))
                }
            }
        }
        formatter.dump("mutes", each: "mute", mutes.values)
    }

    /// The status with everything that is not muted, and the mutes; without the line's end.
    /// - Parameters:
    ///   - lead: what stands behind the status.
    ///   - separator: what stands between two checks.
    public func summary(now: UTime, lead: String = " ", separator: String = "; ") -> String {
        var parts = checks.checks.filter { !mutes.contains($0.key) }.values.map(\.summary)
        if !mutes.isEmpty {
            parts.append("(muted:" + mutes.values.map { " " + $0.text(now: now) }.joined() + ")")
        }
        return status.description + (parts.isEmpty ? "" : lead + parts.joined(separator: separator))
    }

    /// A block a check, muted ones too; every line ends.
    public func details(now: UTime) -> String {
        var text = ""
        for (code, check) in checks.checks {
            if let mute = mutes[code] { text += mute.detail(now: now) + " " }
            text += "[\(check.severity.shortName)] \(code): \(check.summary)\n"
            for line in check.detail { text += "    \(line)\n" }
        }
        return text
    }
}

extension HealthMute {
    /// `OSD_DOWN(59m)`
    fileprivate func text(now: UTime) -> String {
        guard !expires.isZero else { return code }
        return "\(code)(\(expires > now ? expires.minus(now).roughly : "0s"))"
    }

    /// `(MUTED ttl 59m, STICKY)`
    fileprivate func detail(now: UTime) -> String {
        var text = "(MUTED"
        if !expires.isZero { text += expires > now ? " ttl \(expires.minus(now).roughly)" : "0s" }
        return text + (isSticky ? ", STICKY)" : ")")
    }
}
