import CephEncoding
import CephMessages
import CephTypes

// What metadata servers send (src/mon/MDSMonitor.cc, preprocess_beacon and prepare_beacon).

extension MDSMapService {
    /// Answers a beacon that changes nothing. False if it is to change the map, or is for the leader.
    func preprocess(_ beacon: MMDSBeacon, _ request: Request) -> Bool {
        guard isPermitted(request), beacon.fsid == monitor.monmap.fsid else { return ignore(request) }
        // A server that has no port yet is not bound.
        guard request.session.addresses.legacyOrFront.socket.port != 0 else { return ignore(request) }
        guard monitor.isLeader else { return false }
        guard let info = map.info(ofGID: beacon.globalID), let epoch = map.effectiveEpoch(of: info.globalID)
        else {
            if beacon.state == .boot { return false }
            sendNullMap(to: request)
            return true
        }
        if beacon.state == .doesNotExist { return false }
        guard info.stateSequence <= beacon.sequence else { return ignore(request) }
        if UInt64(epoch) == beacon.paxos.version {
            if info.isLaggy { return changesMap(beacon) }
            if beacon.state == .boot { return ignore(request) }
            if info.joinFSCID != map.fscid(wantedBy: beacon) || info.state != beacon.state
                || !(pendingHealth[beacon.globalID] ?? MDSHealth()).says(sameAs: beacon.health)
            {
                return changesMap(beacon)
            }
        }
        note(beacon)
        answer(beacon, epoch: epoch, request)
        return true
    }

    private func changesMap(_ beacon: MMDSBeacon) -> Bool {
        note(beacon)
        return false
    }

    /// Whether whoever sent it may act as a metadata server.
    private func isPermitted(_ request: Request) -> Bool {
        if request.session.isCapable("mds", .execute) { return true }
        environment.log(0, .mon, "a message from a metadata server with insufficient privileges")
        return false
    }

    /// Lets a message lie.
    private func ignore(_ request: Request) -> Bool {
        _ = request.takeAnswer()
        return true
    }

    private func note(_ beacon: MMDSBeacon) {
        lastBeacons[beacon.globalID] = Beacon(
            time: environment.monotonicTime, sequence: beacon.sequence)
    }

    private func answer(_ beacon: MMDSBeacon, epoch: UInt32, _ request: Request) {
        monitor.reply(
            to: request,
            MMDSBeacon(
                paxos: PaxosServiceHeader(version: UInt64(epoch)), fsid: monitor.monmap.fsid,
                globalID: beacon.globalID, state: beacon.state, sequence: beacon.sequence, name: beacon.name,
                features: CephFeatures.all.rawValue))
    }

    /// Tells a server that it is not in the map, which makes it start anew. (Of which file system it was is not
    /// known any more, nor does it matter.)
    private func sendNullMap(to request: Request) {
        monitor.reply(to: request, message(MDSMap.null))
    }

    // MARK: Changes

    /// Changes the map as a beacon says. False if nothing was changed, or it has to wait.
    func prepare(_ beacon: MMDSBeacon, _ request: Request) -> Bool {
        if mayFailSomebody(beacon), !osdMaps.isWriteable {
            osdMaps.whenWriteable { [weak self] in self?.monitor.redispatch(request) }
            return false
        }
        logCleared(beacon, request)
        pendingHealth[beacon.globalID] = beacon.health
        let isKept = beacon.state == .boot ? boot(beacon, request) : update(beacon)
        whenCommitted { [weak self] reason in
            switch reason {
            case .ready where isKept: self?.committed(beacon, request)
            case .ready: self?.sendNullMap(to: request)
            case .again: self?.monitor.redispatch(request)
            case .cancelled: break
            }
        }
        return true
    }

    /// Whether a beacon makes a server fail, which has to be blocklisted then.
    private func mayFailSomebody(_ beacon: MMDSBeacon) -> Bool {
        if beacon.state == .boot { return pending.info(named: beacon.name) != nil }
        guard let info = pending.info(ofGID: beacon.globalID) else { return false }
        return beacon.state == .damaged || beacon.state == .doesNotExist || !info.mayBecome(beacon.state)
            || !beacon.compat.hasSameFeatures(as: info.compat)
    }

    private func logCleared(_ beacon: MMDSBeacon, _ request: Request) {
        let types = Set(beacon.health.metrics.map(\.type))
        for old in pendingHealth[beacon.globalID]?.metrics ?? [] where !types.contains(old.type) {
            let source = request.session.name
            monitor.clusterLog(.info, "MDS health message cleared (\(source)): \(old.message)")
        }
    }

    /// A new server, which replaces one of the same name.
    private func boot(_ beacon: MMDSBeacon, _ request: Request) -> Bool {
        if settings.enforcesUniqueNames {
            while let existing = pending.info(named: beacon.name), existing.globalID != beacon.globalID {
                monitor.clusterLog(.info, "\(existing.humanName) restarted")
                failDaemon(existing.globalID)
                osdMaps.proposeNow()
            }
        }
        if !pending.roles.contains(beacon.globalID) {
            var info = MDSInfo()
            info.globalID = beacon.globalID
            info.name = beacon.name
            info.addresses = request.session.addresses
            info.features = beacon.features
            info.stateSequence = beacon.sequence
            info.compat = beacon.compat
            info.joinFSCID = pending.fscid(wantedBy: beacon)
            pending.insert(info)
        }
        note(beacon)
        updateMetadata(of: beacon.globalID, beacon.systemInfo)
        return true
    }

    /// - Returns: whether the server stays what it says; false if it is told to start anew.
    private func update(_ beacon: MMDSBeacon) -> Bool {
        let gid = beacon.globalID
        guard let info = pending.info(ofGID: gid) else {
            pendingHealth.removeValue(forKey: gid)
            return false
        }
        guard beacon.compat.hasSameFeatures(as: info.compat) else {
            monitor.clusterLog(.warn, "\(info.humanName) compat changed unexpectedly")
            return evict(gid)
        }
        guard info.mayBecome(beacon.state) else {
            environment.log(
                0, .mon, "mds gid \(gid) may not go from \(info.state) to \(beacon.state): removed")
            return evict(gid)
        }
        let wanted = pending.fscid(wantedBy: beacon)
        pending.modifyDaemon(gid) {
            $0.laggySince = .zero
            $0.joinFSCID = wanted
        }
        switch beacon.state {
        case .stopped: finishStopping(info)
        case .damaged: markDamaged(info)
        case .doesNotExist: return evict(gid)
        default: record(beacon, info)
        }
        return true
    }

    private func evict(_ gid: UInt64) -> Bool {
        failDaemon(gid)
        osdMaps.proposeNow()
        return false
    }

    private func finishStopping(_ info: MDSInfo) {
        guard let fscid = pending.roles[info.globalID], let filesystem = pending.filesystems[fscid] else {
            return
        }
        monitor.clusterLog(
            .info,
            "\(info.humanName) finished stopping rank \(info.rank) in filesystem \(filesystem.mdsMap.fsName)"
                + " (now has \(filesystem.mdsMap.ranks.count - 1) ranks)")
        for gid in pending.stop(info.globalID) + [info.globalID] { forget(gid) }
    }

    /// Nobody is to have the rank before somebody repaired it. It may be the server that only replays the rank
    /// who says so.
    private func markDamaged(_ info: MDSInfo) {
        guard let fscid = pending.roles[info.globalID], let map = pending.filesystems[fscid]?.mdsMap,
            let holder = map.info(ofRank: info.rank)
        else { return }
        environment.log(0, .mon, "marking rank \(info.rank) damaged")
        let epoch = blocklist(holder)
        if let follower = map.standbyReplay(ofRank: info.rank) { failDaemon(follower.globalID) }
        osdMaps.proposeNow()
        pending.markDamaged(holder.globalID, blocklistEpoch: epoch)
        lastBeacons.removeValue(forKey: holder.globalID)
    }

    private func record(_ beacon: MMDSBeacon, _ info: MDSInfo) {
        if info.state != .active, beacon.state == .active, let fscid = pending.roles[info.globalID] {
            let name = pending.filesystems[fscid]?.mdsMap.fsName ?? ""
            monitor.clusterLog(
                .info, "\(info.humanName) is now active in filesystem \(name) as rank \(info.rank)")
        }
        pending.modifyDaemon(info.globalID) {
            $0.state = beacon.state
            $0.stateSequence = beacon.sequence
        }
    }

    private func committed(_ beacon: MMDSBeacon, _ request: Request) {
        let session = request.session
        monitor.clusterLog(.debug, "\(session.name) \(session.addresses) \(beacon.state)")
        if beacon.state == .stopped {
            // It is out of the map, so no subscription brings it one.
            sendNullMap(to: request)
        } else {
            answer(beacon, epoch: map.epoch, request)
        }
    }

    // MARK: Load

    func preprocess(_ load: MMDSLoadTargets, _ request: Request) -> Bool {
        guard isPermitted(request), map.info(ofGID: load.globalID)?.exportTargets != load.targets else {
            return ignore(request)
        }
        return false
    }

    /// Notes to which ranks a server moves parts of the tree.
    func prepare(_ load: MMDSLoadTargets, _ request: Request) -> Bool {
        if let fscid = pending.roles[load.globalID], fscid != MDSInfo.none {
            pending.modifyDaemon(load.globalID) { $0.exportTargets = load.targets }
        }
        return ignore(request)
    }
}

extension FSMap {
    /// The epoch that a server must have seen.
    fileprivate func effectiveEpoch(of gid: UInt64) -> UInt32? {
        guard let fscid = roles[gid] else { return nil }
        return fscid == MDSInfo.none ? standbyEpochs[gid] : filesystems[fscid]?.mdsMap.epoch
    }

    /// The file system that a server would rather serve.
    fileprivate func fscid(wantedBy beacon: MMDSBeacon) -> Int32 {
        guard !beacon.fsName.isEmpty else { return MDSInfo.none }
        return filesystem(named: beacon.fsName)?.fscid ?? MDSInfo.none
    }
}

extension MDSInfo {
    /// As lines of the cluster log call it.
    var humanName: String { "daemon mds.\(name)" }

    /// Whether a server may say that it is in this state now. None takes a rank by itself, or gives one back.
    fileprivate func mayBecome(_ next: MDSState) -> Bool {
        if next == .doesNotExist { return true }
        switch state {
        case .standby: return next == .standby
        case .standbyReplay: return next == .standbyReplay || next == .damaged
        case .stopping: return next == .stopping || next == .stopped
        default:
            if next == .damaged { return true }
            if (next == .standby || next == .standbyReplay) && rank != MDSInfo.none { return false }
            return next == .stopped || next.mayFollow(state)
        }
    }
}

extension MDSHealth {
    /// Whether the same is complained about; numbers in the metadata may differ.
    fileprivate func says(sameAs other: MDSHealth) -> Bool {
        metrics.elementsEqual(other.metrics) {
            $0.type == $1.type && $0.severity == $1.severity && $0.message == $1.message
        }
    }
}
