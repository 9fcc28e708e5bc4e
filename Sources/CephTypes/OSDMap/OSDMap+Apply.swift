import CephEncoding

/// Why an incremental does not fit a map.
public enum OSDMapApplyError: Error, Equatable, Sendable {
    case otherCluster(CephUUID)
    case notNext(epoch: UInt32, after: UInt32)
    /// It speaks of an OSD beyond ``OSDMap/maxOSD``, which would bring Ceph down.
    case noSuchOSD(Int32)
    /// It asks for more than ``OSDMap/osdLimit``.
    case tooManyOSDs(Int32)
    case badFullMap(CephDecodingError)
    case badCrushMap(CephDecodingError)
}

extension OSDMap {
    /// Makes the next epoch's map of this one (`OSDMap::apply_incremental`).
    /// - Throws: ``OSDMapApplyError``; the map is then as it was.
    public mutating func apply(_ incremental: Incremental) throws(OSDMapApplyError) {
        if incremental.epoch != 1 && incremental.fsid != fsid {
            throw .otherCluster(incremental.fsid)
        }
        guard incremental.epoch == epoch &+ 1 else {
            throw .notNext(epoch: incremental.epoch, after: epoch)
        }
        guard incremental.fullMap.readableBytes == 0 else {
            var decoder = CephDecoder(incremental.fullMap)
            do {
                self = try OSDMap(from: &decoder)
            } catch {
                throw .badFullMap(error.asDecodingError)
            }
            return
        }
        try checkOSDs(of: incremental)
        let newCrush = try incremental.decodedCrush()
        if incremental.epoch == 1 { fsid = incremental.fsid }
        epoch = incremental.epoch
        modified = incremental.modified
        crc = nil
        verifiedCRC = nil
        applyHead(incremental)
        applyPools(incremental)
        applyWeights(incremental)
        applyStates(incremental)
        applyUp(incremental)
        applyPlacement(incremental)
        applyBlocklists(incremental)
        applySettings(incremental)
        if let newCrush { replaceCrush(newCrush) }
        applyStretchMode(incremental)
    }

    /// That all OSDs that it speaks of have a place in the arrays.
    private func checkOSDs(of incremental: Incremental) throws(OSDMapApplyError) {
        guard incremental.newMaxOSD <= Self.osdLimit else { throw .tooManyOSDs(incremental.newMaxOSD) }
        let limit = incremental.newMaxOSD >= 0 ? incremental.newMaxOSD : osdNumbers.upperBound
        let lists: [[Int32]] = [
            incremental.newWeight.keys, incremental.newState.keys, incremental.newUpClient.keys,
            incremental.newUpCluster.keys, incremental.newUpThru.keys, incremental.newLastCleanInterval.keys,
            incremental.newLost.keys, incremental.newXInfo.keys, incremental.newUUID.keys,
            incremental.newPrimaryAffinity.keys,
        ]
        for osds in lists {
            // They are in order: the ends say it.
            for osd in [osds.first, osds.last].compactMap(\.self) where osd < 0 || osd >= limit {
                throw .noSuchOSD(osd)
            }
        }
    }

    private mutating func applyHead(_ incremental: Incremental) {
        if incremental.newFlags >= 0 {
            flags = OSDMapFlags(rawValue: UInt32(incremental.newFlags))
            if flags.contains(.requireKraken) {
                requireOSDRelease = max(requireOSDRelease, .kraken)
            } else if flags.contains(.requireJewel) {
                requireOSDRelease = max(requireOSDRelease, .jewel)
            }
        }
        // Also where it does not change: old maps may lack arrays.
        setMaxOSD(incremental.newMaxOSD >= 0 ? incremental.newMaxOSD : osdNumbers.upperBound)
        if incremental.newPoolMax != -1 { poolMax = Int32(truncatingIfNeeded: incremental.newPoolMax) }
        if !incremental.newLastUpChange.isZero { lastUpChange = incremental.newLastUpChange }
        if !incremental.newLastInChange.isZero { lastInChange = incremental.newLastInChange }
    }

    private mutating func applyPools(_ incremental: Incremental) {
        for (number, pool) in incremental.newPools {
            pools[number] = pool
            pools[number]?.lastChange = epoch
        }
        newRemovedSnaps = incremental.newRemovedSnaps
        newPurgedSnaps = incremental.newPurgedSnaps
        for (number, snaps) in newRemovedSnaps {
            removedSnapsQueue[number, default: SnapIntervalSet()].formUnion(snaps)
        }
        for (number, snaps) in newPurgedSnaps {
            guard removedSnapsQueue.contains(number) else { continue }
            removedSnapsQueue[number, default: SnapIntervalSet()].subtract(snaps)
            if removedSnapsQueue[number]?.isEmpty ?? false { removedSnapsQueue[number] = nil }
        }
        for (number, name) in incremental.newPoolNames { poolNames[number] = name }
        for number in incremental.oldPools {
            pools[number] = nil
            poolNames[number] = nil
        }
        for name in incremental.oldErasureCodeProfiles { erasureCodeProfiles[name] = nil }
        for (name, profile) in incremental.newErasureCodeProfiles { erasureCodeProfiles[name] = profile }
    }

    private mutating func applyWeights(_ incremental: Incremental) {
        for (osd, weight) in incremental.newWeight {
            osdWeights[Int(osd)] = weight
            guard weight != OSDWeight.out else { continue }
            // An OSD with a weight exists (this is how `ceph osd new` makes one), and to be marked in ends
            // what the monitors did on their own.
            osdStates[Int(osd)].insert(.exists)
            osdStates[Int(osd)].subtract([.autoOut, .new])
            osdXInfos[Int(osd)].oldWeight = 0
        }
        for (osd, affinity) in incremental.newPrimaryAffinity { setPrimaryAffinity(of: osd, affinity) }
    }

    private mutating func applyStates(_ incremental: Incremental) {
        for (osd, bits) in incremental.newState {
            let index = Int(osd)
            let flipped = bits.isEmpty ? .up : bits
            let common = osdStates[index].intersection(flipped)
            if common.contains(.up) {
                osdInfos[index].downAt = epoch
                osdXInfos[index].downStamp = modified
            }
            if common.contains(.exists) {
                destroy(osd)
            } else {
                osdStates[index].formSymmetricDifference(flipped)
            }
        }
    }

    /// Forgets all of an OSD.
    private mutating func destroy(_ osd: Int32) {
        let index = Int(osd)
        osdStates[index] = []
        osdUUIDs[index] = .zero
        osdInfos[index] = OSDInfo()
        osdXInfos[index] = OSDXInfo()
        setPrimaryAffinity(of: osd, OSDWeight.defaultPrimaryAffinity)
        clientAddresses[index] = EntityAddressVector()
        clusterAddresses[index] = EntityAddressVector()
        heartbeatBackAddresses[index] = EntityAddressVector()
        heartbeatFrontAddresses[index] = EntityAddressVector()
    }

    private mutating func applyUp(_ incremental: Incremental) {
        for (osd, addresses) in incremental.newUpClient {
            let index = Int(osd)
            osdStates[index].formUnion([.exists, .up])
            osdStates[index].subtract(.stop)
            clientAddresses[index] = addresses
            heartbeatBackAddresses[index] = incremental.newHeartbeatBackUp[osd] ?? EntityAddressVector()
            heartbeatFrontAddresses[index] = incremental.newHeartbeatFrontUp[osd] ?? EntityAddressVector()
            osdInfos[index].upFrom = epoch
        }
        for (osd, addresses) in incremental.newUpCluster { clusterAddresses[Int(osd)] = addresses }
        for (osd, epoch) in incremental.newUpThru { osdInfos[Int(osd)].upThru = epoch }
        for (osd, interval) in incremental.newLastCleanInterval {
            osdInfos[Int(osd)].lastCleanBegin = interval.first
            osdInfos[Int(osd)].lastCleanEnd = interval.second
        }
        for (osd, epoch) in incremental.newLost { osdInfos[Int(osd)].lostAt = epoch }
        for (osd, info) in incremental.newXInfo { osdXInfos[Int(osd)] = info }
        for (osd, uuid) in incremental.newUUID { osdUUIDs[Int(osd)] = uuid }
    }

    private mutating func applyPlacement(_ incremental: Incremental) {
        for (pg, osds) in incremental.newPGTemp { pgTemp[pg] = osds.isEmpty ? nil : osds }
        for (pg, osd) in incremental.newPrimaryTemp { primaryTemp[pg] = osd == -1 ? nil : osd }
        for (pg, osds) in incremental.newPGUpmap { pgUpmap[pg] = osds }
        for pg in incremental.oldPGUpmap { pgUpmap[pg] = nil }
        for (pg, items) in incremental.newPGUpmapItems { pgUpmapItems[pg] = items }
        for pg in incremental.oldPGUpmapItems { pgUpmapItems[pg] = nil }
        for (pg, osd) in incremental.newPGUpmapPrimary { pgUpmapPrimaries[pg] = osd }
        for pg in incremental.oldPGUpmapPrimary { pgUpmapPrimaries[pg] = nil }
    }

    private mutating func applyBlocklists(_ incremental: Incremental) {
        blocklist.insert(contentsOf: incremental.newBlocklist)
        for address in incremental.oldBlocklist { blocklist.remove(address) }
        for (address, time) in incremental.newRangeBlocklist where !rangeBlocklist.contains(address) {
            rangeBlocklist[address] = time
        }
        for address in incremental.oldRangeBlocklist { rangeBlocklist[address] = nil }
    }

    private mutating func applySettings(_ incremental: Incremental) {
        for (node, bits) in incremental.newCrushNodeFlags { crushNodeFlags[node] = bits.isEmpty ? nil : bits }
        for (id, bits) in incremental.newDeviceClassFlags { deviceClassFlags[id] = bits.isEmpty ? nil : bits }
        clusterSnapshot = incremental.clusterSnapshot
        clusterSnapshotEpoch = clusterSnapshot.isEmpty ? 0 : epoch
        if incremental.newNearFullRatio >= 0 { nearFullRatio = incremental.newNearFullRatio }
        if incremental.newBackfillFullRatio >= 0 { backfillFullRatio = incremental.newBackfillFullRatio }
        if incremental.newFullRatio >= 0 { fullRatio = incremental.newFullRatio }
        if incremental.newRequireMinCompatClient > .unknown {
            requireMinCompatClient = incremental.newRequireMinCompatClient
        }
        if incremental.newRequireOSDRelease >= .unknown {
            requireOSDRelease = incremental.newRequireOSDRelease
            flags.setRequirements(of: requireOSDRelease)
        }
    }

    private mutating func replaceCrush(_ newCrush: CrushMap) {
        crush = newCrush
        // Older OSDs do not count, and the map must be the same for them.
        if requireOSDRelease >= .luminous { crushVersion &+= 1 }
        deviceClassFlags.removeAll { !newCrush.classNames.contains($0.key) }
    }

    private mutating func applyStretchMode(_ incremental: Incremental) {
        if incremental.changeStretchMode {
            stretchModeEnabled = incremental.stretchModeEnabled
            stretchBucketCount = incremental.newStretchBucketCount
            degradedStretchMode = incremental.newDegradedStretchMode
            recoveringStretchMode = incremental.newRecoveringStretchMode
            stretchModeBucket = incremental.newStretchModeBucket
        }
        if incremental.mutateAllowCrimson != 0 { allowCrimson = incremental.mutateAllowCrimson == 1 }
    }
}

extension OSDMap.Incremental {
    fileprivate func decodedCrush() throws(OSDMapApplyError) -> CrushMap? {
        guard crush.readableBytes > 0 else { return nil }
        var decoder = CephDecoder(crush)
        do {
            return try CrushMap(from: &decoder)
        } catch {
            throw .badCrushMap(error.asDecodingError)
        }
    }
}

extension Error {
    fileprivate var asDecodingError: CephDecodingError {
        self as? CephDecodingError ?? CephDecodingError(offset: 0, reason: String(describing: self))
    }
}
