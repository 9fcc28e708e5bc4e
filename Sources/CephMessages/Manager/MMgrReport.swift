import CephEncoding
import NIOCore

/// A daemon's performance counters, for the manager (src/messages/MMgrReport.h).
public struct MMgrReport: CephMessage, Equatable {
    public static let type = MessageType.mgrReport
    public static let headVersion: UInt16 = 9
    public static let compatVersion: UInt16 = 1

    /// No answers, no tasks, no metrics.
    public static let noReports = reports(taskStatus: nil)

    /// What a daemon reports that has nothing but tasks: 16.2's give an empty map where they have none.
    public static func reports(taskStatus: CephMap<String, String>?) -> ByteBuffer {
        var encoder = CephEncoder()
        encoder.count(0)
        encoder.encode(taskStatus)
        encoder.encode(false)
        return encoder.buffer
    }

    /// `PerfCounterType`
    public struct CounterType: Hashable, Sendable {
        public var path = ""
        public var text = ""
        public var nick = ""
        /// `PERFCOUNTER_…` bits (src/common/perf_counters.h).
        public var kind: UInt8 = 0
        public var priority: UInt8 = 5
        /// `unit_t`: 0 bytes, 1 none.
        public var unit: UInt8 = 0

        public init() {}
    }

    /// `DaemonHealthMetric`
    public struct HealthMetric: Hashable, Sendable {
        /// 0: slow operations; 1: placement groups that wait for being created.
        public var kind: UInt8
        /// One number, or two of 32 bits (the first in the lower half): the oldest's age in seconds is the second.
        public var value: UInt64

        public init(kind: UInt8 = 2, value: UInt64 = 0) {
            self.kind = kind
            self.value = value
        }
    }

    public var daemonName: String
    /// Counters that are reported from now on.
    public var declaredTypes: [CounterType]
    /// The values of all declared counters, in the order of their declaration.
    public var packed: ByteBuffer
    /// Paths of counters that are no longer reported.
    public var undeclaredTypes: [String]
    public var serviceName: String
    public var daemonStatus: CephMap<String, String>?
    public var healthMetrics: [HealthMetric]
    /// As in ``MMgrOpen/config``, where it has changed.
    public var config: ByteBuffer
    /// What OSDs and metadata servers report besides, as it came: answers to queries (a std::map), status of
    /// tasks and metrics (each a std::optional).
    public var reports: ByteBuffer

    public init(
        daemonName: String = "", declaredTypes: [CounterType] = [], packed: ByteBuffer = ByteBuffer(),
        undeclaredTypes: [String] = [], serviceName: String = "",
        daemonStatus: CephMap<String, String>? = [:], healthMetrics: [HealthMetric] = [],
        config: ByteBuffer = ByteBuffer(), reports: ByteBuffer = MMgrReport.noReports
    ) {
        self.daemonName = daemonName
        self.declaredTypes = declaredTypes
        self.packed = packed
        self.undeclaredTypes = undeclaredTypes
        self.serviceName = serviceName
        self.daemonStatus = daemonStatus
        self.healthMetrics = healthMetrics
        self.config = config
        self.reports = reports
    }
}

extension MMgrReport {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        daemonName = try decoder.decode("daemon_name")
        declaredTypes = try decoder.decode("declare_types")
        packed = try decoder.decode("packed")
        undeclaredTypes = version >= 2 ? try decoder.decode("undeclare_types") : []
        serviceName = version >= 3 ? try decoder.decode("service_name") : ""
        daemonStatus = version >= 3 ? try decoder.decode("daemon_status") : [:]
        healthMetrics = version >= 5 ? try decoder.decode("daemon_health_metrics") : []
        config = version >= 6 ? try decoder.decode("config_bl") : ByteBuffer()
        reports = decoder.rest()
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.encode(daemonName)
        encoder.encode(declaredTypes)
        encoder.encode(packed)
        encoder.encode(undeclaredTypes)
        encoder.encode(serviceName)
        encoder.encode(daemonStatus)
        encoder.encode(healthMetrics)
        encoder.encode(config)
        encoder.raw(reports)
        return Self.current
    }
}

extension MMgrReport: EnvelopeDescribed {
    func described(tid: UInt64, source: EntityName) -> String {
        let service = serviceName.isEmpty ? source.type.name : serviceName
        var text = "mgrreport(\(service).\(daemonName) +\(declaredTypes.count)-\(undeclaredTypes.count)"
        text += " packed \(packed.readableBytes)"
        if let daemonStatus { text += " status=\(daemonStatus.count)" }
        if !healthMetrics.isEmpty { text += " daemon_metrics=\(healthMetrics.count)" }
        return text + ")"
    }

    public var description: String { described(tid: 0, source: .unknown) }
}

extension MMgrReport.CounterType: CephCodable {
    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 3, named: "PerfCounterType") { version, body in
            var type = Self()
            type.path = try body.decode("path")
            type.text = try body.decode("description")
            type.nick = try body.decode("nick")
            type.kind = try body.decode("type")
            if version >= 2 { type.priority = try body.decode("priority") }
            if version >= 3 { type.unit = try body.decode("unit") }
            return type
        }
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.versioned(3, compatible: 1) { body in
            body.encode(path)
            body.encode(text)
            body.encode(nick)
            body.integer(kind)
            body.integer(priority)
            body.integer(unit)
        }
    }
}

extension MMgrReport.HealthMetric: CephCodable {
    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 1, named: "DaemonHealthMetric") { _, body in
            Self(kind: try body.decode("type"), value: try body.decode("value"))
        }
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.versioned(1, compatible: 1) { body in
            body.integer(kind)
            body.integer(value)
        }
    }
}
