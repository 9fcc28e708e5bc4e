import CephEncoding

// What a program must understand to use a map (`CrushWrapper::has_v2_rules` and its kin; the bits are put
// together in `OSDMap::get_features`).

extension CrushRule {
    private func uses(_ operations: Operation...) -> Bool {
        steps.contains { operations.contains($0.operation) }
    }

    /// Indep steps, or numbers of tries.
    public var isV2: Bool {
        uses(.chooseIndep, .chooseLeafIndep, .setChooseTries, .setChooseLeafTries)
    }
    /// Sets `vary_r`.
    public var isV3: Bool { uses(.setChooseLeafVaryR) }
    /// Sets `stable`.
    public var isV5: Bool { uses(.setChooseLeafStable) }

    /// The features that a pool with this rule needs.
    public var requiredFeatures: CephFeatures {
        var features: CephFeatures = []
        if isV2 { features.formUnion(.crushV2) }
        if isV3 { features.formUnion(.crushTunables3) }
        if isV5 { features.formUnion(.crushTunables5) }
        return features
    }
}

extension CrushTunables {
    /// Tries that differ from argonaut's.
    public var areNonDefault: Bool {
        chooseLocalTries != 2 || chooseLocalFallbackTries != 5 || chooseTotalTries != 19
    }
    public var areNonDefault2: Bool { chooseLeafDescendOnce != 0 }
    public var areNonDefault3: Bool { chooseLeafVaryR != 0 }
    public var areNonDefault5: Bool { chooseLeafStable != 0 }
    public var areOptimal: Bool { profile == .jewel }
    public var areLegacy: Bool { profile == .argonaut }
}

extension CrushMap {
    public var hasV2Rules: Bool { rules.contains { $0?.isV2 ?? false } }
    public var hasV3Rules: Bool { rules.contains { $0?.isV3 ?? false } }
    public var hasV5Rules: Bool { rules.contains { $0?.isV5 ?? false } }
    /// Straw2 buckets.
    public var hasV4Buckets: Bool { existingBuckets.contains { $0.algorithm == .straw2 } }
    public var hasNonStraw2Buckets: Bool { existingBuckets.contains { $0.algorithm != .straw2 } }

    /// Whether rules have sets that are not their numbers, as before luminous.
    public var hasLegacyRuleIDs: Bool {
        rules.enumerated().contains { number, rule in rule.map { Int($0.ruleset) != number } ?? false }
    }

    /// Arguments that cannot be written in place of the buckets' weights for old readers: of single pools,
    /// with more than one position, or with ids.
    public var hasIncompatibleChooseArgs: Bool {
        guard let first = chooseArgs.first else { return false }
        guard chooseArgs.count == 1, first.key == CrushChooseArgs.defaultIndex else { return true }
        return first.value.buckets.values.contains { $0.weightSets.count != 1 || !$0.ids.isEmpty }
    }

    /// The oldest release whose clients can use the map.
    public var minimumRequiredVersion: String {
        if hasV5Rules || tunables.areNonDefault5 { return "jewel" }
        if hasV4Buckets { return "hammer" }
        if tunables.areNonDefault3 { return "firefly" }
        if tunables.areNonDefault2 || tunables.areNonDefault { return "bobtail" }
        return "argonaut"
    }

    /// The features that every client of the map needs; see ``CrushRule/requiredFeatures`` for those of a
    /// pool's rule.
    public var requiredFeatures: CephFeatures {
        var features: CephFeatures = []
        if tunables.areNonDefault { features.formUnion(.crushTunables) }
        if tunables.areNonDefault2 { features.formUnion(.crushTunables2) }
        if tunables.areNonDefault3 { features.formUnion(.crushTunables3) }
        if hasV4Buckets { features.formUnion(.crushV4) }
        if tunables.areNonDefault5 { features.formUnion(.crushTunables5) }
        if hasIncompatibleChooseArgs { features.formUnion(.crushChooseArgs) }
        return features
    }
}

extension CephFeatures {
    /// Weight sets; the bit of luminous.
    public static let crushChooseArgs = serverLuminous
    /// All bits that depend on the CRUSH map.
    public static let crush: CephFeatures = [
        .crushTunables, .crushTunables2, .crushTunables3, .crushTunables5, .crushV2, .crushV4,
        .crushChooseArgs,
    ]
}
