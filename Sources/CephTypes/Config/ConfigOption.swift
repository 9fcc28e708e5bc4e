import CephEncoding

/// What Ceph knows of an option (src/common/options.h): its type and bounds, who is meant to change it, and
/// when a change counts.
public struct ConfigOption: Hashable, Sendable {
    /// `Option::type_t`; the raw value is what `config help` says.
    public enum ValueType: String, Sendable, CaseIterable {
        case uint, int, str, float, bool, addr, addrvec, uuid, size, secs, millisecs
    }

    public enum Level: String, Sendable, CaseIterable {
        case basic, advanced, dev, unknown
    }

    /// `Option::flag_t`
    public struct Flags: OptionSet, Hashable, Sendable {
        public let rawValue: UInt32

        public init(rawValue: UInt32) { self.rawValue = rawValue }

        /// Running daemons take a change, whatever the type.
        public static let runtime = Flags(rawValue: 1)
        /// The monitor does not keep it: it is needed to find the monitor.
        public static let noMonUpdate = Flags(rawValue: 2)
        /// Read only when a daemon starts.
        public static let startup = Flags(rawValue: 4)
        /// Read only when a cluster is made.
        public static let clusterCreate = Flags(rawValue: 8)
        /// Read only when a daemon's store is made.
        public static let create = Flags(rawValue: 0x10)
        /// An option of a module of the manager.
        public static let mgr = Flags(rawValue: 0x20)
        /// `config generate-minimal-conf` repeats it.
        public static let minimalConf = Flags(rawValue: 0x40)
    }

    /// What is done to a value before it is read, beyond what its type asks.
    public enum Check: Hashable, Sendable {
        case none, debugLevel, powerOfTwo, rbdFeatures
        /// Of RBD's default pools; another value becomes `fallback`.
        case poolName(allowingEmpty: Bool, fallback: String)
    }

    public let name: String
    public let type: ValueType
    public let level: Level
    public var flags: Flags = []
    public var summary = ""
    public var details = ""
    /// What clients use, and daemons too unless there is a ``daemonDefault``.
    public var defaultValue: ConfigValue
    /// Absent if daemons have no default of their own.
    public var daemonDefault: ConfigValue?
    public var tags: [String] = []
    public var services: [String] = []
    public var seeAlso: [String] = []
    /// Of a `str`; empty if any text will do.
    public var allowedValues: [String] = []
    public var minimum: ConfigValue?
    public var maximum: ConfigValue?
    public var check = Check.none

    public init(_ name: String, type: ValueType, level: Level) {
        self.name = name
        self.type = type
        self.level = level
        defaultValue = ConfigValue(zeroOf: type)
    }

    /// What Ceph takes a name for that it does not know: text, which a running daemon does not take.
    public static func unknown(_ name: String) -> ConfigOption {
        ConfigOption(name, type: .str, level: .unknown)
    }

    /// The monitor does not keep it: it is needed to find the monitor.
    public var isNotForMonitor: Bool { flags.contains(.noMonUpdate) }

    /// Whether running daemons take a change. Numbers of Ceph itself are read anew whenever they are used; a
    /// module of the manager reads its options when it starts, unless it says otherwise.
    public var canUpdateAtRuntime: Bool {
        guard flags.isDisjoint(with: [.startup, .clusterCreate, .create]) else { return false }
        return flags.contains(.runtime) || !flags.contains(.mgr) && type.isNumber
    }

    /// The default of a daemon or of a client.
    public func defaultValue(forDaemon isDaemon: Bool) -> ConfigValue {
        isDaemon ? daemonDefault ?? defaultValue : defaultValue
    }
}

extension ConfigOption.ValueType {
    fileprivate var isNumber: Bool {
        switch self {
        case .bool, .int, .uint, .float, .size, .secs, .millisecs: true
        case .str, .addr, .addrvec, .uuid: false
        }
    }
}

/// Finds an option by its name: those of ``ConfigOptionTable``, those that a manager's module declares in
/// the manager map, or nil.
public typealias ConfigOptionLookup = @Sendable (String) -> ConfigOption?
