/// The options that Ceph 16.2 knows, as `ceph config ls` and `ceph config help` tell. Options of the
/// manager's modules come from the manager map instead.
public enum ConfigOptionTable {
    /// What is known of an option; nil for a name that 16.2 does not know.
    @Sendable
    public static func option(named name: String) -> ConfigOption? { table[name] }

    /// The switch that `no_NAME` turns off; nil where that is no switch.
    public static func negated(by name: String) -> ConfigOption? {
        guard name.hasPrefix("no_"), let option = option(named: String(name.dropFirst(3))) else { return nil }
        return option.type == .bool ? option : nil
    }

    public static var count: Int { sorted.count }

    /// The names of `config ls`, in its order, which is that of the declarations.
    public static let listedNames = declared.map(\.name)

    /// All, also how much each part of Ceph logs (`debug_PART`, which `config ls` leaves out), by name.
    public static let sorted = (declared + debugOptions).sorted { String.precedes($0.name, $1.name) }

    /// Those with a check of their own.
    static let checked = sorted.filter { $0.check != .none }

    private static let declared: [ConfigOption] = [
        common, monitor, monitorServices, osd, osdServices, blueStore, fileStore, gateway, gatewayIdentity,
        gatewayServices, blockDevice, metadata, fileClient,
    ].flatMap(parse)

    /// Options that this monitor has and Ceph has not: lists of all options leave them out.
    static let own = parse(
        """
        mon_fast_failover bool advanced !runtime @mon =true
         elect at once when nothing listens any more at the address of a lost monitor
          When the connection to a monitor breaks and its host refuses a new one, no process is there, and \
        nothing is left of its lease. Must be false where a firewall refuses connections in the name of \
        living monitors.
        """)

    private static let table = Dictionary(
        (declared + debugOptions + own).map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
}
