import CephEncoding
import NIOCore

extension OSDMap {
    /// `OSDMap::Incremental`: what turns one epoch's map into the next one's (src/osd/OSDMap.h).
    public struct Incremental: Equatable, Sendable {
        /// The features that it was written with, and that the map which it makes is written with. None
        /// where nobody has written it yet.
        public var encodeFeatures: CephFeatures = []
        public var fsid = CephUUID.zero
        /// The epoch that it makes.
        public var epoch: UInt32 = 0
        public var modified = UTime.zero
        /// -1 for no change, as in the next two.
        public var newPoolMax: Int64 = -1
        public var newFlags: Int32 = -1
        public var newMaxOSD: Int32 = -1

        /// A whole map in place of all that follows; rare.
        public var fullMap = ByteBuffer()
        /// A new CRUSH map, as it is written.
        public var crush = ByteBuffer()

        public var newPools: CephMap<Int64, PGPool> = [:]
        public var newPoolNames: CephMap<Int64, String> = [:]
        public var oldPools: CephSet<Int64> = []
        public var newErasureCodeProfiles: CephMap<String, CephMap<String, String>> = [:]
        public var oldErasureCodeProfiles: [String] = []

        /// OSDs that come up, by their number.
        public var newUpClient: CephMap<Int32, EntityAddressVector> = [:]
        public var newUpCluster: CephMap<Int32, EntityAddressVector> = [:]
        public var newHeartbeatBackUp: CephMap<Int32, EntityAddressVector> = [:]
        public var newHeartbeatFrontUp: CephMap<Int32, EntityAddressVector> = [:]
        /// Bits to turn over; no bits at all mean ``OSDState/up``.
        public var newState: CephMap<Int32, OSDState> = [:]
        public var newWeight: CephMap<Int32, UInt32> = [:]
        public var newPrimaryAffinity: CephMap<Int32, UInt32> = [:]
        public var newUpThru: CephMap<Int32, UInt32> = [:]
        /// First and last epoch.
        public var newLastCleanInterval: CephMap<Int32, Pair<UInt32, UInt32>> = [:]
        public var newLost: CephMap<Int32, UInt32> = [:]
        public var newUUID: CephMap<Int32, CephUUID> = [:]
        public var newXInfo: CephMap<Int32, OSDXInfo> = [:]

        /// An empty set, or -1, takes the entry away.
        public var newPGTemp: CephMap<PGID, [Int32]> = [:]
        public var newPrimaryTemp: CephMap<PGID, Int32> = [:]
        public var newPGUpmap: CephMap<PGID, [Int32]> = [:]
        public var oldPGUpmap: CephSet<PGID> = []
        public var newPGUpmapItems: CephMap<PGID, [Pair<Int32, Int32>]> = [:]
        public var oldPGUpmapItems: CephSet<PGID> = []
        /// What reef added.
        public var newPGUpmapPrimary: CephMap<PGID, Int32> = [:]
        public var oldPGUpmapPrimary: CephSet<PGID> = []

        public var newBlocklist: CephMap<EntityAddress, UTime> = [:]
        public var oldBlocklist: [EntityAddress] = []
        public var newRangeBlocklist: CephMap<EntityAddress, UTime> = [:]
        public var oldRangeBlocklist: [EntityAddress] = []

        public var newRemovedSnaps: CephMap<Int64, SnapIntervalSet> = [:]
        public var newPurgedSnaps: CephMap<Int64, SnapIntervalSet> = [:]
        public var newLastUpChange = UTime.zero
        public var newLastInChange = UTime.zero
        public var clusterSnapshot = ""

        /// Below 0 for no change.
        public var newNearFullRatio: Float = -1
        public var newFullRatio: Float = -1
        public var newBackfillFullRatio: Float = -1
        public var newRequireMinCompatClient = CephRelease.unchanged
        public var newRequireOSDRelease = CephRelease.unchanged
        /// No bits take the flags away.
        public var newCrushNodeFlags: CephMap<Int32, OSDState> = [:]
        public var newDeviceClassFlags: CephMap<Int32, OSDState> = [:]

        /// Whether the five that follow mean something.
        public var changeStretchMode = false
        public var newStretchBucketCount: UInt32 = 0
        public var newDegradedStretchMode: UInt32 = 0
        public var newRecoveringStretchMode: UInt32 = 0
        public var newStretchModeBucket: Int32 = 0
        public var stretchModeEnabled = false
        /// What squid added: 0 leaves as it is, 1 sets, 2 clears.
        public var mutateAllowCrimson: UInt8 = 0

        /// The checksum that the encoding carried, and that of the full map that this one makes; nil where
        /// the encoding is older than they are.
        public var crc: UInt32?
        public var fullCRC: UInt32?
        /// Whether the encoding's own checksum was right; nil where it had none.
        public internal(set) var verifiedCRC: Bool?

        public init(epoch: UInt32 = 0, fsid: CephUUID = .zero) {
            self.epoch = epoch
            self.fsid = fsid
        }
    }
}
