import CephEncoding
import NIOCore

// Reading an incremental, `OSDMap::Incremental::decode` and `decode_classic` in src/osd/OSDMap.cc.

extension OSDMap.Incremental: CephDecodable {
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
        try decoder.versioned(upTo: 8, named: "OSDMap::Incremental") { version, body in
            try body.field("client") {
                try $0.versioned(upTo: 9, named: "OSDMap::Incremental") { try decodeClientPart($0, &$1) }
            }
            try body.field("osd") {
                try $0.versioned(upTo: 12, named: "OSDMap::Incremental") { try decodeOSDPart($0, &$1) }
            }
            guard version >= 8 else { return }
            front = body.consumed(since: start)
            crc = try body.decode("inc_crc", as: UInt32.self)
            behind = body.offset
            fullCRC = try body.decode("full_crc", as: UInt32.self)
        }
        if let crc {
            let checksum = CRC32C.checksum(front, seed: .max)
            verifiedCRC = CRC32C.checksum(decoder.consumed(since: behind), seed: checksum) == crc
        }
    }

    private mutating func decodeClientPart(_ version: UInt8, _ body: inout CephDecoder) throws {
        try decodeHead(&body)
        newMaxOSD = try body.decode("new_max_osd")
        newPools = try body.decode("new_pools")
        newPoolNames = try body.decode("new_pool_names")
        oldPools = try body.decode("old_pools")
        newUpClient = try body.decode("new_up_client")
        newState =
            version >= 5
            ? try body.decode("new_state") : try body.field("new_state") { try $0.narrowStates() }
        newWeight = try body.decode("new_weight")
        newPGTemp = try body.field("new_pg_temp") { try $0.osdSets() }
        newPrimaryTemp = try body.decode("new_primary_temp")
        if version >= 2 { newPrimaryAffinity = try body.decode("new_primary_affinity") }
        if version >= 3 {
            newErasureCodeProfiles = try body.decode("new_erasure_code_profiles")
            oldErasureCodeProfiles = try body.decode("old_erasure_code_profiles")
        }
        if version >= 4 {
            newPGUpmap = try body.field("new_pg_upmap") { try $0.osdSets() }
            oldPGUpmap = try body.decode("old_pg_upmap")
            newPGUpmapItems = try body.decode("new_pg_upmap_items")
            oldPGUpmapItems = try body.decode("old_pg_upmap_items")
        }
        if version >= 6 {
            newRemovedSnaps = try body.decode("new_removed_snaps")
            newPurgedSnaps = try body.decode("new_purged_snaps")
        }
        if version >= 8 {
            newLastUpChange = try body.decode("new_last_up_change")
            newLastInChange = try body.decode("new_last_in_change")
        }
        if version >= 9 {
            newPGUpmapPrimary = try body.decode("new_pg_upmap_primary")
            oldPGUpmapPrimary = try body.decode("old_pg_upmap_primary")
        }
    }

    private mutating func decodeHead(_ body: inout CephDecoder) throws {
        fsid = try body.decode("fsid")
        epoch = try body.decode("epoch")
        modified = try body.decode("modified")
        newPoolMax = try body.decode("new_pool_max")
        newFlags = try body.decode("new_flags")
        fullMap = try body.decode("fullmap")
        crush = try body.decode("crush")
    }

    private mutating func decodeOSDPart(_ version: UInt8, _ body: inout CephDecoder) throws {
        newHeartbeatBackUp = try body.decode("new_hb_back_up")
        newUpThru = try body.decode("new_up_thru")
        newLastCleanInterval = try body.decode("new_last_clean_interval")
        newLost = try body.decode("new_lost")
        newBlocklist = try body.decode("new_blocklist")
        oldBlocklist = try body.decode("old_blocklist")
        newUpCluster = try body.decode("new_up_cluster")
        clusterSnapshot = try body.decode("cluster_snapshot")
        newUUID = try body.decode("new_uuid")
        newXInfo = try body.decode("new_xinfo")
        newHeartbeatFrontUp = try body.decode("new_hb_front_up")
        encodeFeatures =
            version >= 2 ? CephFeatures(rawValue: try body.decode("encode_features")) : [.pgID64, .osdMapEnc]
        try decodeRequirements(version, &body)
        if version >= 8 { newCrushNodeFlags = try body.decode("new_crush_node_flags") }
        if version >= 9 { newDeviceClassFlags = try body.decode("new_device_class_flags") }
        if version >= 10 { try decodeStretchMode(&body) }
        if version >= 11 {
            newRangeBlocklist = try body.decode("new_range_blocklist")
            oldRangeBlocklist = try body.decode("old_range_blocklist")
        }
        if version >= 12 { mutateAllowCrimson = try body.decode("mutate_allow_crimson") }
    }

    private mutating func decodeRequirements(_ version: UInt8, _ body: inout CephDecoder) throws {
        if version >= 3 {
            newNearFullRatio = try body.decode("new_nearfull_ratio")
            newFullRatio = try body.decode("new_full_ratio")
        }
        if version >= 4 { newBackfillFullRatio = try body.decode("new_backfillfull_ratio") }
        if version == 5 {
            let name = try body.decode("new_require_min_compat_client", as: String.self)
            newRequireMinCompatClient = CephRelease(name: name) ?? .unchanged
        }
        if version >= 6 {
            newRequireMinCompatClient = try body.decode("new_require_min_compat_client")
            newRequireOSDRelease = try body.decode("new_require_osd_release")
        } else {
            takeLegacyRequirement()
        }
    }

    /// The release that OSDs must have was a flag before luminous.
    private mutating func takeLegacyRequirement() {
        guard newFlags >= 0 else { return }
        let flags = OSDMapFlags(rawValue: UInt32(newFlags))
        if flags.contains(.requireLuminous) {
            newRequireOSDRelease = .luminous
            newFlags = Int32(bitPattern: flags.subtracting(.legacyRequire).rawValue)
        } else if flags.contains(.requireKraken) {
            newRequireOSDRelease = .kraken
        } else if flags.contains(.requireJewel) {
            newRequireOSDRelease = .jewel
        }
    }

    private mutating func decodeStretchMode(_ body: inout CephDecoder) throws {
        changeStretchMode = try body.decode("change_stretch_mode")
        newStretchBucketCount = try body.decode("new_stretch_bucket_count")
        newDegradedStretchMode = try body.decode("new_degraded_stretch_mode")
        newRecoveringStretchMode = try body.decode("new_recovering_stretch_mode")
        newStretchModeBucket = try body.decode("new_stretch_mode_bucket")
        stretchModeEnabled = try body.decode("stretch_mode_enabled")
    }

    // MARK: Before firefly

    private init(classicFrom decoder: inout CephDecoder) throws {
        self.init()
        let version = try decoder.decode("version", as: UInt16.self)
        encodeFeatures = version >= 6 ? .pgID64 : []
        if version >= 6 {
            try decodeHead(&decoder)
        } else {
            try decodeShortHead(version, &decoder)
        }
        newMaxOSD = try decoder.decode("new_max_osd")
        if version >= 6 {
            newPools = try decoder.decode("new_pools")
            newPoolNames = try decoder.decode("new_pool_names")
            oldPools = try decoder.decode("old_pools")
        } else {
            newPools = try decoder.field("new_pools") { try $0.mapByShortNumber() }
            if version == 5 {
                newPoolNames = try decoder.field("new_pool_names") { try $0.mapByShortNumber() }
            }
            oldPools = CephSet(try decoder.decode("old_pools", as: [UInt32].self).map(Int64.init))
        }
        newUpClient = try decoder.decode("new_up_client")
        newState = try decoder.field("new_state") { try $0.narrowStates() }
        newWeight = try decoder.decode("new_weight")
        newPGTemp = try decoder.field("new_pg_temp") {
            version < 6 ? try $0.legacyOSDSets() : try $0.osdSets()
        }
        // Clients got no more than this.
        if version == 5 && decoder.remaining == 0 { return }
        try decodeClassicExtension(version, &decoder)
    }

    private mutating func decodeShortHead(_ version: UInt16, _ decoder: inout CephDecoder) throws {
        fsid = try decoder.decode("fsid")
        epoch = try decoder.decode("epoch")
        modified = try decoder.decode("modified")
        if version >= 4 { newPoolMax = Int64(try decoder.decode("new_pool_max", as: Int32.self)) }
        newFlags = try decoder.decode("new_flags")
        fullMap = try decoder.decode("fullmap")
        crush = try decoder.decode("crush")
    }

    private mutating func decodeClassicExtension(_ version: UInt16, _ decoder: inout CephDecoder) throws {
        let extended = version >= 5 ? try decoder.decode("extended version", as: UInt16.self) : 0
        newHeartbeatBackUp = try decoder.decode("new_hb_back_up")
        if version < 5 { newPoolNames = try decoder.decode("new_pool_names") }
        newUpThru = try decoder.decode("new_up_thru")
        newLastCleanInterval = try decoder.decode("new_last_clean_interval")
        newLost = try decoder.decode("new_lost")
        newBlocklist = try decoder.decode("new_blocklist")
        oldBlocklist = try decoder.decode("old_blocklist")
        if extended >= 6 { newUpCluster = try decoder.decode("new_up_cluster") }
        if extended >= 7 { clusterSnapshot = try decoder.decode("cluster_snapshot") }
        if extended >= 8 { newUUID = try decoder.decode("new_uuid") }
        if extended >= 9 { newXInfo = try decoder.decode("new_xinfo") }
        if extended >= 10 { newHeartbeatFrontUp = try decoder.decode("new_hb_front_up") }
    }
}

extension CephDecoder {
    /// States by OSD, u8 each as before luminous.
    fileprivate mutating func narrowStates() throws -> CephMap<Int32, OSDState> {
        try CephMap<Int32, UInt8>(from: &self).mapValues { OSDState(rawValue: UInt32($0)) }
    }
}
