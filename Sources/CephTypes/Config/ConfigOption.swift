import CephEncoding

/// What the monitor must know of an option to list it: not its type or default, only who is meant to
/// change it and whether running daemons take a change (src/common/options.h).
public struct ConfigOption: Hashable, Sendable {
    public enum Level: String, Sendable, CaseIterable {
        case basic, advanced, dev, unknown
    }

    public let name: String
    public let level: Level
    public let canUpdateAtRuntime: Bool
    /// The monitor does not keep it: it is needed to find the monitor.
    public let isNotForMonitor: Bool

    public init(_ name: String, level: Level, canUpdateAtRuntime: Bool, isNotForMonitor: Bool = false) {
        self.name = name
        self.level = level
        self.canUpdateAtRuntime = canUpdateAtRuntime
        self.isNotForMonitor = isNotForMonitor
    }

    /// What Ceph takes a name for that it does not know: text, which a running daemon does not take.
    public static func unknown(_ name: String) -> ConfigOption {
        ConfigOption(name, level: .unknown, canUpdateAtRuntime: false)
    }
}

/// Finds an option by its name: those of ``ConfigOptionTable``, those that a manager's module declares in
/// the manager map, or nil.
public typealias ConfigOptionLookup = @Sendable (String) -> ConfigOption?
