import CephEncoding

/// The OSD map (src/osd/OSDMap.h): which OSDs there are and how they do, the pools, and all that decides
/// which OSDs have which placement group.
///
/// What there is of each OSD stands in arrays with ``maxOSD`` elements, by its number.
public struct OSDMap: Equatable, Sendable {
    public var fsid = CephUUID.zero
    public var epoch: UInt32 = 0
    public var created = UTime.zero
    public var modified = UTime.zero
    /// When an OSD last went up or down, and in or out.
    public var lastUpChange = UTime.zero
    public var lastInChange = UTime.zero
    public var flags: OSDMapFlags = []

    public var pools: CephMap<Int64, PGPool> = [:]
    public var poolNames: CephMap<Int64, String> = [:]
    /// The highest pool number ever.
    public var poolMax: Int32 = 0

    /// One more than the highest number that an OSD may have.
    public internal(set) var maxOSD: Int32 = 0
    public var osdStates: [OSDState] = []
    /// 16.16 fixed point.
    public var osdWeights: [UInt32] = []
    /// 16.16 fixed point; empty where all have the default.
    public var osdPrimaryAffinities: [UInt32] = []
    public var osdInfos: [OSDInfo] = []
    public var osdXInfos: [OSDXInfo] = []
    public var osdUUIDs: [CephUUID] = []
    public var clientAddresses: [EntityAddressVector] = []
    public var clusterAddresses: [EntityAddressVector] = []
    public var heartbeatBackAddresses: [EntityAddressVector] = []
    public var heartbeatFrontAddresses: [EntityAddressVector] = []

    public var crush = CrushMap()
    public var crushVersion: UInt32 = 1
    /// By CRUSH node, and by device class: flags for all OSDs below.
    public var crushNodeFlags: CephMap<Int32, OSDState> = [:]
    public var deviceClassFlags: CephMap<Int32, OSDState> = [:]

    /// Where groups are while they should be elsewhere.
    public var pgTemp: CephMap<PGID, [Int32]> = [:]
    public var primaryTemp: CephMap<PGID, Int32> = [:]
    /// Where groups shall be other than CRUSH puts them: whole sets, and single replacements (from, to).
    public var pgUpmap: CephMap<PGID, [Int32]> = [:]
    public var pgUpmapItems: CephMap<PGID, [Pair<Int32, Int32>]> = [:]
    /// What reef added: primaries by decree. 16.2 neither writes nor follows them.
    public var pgUpmapPrimaries: CephMap<PGID, Int32> = [:]

    public var blocklist = AddressTable()
    public var rangeBlocklist: CephMap<EntityAddress, UTime> = [:]
    public var erasureCodeProfiles: CephMap<String, CephMap<String, String>> = [:]

    /// By pool: snapshots that are being removed; those that this very epoch added and finished.
    public var removedSnapsQueue: CephMap<Int64, SnapIntervalSet> = [:]
    public var newRemovedSnaps: CephMap<Int64, SnapIntervalSet> = [:]
    public var newPurgedSnaps: CephMap<Int64, SnapIntervalSet> = [:]

    public var clusterSnapshotEpoch: UInt32 = 0
    public var clusterSnapshot = ""
    public var nearFullRatio: Float = 0
    public var fullRatio: Float = 0
    public var backfillFullRatio: Float = 0
    public var requireMinCompatClient = CephRelease.unknown
    public var requireOSDRelease = CephRelease.unknown

    public var stretchModeEnabled = false
    public var stretchBucketCount: UInt32 = 0
    public var degradedStretchMode: UInt32 = 0
    public var recoveringStretchMode: UInt32 = 0
    public var stretchModeBucket: Int32 = 0
    /// What squid added; 16.2 does not know it.
    public var allowCrimson = false

    /// The checksum that the encoding carried, or nil: encodings before hammer have none.
    public var crc: UInt32?
    /// Whether the encoding's own checksum was right; nil where it had none. Ceph refuses a map of which
    /// it is wrong.
    public internal(set) var verifiedCRC: Bool?

    public init() {}
}

extension OSDMap {
    /// The numbers that have a place in the arrays.
    public var osdNumbers: Range<Int32> { 0..<Int32(clamping: min(Int(max(maxOSD, 0)), osdStates.count)) }

    /// More OSDs than this an incremental may not ask for: room is made for all of them at once. Monitors
    /// let no one ask for more than 10,000 unless `mon_max_osd` says otherwise.
    public static let osdLimit: Int32 = 1 << 18

    /// Makes room for OSDs below `count`, and forgets those from it on; at most ``osdLimit``.
    public mutating func setMaxOSD(_ count: Int32) {
        let count = min(max(count, 0), Self.osdLimit)
        func resize<T>(_ array: inout [T], _ filler: T) {
            if array.count > count { array.removeLast(array.count - Int(count)) }
            array.append(contentsOf: repeatElement(filler, count: Int(count) - array.count))
        }
        maxOSD = count
        resize(&osdStates, [])
        resize(&osdWeights, OSDWeight.out)
        resize(&osdInfos, OSDInfo())
        resize(&osdXInfos, OSDXInfo())
        resize(&osdUUIDs, .zero)
        resize(&clientAddresses, EntityAddressVector())
        resize(&clusterAddresses, EntityAddressVector())
        resize(&heartbeatBackAddresses, EntityAddressVector())
        resize(&heartbeatFrontAddresses, EntityAddressVector())
        if !osdPrimaryAffinities.isEmpty { resize(&osdPrimaryAffinities, OSDWeight.defaultPrimaryAffinity) }
    }

    public func state(of osd: Int32) -> OSDState {
        osd >= 0 && osd < maxOSD && osd < osdStates.count ? osdStates[Int(osd)] : []
    }
    public func exists(_ osd: Int32) -> Bool { state(of: osd).contains(.exists) }
    public func isUp(_ osd: Int32) -> Bool { state(of: osd).isSuperset(of: [.exists, .up]) }
    public func isDown(_ osd: Int32) -> Bool { !isUp(osd) }
    public func isOut(_ osd: Int32) -> Bool { !exists(osd) || weight(of: osd) == OSDWeight.out }
    public func isIn(_ osd: Int32) -> Bool { !isOut(osd) }
    public func isDestroyed(_ osd: Int32) -> Bool { state(of: osd).isSuperset(of: [.exists, .destroyed]) }

    /// 16.16 fixed point.
    public func weight(of osd: Int32) -> UInt32 {
        osd >= 0 && osd < osdWeights.count ? osdWeights[Int(osd)] : OSDWeight.out
    }

    /// 16.16 fixed point.
    public func primaryAffinity(of osd: Int32) -> UInt32 {
        osd >= 0 && osd < osdPrimaryAffinities.count
            ? osdPrimaryAffinities[Int(osd)] : OSDWeight.defaultPrimaryAffinity
    }

    public mutating func setPrimaryAffinity(of osd: Int32, _ affinity: UInt32) {
        guard osd >= 0, osd < maxOSD else { return }
        while osdPrimaryAffinities.count < maxOSD {
            osdPrimaryAffinities.append(OSDWeight.defaultPrimaryAffinity)
        }
        osdPrimaryAffinities[Int(osd)] = affinity
    }

    public var osdCount: Int { osdNumbers.count(where: exists) }
    public var upOSDCount: Int { osdNumbers.count(where: isUp) }
    public var inOSDCount: Int { osdNumbers.count(where: isIn) }

    /// The name of the snapshot that this very epoch is, or nothing.
    public var currentClusterSnapshot: String { clusterSnapshotEpoch == epoch ? clusterSnapshot : "" }

    /// The pool with that name.
    public func pool(named name: String) -> Int64? {
        // Where two have it, Ceph's index has the later one.
        poolNames.elements.last { $0.value == name }?.key
    }
}

/// An array's element, or a substitute where it has none: old maps may lack what came later.
extension Array {
    func element(_ index: Int32, default substitute: @autoclosure () -> Element) -> Element {
        index >= 0 && Int(index) < count ? self[Int(index)] : substitute()
    }
}
