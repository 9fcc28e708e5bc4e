import CephEncoding

extension MDSMap: CephRecord {
    public static let cephTypeName = "MDSMap"

    /// The record has two versions: the envelope's (a u16 up to 3), and one for what the kernel's client
    /// does not read, which counts on.
    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned16(upTo: 5, envelopeSince: 4, named: Self.cephTypeName) { version, body in
            try MDSMap(bodyOf: version, &body)
        }
    }

    /// Reads what follows the envelope, which an ``FSMap`` of before jewel shares.
    init(bodyOf version: UInt8, _ body: inout CephDecoder) throws {
        epoch = try body.decode("epoch")
        flags = Flags(rawValue: try body.decode("flags"))
        lastFailure = try body.decode("last_failure")
        root = try body.decode("root")
        sessionTimeout = try body.decode("session_timeout")
        sessionAutoclose = try body.decode("session_autoclose")
        maxFileSize = try body.decode("max_file_size")
        maxMDS = try body.decode("max_mds")
        info = try body.decode("mds_info")
        if version < 3 {
            dataPools = try body.decode("data_pools", as: [UInt32].self).map(Int64.init)
            casPool = Int64(try body.decode("cas_pool", as: Int32.self))
        } else {
            dataPools = try body.decode("data_pools")
            casPool = try body.decode("cas_pool")
        }
        let extended: UInt16 = version >= 2 ? try body.decode("ev") : 1
        try decodeRanks(extended, &body)
        try decodeSettings(extended, &body)
    }

    private mutating func decodeRanks(_ version: UInt16, _ body: inout CephDecoder) throws {
        compat = version >= 3 ? try body.decode("compat") : .mdsBase
        metadataPool =
            version >= 5
            ? try body.decode("metadata_pool") : Int64(try body.decode("metadata_pool", as: UInt32.self))
        created = try body.decode("created")
        modified = try body.decode("modified")
        tableServer = try body.decode("tableserver")
        ranks = try body.decode("in")
        _ = try body.decode("inc", as: CephMap<Int32, Int32>.self)
        up = try body.decode("up")
        failed = try body.decode("failed")
        stopped = try body.decode("stopped")
    }

    private mutating func decodeSettings(_ version: UInt16, _ body: inout CephDecoder) throws {
        if version >= 4 { lastFailureOSDEpoch = try body.decode("last_failure_osd_epoch") }
        if version >= 10 {
            everAllowedFeatures = try body.decode("ever_allowed_features")
            explicitlyAllowedFeatures = try body.decode("explicitly_allowed_features")
        } else if version >= 6 {
            // They were about snapshots alone.
            let snaps = UInt8(truncatingIfNeeded: Flags.allowSnaps.rawValue)
            everAllowedFeatures = try body.decode("ever_allowed_snaps", as: Bool.self) ? snaps : 0
            explicitlyAllowedFeatures = try body.decode("explicitly_allowed_snaps", as: Bool.self) ? snaps : 0
        }
        if version >= 7 { inlineDataEnabled = try body.decode("inline_data_enabled") }
        if version >= 8 {
            enabled = try body.decode("enabled")
            fsName = try body.decode("fs_name")
        } else {
            // Where a server ever started, the epoch has moved on.
            enabled = epoch > 1
        }
        if version >= 9 { damaged = try body.decode("damaged") }
        if version >= 11 { balancer = try body.decode("balancer") }
        if version >= 12 { standbyCountWanted = try body.decode("standby_count_wanted") }
        if version >= 13 { oldMaxMDS = try body.decode("old_max_mds") }
        if version >= 14 {
            // As i8 at first, where -1 was «any».
            let release: CephRelease = try body.decode("min_compat_client")
            if version >= 16 {
                requiredClientFeatures = try body.decode("required_client_features")
            } else {
                minCompatClient = release
                requiredClientFeatures = FSFeatures(release: release)
            }
        }
    }

    public func encode(into encoder: inout CephEncoder) {
        guard encoder.features.contains(.pgID64) else {
            encoder.integer(UInt16(2))
            encodeHead(into: &encoder)
            encoder.count(dataPools.count)
            for pool in dataPools { encoder.integer(UInt32(truncatingIfNeeded: pool)) }
            encoder.integer(Int32(truncatingIfNeeded: casPool))
            return
        }
        guard encoder.features.contains(.mdsEnc) else {
            encoder.integer(UInt16(3))
            encodeHead(into: &encoder)
            encodePools(into: &encoder)
            encoder.integer(UInt16(5))
            encodeRanks(into: &encoder)
            return
        }
        encoder.versioned(5, compatible: 4) { body in
            encodeHead(into: &body)
            encodePools(into: &body)
            if body.features.areNautilus { return encodeNautilus(into: &body) }
            body.integer(UInt16(16))
            encodeRanks(into: &body)
            encodeCommonSettings(into: &body)
            body.encode(CephRelease.unknown)
            body.encode(requiredClientFeatures)
        }
    }

    private func encodeHead(into encoder: inout CephEncoder) {
        encoder.integer(epoch)
        encoder.integer(flags.rawValue)
        encoder.integer(lastFailure)
        encoder.integer(root)
        encoder.integer(sessionTimeout)
        encoder.integer(sessionAutoclose)
        encoder.integer(maxFileSize)
        encoder.integer(maxMDS)
        encoder.encode(info)
    }

    private func encodePools(into encoder: inout CephEncoder) {
        encoder.encode(dataPools)
        encoder.integer(casPool)
    }

    func encodeRanks(into encoder: inout CephEncoder) {
        encoder.encode(compat)
        encoder.integer(metadataPool)
        encoder.encode(created)
        encoder.encode(modified)
        encoder.integer(tableServer)
        encoder.encode(ranks)
        // Incarnations are the epoch's for readers that still want some.
        encoder.encode(CephMap(ranks.map { ($0, Int32(bitPattern: epoch)) }))
        encoder.encode(up)
        encoder.encode(failed)
        encoder.encode(stopped)
        encoder.integer(lastFailureOSDEpoch)
    }

    /// What 14.2 and 16.2 both have behind the ranks.
    func encodeCommonSettings(into encoder: inout CephEncoder) {
        encoder.integer(everAllowedFeatures)
        encoder.integer(explicitlyAllowedFeatures)
        encoder.encode(inlineDataEnabled)
        encoder.encode(enabled)
        encoder.encode(fsName)
        encoder.encode(damaged)
        encoder.encode(balancer)
        encoder.integer(standbyCountWanted)
        encoder.integer(oldMaxMDS)
    }
}
