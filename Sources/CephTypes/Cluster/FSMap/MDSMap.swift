import CephEncoding

/// One file system: its settings, its ranks and the metadata servers that hold them (src/mds/MDSMap.h).
public struct MDSMap: Hashable, Sendable {
    /// `CEPH_MDSMAP_*` (src/include/ceph_fs.h).
    public struct Flags: OptionSet, Hashable, Sendable {
        public let rawValue: UInt32
        public init(rawValue: UInt32) { self.rawValue = rawValue }

        /// No server may become active.
        public static let notJoinable = Flags(rawValue: 1 << 0)
        public static let allowSnaps = Flags(rawValue: 1 << 1)
        public static let allowMultiMDSSnaps = Flags(rawValue: 1 << 4)
        public static let allowStandbyReplay = Flags(rawValue: 1 << 5)
    }

    public var epoch: UInt32 = 0
    public var flags: Flags = []
    public var lastFailure: UInt32 = 0
    public var root: Int32 = 0
    /// Seconds.
    public var sessionTimeout: UInt32 = 60
    /// Seconds.
    public var sessionAutoclose: UInt32 = 300
    /// Bytes.
    public var maxFileSize: UInt64 = 1 << 40
    public var maxMDS: Int32 = 1
    /// By global id.
    public var info: CephMap<UInt64, MDSInfo> = [:]
    public var dataPools: [Int64] = []
    public var casPool: Int64 = -1
    public var compat = CompatSet()
    public var metadataPool: Int64 = -1
    public var created: UTime = .zero
    public var modified: UTime = .zero
    public var tableServer: Int32 = 0
    /// Ranks that the file system has.
    public var ranks: CephSet<Int32> = []
    /// Ranks that a server holds, and its global id.
    public var up: CephMap<Int32, UInt64> = [:]
    public var failed: CephSet<Int32> = []
    public var stopped: CephSet<Int32> = []
    public var damaged: CephSet<Int32> = []
    public var lastFailureOSDEpoch: UInt32 = 0
    /// Bits of ``Flags``, those below 8.
    public var everAllowedFeatures: UInt8 = 0
    public var explicitlyAllowedFeatures: UInt8 = 0
    public var inlineDataEnabled = false
    public var enabled = false
    public var fsName = "cephfs"
    public var balancer = ""
    /// How many standbys are asked for; -1 where nobody said.
    public var standbyCountWanted: Int32 = -1
    public var oldMaxMDS: Int32 = 0
    public var requiredClientFeatures = FSFeatures()
    /// What a map of before 16.2 has in place of `requiredClientFeatures`, which follow from it.
    var minCompatClient = MDSMap.anyClient

    public init() {}

    /// Ranks failed, damaged or being taken over.
    public var isDegraded: Bool {
        !failed.isEmpty || !damaged.isEmpty || info.contains { $0.value.state.isDegraded }
    }

    public func count(in state: MDSState) -> Int { info.count { $0.value.state == state } }

    public func isDataPool(_ pool: Int64) -> Bool { dataPools.contains(pool) }

    /// Whether the file system keeps data or metadata there.
    public func usesPool(_ pool: Int64) -> Bool { enabled && (isDataPool(pool) || metadataPool == pool) }

    /// Does what Ceph 16.2 does to every map it reads, so that what is written next is what it would write:
    /// servers know inline data since nautilus, and one that did not say what it knows is taken to know
    /// what the file system needs. ``dump(to:)`` and ``description`` show the map as it is then; it is no
    /// part of decoding, so that a map that was only read keeps its own bytes.
    public mutating func completeCompat() {
        compat.incompat.insert(.mdsInline)
        for gid in info.keys {
            if info[gid]?.compat.isEmpty == true { info[gid]?.compat = compat }
            info[gid]?.compat.incompat.insert(.mdsInline)
        }
    }

    var completed: MDSMap {
        var copy = self
        copy.completeCompat()
        return copy
    }
}
