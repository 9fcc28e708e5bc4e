import CephEncoding

/// `health_mute_t`: a code that an operator does not want to hear of (src/mon/health_check.h).
public struct HealthMute: Hashable, Sendable {
    public var code: String
    /// When the mute ends; zero for never.
    public var expires: UTime
    /// Stays though the problem went away or grew.
    public var isSticky: Bool
    /// The check's summary and count when it was muted.
    public var summary: String
    public var count: Int64

    public init(
        code: String, expires: UTime = .zero, isSticky: Bool = false, summary: String = "", count: Int64 = 0
    ) {
        self.code = code
        self.expires = expires
        self.isSticky = isSticky
        self.summary = summary
        self.count = count
    }
}

extension HealthMute: CephRecord {
    public static let cephTypeName = "health_mute_t"

    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 1, named: Self.cephTypeName) { _, body in
            HealthMute(
                code: try body.decode("code"), expires: try body.decode("ttl"),
                isSticky: try body.decode("sticky"), summary: try body.decode("summary"),
                count: try body.decode("count"))
        }
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.versioned(1, compatible: 1) { body in
            body.encode(code)
            body.encode(expires)
            body.encode(isSticky)
            body.encode(summary)
            body.integer(count)
        }
    }

    public func dump(to formatter: inout CephFormatter) {
        formatter.string("code", code)
        if !expires.isZero { formatter.stream("ttl", expires) }
        formatter.bool("sticky", isSticky)
        formatter.string("summary", summary)
        formatter.int("count", count)
    }
}

/// The value at `health/mutes`: mutes by code.
public struct HealthMutes: Hashable, Sendable {
    public var mutes: CephMap<String, HealthMute>
    public init(_ mutes: CephMap<String, HealthMute> = [:]) { self.mutes = mutes }
}

extension HealthMutes: CephRecord {
    public static let cephTypeName = "std::map<std::string,health_mute_t>"

    public init(from decoder: inout CephDecoder) throws { mutes = try decoder.decode("mutes") }
    public func encode(into encoder: inout CephEncoder) { encoder.encode(mutes) }
    public func dump(to formatter: inout CephFormatter) {
        formatter.dump("mutes", each: "mute", mutes.values)
    }
}

/// The value at `health/quorum`: what each monitor finds wrong with itself, by rank.
public struct QuorumHealth: Hashable, Sendable {
    public var checks: CephMap<Int32, HealthCheckMap>
    public init(_ checks: CephMap<Int32, HealthCheckMap> = [:]) { self.checks = checks }
}

extension QuorumHealth: CephRecord {
    public static let cephTypeName = "std::map<int,health_check_map_t>"

    public init(from decoder: inout CephDecoder) throws { checks = try decoder.decode("quorum_checks") }
    public func encode(into encoder: inout CephEncoder) { encoder.encode(checks) }
    public func dump(to formatter: inout CephFormatter) {
        for (rank, map) in checks { formatter.dump("\(rank)", map) }
    }
}
