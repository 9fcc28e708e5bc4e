import CephEncoding
import CephTypes
import NIOCore

/// OSD maps and the incrementals that lead from one to the next (src/messages/MOSDMap.h).
public struct MOSDMap: CephMessage, Equatable {
    public static let type = MessageType.osdMap
    public static let headVersion: UInt16 = 4
    public static let compatVersion: UInt16 = 3

    public var fsid: CephUUID
    /// What ``maps`` and ``incrementalMaps`` were encoded with: they are encoded anew for a reader whose
    /// features would have given another form.
    public var encodeFeatures: CephFeatures
    /// Encoded `OSDMap::Incremental`s by epoch.
    public var incrementalMaps: CephMap<UInt32, ByteBuffer>
    /// Encoded `OSDMap`s by epoch.
    public var maps: CephMap<UInt32, ByteBuffer>
    /// The first and the last epoch that the sender has.
    public var oldestMap: UInt32
    public var newestMap: UInt32
    /// By pool: snapshots that went in epochs which the sender no longer has. 14.2 fills it; 16.2 leaves it
    /// empty and does not read it.
    public var gapRemovedSnaps: CephMap<Int64, SnapIntervalSet>

    public init(
        fsid: CephUUID = .zero, encodeFeatures: CephFeatures = [],
        incrementalMaps: CephMap<UInt32, ByteBuffer> = [:], maps: CephMap<UInt32, ByteBuffer> = [:],
        oldestMap: UInt32 = 0, newestMap: UInt32 = 0, gapRemovedSnaps: CephMap<Int64, SnapIntervalSet> = [:]
    ) {
        self.fsid = fsid
        self.encodeFeatures = encodeFeatures
        self.incrementalMaps = incrementalMaps
        self.maps = maps
        self.oldestMap = oldestMap
        self.newestMap = newestMap
        self.gapRemovedSnaps = gapRemovedSnaps
    }

    /// The first epoch in it, or 0.
    public var firstEpoch: UInt32 {
        [incrementalMaps.first?.key, maps.first?.key].compactMap(\.self).min() ?? 0
    }

    /// The last epoch in it, or 0.
    public var lastEpoch: UInt32 {
        [incrementalMaps.last?.key, maps.last?.key].compactMap(\.self).max() ?? 0
    }
}

extension MOSDMap {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        fsid = try decoder.decode("fsid")
        encodeFeatures = decoder.features
        incrementalMaps = try decoder.decode("incremental_maps")
        maps = try decoder.decode("maps")
        oldestMap = version >= 2 ? try decoder.decode("oldest_map") : 0
        newestMap = version >= 2 ? try decoder.decode("newest_map") : 0
        gapRemovedSnaps = version >= 4 ? try decoder.decode("gap_removed_snaps") : [:]
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        let features = encoder.features
        let version = Self.version(for: features, encodedWith: encodeFeatures)
        encoder.encode(fsid)
        if Self.significant(encodeFeatures) == Self.significant(features) {
            encoder.encode(incrementalMaps)
            encoder.encode(maps)
        } else {
            encoder.encode(incrementalMaps.mapValues { Self.incremental($0, for: features) })
            encoder.encode(maps.mapValues { Self.fullMap($0, for: features) })
        }
        if version.version >= 2 {
            encoder.integer(oldestMap)
            encoder.integer(newestMap)
        }
        if version.version >= 4 { encoder.encode(gapRemovedSnaps) }
        return version
    }

    /// Clients without `PGID64` or `PGPOOL3` are of version 1, those without `OSDENC` of version 2.
    private static func version(
        for features: CephFeatures, encodedWith encodeFeatures: CephFeatures
    ) -> MessageVersion {
        guard significant(encodeFeatures) != significant(features) else { return current }
        if !features.contains([.pgID64, .pgPool3]) { return MessageVersion(version: 1, compatible: 1) }
        if !features.contains(.osdEnc) { return MessageVersion(version: 2, compatible: 2) }
        return current
    }

    private static func significant(_ features: CephFeatures) -> CephFeatures {
        features.intersection(OSDMap.significantFeatures)
    }

    /// The incremental in the form for `features`, never with more than it was first encoded with; bytes that
    /// are no incremental stay as they are.
    private static func incremental(_ bytes: ByteBuffer, for features: CephFeatures) -> ByteBuffer {
        guard var incremental = try? OSDMap.Incremental.decode(from: bytes) else { return bytes }
        let common = incremental.encodeFeatures.intersection(features)
        if incremental.fullMap.readableBytes > 0,
            let map = try? OSDMap.decode(from: incremental.fullMap)
        {
            incremental.fullMap = map.encodedWithCRC(features: common).bytes
        }
        if incremental.crush.readableBytes > 0,
            let crush = try? CrushMap.decode(from: incremental.crush)
        {
            incremental.crush = crush.encoded(features: common)
        }
        return incremental.encodedWithCRC(features: common).bytes
    }

    /// The map in the form for `features`, never with more than the monitors encode it with.
    private static func fullMap(_ bytes: ByteBuffer, for features: CephFeatures) -> ByteBuffer {
        guard let map = try? OSDMap.decode(from: bytes) else { return bytes }
        return map.encodedWithCRC(features: map.encodingFeatures.intersection(features)).bytes
    }
}

extension MOSDMap: CustomStringConvertible {
    public var description: String {
        var text = "osd_map(\(firstEpoch)..\(lastEpoch)"
        if oldestMap != 0 || newestMap != 0 { text += " src has \(oldestMap)..\(newestMap)" }
        if !gapRemovedSnaps.isEmpty { text += " +gap_removed_snaps" }
        return text + ")"
    }
}
