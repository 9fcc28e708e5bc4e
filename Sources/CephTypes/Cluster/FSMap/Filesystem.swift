import CephEncoding

/// One file system of an ``FSMap``.
public struct Filesystem: Hashable, Sendable {
    /// Stands for the file system of a map from before there were several.
    public static let anonymousID: Int32 = 0

    /// `fs_cluster_id_t`
    public var fscid: Int32
    public var mdsMap: MDSMap
    public var mirrorInfo: MirrorInfo

    public init(fscid: Int32 = -1, mdsMap: MDSMap = MDSMap(), mirrorInfo: MirrorInfo = MirrorInfo()) {
        self.fscid = fscid
        self.mdsMap = mdsMap
        self.mirrorInfo = mirrorInfo
    }
}

extension Filesystem: CephRecord {
    public static let cephTypeName = "Filesystem"

    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 2, named: Self.cephTypeName) { version, body in
            var filesystem = Filesystem(fscid: try body.decode("fscid"))
            // The map is a bufferlist of its own.
            filesystem.mdsMap = try body.field("mds_map") { outer in
                let length = try outer.count()
                return try outer.limited(to: length) { try MDSMap(from: &$0) }
            }
            if version >= 2 { filesystem.mirrorInfo = try body.decode("mirror_info") }
            return filesystem
        }
    }

    /// Version 2; or 1, the form of 14.2, for stores that a 14.2 monitor wrote.
    public func encode(into encoder: inout CephEncoder) {
        let isNautilus = encoder.features.areNautilus
        encoder.versioned(isNautilus ? 1 : 2, compatible: 1) { body in
            body.integer(fscid)
            body.lengthPrefixed { $0.encode(mdsMap) }
            if !isNautilus { body.encode(mirrorInfo) }
        }
    }

    public func dump(to formatter: inout CephFormatter) {
        formatter.dump("mdsmap", mdsMap)
        formatter.int("id", fscid)
        if mirrorInfo.isMirrored { formatter.dump("mirror_info", mirrorInfo) }
    }
}

extension Filesystem: CustomStringConvertible {
    /// As `ceph fs get` shows it; every line ends.
    public var description: String {
        "Filesystem '\(mdsMap.fsName)' (\(fscid))\n\(mdsMap)"
            + (mirrorInfo.isMirrored ? "\(mirrorInfo)\n" : "")
    }
}
