/// `CEPH_OSDMAP_*`: flags of the whole map (src/include/rados.h).
public struct OSDMapFlags: OptionSet, Hashable, Sendable {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// No longer set.
    public static let nearFull = OSDMapFlags(rawValue: 1 << 0)
    public static let full = OSDMapFlags(rawValue: 1 << 1)
    public static let pauseRead = OSDMapFlags(rawValue: 1 << 2)
    public static let pauseWrite = OSDMapFlags(rawValue: 1 << 3)
    public static let pauseRecovery = OSDMapFlags(rawValue: 1 << 4)
    public static let noUp = OSDMapFlags(rawValue: 1 << 5)
    public static let noDown = OSDMapFlags(rawValue: 1 << 6)
    public static let noOut = OSDMapFlags(rawValue: 1 << 7)
    public static let noIn = OSDMapFlags(rawValue: 1 << 8)
    public static let noBackfill = OSDMapFlags(rawValue: 1 << 9)
    public static let noRecover = OSDMapFlags(rawValue: 1 << 10)
    public static let noScrub = OSDMapFlags(rawValue: 1 << 11)
    public static let noDeepScrub = OSDMapFlags(rawValue: 1 << 12)
    public static let noTierAgent = OSDMapFlags(rawValue: 1 << 13)
    public static let noRebalance = OSDMapFlags(rawValue: 1 << 14)
    public static let sortBitwise = OSDMapFlags(rawValue: 1 << 15)
    public static let requireJewel = OSDMapFlags(rawValue: 1 << 16)
    public static let requireKraken = OSDMapFlags(rawValue: 1 << 17)
    public static let requireLuminous = OSDMapFlags(rawValue: 1 << 18)
    public static let recoveryDeletes = OSDMapFlags(rawValue: 1 << 19)
    public static let purgedSnapDirs = OSDMapFlags(rawValue: 1 << 20)
    public static let noSnapTrim = OSDMapFlags(rawValue: 1 << 21)
    public static let pgLogHardLimit = OSDMapFlags(rawValue: 1 << 22)
    /// 16.2 has no name for it.
    public static let noAutoscale = OSDMapFlags(rawValue: 1 << 23)

    /// What said before luminous which release the OSDs must have.
    public static let legacyRequire: OSDMapFlags = [.requireJewel, .requireKraken, .requireLuminous]
    /// What `ceph status` does not show.
    public static let semiHidden: OSDMapFlags = [
        .requireJewel, .requireKraken, .requireLuminous, .recoveryDeletes, .sortBitwise, .purgedSnapDirs,
        .pgLogHardLimit,
    ]

    /// Flag and name in the order in which Ceph lists them.
    public static let named: [(flag: OSDMapFlags, name: String)] = [
        (.pauseRead, "pauserd"), (.pauseWrite, "pausewr"), (.pauseRecovery, "pauserec"), (.noUp, "noup"),
        (.noDown, "nodown"), (.noOut, "noout"), (.noIn, "noin"), (.noBackfill, "nobackfill"),
        (.noRebalance, "norebalance"), (.noRecover, "norecover"), (.noScrub, "noscrub"),
        (.noDeepScrub, "nodeep-scrub"), (.noTierAgent, "notieragent"), (.noSnapTrim, "nosnaptrim"),
        (.sortBitwise, "sortbitwise"), (.requireJewel, "require_jewel_osds"),
        (.requireKraken, "require_kraken_osds"), (.requireLuminous, "require_luminous_osds"),
        (.recoveryDeletes, "recovery_deletes"), (.purgedSnapDirs, "purged_snapdirs"),
        (.pgLogHardLimit, "pglog_hardlimit"),
    ]

    /// `noup,sortbitwise`
    public var names: String {
        Self.named.filter { contains($0.flag) }.map(\.name).joined(separator: ",")
    }

    /// The names in alphabetical order, as C++'s set has them; bits without a name make one empty name.
    public var nameSet: [String] {
        let bits = (0..<32).map { OSDMapFlags(rawValue: 1 << UInt32($0)) }.filter(contains)
        return Set(bits.map(\.names)).sorted()
    }
}
