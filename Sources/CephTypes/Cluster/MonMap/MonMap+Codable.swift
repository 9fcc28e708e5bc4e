import CephEncoding

extension MonMap: CephRecord {
    public static let cephTypeName = "MonMap"

    /// Version 1 (before 0.20) has a list of addresses, 2 names them, 3 has an envelope, 4 features, 5
    /// ``MonInfo``, 6 ranks of their own, 7 the oldest release, 8 election strategies, 9 stretch mode.
    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned16(upTo: 9, envelopeSince: 3, named: Self.cephTypeName) { version, body in
            var map = MonMap()
            try map.decodeBody(version, &body)
            return map
        }
    }

    private mutating func decodeBody(_ version: UInt8, _ body: inout CephDecoder) throws {
        fsid = try body.decode("fsid")
        epoch = try body.decode("epoch")
        let legacy = try Self.legacyAddresses(version, &body)
        lastChanged = try body.decode("last_changed")
        created = try body.decode("created")
        if version >= 4 {
            persistentFeatures = try body.decode("persistent_features")
            optionalFeatures = try body.decode("optional_features")
        }
        if version < 5 {
            for (name, address) in legacy {
                monitors[name] = MonInfo(name: name, publicAddresses: EntityAddressVector([address]))
            }
        } else {
            monitors = try body.decode("mon_info")
        }
        if version < 6 { calculateLegacyRanks() } else { ranks = try body.decode("ranks") }
        minMonRelease = version >= 7 ? try body.decode("min_mon_release") : persistentFeatures.impliedRelease
        if version >= 8 {
            removedRanks = try body.decode("removed_ranks")
            strategy = ElectionStrategy(rawValue: try body.decode("strategy"))
            disallowedLeaders = try body.decode("disallowed_leaders")
        }
        if version >= 9 {
            stretchModeEnabled = try body.decode("stretch_mode_enabled")
            tiebreakerMonitor = try body.decode("tiebreaker_mon")
            stretchMarkedDownMonitors = try body.decode("stretch_marked_down_mons")
        }
    }

    private static func legacyAddresses(
        _ version: UInt8, _ body: inout CephDecoder
    ) throws -> CephMap<String, EntityAddress> {
        if version >= 6 { return [:] }
        if version >= 2 { return try body.decode("mon_addr") }
        let instances: [Pair<EntityName, EntityAddress>] = try body.decode("mon_inst")
        var addresses: CephMap<String, EntityAddress> = [:]
        for (index, instance) in instances.enumerated() {
            // Names were made by counting on from the character 0, past 9 too.
            let name = String(cephBytes: [UInt8(truncatingIfNeeded: 48 + index)])
            addresses[name] = instance.second
        }
        return addresses
    }

    /// 16.2's version 9, or what it writes for readers without `MONNAMES`, `MONENC` or nautilus; or version 7,
    /// the form of 14.2, for stores that a 14.2 monitor wrote.
    public func encode(into encoder: inout CephEncoder) {
        guard encoder.features.contains(.monNames) else { return encodeInstances(into: &encoder) }
        guard encoder.features.contains(.monEnc) else { return encodeAddresses(into: &encoder) }
        guard encoder.features.contains(.serverNautilus) else { return encodeBeforeNautilus(into: &encoder) }
        let isNautilus = encoder.features.areNautilus
        encoder.versioned(isNautilus ? 7 : 9, compatible: 6) { body in
            encodeHead(into: &body)
            body.encode(lastChanged)
            body.encode(created)
            body.encode(persistentFeatures)
            body.encode(optionalFeatures)
            body.encode(monitors)
            body.encode(ranks)
            body.encode(minMonRelease)
            if isNautilus { return }
            body.encode(removedRanks)
            body.integer(strategy.rawValue)
            body.encode(disallowedLeaders)
            body.encode(stretchModeEnabled)
            body.encode(tiebreakerMonitor)
            body.encode(stretchMarkedDownMonitors)
        }
    }

    private func encodeHead(into encoder: inout CephEncoder) {
        encoder.encode(fsid)
        encoder.integer(epoch)
    }

    private func legacyAddress(_ info: MonInfo?) -> EntityAddress {
        info?.publicAddresses.legacy ?? EntityAddress()
    }

    private func encodeInstances(into encoder: inout CephEncoder) {
        encoder.integer(UInt16(1))
        encodeHead(into: &encoder)
        encoder.encode(
            ranks.enumerated().map { rank, name in
                Pair(EntityName(.mon, Int64(rank)), legacyAddress(monitors[name]))
            })
        encoder.encode(lastChanged)
        encoder.encode(created)
    }

    private func encodeAddresses(into encoder: inout CephEncoder) {
        encoder.integer(UInt16(2))
        encodeHead(into: &encoder)
        encoder.encode(monitors.mapValues(legacyAddress))
        encoder.encode(lastChanged)
        encoder.encode(created)
    }

    private func encodeBeforeNautilus(into encoder: inout CephEncoder) {
        encoder.versioned(5, compatible: 3) { body in
            encodeHead(into: &body)
            body.encode(monitors.mapValues(legacyAddress))
            body.encode(lastChanged)
            body.encode(created)
            body.encode(persistentFeatures)
            body.encode(optionalFeatures)
            body.encode(monitors)
        }
    }
}
