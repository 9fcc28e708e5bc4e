import CephEncoding

/// `health_status_t` (src/include/health.h). On the wire u8, the worst first.
public struct HealthStatus: RawRepresentable, Hashable, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    public static let error = HealthStatus(rawValue: 0)
    public static let warning = HealthStatus(rawValue: 1)
    public static let ok = HealthStatus(rawValue: 2)

    /// `[ERR]`'s three letters.
    public var shortName: String {
        switch self {
        case .error: "ERR"
        case .warning: "WRN"
        case .ok: "OK"
        default: "???"
        }
    }
}

extension HealthStatus: CephCodable, CustomStringConvertible, Comparable {
    public init(from decoder: inout CephDecoder) throws { rawValue = try decoder.integer() }
    public func encode(into encoder: inout CephEncoder) { encoder.integer(rawValue) }

    public var description: String {
        switch self {
        case .error: "HEALTH_ERR"
        case .warning: "HEALTH_WARN"
        case .ok: "HEALTH_OK"
        default: "HEALTH_???"
        }
    }

    /// Worse is less.
    public static func < (left: HealthStatus, right: HealthStatus) -> Bool { left.rawValue < right.rawValue }
}
