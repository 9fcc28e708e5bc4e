import CephEncoding
import CephTypes
import MonitorStore
import NIOCore

// From the pending state to a proposal.

extension OSDMapService {
    func encodeNextEpoch(into transaction: inout StoreTransaction) throws {
        try prune(into: &transaction)
        pending.modified = environment.now
        pending.propagateToTiers(of: map)
        try primeTemporaries()
        finishStates()
        let next = try pendingMap()
        pending.cleanTemporaries(old: map, next: next)
        pending.cleanUpmaps(next: next)
        let nextCreating = creatingPGs(in: next)
        transaction.put(
            Self.creatingPrefix, "creating", CephEncoder.encode(nextCreating, features: .all))
        clearCreatingFlags(in: next, nextCreating)
        pending.updateFullFlags(next: next)
        requireCompatibleClients(in: next)
        try convertForNewRelease(next, nextCreating, into: &transaction)
        resetLaggy()
        try encodeMaps(into: &transaction)
        encodeHealth(try pendingMap().healthChecks(settings.health), into: &transaction)
        encodeMetadata(into: &transaction)
        try encodePurgedSnaps(into: &transaction)
        if pending.epoch == 1 { transaction.erase(MonitorKeys.mkfs, "osdmap") }
    }

    /// No bits would be taken for «up», which is not what is meant; and when OSDs last went up, down, in, out.
    private func finishStates() {
        pending.newState.removeAll { $0.value.isEmpty }
        if pending.newState.contains(where: { $0.value.contains(.up) }) || !pending.newUpClient.isEmpty {
            pending.newLastUpChange = pending.modified
        }
        let changesIn = pending.newWeight.contains { osd, weight in
            let isIn = weight != OSDWeight.out
            return osd >= map.maxOSD ? isIn : isIn != (map.weight(of: osd) != OSDWeight.out)
        }
        if changesIn { pending.newLastInChange = pending.modified }
    }

    private func clearCreatingFlags(in next: OSDMap, _ nextCreating: CreatingPGs) {
        for (number, pool) in next.pools
        where pool.flags.contains(.creating) && !nextCreating.isCreating(number) {
            pending.withPool(number, of: next) { $0.flags.remove(.creating) }
        }
    }

    private func requireCompatibleClients(in next: OSDMap) {
        guard next.requireMinCompatClient == .unknown, pending.fullMap.readableBytes == 0 else { return }
        let release = next.minCompatClient
        monitor.clusterLog(.info, "setting require_min_compat_client to currently required \(release)")
        pending.newRequireMinCompatClient = release
    }

    /// An OSD that goes down after two days without failures begins anew.
    private func resetLaggy() {
        for (osd, bits) in pending.newState where bits.contains(.up) {
            let info = map.osdXInfos.indices.contains(Int(osd)) ? map.osdXInfos[Int(osd)] : OSDXInfo()
            guard info.laggyProbability != 0 || info.laggyInterval != 0, info.downStamp.seconds != 0 else {
                continue
            }
            let interval = Double(pending.modified.seconds) - Double(info.downStamp.seconds)
            guard interval > settings.laggyHalfLife * 48 else { continue }
            let stamp = pending.modified
            pending.withXInfo(of: osd, in: map) {
                $0.downStamp = stamp
                $0.laggyProbability = 0
                $0.laggyInterval = 0
            }
        }
    }

    /// Full map and increment, each with its checksum, in the form that the map's OSDs understand.
    private func encodeMaps(into transaction: inout StoreTransaction) throws {
        let next = try pendingMap()
        let features = next.encodingFeatures
        let (full, crc) = next.encodedWithCRC(features: features)
        pending.fullCRC = crc
        let version = UInt64(pending.epoch)
        putFull(version, full, into: &transaction)
        put(version, pending.encodedWithCRC(features: features).bytes, into: &transaction)
        putLastCommitted(version, into: &transaction)
        committedNext = CommittedNext(epoch: pending.epoch, crc: crc, map: next)
    }

    private func encodeMetadata(into transaction: inout StoreTransaction) {
        for (osd, metadata) in pendingMetadata {
            transaction.put(Self.metadataPrefix, String(osd), metadata)
        }
        for osd in pendingMetadataRemovals.sorted() {
            transaction.erase(Self.metadataPrefix, String(osd))
        }
    }
}

/// The map that this leader's own proposal makes: it need not be made twice.
struct CommittedNext {
    let epoch: UInt32
    let crc: UInt32?
    let map: OSDMap
}
