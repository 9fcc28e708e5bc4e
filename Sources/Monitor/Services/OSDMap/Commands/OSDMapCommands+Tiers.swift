import CephEncoding
import CephTypes

// Pools in front of other pools.

extension OSDMapService {
    static let tierCommands: [Command] = [
        .write(
            "osd tier add name=pool,type=CephPoolname name=tierpool,type=CephPoolname"
                + " name=force_nonempty,type=CephChoices,strings=--force-nonempty,req=false",
            help: "add the tier <tierpool> (the second one) to base pool <pool> (the first one)",
            module: "osd"
        ) { (service: OSDMapService, call) in
            try service.waiting { try service.addTier(call) }
        },
        tierRemoval("osd tier rm"),
        tierRemoval("osd tier remove", flags: .deprecated),
        .write(
            "osd tier cache-mode name=pool,type=CephPoolname"
                + " name=mode,type=CephChoices,strings=writeback|proxy|readproxy|readonly|none"
                + " name=yes_i_really_mean_it,type=CephBool,req=false",
            help: "specify the caching mode for cache tier <pool>", module: "osd"
        ) { (service: OSDMapService, call) in
            try service.waiting { try service.setCacheMode(call) }
        },
        .write(
            "osd tier set-overlay name=pool,type=CephPoolname name=overlaypool,type=CephPoolname",
            help: "set the overlay pool for base pool <pool> to be <overlaypool>", module: "osd"
        ) { (service: OSDMapService, call) in
            try service.waiting { try service.setOverlay(call) }
        },
        overlayRemoval("osd tier rm-overlay"),
        overlayRemoval("osd tier remove-overlay", flags: .deprecated),
        .write(
            "osd tier add-cache name=pool,type=CephPoolname name=tierpool,type=CephPoolname"
                + " name=size,type=CephInt,range=0",
            help: "add a cache <tierpool> (the second one) of size <size> to existing pool <pool>"
                + " (the first one)",
            module: "osd"
        ) { (service: OSDMapService, call) in
            try service.waiting { try service.addCache(call) }
        },
    ]

    private static func tierRemoval(_ words: String, flags: CommandDescription.Flags = []) -> Command {
        .write(
            words + " name=pool,type=CephPoolname name=tierpool,type=CephPoolname",
            help: "remove the tier <tierpool> (the second one) from base pool <pool> (the first one)",
            module: "osd", flags: flags
        ) { (service: OSDMapService, call) in
            try service.waiting { try service.removeTier(call) }
        }
    }

    private static func overlayRemoval(_ words: String, flags: CommandDescription.Flags = []) -> Command {
        .write(
            words + " name=pool,type=CephPoolname", help: "remove the overlay pool for base pool <pool>",
            module: "osd", flags: flags
        ) { (service: OSDMapService, call) in
            try service.removeOverlay(call)
        }
    }

    private func addTier(_ call: CommandCall) throws -> CommandOutcome {
        try checkClusterFeatures(.osdCachePool)
        let (number, base, name) = try pool(call)
        let (tierNumber, tier, tierName) = try pool(call, "tierpool")
        if let done = try checkBecomesTier(number, base, tierNumber, tier) { return done }
        let isForced = try call.arguments.string("force_nonempty") == "--force-nonempty"
        if let sum = poolSum(tierNumber), sum.numObjects != 0, !isForced {
            throw CommandError(
                .notEmpty, "tier pool '\(tierName)' is not empty; --force-nonempty to force")
        }
        if tier.isErasure {
            throw CommandError(
                .notSupported, "tier pool '\(tierName)' is an ec pool, which cannot be a tier")
        }
        if !tier.removedSnaps.isEmpty || !tier.snaps.isEmpty,
            !isForced || !settings.allowsTierWithSnapshots
        {
            throw CommandError(
                .notEmpty,
                "tier pool '\(tierName)' has snapshot state; it cannot be added as a tier without breaking"
                    + " the pool")
        }
        try link(tierNumber, to: number)
        return .propose("pool '\(tierName)' is now (or already was) a tier of '\(name)'")
    }

    /// Makes a pool a tier, unless one of the two is about to change so.
    private func link(_ tierNumber: Int64, to number: Int64) throws {
        guard let base = pending.pool(number, in: map), let tier = pending.pool(tierNumber, in: map),
            !base.tiers.contains(UInt64(bitPattern: tierNumber)), !tier.isTier
        else { throw WaitForPending() }
        let epoch = pending.epoch
        withPendingPool(number) {
            $0.tiers.insert(UInt64(bitPattern: tierNumber))
            // The tier takes over the snapshots.
            $0.snapEpoch = epoch
        }
        withPendingPool(tierNumber) { $0.tierOf = number }
    }

    /// - Returns: the answer, if it is one already.
    private func checkBecomesTier(
        _ number: Int64, _ base: PGPool, _ tierNumber: Int64, _ tier: PGPool
    ) throws -> CommandOutcome? {
        let (name, tierName) = (poolName(number), poolName(tierNumber))
        if isUsedByFileSystem(tierNumber) {
            throw CommandError(.busy, "pool '\(tierName)' is in use by CephFS")
        }
        if base.tiers.contains(UInt64(bitPattern: tierNumber)) {
            return .say("pool '\(tierName)' is now (or already was) a tier of '\(name)'")
        }
        if base.isTier {
            throw CommandError(
                .invalid,
                "pool '\(name)' is already a tier of '\(poolName(base.tierOf))', multiple tiers are not yet"
                    + " supported.")
        }
        if !tier.tiers.isEmpty {
            let tiers = tier.tiers.map { "'\(poolName(Int64(bitPattern: $0)))'," }.joined()
            throw CommandError(
                .invalid,
                "pool '\(tierName)' has following tier(s) already:\(tiers) multiple tiers are not yet"
                    + " supported.")
        }
        if tier.isTier {
            throw CommandError(
                .invalid, "tier pool '\(tierName)' is already a tier of '\(poolName(tier.tierOf))'")
        }
        return nil
    }

    private func checkRemovesTier(_ number: Int64, _ base: PGPool, _ tier: PGPool?) throws {
        guard isUsedByFileSystem(number) else { return }
        let name = poolName(number)
        if base.isErasure, !base.flags.contains(.ecOverwrites) {
            throw CommandError(
                .busy,
                "pool '\(name)' does not allow EC overwrites and is in use by CephFS via its tier")
        }
        if tier?.cacheMode == PGPool.CacheMode.writeback.rawValue {
            throw CommandError(
                .busy,
                "pool '\(name)' is in use by CephFS, and this tier is still in use as a writeback cache."
                    + "  Change the cache mode and flush the cache before removing it")
        }
    }

    private func removeTier(_ call: CommandCall) throws -> CommandOutcome {
        let (number, base, name) = try pool(call)
        let (tierNumber, tier, tierName) = try pool(call, "tierpool")
        let tierID = UInt64(bitPattern: tierNumber)
        try checkRemovesTier(number, base, tier)
        let done = "pool '\(tierName)' is now (or already was) not a tier of '\(name)'"
        guard base.tiers.contains(tierID) else { return .say(done) }
        guard tier.tierOf == number else {
            throw CommandError(
                .invalid,
                "tier pool '\(tierName)' is a tier of '\(poolName(tier.tierOf))':"
                    + " THIS SHOULD NOT HAVE HAPPENED AT ALL")
        }
        if base.readTier == tierNumber {
            throw CommandError(
                .busy,
                "tier pool '\(tierName)' is the overlay for '\(name)'; please remove-overlay first")
        }
        guard let pendingBase = pending.pool(number, in: map),
            let pendingTier = pending.pool(tierNumber, in: map), pendingBase.tiers.contains(tierID),
            pendingTier.tierOf == number, pendingBase.readTier != tierNumber
        else { throw WaitForPending() }
        withPendingPool(number) { $0.tiers.remove(tierID) }
        withPendingPool(tierNumber) { $0.clearTier() }
        return .propose(done)
    }

    private func setOverlay(_ call: CommandCall) throws -> CommandOutcome {
        try checkClusterFeatures(.osdCachePool)
        let (number, base, name) = try pool(call)
        let (overlayNumber, overlay, overlayName) = try pool(call, "overlaypool")
        guard base.tiers.contains(UInt64(bitPattern: overlayNumber)) else {
            throw CommandError(.invalid, "tier pool '\(overlayName)' is not a tier of '\(name)'")
        }
        var words = "overlay for '\(name)' is now (or already was) '\(overlayName)'"
        if base.readTier == overlayNumber { return .say(words) }
        if base.readTier >= 0 {
            throw CommandError(
                .invalid,
                "pool '\(name)' has overlay '\(poolName(base.readTier))'; please remove-overlay first")
        }
        let epoch = pending.epoch
        withPendingPool(number) {
            $0.readTier = overlayNumber
            $0.writeTier = overlayNumber
            $0.forceResend(epoch)
        }
        withPendingPool(overlayNumber) { $0.forceResend(epoch) }
        if overlay.cacheMode == PGPool.CacheMode.none.rawValue {
            words += " (WARNING: overlay pool cache_mode is still NONE)"
        }
        return .propose(words)
    }

    private func removeOverlay(_ call: CommandCall) throws -> CommandOutcome {
        let (number, base, name) = try pool(call)
        let words = "there is now (or already was) no overlay for '\(name)'"
        guard base.readTier >= 0 else { return .say(words) }
        try checkRemovesTier(number, base, nil)
        let epoch = pending.epoch
        let now = pending.pool(number, in: map) ?? base
        for tier in [now.readTier, now.writeTier] where tier >= 0 {
            withPendingPool(tier) { $0.forceResend(epoch) }
        }
        withPendingPool(number) {
            $0.readTier = -1
            $0.writeTier = -1
            $0.forceResend(epoch)
        }
        return .propose(words)
    }

    private func addCache(_ call: CommandCall) throws -> CommandOutcome {
        try checkClusterFeatures(.osdCachePool)
        let (number, base, name) = try pool(call)
        let (tierNumber, tier, tierName) = try pool(call, "tierpool")
        if let done = try checkBecomesTier(number, base, tierNumber, tier) { return done }
        let size = try call.arguments.requiredInt("size")
        if let sum = poolSum(tierNumber), sum.numObjects != 0 {
            throw CommandError(.notEmpty, "tier pool '\(tierName)' is not empty")
        }
        let modeName = settings.string("osd_tier_default_cache_mode", "writeback")
        guard let mode = PGPool.CacheMode(named: modeName) else {
            throw CommandError(
                .invalid, "osd tier cache default mode '\(modeName)' is not a valid cache mode")
        }
        let typeName = settings.string("osd_tier_default_cache_hit_set_type", "bloom")
        let types: [String: HitSetParams] = [
            "bloom": .bloom(defaultBloom), "explicit_hash": .explicitHash, "explicit_object": .explicitObject,
        ]
        guard let hitSet = types[typeName] else {
            throw CommandError(
                .invalid, "osd tier cache default hit set type '\(typeName)' is not a known type")
        }
        try link(tierNumber, to: number)
        let epoch = pending.epoch
        withPendingPool(number) {
            $0.readTier = tierNumber
            $0.writeTier = tierNumber
            $0.forceResend(epoch)
        }
        func option(_ name: String, _ standard: Int64) -> UInt32 {
            UInt32(clamping: settings.int("osd_tier_default_cache_\(name)", standard))
        }
        withPendingPool(tierNumber) {
            $0.forceResend(epoch)
            $0.cacheMode = mode.rawValue
            $0.hitSetCount = option("hit_set_count", 4)
            $0.hitSetPeriod = option("hit_set_period", 1200)
            $0.minReadRecencyForPromote = option("min_read_recency_for_promote", 1)
            $0.minWriteRecencyForPromote = option("min_write_recency_for_promote", 1)
            $0.hitSetGradeDecayRate = option("hit_set_grade_decay_rate", 20)
            $0.hitSetSearchLastN = option("hit_set_search_last_n", 1)
            $0.hitSetParams = hitSet
            $0.targetMaxBytes = UInt64(bitPattern: size)
        }
        return .propose("pool '\(tierName)' is now (or already was) a cache tier of '\(name)'")
    }
}

extension PGPool {
    /// It is no tier any more, and forgets how it was one.
    mutating func clearTier() {
        tierOf = -1
        readTier = -1
        writeTier = -1
        if cacheMode != CacheMode.none.rawValue { flags.insert(.incompleteClones) }
        cacheMode = CacheMode.none.rawValue
        targetMaxBytes = 0
        targetMaxObjects = 0
        cacheTargetDirtyRatioMicro = 0
        cacheTargetDirtyHighRatioMicro = 0
        cacheTargetFullRatioMicro = 0
        hitSetParams = .none
        hitSetPeriod = 0
        hitSetCount = 0
        hitSetGradeDecayRate = 0
        hitSetSearchLastN = 0
    }

    /// Clients send again what they have under way.
    mutating func forceResend(_ epoch: UInt32) {
        lastForceOpResend = epoch
        lastForceOpResendPreNautilus = epoch
        lastForceOpResendPreLuminous = epoch
    }
}

extension PGPool.CacheMode {
    init?(named name: String) {
        guard let mode = Self.allCases.first(where: { String(describing: $0) == name }) else { return nil }
        self = mode
    }

    var name: String { String(describing: self) }
}
