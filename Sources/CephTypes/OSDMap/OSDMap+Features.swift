import CephEncoding

extension OSDMap {
    /// What a program of that type must understand to use this map (`OSDMap::get_features`), and the mask
    /// of all features that the answer can have.
    public func requiredFeatures(of type: EntityType) -> (features: CephFeatures, mask: CephFeatures) {
        var features = crush.requiredFeatures
        var mask = CephFeatures.crush
        if !pgUpmap.isEmpty || !pgUpmapItems.isEmpty { features.formUnion(.osdMapPGUpmap) }
        for (_, pool) in pools {
            if pool.flags.contains(.hashPSPool) { features.formUnion(.osdHashPsPool) }
            if !pool.tiers.isEmpty || pool.isTier { features.formUnion(.osdCachePool) }
            let number = crush.findRule(ruleset: Int(pool.crushRule), type: pool.type, size: Int(pool.size))
            if let rule = number.flatMap(crush.rule(_:)) { features.formUnion(rule.requiredFeatures) }
        }
        if osdPrimaryAffinities.prefix(Int(max(maxOSD, 0))).contains(where: {
            $0 != OSDWeight.defaultPrimaryAffinity
        }) {
            features.formUnion(.osdPrimaryAffinity)
        }
        mask.formUnion([.osdMapPGUpmap, .osdHashPsPool, .osdCachePool, .osdPrimaryAffinity, .cephxV2])
        if type == .osd {
            if requireOSDRelease >= .jewel { features.formUnion(.serverJewel) }
            if requireOSDRelease >= .kraken { features.formUnion([.serverKraken, .msgAddr2]) }
            mask.formUnion([.serverJewel, .serverKraken, .msgAddr2])
            if stretchModeEnabled {
                features.formUnion(.stretchMode)
                mask.formUnion(.stretchMode)
            }
        }
        // Signatures of the second form: from everyone, or at least from OSDs of which we know that they can.
        if requireMinCompatClient >= .nautilus || (requireOSDRelease >= .nautilus && type == .osd) {
            features.formUnion(.cephxV2)
        }
        return (features, mask)
    }

    /// The oldest release whose clients can use this map (`get_min_compat_client`).
    public var minCompatClient: CephRelease {
        let features = requiredFeatures(of: .client).features
        func needs(_ feature: CephFeatures) -> Bool { features.contains(feature) }
        if needs(.osdMapPGUpmap) || needs(.crushChooseArgs) { return .luminous }
        if needs(.crushTunables5) { return .jewel }
        if needs(.crushV4) { return .hammer }
        if needs(.osdPrimaryAffinity) || needs(.crushTunables3) || needs(.osdCachePool) { return .firefly }
        if needs(.crushTunables2) || needs(.osdHashPsPool) { return .dumpling }
        return .argonaut
    }

    /// All features that change how maps and incrementals are written (`SIGNIFICANT_FEATURES`).
    public static let significantFeatures: CephFeatures = [
        .pgID64, .pgPool3, .osdEnc, .osdMapEnc, .osdPoolResend, .newOSDOpEncoding, .msgAddr2, .crushTunables5,
        .crushChooseArgs, .serverLuminous, .serverMimic, .serverNautilus, .serverOctopus,
    ]

    /// What the monitors write this map with, by the release that its OSDs must have: every program that
    /// holds the map writes the same bytes then (`get_encoding_features`).
    public var encodingFeatures: CephFeatures {
        // Features share bits, of which only the first says which release it is.
        func bit(_ number: UInt64) -> CephFeatures { CephFeatures(rawValue: 1 << number) }
        var features = Self.significantFeatures
        if requireOSDRelease < .octopus { features.subtract(bit(16)) }
        if requireOSDRelease < .nautilus { features.subtract(bit(2)) }
        if requireOSDRelease < .mimic { features.subtract(bit(28)) }
        if requireOSDRelease < .luminous { features.subtract(bit(21)) }
        if requireOSDRelease < .kraken { features.subtract([bit(14), .msgAddr2]) }
        if requireOSDRelease < .jewel { features.subtract([bit(57), .newOSDOpEncoding, .crushTunables5]) }
        return features
    }

    /// The features that all OSDs have that are up; none where no OSD is.
    public var upOSDFeatures: CephFeatures {
        let all = osdNumbers.lazy.filter(isUp).map { osdXInfos.element($0, default: OSDXInfo()).features }
            .filter { $0 != 0 }
        guard let first = all.first else { return [] }
        return CephFeatures(rawValue: all.reduce(first, &))
    }
}
