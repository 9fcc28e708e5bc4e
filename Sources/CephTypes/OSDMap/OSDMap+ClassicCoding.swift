import CephEncoding

// The forms of the OSD map before firefly (`decode_classic`, `encode_classic`, `encode_client_old`), which
// 16.2 still writes for peers without OSDMAP_ENC: a u16 version, then the fields without any envelope.

extension OSDMap {
    init(classicFrom decoder: inout CephDecoder) throws {
        self.init()
        let version = try decoder.decode("version", as: UInt16.self)
        fsid = try decoder.decode("fsid")
        epoch = try decoder.decode("epoch")
        created = try decoder.decode("created")
        modified = try decoder.decode("modified")
        try decodeClassicPools(version, &decoder)
        flags = OSDMapFlags(rawValue: try decoder.decode("flags"))
        maxOSD = try decoder.decode("max_osd")
        osdStates = try decoder.field("osd_state") { try $0.osdStates(wide: false) }
        osdWeights = try decoder.field("osd_weight") { try $0.integers() }
        clientAddresses = try decoder.decode("client_addrs")
        pgTemp = try decoder.field("pg_temp") { version <= 5 ? try $0.legacyOSDSets() : try $0.osdSets() }
        crush = try decoder.field("crush") { try $0.crushMap() }
        try decodeClassicExtension(version, &decoder)
        requireOSDRelease = flags.takeLegacyRequirement()
    }

    private mutating func decodeClassicPools(_ version: UInt16, _ decoder: inout CephDecoder) throws {
        if version >= 6 {
            pools = try decoder.decode("pools")
            poolNames = try decoder.decode("pool_name")
            poolMax = try decoder.decode("pool_max")
        } else {
            if version < 4 { poolMax = try decoder.decode("max_pools") }
            pools = try decoder.field("pools") { try $0.mapByShortNumber() }
            if version >= 5 { poolNames = try decoder.field("pool_name") { try $0.mapByShortNumber() } }
            if version >= 4 { poolMax = try decoder.decode("pool_max") }
        }
        // An old bug wrote 0 (Ceph's issue 2307).
        if let last = pools.last?.key { poolMax = max(poolMax, Int32(clamping: last)) }
    }

    private mutating func decodeClassicExtension(_ version: UInt16, _ decoder: inout CephDecoder) throws {
        let extended = version >= 5 ? try decoder.decode("extended version", as: UInt16.self) : 0
        heartbeatBackAddresses = try decoder.decode("hb_back_addrs")
        osdInfos = try decoder.decode("osd_info")
        if version < 5 { poolNames = try decoder.decode("pool_name") }
        blocklist = try decoder.decode("blocklist")
        if extended >= 6 { clusterAddresses = try decoder.decode("cluster_addrs") }
        if extended >= 7 {
            clusterSnapshotEpoch = try decoder.decode("cluster_snapshot_epoch")
            clusterSnapshot = try decoder.decode("cluster_snapshot")
        }
        if extended >= 8 { osdUUIDs = try decoder.decode("osd_uuid") }
        if extended >= 9 { osdXInfos = try decoder.decode("osd_xinfo") }
        if extended >= 10 { heartbeatFrontAddresses = try decoder.decode("hb_front_addrs") }
        fillUp()
    }

    /// Gives every OSD what the old forms lack.
    private mutating func fillUp() {
        func pad<T>(_ array: inout [T], _ filler: T, to count: Int) {
            array.append(contentsOf: repeatElement(filler, count: max(0, count - array.count)))
        }
        // As many as there are states: maxOSD itself is only a claim.
        pad(&clusterAddresses, EntityAddressVector(), to: clientAddresses.count)
        pad(&osdUUIDs, .zero, to: osdNumbers.count)
        pad(&osdXInfos, OSDXInfo(), to: osdNumbers.count)
        pad(&heartbeatFrontAddresses, EntityAddressVector(), to: heartbeatBackAddresses.count)
    }

    func encodeClassic(into encoder: inout CephEncoder) {
        let features = encoder.features
        let isOldClient = !features.contains(.pgID64)
        // What the oldest clients get has no feature at all.
        if isOldClient { encoder.features = [] }
        encodeClassicBase(isOldClient, into: &encoder)
        encoder.features = []
        encoder.lengthPrefixed { $0.encode(crush) }
        encoder.features = features
        guard !isOldClient else { return }
        encoder.integer(UInt16(10))
        encoder.encode(heartbeatBackAddresses)
        encoder.encode(osdInfos)
        encoder.encode(blocklist)
        encoder.encode(clusterAddresses)
        encoder.integer(clusterSnapshotEpoch)
        encoder.encode(clusterSnapshot)
        encoder.encode(osdUUIDs)
        encoder.encode(osdXInfos)
        encoder.encode(heartbeatFrontAddresses)
    }

    private func encodeClassicBase(_ isOldClient: Bool, into encoder: inout CephEncoder) {
        encoder.integer(UInt16(isOldClient ? 5 : 6))
        encoder.encode(fsid)
        encoder.integer(epoch)
        encoder.encode(created)
        encoder.encode(modified)
        if isOldClient {
            encoder.mapByShortNumber(pools)
            encoder.mapByShortNumber(poolNames)
        } else {
            encoder.encode(pools)
            encoder.encode(poolNames)
        }
        encoder.integer(poolMax)
        encoder.integer(flags.rawValue)
        encoder.integer(maxOSD)
        encoder.integers(osdStates.map { UInt8(truncatingIfNeeded: $0.rawValue) })
        encoder.integers(osdWeights)
        encoder.encode(clientAddresses)
        if isOldClient { encoder.legacyOSDSets(pgTemp) } else { encoder.osdSets(pgTemp) }
    }
}

extension CephDecoder {
    /// A map whose keys were u32 before `PGID64`.
    mutating func mapByShortNumber<Value: CephDecodable>() throws -> CephMap<Int64, Value> {
        var pairs: [(key: Int64, value: Value)] = []
        for _ in 0..<(try count(minimumSize: 4)) {
            let key = Int64(try integer(UInt32.self))
            pairs.append((key, try field("(\(key))") { try Value(from: &$0) }))
        }
        return CephMap(inAnyOrder: pairs)
    }

    /// Sets of OSDs by placement group in the form before `PGID64`.
    mutating func legacyOSDSets() throws -> CephMap<PGID, [Int32]> {
        var sets: [(key: PGID, value: [Int32])] = []
        for _ in 0..<(try count(minimumSize: 12)) {
            let pg = try PGID(legacyFrom: &self)
            sets.append((pg, try field("(\(pg))") { try $0.integers() }))
        }
        return CephMap(inAnyOrder: sets)
    }
}

extension CephEncoder {
    mutating func mapByShortNumber(_ map: CephMap<Int64, some CephEncodable>) {
        count(map.count)
        for (key, value) in map {
            integer(UInt32(truncatingIfNeeded: key))
            encode(value)
        }
    }

    mutating func legacyOSDSets(_ sets: CephMap<PGID, [Int32]>) {
        count(sets.count)
        for (pg, osds) in sets {
            pg.encode(legacyInto: &self)
            integers(osds)
        }
    }

    mutating func osdSets(_ sets: CephMap<PGID, [Int32]>) {
        count(sets.count)
        for (pg, osds) in sets {
            pg.encode(into: &self)
            integers(osds)
        }
    }
}
