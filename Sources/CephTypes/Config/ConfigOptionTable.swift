/// The options that Ceph 16.2 knows, as `ceph config ls` and `ceph config help` tell: their level and whether
/// a running daemon takes a change. To add one, put its name where it belongs in a list here or in the other
/// file; options of the manager's modules come from the manager map instead.
public enum ConfigOptionTable {
    /// What is known of an option; nil for a name that 16.2 does not know.
    @Sendable
    public static func option(named name: String) -> ConfigOption? { table[name] }

    public static var count: Int { table.count }

    private static let table: [String: ConfigOption] = {
        var table: [String: ConfigOption] = [:]
        func add(_ names: String, _ level: ConfigOption.Level, runtime: Bool, notForMonitor: Bool = false) {
            for name in names.split(whereSeparator: \.isWhitespace).map(String.init) {
                table[name] = ConfigOption(
                    name, level: level, canUpdateAtRuntime: runtime, isNotForMonitor: notForMonitor)
            }
        }
        add(advancedAtRuntime, .advanced, runtime: true)
        add(advancedAtStart, .advanced, runtime: false)
        add(developersAtRuntime, .dev, runtime: true)
        add(developersAtStart, .dev, runtime: false)
        add(basicAtRuntime, .basic, runtime: true)
        add(basicAtStart, .basic, runtime: false)
        add(debugLevels, .advanced, runtime: true)
        add(advancedNotForMonitor, .advanced, runtime: false, notForMonitor: true)
        add(basicNotForMonitor, .basic, runtime: false, notForMonitor: true)
        add(developersNotForMonitor, .dev, runtime: false, notForMonitor: true)
        add(developersAtRuntimeNotForMonitor, .dev, runtime: true, notForMonitor: true)
        return table
    }()
}
