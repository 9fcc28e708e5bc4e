import CephEncoding
import NIOCore

// Reading an OSD map, `OSDMap::decode` in src/osd/OSDMap.cc. An envelope around two: what clients need, and
// what OSDs need besides; then the checksum of all that is before and behind it.

extension OSDMap: CephDecodable {
    public init(from decoder: inout CephDecoder) throws {
        var peek = decoder
        guard try peek.integer(UInt8.self) >= 7 else {
            try self.init(classicFrom: &decoder)
            return
        }
        self.init()
        let start = decoder.offset
        var front = ByteBuffer()
        var behind = 0
        try decoder.versioned(upTo: 8, named: "OSDMap") { version, body in
            try body.field("client") {
                try $0.versioned(upTo: 10, named: "OSDMap") { try decodeClientPart($0, &$1) }
            }
            try body.field("osd") {
                try $0.versioned(upTo: 12, named: "OSDMap") { try decodeOSDPart($0, &$1) }
            }
            guard version >= 8 else { return }
            front = body.consumed(since: start)
            crc = try body.decode("crc", as: UInt32.self)
            behind = body.offset
        }
        if let crc {
            let checksum = CRC32C.checksum(front, seed: .max)
            verifiedCRC = CRC32C.checksum(decoder.consumed(since: behind), seed: checksum) == crc
        }
    }

    private mutating func decodeClientPart(_ version: UInt8, _ body: inout CephDecoder) throws {
        fsid = try body.decode("fsid")
        epoch = try body.decode("epoch")
        created = try body.decode("created")
        modified = try body.decode("modified")
        pools = try body.decode("pools")
        poolNames = try body.decode("pool_name")
        poolMax = try body.decode("pool_max")
        flags = OSDMapFlags(rawValue: try body.decode("flags"))
        maxOSD = try body.decode("max_osd")
        osdStates = try body.field("osd_state") { try $0.osdStates(wide: version >= 5) }
        osdWeights = try body.field("osd_weight") { try $0.integers() }
        clientAddresses = try body.decode("client_addrs")
        pgTemp = try body.field("pg_temp") { try $0.osdSets() }
        primaryTemp = try body.decode("primary_temp")
        if version >= 2 {
            osdPrimaryAffinities = try body.field("osd_primary_affinity") { try $0.integers() }
        }
        crush = try body.field("crush") { try $0.crushMap() }
        if version >= 3 { erasureCodeProfiles = try body.decode("erasure_code_profiles") }
        if version >= 4 {
            pgUpmap = try body.field("pg_upmap") { try $0.osdSets() }
            pgUpmapItems = try body.decode("pg_upmap_items")
        }
        if version >= 6 { crushVersion = try body.decode("crush_version") }
        if version >= 7 {
            newRemovedSnaps = try body.decode("new_removed_snaps")
            newPurgedSnaps = try body.decode("new_purged_snaps")
        }
        if version >= 9 {
            lastUpChange = try body.decode("last_up_change")
            lastInChange = try body.decode("last_in_change")
        }
        if version >= 10 { pgUpmapPrimaries = try body.decode("pg_upmap_primaries") }
    }

    private mutating func decodeOSDPart(_ version: UInt8, _ body: inout CephDecoder) throws {
        heartbeatBackAddresses = try body.decode("hb_back_addrs")
        osdInfos = try body.field("osd_info") { try $0.osdInfos() }
        blocklist = try body.decode("blocklist")
        clusterAddresses = try body.decode("cluster_addrs")
        clusterSnapshotEpoch = try body.decode("cluster_snapshot_epoch")
        clusterSnapshot = try body.decode("cluster_snapshot")
        osdUUIDs = try body.decode("osd_uuid")
        osdXInfos = try body.decode("osd_xinfo")
        heartbeatFrontAddresses = try body.decode("hb_front_addrs")
        if version >= 2 {
            nearFullRatio = try body.decode("nearfull_ratio")
            fullRatio = try body.decode("full_ratio")
        }
        if version >= 3 { backfillFullRatio = try body.decode("backfillfull_ratio") }
        if version == 4 {
            requireMinCompatClient =
                CephRelease(name: try body.decode("require_min_compat_client", as: String.self)) ?? .unknown
        }
        if version >= 5 {
            requireMinCompatClient = try body.decode("require_min_compat_client")
            requireOSDRelease = try body.decode("require_osd_release")
            flags.setRequirements(of: requireOSDRelease)
        } else {
            requireOSDRelease = flags.takeLegacyRequirement()
        }
        if version >= 6 { removedSnapsQueue = try body.decode("removed_snaps_queue") }
        if version >= 8 { crushNodeFlags = try body.decode("crush_node_flags") }
        if version >= 9 { deviceClassFlags = try body.decode("device_class_flags") }
        if version >= 10 { try decodeStretchMode(&body) }
        if version >= 11 { rangeBlocklist = try body.decode("range_blocklist") }
        if version >= 12 { allowCrimson = try body.decode("allow_crimson") }
    }

    private mutating func decodeStretchMode(_ body: inout CephDecoder) throws {
        stretchModeEnabled = try body.decode("stretch_mode_enabled")
        stretchBucketCount = try body.decode("stretch_bucket_count")
        degradedStretchMode = try body.decode("degraded_stretch_mode")
        recoveringStretchMode = try body.decode("recovering_stretch_mode")
        stretchModeBucket = try body.decode("stretch_mode_bucket")
    }
}

extension OSDMapFlags {
    /// What follows from the release that the OSDs must have, since the release is kept as such.
    mutating func setRequirements(of release: CephRelease) {
        if release >= .nautilus { insert(.pgLogHardLimit) }
        if release >= .luminous {
            subtract(.legacyRequire)
            insert(.recoveryDeletes)
        }
    }

    /// The release that the flags of old ask for; luminous's gives way to what it stands for.
    mutating func takeLegacyRequirement() -> CephRelease {
        if contains(.requireLuminous) {
            subtract(.legacyRequire)
            insert(.recoveryDeletes)
            return .luminous
        }
        return contains(.requireKraken) ? .kraken : contains(.requireJewel) ? .jewel : .unknown
    }
}

extension OSDState: CephCodable {
    public init(from decoder: inout CephDecoder) throws { self.init(rawValue: try decoder.integer()) }
    public func encode(into encoder: inout CephEncoder) { encoder.integer(rawValue) }
}

extension CephDecoder {
    /// States by OSD number, as u32 or (before luminous) u8.
    mutating func osdStates(wide: Bool) throws -> [OSDState] {
        wide
            ? try integers(UInt32.self).map(OSDState.init(rawValue:))
            : try integers(UInt8.self).map { OSDState(rawValue: UInt32($0)) }
    }

    /// ``OSDInfo``s, which all have one size.
    mutating func osdInfos() throws -> [OSDInfo] {
        let count = try count(minimumSize: OSDInfo.encodedSize)
        return try withBytes(count * OSDInfo.encodedSize) { bytes in
            (0..<count).map { OSDInfo(raw: bytes, at: $0 * OSDInfo.encodedSize) }
        }
    }

    /// Sets of OSDs by placement group.
    mutating func osdSets() throws -> CephMap<PGID, [Int32]> {
        var sets: [(key: PGID, value: [Int32])] = []
        for _ in 0..<(try count(minimumSize: PGID.encodedSize + 4)) {
            let pg = try PGID(from: &self)
            sets.append((pg, try field("(\(pg))") { try $0.integers() }))
        }
        return CephMap(inAnyOrder: sets)
    }

    /// A CRUSH map behind its length. Like Ceph, this looks at no more than the map reads.
    mutating func crushMap() throws -> CrushMap {
        let length = try count()
        return try limited(to: length) { try CrushMap(from: &$0) }
    }
}
