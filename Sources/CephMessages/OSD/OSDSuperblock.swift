import CephEncoding
import CephTypes

/// What an OSD keeps of itself on its disk, and tells when it boots (src/osd/osd_types.h).
///
/// On the wire: envelope since version 5, version 10 in 16.2.15; before it a version byte alone.
public struct OSDSuperblock: Hashable, Sendable {
    public var clusterFSID: CephUUID = .zero
    public var osdFSID: CephUUID = .zero
    /// The OSD's number.
    public var whoami: Int32 = -1
    public var currentEpoch: UInt32 = 0
    /// The first and the last OSD map that it has.
    public var oldestMap: UInt32 = 0
    public var newestMap: UInt32 = 0
    public var weight: Double = 0
    public var compatFeatures = CompatSet()
    /// When it was mounted last, and up to when it was clean then.
    public var cleanThrough: UInt32 = 0
    public var mounted: UInt32 = 0
    /// The last epoch whose purged snapshots it knows.
    public var purgedSnapsLast: UInt32 = 0
    public var lastPurgedSnapsScrub: UTime = .zero
    /// Maps before it are not needed by anyone in the cluster.
    public var clusterTrimLowerBound: UInt32 = 0

    public init() {}
}

extension OSDSuperblock: CephCodable {
    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 10, compatSince: 5, lengthSince: 5) { version, body in
            try OSDSuperblock(version: version, bodyFrom: &body)
        }
    }

    private init(version: UInt8, bodyFrom decoder: inout CephDecoder) throws {
        // It began with a magic string.
        if version < 3 { _ = try decoder.decode("magic", as: String.self) }
        clusterFSID = try decoder.decode("cluster_fsid")
        whoami = try decoder.decode("whoami")
        currentEpoch = try decoder.decode("current_epoch")
        oldestMap = try decoder.decode("oldest_map")
        newestMap = try decoder.decode("newest_map")
        weight = try decoder.decode("weight")
        if version >= 2 { compatFeatures = try decoder.decode("compat_features") }
        cleanThrough = try decoder.decode("clean_thru")
        mounted = try decoder.decode("mounted")
        if version >= 4 { osdFSID = try decoder.decode("osd_fsid") }
        // Versions 6 and 7 told which pools were full in which map.
        if version >= 6 { _ = try decoder.decode("last_map_marked_full", as: UInt32.self) }
        if version >= 7 {
            _ = try decoder.decode("pool_last_map_marked_full", as: CephMap<Int64, UInt32>.self)
        }
        if version >= 9 {
            purgedSnapsLast = try decoder.decode("purged_snaps_last")
            lastPurgedSnapsScrub = try decoder.decode("last_purged_snaps_scrub")
        }
        if version >= 10 { clusterTrimLowerBound = try decoder.decode("cluster_osdmap_trim_lower_bound") }
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.versioned(10, compatible: 5) { body in
            body.encode(clusterFSID)
            body.integer(whoami)
            body.integer(currentEpoch)
            body.integer(oldestMap)
            body.integer(newestMap)
            body.encode(weight)
            body.encode(compatFeatures)
            body.integer(cleanThrough)
            body.integer(mounted)
            body.encode(osdFSID)
            body.integer(UInt32(0))
            body.count(0)
            body.integer(purgedSnapsLast)
            body.encode(lastPurgedSnapsScrub)
            body.integer(clusterTrimLowerBound)
        }
    }
}
