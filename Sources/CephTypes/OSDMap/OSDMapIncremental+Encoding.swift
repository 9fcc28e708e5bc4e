import CephEncoding
import NIOCore

extension OSDMap.Incremental: CephEncodable {
    /// Writes the incremental for a peer with `encoder.features`. One that has been written before is
    /// written with no more features than then, as Ceph does it for older peers.
    public func encode(into encoder: inout CephEncoder) {
        let given = encoder.features
        if !encodeFeatures.isEmpty { encoder.features.formIntersection(encodeFeatures) }
        _ = encodeWithCRC(into: &encoder)
        encoder.features = given
    }

    /// The incremental's bytes for exactly these features, which they name, and the checksum that they
    /// carry (nil for the oldest forms).
    public func encodedWithCRC(features: CephFeatures) -> (bytes: ByteBuffer, crc: UInt32?) {
        var encoder = CephEncoder(features: features)
        let crc = encodeWithCRC(into: &encoder)
        return (encoder.buffer, crc)
    }

    private func encodeWithCRC(into encoder: inout CephEncoder) -> UInt32? {
        guard encoder.features.contains(.osdMapEnc) else {
            encodeClassic(into: &encoder)
            return nil
        }
        return encoder.checksummed { body in
            encodeClientPart(into: &body)
            encodeOSDPart(into: &body)
        } behind: { body in
            body.integer(fullCRC ?? 0)
        }
    }

    private func encodeClientPart(into encoder: inout CephEncoder) {
        let features = encoder.features
        let version: UInt8 =
            !features.contains(.serverLuminous)
            ? 3 : !features.contains(.serverMimic) ? 5 : !features.contains(.serverNautilus) ? 6 : 8
        encoder.versioned(version, compatible: 1) { body in
            encodeHead(into: &body)
            body.encode(newPools)
            body.encode(newPoolNames)
            body.encode(oldPools)
            body.addresses(newUpClient, vectors: version >= 7)
            if version >= 5 { body.encode(newState) } else { body.narrowStates(newState) }
            body.encode(newWeight)
            body.osdSets(newPGTemp)
            body.encode(newPrimaryTemp)
            body.encode(newPrimaryAffinity)
            body.encode(newErasureCodeProfiles)
            body.encode(oldErasureCodeProfiles)
            guard version >= 5 else { return }
            body.osdSets(newPGUpmap)
            body.encode(oldPGUpmap)
            body.encode(newPGUpmapItems)
            body.encode(oldPGUpmapItems)
            guard version >= 6 else { return }
            body.encode(newRemovedSnaps)
            body.encode(newPurgedSnaps)
            guard version >= 8 else { return }
            body.encode(newLastUpChange)
            body.encode(newLastInChange)
        }
    }

    private func encodeHead(into body: inout CephEncoder) {
        body.encode(fsid)
        body.integer(epoch)
        body.encode(modified)
        body.integer(newPoolMax)
        body.integer(newFlags)
        body.encode(fullMap)
        body.encode(crush)
        body.integer(newMaxOSD)
    }

    private func osdPartVersion(for features: CephFeatures) -> UInt8 {
        // The latest fields are written for everyone, but only where there is something to say.
        if !newRangeBlocklist.isEmpty || !oldRangeBlocklist.isEmpty { return 11 }
        if changeStretchMode { return 10 }
        if !features.contains(.serverLuminous) { return 2 }
        return features.contains(.serverNautilus) ? 9 : 6
    }

    private func encodeOSDPart(into encoder: inout CephEncoder) {
        let version = osdPartVersion(for: encoder.features)
        encoder.versioned(version, compatible: 1) { body in
            body.addresses(newHeartbeatBackUp, vectors: version >= 7)
            encodeLiveness(into: &body)
            body.addresses(newUpCluster, vectors: version >= 7)
            body.encode(clusterSnapshot)
            body.encode(newUUID)
            body.encode(newXInfo)
            body.addresses(newHeartbeatFrontUp, vectors: version >= 7)
            body.integer(body.features.rawValue)
            guard version >= 6 else { return }
            body.encode(newNearFullRatio)
            body.encode(newFullRatio)
            body.encode(newBackfillFullRatio)
            body.encode(newRequireMinCompatClient)
            body.encode(newRequireOSDRelease)
            guard version >= 8 else { return }
            body.encode(newCrushNodeFlags)
            body.encode(newDeviceClassFlags)
            guard version >= 10 else { return }
            encodeStretchMode(into: &body)
            guard version >= 11 else { return }
            body.encode(newRangeBlocklist)
            body.encode(oldRangeBlocklist)
        }
    }

    private func encodeLiveness(into body: inout CephEncoder) {
        body.encode(newUpThru)
        body.encode(newLastCleanInterval)
        body.encode(newLost)
        body.encode(newBlocklist)
        body.encode(oldBlocklist)
    }

    private func encodeStretchMode(into body: inout CephEncoder) {
        body.encode(changeStretchMode)
        body.integer(newStretchBucketCount)
        body.integer(newDegradedStretchMode)
        body.integer(newRecoveringStretchMode)
        body.integer(newStretchModeBucket)
        body.encode(stretchModeEnabled)
    }

    // MARK: Before firefly

    private func encodeClassic(into encoder: inout CephEncoder) {
        guard encoder.features.contains(.pgID64) else { return encodeForOldClient(into: &encoder) }
        encoder.integer(UInt16(6))
        encodeHead(into: &encoder)
        encoder.encode(newPools)
        encoder.encode(newPoolNames)
        encoder.encode(oldPools)
        encoder.encode(newUpClient)
        encoder.narrowStates(newState)
        encoder.encode(newWeight)
        encoder.osdSets(newPGTemp)
        encoder.integer(UInt16(10))
        encoder.encode(newHeartbeatBackUp)
        encodeLiveness(into: &encoder)
        encoder.encode(newUpCluster)
        encoder.encode(clusterSnapshot)
        encoder.encode(newUUID)
        encoder.encode(newXInfo)
        encoder.encode(newHeartbeatFrontUp)
    }

    private func encodeForOldClient(into encoder: inout CephEncoder) {
        let features = encoder.features
        encoder.features = []
        encoder.integer(UInt16(5))
        encoder.encode(fsid)
        encoder.integer(epoch)
        encoder.encode(modified)
        encoder.integer(Int32(truncatingIfNeeded: newPoolMax))
        encoder.integer(newFlags)
        encoder.encode(fullMap)
        encoder.encode(crush)
        encoder.integer(newMaxOSD)
        encoder.mapByShortNumber(newPools)
        encoder.mapByShortNumber(newPoolNames)
        encoder.integers(oldPools.map { UInt32(truncatingIfNeeded: $0) })
        encoder.encode(newUpClient)
        encoder.narrowStates(newState)
        encoder.encode(newWeight)
        encoder.legacyOSDSets(newPGTemp)
        encoder.features = features
    }
}

extension OSDMap.Incremental: CephRecord {
    public static let cephTypeName = "OSDMap::Incremental"
}

extension CephEncoder {
    /// States as u8; OSDs of which only bits beyond those change are left out, for no bits mean ``OSDState/up``.
    fileprivate mutating func narrowStates(_ states: CephMap<Int32, OSDState>) {
        let narrow = states.compactMap { osd, state in
            let bits = UInt8(truncatingIfNeeded: state.rawValue)
            return bits == 0 && !state.isEmpty ? nil : (osd, bits)
        }
        encode(CephMap<Int32, UInt8>(narrow))
    }
}
