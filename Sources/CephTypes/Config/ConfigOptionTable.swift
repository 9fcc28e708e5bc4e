/// The options that Ceph 16.2 knows, as `ceph config ls` and `ceph config help` tell. Options of the
/// manager's modules come from the manager map instead.
public enum ConfigOptionTable {
    /// What is known of an option; nil for a name that 16.2 does not know.
    @Sendable
    public static func option(named name: String) -> ConfigOption? { table[name] }

    public static var count: Int { table.count }

    /// The names of `config ls`, in its order, which is that of the declarations.
    public static let listedNames = declared.map(\.name)

    /// All, also how much each part of Ceph logs (`debug_PART`, which `config ls` leaves out), by name.
    public static let sorted = table.values.sorted { String.precedes($0.name, $1.name) }

    /// Those with a check of their own.
    static let checked = sorted.filter { $0.check != .none }

    private static let declared: [ConfigOption] = [
        common, monitor, monitorServices, osd, osdServices, blueStore, fileStore, gateway, gatewayIdentity,
        gatewayServices, blockDevice, metadata, fileClient,
    ].flatMap(parse)

    private static let table = Dictionary(
        (declared + debugOptions).map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
}
