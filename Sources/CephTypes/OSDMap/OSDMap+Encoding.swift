import CephEncoding
import NIOCore

extension OSDMap: CephEncodable {
    /// Writes the map for a peer with `encoder.features`. Monitors write with no more than
    /// ``encodingFeatures``, so that all programs come to the same bytes and checksum.
    public func encode(into encoder: inout CephEncoder) {
        _ = encodeWithCRC(into: &encoder)
    }

    /// The map's bytes for these features, and the checksum that they carry (nil for the oldest forms).
    public func encodedWithCRC(features: CephFeatures) -> (bytes: ByteBuffer, crc: UInt32?) {
        var encoder = CephEncoder(features: features, capacity: 1024 + osdStates.count * 512)
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
        } behind: { _ in
        }
    }

    private func encodeClientPart(into encoder: inout CephEncoder) {
        let features = encoder.features
        let version: UInt8 =
            !features.contains(.serverLuminous)
            ? 3 : !features.contains(.serverMimic) ? 6 : !features.contains(.serverNautilus) ? 7 : 9
        encoder.versioned(version, compatible: 1) { body in
            body.encode(fsid)
            body.integer(epoch)
            body.encode(created)
            body.encode(modified)
            body.encode(pools)
            body.encode(poolNames)
            body.integer(poolMax)
            body.integer(version < 4 ? flagsBeforeLuminous.rawValue : flags.rawValue)
            body.integer(maxOSD)
            body.osdStates(osdStates, wide: version >= 5)
            body.integers(osdWeights)
            body.addresses(clientAddresses, vectors: version >= 8)
            body.osdSets(pgTemp)
            body.encode(primaryTemp)
            body.integers(osdPrimaryAffinities)
            body.lengthPrefixed { $0.encode(crush) }
            body.encode(erasureCodeProfiles)
            guard version >= 6 else { return }
            body.osdSets(pgUpmap)
            body.encode(pgUpmapItems)
            body.integer(crushVersion)
            guard version >= 7 else { return }
            body.encode(newRemovedSnaps)
            body.encode(newPurgedSnaps)
            guard version >= 9 else { return }
            body.encode(lastUpChange)
            body.encode(lastInChange)
        }
    }

    /// The flags with the release that OSDs must have, as those before luminous look for it.
    private var flagsBeforeLuminous: OSDMapFlags {
        if requireOSDRelease >= .luminous { return flags.union([.requireLuminous, .recoveryDeletes]) }
        if requireOSDRelease == .kraken { return flags.union(.requireKraken) }
        return requireOSDRelease == .jewel ? flags.union(.requireJewel) : flags
    }

    private func osdPartVersion(for features: CephFeatures) -> UInt8 {
        // The latest fields are written for everyone, but only where there is something to say.
        if !rangeBlocklist.isEmpty { return 11 }
        if stretchModeEnabled { return 10 }
        if !features.contains(.serverLuminous) { return 1 }
        if !features.contains(.serverMimic) { return 5 }
        return features.contains(.serverNautilus) ? 9 : 6
    }

    private func encodeOSDPart(into encoder: inout CephEncoder) {
        let version = osdPartVersion(for: encoder.features)
        encoder.versioned(version, compatible: 1) { body in
            body.addresses(heartbeatBackAddresses, vectors: version >= 7)
            body.encode(osdInfos)
            body.encode(blocklist)
            body.addresses(clusterAddresses, vectors: version >= 7)
            body.integer(clusterSnapshotEpoch)
            body.encode(clusterSnapshot)
            body.encode(osdUUIDs)
            body.encode(osdXInfos)
            body.addresses(heartbeatFrontAddresses, vectors: version >= 7)
            guard version >= 5 else { return }
            body.encode(nearFullRatio)
            body.encode(fullRatio)
            body.encode(backfillFullRatio)
            body.encode(requireMinCompatClient)
            body.encode(requireOSDRelease)
            guard version >= 6 else { return }
            body.encode(removedSnapsQueue)
            guard version >= 8 else { return }
            body.encode(crushNodeFlags)
            body.encode(deviceClassFlags)
            guard version >= 10 else { return }
            body.encode(stretchModeEnabled)
            body.integer(stretchBucketCount)
            body.integer(degradedStretchMode)
            body.integer(recoveringStretchMode)
            body.integer(stretchModeBucket)
            guard version >= 11 else { return }
            body.encode(rangeBlocklist)
        }
    }
}

extension OSDMap: CephRecord {
    public static let cephTypeName = "OSDMap"
}

extension CephEncoder {
    /// Writes version 8 of the outer envelope of OSD maps and incrementals: `front`, the checksum of all
    /// but itself, and `behind`.
    /// - Returns: the checksum.
    mutating func checksummed(
        _ front: (inout CephEncoder) -> Void, behind: (inout CephEncoder) -> Void
    ) -> UInt32 {
        let start = buffer.writerIndex
        var place = start
        versioned(8, compatible: 7) { body in
            front(&body)
            place = body.buffer.writerIndex
            body.integer(UInt32(0))
            behind(&body)
        }
        // The length before it is part of what is summed, so the sum comes last.
        let origin = buffer.readerIndex
        let crc = buffer.withUnsafeReadableBytes { bytes in
            let head = UnsafeRawBufferPointer(rebasing: bytes[(start - origin)..<(place - origin)])
            let tail = UnsafeRawBufferPointer(rebasing: bytes[(place - origin + 4)...])
            return CRC32C.checksum(tail, seed: CRC32C.checksum(head, seed: .max))
        }
        buffer.setInteger(crc, at: place, endianness: .little)
        return crc
    }

    mutating func osdStates(_ states: [OSDState], wide: Bool) {
        if wide {
            integers(states.map(\.rawValue))
        } else {
            integers(states.map { UInt8(truncatingIfNeeded: $0.rawValue) })
        }
    }

    /// All addresses of each program, or for those before nautilus its v1 address alone.
    mutating func addresses(_ list: [EntityAddressVector], vectors: Bool) {
        guard !vectors else { return encode(list) }
        count(list.count)
        for addresses in list { encode(addresses.legacy ?? EntityAddress()) }
    }

    mutating func addresses(_ map: CephMap<Int32, EntityAddressVector>, vectors: Bool) {
        guard !vectors else { return encode(map) }
        count(map.count)
        for (osd, addresses) in map {
            integer(osd)
            encode(addresses.legacy ?? EntityAddress())
        }
    }
}
