import CephEncoding
import CephMessages
import CephTypes
import NIOCore

// An OSD says that it is there.

extension OSDMapService {
    func preprocess(_ message: MOSDBoot, _ request: Request) throws -> Bool {
        let session = request.session
        guard session.isCapable("osd", .execute), message.superblock.clusterFSID == monitor.monmap.fsid,
            let osd = sender(of: request), osd >= 0
        else {
            environment.log(0, .mon, "boot of \(session.name) ignored: no capability, or another cluster's")
            return true
        }
        if let reason = reasonAgainst(message) {
            monitor.clusterLog(
                .info,
                "disallowing boot of \(reason.kind) \(session.name) \(session.addresses) \(reason.words)")
            return true
        }
        let start = message.superblock.currentEpoch &+ 1
        if isFromUpOSD(request),
            map.clusterAddresses[Int(osd)].legacyEquals(message.clusterAddresses)
        {
            try sendLatest(request, from: start)
            return true
        }
        if map.exists(osd) {
            let uuid = map.osdUUIDs[Int(osd)]
            if !uuid.isZero, uuid != message.superblock.osdFSID {
                environment.log(
                    7, .mon, "boot of osd.\(osd) ignored: it is \(message.superblock.osdFSID), not \(uuid)")
                return true
            }
            if map.osdInfos[Int(osd)].upFrom > message.paxos.version,
                addresses(of: osd).legacyEquals(session.addresses)
            {
                try sendLatest(request, from: start)
                return true
            }
        }
        guard mayMarkUp(osd) else {
            try sendLatest(request, from: start)
            return true
        }
        return false
    }

    private func reasonAgainst(_ message: MOSDBoot) -> (kind: String, words: String)? {
        let features = CephFeatures(rawValue: message.features)
        let needed: [(CephFeatures, String)] = [
            (.serverLuminous, "SERVER_LUMINOUS"), (.serverJewel, "SERVER_JEWEL"),
            (.serverKraken, "SERVER_KRAKEN"), (.osdRecoveryDeletes, "OSD_RECOVERY_DELETES"),
        ]
        let missing = needed.filter { !features.contains($0.0) }.map { "CEPH_FEATURE_" + $0.1 }
        if !missing.isEmpty {
            return ("OSD", "because the osd lacks \(missing.joined(separator: ";"))")
        }
        if features.contains(.serverOctopus), map.requireOSDRelease < .mimic {
            return ("octopus+ OSD", "because require_osd_release < mimic")
        }
        if features.contains(.serverPacific), map.requireOSDRelease < .nautilus {
            return ("pacific+ OSD", "because require_osd_release < nautilus")
        }
        if map.requireOSDRelease >= .luminous, map.flags.contains(.pgLogHardLimit),
            !features.contains(.osdPGLogHardLimit)
        {
            return (
                "OSD",
                "because 'pglog_hardlimit' osdmap flag is set and OSD lacks the OSD_PGLOG_HARDLIMIT feature"
            )
        }
        if map.stretchModeEnabled, !features.contains(.stretchMode) {
            return ("OSD", "because stretch mode is on and OSD lacks support")
        }
        return nil
    }

    func prepare(_ message: MOSDBoot, _ request: Request) throws -> Bool {
        guard let osd = sender(of: request), osd >= 0, osd < map.maxOSD else {
            environment.log(1, .mon, "boot from \(request.session.name) >= max_osd \(map.maxOSD)")
            return false
        }
        if map.isUp(osd) {
            // Another life of it: that one goes down first.
            if !(pending.newState[osd]?.contains(.up) ?? false) { pending.newState[osd] = .up }
            retryWhenCommitted(request)
            return true
        }
        if pending.newUpClient.contains(osd) {
            retryWhenCommitted(request)
            return true
        }
        markUp(osd, message, request)
        let (name, addresses) = (request.session.name, request.session.addresses)
        whenCommitted(for: request) { [weak self] in
            self?.monitor.clusterLog(.info, "\(name) \(addresses) boot")
            try self?.sendLatest(request, from: message.superblock.currentEpoch &+ 1)
        }
        return true
    }

    private func markUp(_ osd: Int32, _ message: MOSDBoot, _ request: Request) {
        let block = message.superblock
        pending.newUpClient[osd] = request.session.addresses
        pending.newUpCluster[osd] = message.clusterAddresses
        pending.newHeartbeatBackUp[osd] = message.heartbeatBackAddresses
        pending.newHeartbeatFrontUp[osd] = message.heartbeatFrontAddresses
        downPendingOut[osd] = nil
        if !map.exists(osd) || map.osdUUIDs[Int(osd)] != block.osdFSID {
            pending.newUUID[osd] = block.osdFSID
        }
        let info = map.osdInfos[Int(osd)]
        // It has no maps at all: what it had before is lost.
        if block.newestMap == 0, map.exists(osd), info.upFrom > info.lostAt {
            pending.newLost[osd] = map.epoch
        }
        pendingMetadata[osd] = CephEncoder.encode(message.metadata)
        pendingMetadataRemovals.remove(osd)
        if block.mounted > info.lastCleanBegin
            || (block.mounted == info.lastCleanBegin && block.cleanThrough > info.lastCleanEnd)
        {
            pending.newLastCleanInterval[osd] = Pair(block.mounted, block.cleanThrough)
        }
        updateLagginess(of: osd, isFirstBoot: message.bootEpoch == 0)
        let features = message.features != 0 ? message.features : request.session.features.rawValue
        pending.withXInfo(of: osd, in: map) { $0.features = features }
        markInIfWanted(osd)
    }

    /// One that comes back without having gone by itself was slow, and gets more patience.
    private func updateLagginess(of osd: Int32, isFirstBoot: Bool) {
        let weight = settings.laggyWeight
        let (now, most) = (environment.now, settings.laggyMaxInterval)
        pending.withXInfo(of: osd, in: map) { info in
            func interval(_ value: Double) -> UInt32 { UInt32(min(max(value, 0), 1e9)) }
            if isFirstBoot {
                info.laggyProbability = Float(Double(info.laggyProbability) * (1 - weight))
                info.laggyInterval = interval(Double(info.laggyInterval) * (1 - weight))
                return
            }
            if info.downStamp.seconds != 0 {
                var span = Double(now.seconds) - Double(info.downStamp.seconds)
                if most > 0 { span = min(span, Double(most)) }
                info.laggyInterval = interval(span * weight + Double(info.laggyInterval) * (1 - weight))
            }
            info.laggyProbability = Float(weight + Double(info.laggyProbability) * (1 - weight))
        }
    }

    private func markInIfWanted(_ osd: Int32) {
        var state: OSDState = map.exists(osd) ? map.state(of: osd) : .new
        state.formSymmetricDifference(pending.newState[osd] ?? [])
        let isWanted =
            settings.marksAutoOutIn && state.contains(.autoOut)
            || settings.marksNewIn && state.contains(.new) || settings.marksIn
        guard isWanted, mayMarkIn(osd) else { return }
        var weight = OSDWeight.in
        pending.withXInfo(of: osd, in: map) {
            if $0.oldWeight > 0 { weight = $0.oldWeight }
            $0.oldWeight = 0
        }
        pending.newWeight[osd] = weight
    }
}
