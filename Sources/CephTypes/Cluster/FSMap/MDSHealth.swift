import CephEncoding

/// What a metadata server complains about in its beacons, kept at `mds_health/GID`
/// (src/messages/MMDSBeacon.h).
public struct MDSHealth: Hashable, Sendable {
    public struct Metric: Hashable, Sendable {
        /// `mds_metric_t`
        public var type: UInt16
        public var severity: HealthStatus
        public var message: String
        public var metadata: CephMap<String, String>

        public init(
            type: UInt16, severity: HealthStatus, message: String, metadata: CephMap<String, String> = [:]
        ) {
            self.type = type
            self.severity = severity
            self.message = message
            self.metadata = metadata
        }
    }

    public var metrics: [Metric]

    public init(metrics: [Metric] = []) { self.metrics = metrics }
}

extension MDSHealth.Metric: CephCodable, CephDumpable {
    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 1, named: "MDSHealthMetric") { _, body in
            Self(
                type: try body.decode("type"), severity: try body.decode("sev"),
                message: try body.decode("message"), metadata: try body.decode("metadata"))
        }
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.versioned(1, compatible: 1) { body in
            body.integer(type)
            body.encode(severity)
            body.encode(message)
            body.encode(metadata)
        }
    }

    public func dump(to formatter: inout CephFormatter) {
        formatter.int("type", type)
        formatter.stream("sev", severity)
        formatter.string("message", message)
        formatter.object("metadata") { for (key, value) in metadata { $0.string(key, value) } }
    }
}

extension MDSHealth: CephRecord {
    public static let cephTypeName = "MDSHealth"

    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 1, named: Self.cephTypeName) { _, body in
            MDSHealth(metrics: try body.decode("metrics"))
        }
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.versioned(1, compatible: 1) { $0.encode(metrics) }
    }

    public func dump(to formatter: inout CephFormatter) {
        formatter.dump("metrics", each: "metric", metrics)
    }
}
