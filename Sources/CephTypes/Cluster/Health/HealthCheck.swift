import CephEncoding

/// `health_check_t`: one thing that is wrong (src/mon/health_check.h).
public struct HealthCheck: Hashable, Sendable {
    public var severity: HealthStatus
    public var summary: String
    public var detail: [String]
    /// Of what there is how much; a mute ends when it grows.
    public var count: Int64

    public init(severity: HealthStatus = .ok, summary: String = "", detail: [String] = [], count: Int64 = 0) {
        self.severity = severity
        self.summary = summary
        self.detail = detail
        self.count = count
    }

    /// - Parameter withDetail: `ceph health` leaves the details out, `ceph health detail` does not.
    public func dump(to formatter: inout CephFormatter, withDetail: Bool) {
        formatter.stream("severity", severity)
        formatter.object("summary") {
            $0.string("message", summary)
            $0.int("count", count)
        }
        guard withDetail else { return }
        formatter.array("detail") { items in
            for message in detail { items.object("detail_item") { $0.string("message", message) } }
        }
    }
}

extension HealthCheck: CephRecord {
    public static let cephTypeName = "health_check_t"

    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 2, named: Self.cephTypeName) { version, body in
            HealthCheck(
                severity: try body.decode("severity"), summary: try body.decode("summary"),
                detail: try body.decode("detail"), count: version >= 2 ? try body.decode("count") : 0)
        }
    }

    /// Version 2; or 1, the form of 14.2, for stores that a 14.2 monitor wrote.
    public func encode(into encoder: inout CephEncoder) {
        let isNautilus = encoder.features.areNautilus
        encoder.versioned(isNautilus ? 1 : 2, compatible: 1) { body in
            body.encode(severity)
            body.encode(summary)
            body.encode(detail)
            if !isNautilus { body.integer(count) }
        }
    }

    public func dump(to formatter: inout CephFormatter) { dump(to: &formatter, withDetail: true) }
}

/// `health_check_map_t`: what a service finds wrong, by code.
public struct HealthCheckMap: Hashable, Sendable {
    public var checks: CephMap<String, HealthCheck>

    public init(_ checks: CephMap<String, HealthCheck> = [:]) { self.checks = checks }

    public var isEmpty: Bool { checks.isEmpty }

    /// Adds a check, or adds to the one that is there.
    public mutating func add(
        _ code: String, _ severity: HealthStatus, _ summary: String, count: Int64, detail: [String] = []
    ) {
        var check = checks[code] ?? HealthCheck()
        check.severity = severity
        check.summary = summary
        check.count = check.count.addingReportingOverflow(count).partialValue
        check.detail += detail
        checks[code] = check
    }

    /// Adds another's checks; where both have one, its details and count.
    public mutating func merge(_ other: HealthCheckMap) {
        for (code, check) in other.checks {
            guard let present = checks[code] else {
                checks[code] = check
                continue
            }
            add(code, present.severity, present.summary, count: check.count, detail: check.detail)
        }
    }
}

extension HealthCheckMap: CephRecord {
    public static let cephTypeName = "health_check_map_t"

    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 1, named: Self.cephTypeName) { _, body in
            HealthCheckMap(try body.decode("checks"))
        }
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.versioned(1, compatible: 1) { $0.encode(checks) }
    }

    public func dump(to formatter: inout CephFormatter) {
        for (code, check) in checks { formatter.dump(code, check) }
    }
}
