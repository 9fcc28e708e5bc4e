import CephEncoding

// How a monitor collects changes: on top of the committed map, several in one incremental.

extension OSDMap.Incremental {
    /// A pool as it will be: with the changes that are pending, or as `map` has it.
    public func pool(_ number: Int64, in map: OSDMap) -> PGPool? { newPools[number] ?? map.pools[number] }

    /// Changes a pool on top of what is pending (`get_new_pool`). Does nothing where there is none.
    public mutating func withPool(_ number: Int64, of map: OSDMap, _ body: (inout PGPool) -> Void) {
        guard var pool = pool(number, in: map) else { return }
        body(&pool)
        newPools[number] = pool
    }

    /// What is known of an OSD, with pending changes, to be changed further.
    public mutating func withXInfo(of osd: Int32, in map: OSDMap, _ body: (inout OSDXInfo) -> Void) {
        var info = newXInfo[osd] ?? map.osdXInfos.element(osd, default: OSDXInfo())
        body(&info)
        newXInfo[osd] = info
    }

    /// Turns bits over that are not to be turned over yet (`pending_osd_state_set`).
    /// - Returns: whether that changed something.
    @discardableResult
    public mutating func setPendingState(_ osd: Int32, _ bits: OSDState) -> Bool {
        newState[osd, default: []].formUnion(bits)
        return true
    }

    /// Takes back pending bits (`pending_osd_state_clear`).
    /// - Returns: whether any was pending.
    @discardableResult
    public mutating func clearPendingState(_ osd: Int32, _ bits: OSDState) -> Bool {
        guard let pending = newState[osd] else { return false }
        guard !pending.isDisjoint(with: bits) else { return false }
        newState[osd] = pending.subtracting(bits)
        return true
    }

    /// How many fewer OSDs will be up than in `map`.
    public func netMarkedDown(in map: OSDMap) -> Int {
        newState.count { $0.value.contains(.up) && map.isUp($0.key) } - newUpClient.count
    }

    /// How many fewer OSDs will be in than in `map`.
    public func netMarkedOut(in map: OSDMap) -> Int {
        newWeight.count { osd, weight in weight == OSDWeight.out && !map.isOut(osd) }
            - newWeight.count { osd, weight in weight != OSDWeight.out && map.isOut(osd) }
    }

    /// The OSD that will get a UUID.
    public func osd(withUUID uuid: CephUUID) -> Int32? { newUUID.first { $0.value == uuid }?.key }

    /// Whether a profile will come, so that who needs it has to wait.
    public func addsProfile(_ name: String) -> Bool { newErasureCodeProfiles.contains(name) }

    /// Sets a profile, and takes back its removal.
    public mutating func setProfile(_ name: String, _ profile: CephMap<String, String>) {
        newErasureCodeProfiles[name] = profile
    }

    /// What tiers take over from changed pools that they are tiers of: snapshots and applications
    /// (`propagate_base_properties_to_tiers`). A pool that no longer exists has no tiers.
    public mutating func propagateToTiers(of map: OSDMap) {
        for (number, base) in newPools {
            for tier in base.tiers {
                guard let tierNumber = Int64(exactly: tier), var pool = pool(tierNumber, in: map),
                    pool.tierOf == number
                else { continue }
                pool.snapSeq = base.snapSeq
                pool.snapEpoch = base.snapEpoch
                pool.snaps = base.snaps
                pool.removedSnaps = base.removedSnaps
                pool.flags.subtract([.selfManagedSnaps, .poolSnaps])
                pool.flags.formUnion(base.flags.intersection([.selfManagedSnaps, .poolSnaps]))
                pool.applicationMetadata = base.applicationMetadata
                newPools[tierNumber] = pool
                if let removed = newRemovedSnaps[number] { newRemovedSnaps[tierNumber] = removed }
            }
        }
    }
}

extension OSDMap {
    /// The map that an incremental will make, should it be committed as it is.
    public func applying(_ incremental: Incremental) throws(OSDMapApplyError) -> OSDMap {
        var next = self
        try next.apply(incremental)
        return next
    }

    /// The OSD with a UUID.
    public func osd(withUUID uuid: CephUUID) -> Int32? {
        osdNumbers.first { exists($0) && osdUUIDs.element($0, default: .zero) == uuid }
    }

    /// Whether a group is one that its pool has.
    public func pgExists(_ pg: PGID) -> Bool { pools[pg.pool].map { pg.seed < $0.pgNum } ?? false }
}
