import CephEncoding

/// `pg_pool_t`: a pool of objects (src/osd/osd_types.h).
public struct PGPool: Hashable, Sendable {
    public var createTime = UTime.zero
    public var flags: Flags = []
    /// A ``Kind``.
    public var type: UInt8 = 0
    /// How many OSDs a placement group has, and how many it needs to serve.
    public var size: UInt8 = 0
    public var minSize: UInt8 = 0
    public var crushRule: UInt8 = 0
    /// A ``ObjectHash``.
    public var objectHash: UInt8 = 0
    /// An ``AutoscaleMode``; 255 where there is none yet.
    public var autoscaleMode: UInt8 = 255

    public var pgNum: UInt32 = 0
    /// How many different placements the groups have.
    public var pgpNum: UInt32 = 0
    public var pgNumTarget: UInt32 = 0
    public var pgpNumTarget: UInt32 = 0
    /// What ``pgNum`` is about to be merged down to.
    public var pgNumPending: UInt32 = 0
    public var lastPGMergeMeta = PGMergeMeta()

    public var lastChange: UInt32 = 0
    /// The last epochs that forced clients to send again: all, those before nautilus, before luminous.
    public var lastForceOpResend: UInt32 = 0
    public var lastForceOpResendPreNautilus: UInt32 = 0
    public var lastForceOpResendPreLuminous: UInt32 = 0

    public var snapSeq: UInt64 = 0
    public var snapEpoch: UInt32 = 0
    public var auid: UInt64 = 0
    public var snaps: CephMap<UInt64, PoolSnapInfo> = [:]
    public var removedSnaps = SnapIntervalSet()

    public var quotaMaxBytes: UInt64 = 0
    public var quotaMaxObjects: UInt64 = 0

    /// Pools that are tiers of this one; the pool it is a tier of, and those it reads and writes through (or -1).
    public var tiers: CephSet<UInt64> = []
    public var tierOf: Int64 = -1
    public var readTier: Int64 = -1
    public var writeTier: Int64 = -1
    /// A ``CacheMode``.
    public var cacheMode: UInt8 = 0
    public var targetMaxBytes: UInt64 = 0
    public var targetMaxObjects: UInt64 = 0
    /// Millionths.
    public var cacheTargetDirtyRatioMicro: UInt32 = 0
    public var cacheTargetDirtyHighRatioMicro: UInt32 = 0
    public var cacheTargetFullRatioMicro: UInt32 = 0
    /// Seconds.
    public var cacheMinFlushAge: UInt32 = 0
    public var cacheMinEvictAge: UInt32 = 0

    public var hitSetParams = HitSetParams.none
    /// Seconds.
    public var hitSetPeriod: UInt32 = 0
    public var hitSetCount: UInt32 = 0
    public var useGMTHitSet = true
    public var minReadRecencyForPromote: UInt32 = 0
    public var minWriteRecencyForPromote: UInt32 = 0
    /// Per cent.
    public var hitSetGradeDecayRate: UInt32 = 0
    public var hitSetSearchLastN: UInt32 = 0

    public var erasureCodeProfile = ""
    /// Bytes.
    public var stripeWidth: UInt32 = 0
    public var expectedNumObjects: UInt64 = 0
    public var fastRead = false
    /// No longer used.
    public var properties: CephMap<String, String> = [:]
    public var options = PoolOptions()
    public var applicationMetadata: CephMap<String, CephMap<String, String>> = [:]

    /// Of a stretched cluster: how many buckets a peering set must span, how many it should, of which type,
    /// and one that must be among them.
    public var peeringCrushBucketCount: UInt32 = 0
    public var peeringCrushBucketTarget: UInt32 = 0
    public var peeringCrushBucketBarrier: UInt32 = 0
    public var peeringCrushMandatoryMember: Int32 = PGPool.noItem

    public init() {}

    /// `CRUSH_ITEM_NONE`.
    public static let noItem: Int32 = 0x7fff_ffff
}

extension PGPool {
    public enum Kind: UInt8, Sendable {
        case replicated = 1
        case erasure = 3
    }

    public enum ObjectHash: UInt8, Sendable {
        case linux = 1
        case rjenkins = 2
    }

    public enum AutoscaleMode: UInt8, Sendable, CaseIterable {
        case off = 0
        case warn = 1
        case on = 2
    }

    public enum CacheMode: UInt8, Sendable, CaseIterable {
        case none, writeback, forward, readonly, readforward, readproxy, proxy
    }

    public var isReplicated: Bool { type == Kind.replicated.rawValue }
    public var isErasure: Bool { type == Kind.erasure.rawValue }
    /// In an erasure coded pool an OSD's place in the set says which shard it has, so places stay.
    public var canShiftOSDs: Bool { !isErasure }
    public var isTier: Bool { tierOf >= 0 }
    public var isStretchPool: Bool { peeringCrushBucketCount != 0 }

    public var typeName: String {
        Kind(rawValue: type).map { String(describing: $0) } ?? "???"
    }
    public var objectHashName: String {
        ObjectHash(rawValue: objectHash).map { String(describing: $0) } ?? "unknown"
    }
    public var autoscaleModeName: String {
        AutoscaleMode(rawValue: autoscaleMode).map { String(describing: $0) } ?? "???"
    }
    public var cacheModeName: String {
        CacheMode(rawValue: cacheMode).map { String(describing: $0) } ?? "unknown"
    }
}

extension PGPool {
    /// `FLAG_*`.
    public struct Flags: OptionSet, Hashable, Sendable {
        public let rawValue: UInt64
        public init(rawValue: UInt64) { self.rawValue = rawValue }

        public static let hashPSPool = Flags(rawValue: 1 << 0)
        public static let full = Flags(rawValue: 1 << 1)
        public static let ecOverwrites = Flags(rawValue: 1 << 2)
        public static let incompleteClones = Flags(rawValue: 1 << 3)
        public static let noDelete = Flags(rawValue: 1 << 4)
        public static let noPGChange = Flags(rawValue: 1 << 5)
        public static let noSizeChange = Flags(rawValue: 1 << 6)
        public static let writeFadviseDontNeed = Flags(rawValue: 1 << 7)
        public static let noScrub = Flags(rawValue: 1 << 8)
        public static let noDeepScrub = Flags(rawValue: 1 << 9)
        public static let fullQuota = Flags(rawValue: 1 << 10)
        public static let nearFull = Flags(rawValue: 1 << 11)
        public static let backfillFull = Flags(rawValue: 1 << 12)
        public static let selfManagedSnaps = Flags(rawValue: 1 << 13)
        public static let poolSnaps = Flags(rawValue: 1 << 14)
        public static let creating = Flags(rawValue: 1 << 15)
        /// 16.2 has no name for it.
        public static let eio = Flags(rawValue: 1 << 16)
        public static let bulk = Flags(rawValue: 1 << 17)

        private static let unknownName = "???"
        private static let names = [
            "hashpspool", "full", "ec_overwrites", "incomplete_clones", "nodelete", "nopgchange",
            "nosizechange",
            "write_fadvise_dontneed", "noscrub", "nodeep-scrub", "full_quota", "nearfull", "backfillfull",
            "selfmanaged_snaps", "pool_snaps", "creating", unknownName, "bulk",
        ]

        /// `hashpspool,creating`
        public var names: String {
            (0..<64).filter { rawValue >> UInt64($0) & 1 != 0 }
                .map { $0 < Self.names.count ? Self.names[$0] : Self.unknownName }
                .joined(separator: ",")
        }

        /// The flag of that name; nil for any other text.
        public init?(name: some StringProtocol) {
            guard let index = Self.names.firstIndex(where: { $0 == name }), name != Self.unknownName else {
                return nil
            }
            self.init(rawValue: 1 << UInt64(index))
        }
    }
}
