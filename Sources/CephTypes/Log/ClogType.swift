import CephEncoding

/// How much a line of the cluster log matters: `clog_type` (src/common/ostream_temp.h). On the wire u16.
public struct ClogType: RawRepresentable, Hashable, Sendable {
    public let rawValue: UInt16
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    public static let debug = ClogType(rawValue: 0)
    public static let info = ClogType(rawValue: 1)
    public static let security = ClogType(rawValue: 2)
    public static let warn = ClogType(rawValue: 3)
    public static let error = ClogType(rawValue: 4)

    /// Whether it matters at least as much as `level`, by Ceph's numbers.
    public func isAtLeast(_ level: ClogType) -> Bool {
        rawValue >= level.rawValue
    }

    /// Reads a level as `log last` takes it (`LogEntry::str_to_level`).
    public init?(level: String) {
        switch level.lowercased() {
        case "debug": self = .debug
        case "info": self = .info
        case "sec": self = .security
        case "warn", "warning": self = .warn
        case "error", "err": self = .error
        default: return nil
        }
    }

    /// Reads a level as the log's options name it (`string_to_clog_type`).
    public init?(option: String) {
        switch option.lowercased() {
        case "debug", "dbg": self = .debug
        case "info", "inf": self = .info
        case "warning", "warn", "wrn": self = .warn
        case "error", "err": self = .error
        case "security", "sec": self = .security
        default: return nil
        }
    }

    /// `clog_type_to_string`; nil for a number that Ceph does not know.
    public var name: String? {
        switch self {
        case .debug: "debug"
        case .info: "info"
        case .warn: "warn"
        case .error: "err"
        case .security: "crit"
        default: nil
        }
    }

    /// syslog's priority for it (`LOG_DEBUG` is 7 … `LOG_CRIT` is 2).
    public var syslogPriority: Int? {
        switch self {
        case .debug: 7
        case .info: 6
        case .warn: 4
        case .error: 3
        case .security: 2
        default: nil
        }
    }

    /// syslog's priority of a name, as the options `mon_cluster_log_file_level` and the like have it; what
    /// is unknown lets everything through.
    public static func syslogPriority(named name: String) -> Int {
        switch name.lowercased() {
        case "info", "notice": 6
        case "warning", "warn": 4
        case "error", "err": 3
        case "crit", "critical", "emerg": 2
        default: 7
        }
    }
}

extension ClogType: CustomStringConvertible {
    /// As a line of the log has it.
    public var description: String {
        switch self {
        case .debug: "[DBG]"
        case .info: "[INF]"
        case .security: "[SEC]"
        case .warn: "[WRN]"
        case .error: "[ERR]"
        default: "[???]"
        }
    }
}

/// The names of the log's channels.
public enum LogChannel {
    public static let none = "none"
    public static let cluster = "cluster"
    public static let audit = "audit"
}
