// What a monitor's store may need of a monitor (`monitor/feature_set`; src/mon/Monitor.h).

extension CompatSet.Feature {
    public static let monInitial = Self(1, "initial feature set (~v.18)")
    public static let monGlobalVersion = Self(2, "global version sequencing (v0.52)")
    public static let monSinglePaxos = Self(3, "single paxos with k/v store (v0.?)")
    public static let monErasureCodes = Self(4, "support erasure code pools")
    public static let monOSDMapEncoding = Self(5, "new-style osdmap encoding")
    public static let monErasureCodePlugins2 = Self(6, "support isa/lrc erasure code")
    public static let monErasureCodePlugins3 = Self(7, "support shec erasure code")
    public static let monKraken = Self(8, "support monmap features")
    public static let monLuminous = Self(9, "luminous ondisk layout")
    public static let monMimic = Self(10, "mimic ondisk layout")
    public static let monNautilus = Self(11, "nautilus ondisk layout")
    public static let monOctopus = Self(12, "octopus ondisk layout")
    public static let monPacific = Self(13, "pacific ondisk layout")
}

extension CompatSet {
    /// What a new store needs.
    public static let monitorInitial = CompatSet(incompat: [.monInitial, .monSinglePaxos])

    /// What a store has that does not say.
    public static let monitorLegacy = CompatSet(incompat: [.monInitial])

    /// What 16.2's monitor can open.
    public static let monitorSupported = CompatSet(incompat: [
        .monInitial, .monSinglePaxos, .monErasureCodes, .monOSDMapEncoding, .monErasureCodePlugins2,
        .monErasureCodePlugins3, .monKraken, .monLuminous, .monMimic, .monNautilus, .monOctopus, .monPacific,
    ])
}
