import CephEncoding
import CephTypes

// What the leader looks after again and again (src/mon/MDSMonitor.cc, tick).

extension MDSMapService {
    func lookAfterServers() {
        guard monitor.isLeader, isWriteable else { return }
        var work = TickWork()
        if pending.wantStandbys() { work.isChanged = true }
        checkBeacons(&work)
        checkAffinity(&work)
        for fscid in pending.filesystems.keys where resize(fscid) { work.isChanged = true }
        for fscid in pending.filesystems.keys where promoteStandbys(in: fscid) { work.isChanged = true }
        if work.changesOSDMap { osdMaps.proposeNow() }
        if work.isChanged { proposeNow() }
        lastTick = environment.monotonicTime
    }

    /// What a tick has changed.
    private struct TickWork {
        var isChanged = false
        var changesOSDMap = false

        mutating func note(_ dropped: (isGone: Bool, changesOSDMap: Bool)) {
            isChanged = isChanged || dropped.isGone
            changesOSDMap = changesOSDMap || dropped.changesOSDMap
        }
    }

    // MARK: Beacons

    /// Notes who is silent, and takes ranks away from them.
    private func checkBeacons(_ work: inout TickWork) {
        let now = environment.monotonicTime
        forgiveDelays(at: now)
        for gid in pending.roles.keys where !lastBeacons.contains(gid) {
            lastBeacons[gid] = Beacon(time: now, sequence: 0)
        }
        lastBeacons.removeAll { pending.roles[$0.key] == nil }
        let silent = silentDaemons(at: now)
        for info in silent where !info.isLaggy {
            environment.log(1, .mon, "marking mds gid \(info.globalID) laggy")
            let since = environment.now
            pending.modifyDaemon(info.globalID) { $0.laggySince = since }
            work.isChanged = true
        }
        guard osdMaps.isWriteable, othersAreHeard(at: now) else { return }
        for info in silent { replaceSilent(info.globalID, &work) }
    }

    /// After a long time without a tick (a slow election, or a slow host) nobody is silent yet.
    private func forgiveDelays(at now: Duration) {
        guard let lastTick, now - lastTick > settings.beaconGrace - settings.beaconInterval else { return }
        environment.log(1, .mon, "mds: resetting beacon timeouts: no tick for \(now - lastTick)")
        for gid in lastBeacons.keys { lastBeacons[gid]?.time = now }
    }

    /// Only if some beacons come through, silence of others means something.
    private func othersAreHeard(at now: Duration) -> Bool {
        let latest = lastBeacons.values.map(\.time).max() ?? .zero
        return now - latest < max(settings.beaconInterval, settings.beaconGrace * 0.5)
    }

    private func silentDaemons(at now: Duration) -> [MDSInfo] {
        // A server may talk to a monitor that is not in the quorum now.
        let isMonitorDown = monitor.quorum.count < monitor.monmap.count
        let isNewQuorum = now - monitor.quorumSince < settings.beaconMonitorDownGrace
        let grace =
            isMonitorDown || isNewQuorum
            ? max(settings.beaconGrace, settings.beaconMonitorDownGrace) : settings.beaconGrace
        return lastBeacons.filter { now - $0.value.time >= grace }.keys
            .compactMap { pending.info(ofGID: $0) }
    }

    private func replaceSilent(_ gid: UInt64, _ work: inout TickWork) {
        // One before it may have changed what this one is.
        guard let info = pending.info(ofGID: gid), let fscid = pending.roles[gid] else { return }
        let role = MDSRole(fscid: fscid, rank: info.rank)
        let dropped = drop(info, for: info.rank >= 0 ? pending.replacement(for: role) : nil)
        work.note(dropped)
        if dropped.isGone {
            monitor.clusterLog(
                .info, "MDS \(info.humanName) is removed because it is dead or otherwise unavailable.")
        }
    }

    // MARK: Affinity

    /// Replaces servers that would rather serve another file system by standbys that would rather serve this
    /// one; one of each file system at a time.
    private func checkAffinity(_ work: inout TickWork) {
        guard osdMaps.isWriteable else { return }
        for fscid in pending.filesystems.keys {
            guard let filesystem = pending.filesystems[fscid], filesystem.mdsMap.isResizeable,
                !filesystem.mdsMap.flags.contains(.notJoinable)
            else { continue }
            for info in filesystem.mdsMap.info.values where info.joinFSCID != fscid {
                guard let better = replacement(for: info, in: filesystem) else { break }
                let isBetter =
                    better.joinFSCID == fscid
                    || (better.joinFSCID == MDSInfo.none && info.joinFSCID != MDSInfo.none)
                guard isBetter else { continue }
                giveWay(info, to: better, &work)
                break
            }
        }
    }

    private func replacement(for info: MDSInfo, in filesystem: Filesystem) -> MDSInfo? {
        if info.state == .standbyReplay { return pending.availableStandby(for: filesystem) }
        return pending.replacement(for: MDSRole(fscid: filesystem.fscid, rank: info.rank))
    }

    private func giveWay(_ info: MDSInfo, to better: MDSInfo, _ work: inout TickWork) {
        let isFollower = info.state == .standbyReplay
        monitor.clusterLog(
            .info,
            "Dropping low affinity \(isFollower ? "standby-replay" : "active") \(info.humanName)"
                + " in favor of higher affinity standby.")
        // Who follows is found with the other standbys, at the end of the tick.
        work.note(isFollower ? (true, failDaemon(info.globalID)) : drop(info, for: better))
    }

    // MARK: Ranks

    /// Gives a file system one rank more, or takes one away, where it has not as many as it should.
    private func resize(_ fscid: Int32) -> Bool {
        guard let filesystem = pending.filesystems[fscid], filesystem.mdsMap.isResizeable,
            map.filesystems[fscid]?.mdsMap.isResizeable ?? true
        else { return false }
        let mdsMap = filesystem.mdsMap
        let most = Int(mdsMap.maxMDS)
        if mdsMap.ranks.count < most, !mdsMap.flags.contains(.notJoinable) { return grow(filesystem) }
        guard mdsMap.ranks.count > most,
            let last = mdsMap.info(ofRank: Int32(clamping: mdsMap.ranks.count - 1)), last.state == .active
        else { return false }
        monitor.clusterLog(.info, "stopping \(last.humanName)")
        pending.modifyDaemon(last.globalID) { $0.state = .stopping }
        return true
    }

    private func grow(_ filesystem: Filesystem) -> Bool {
        var rank: Int32 = 0
        while filesystem.mdsMap.isIn(rank) { rank += 1 }
        let role = MDSRole(fscid: filesystem.fscid, rank: rank)
        guard let standby = pending.replacement(for: role) else { return false }
        monitor.clusterLog(
            .info,
            "\(standby.humanName) assigned to filesystem \(filesystem.mdsMap.fsName) as rank \(rank)"
                + " (now has \(filesystem.mdsMap.ranks.count + 1) ranks)")
        return pending.promote(standby.globalID, in: filesystem.fscid, rank: rank)
    }

    /// Gives failed ranks to standbys; where none failed, lets standbys follow ranks.
    private func promoteStandbys(in fscid: Int32) -> Bool {
        guard let filesystem = pending.filesystems[fscid],
            !filesystem.mdsMap.flags.contains(.notJoinable)
        else { return false }
        var isChanged = false
        for rank in filesystem.mdsMap.failed {
            guard let standby = pending.replacement(for: MDSRole(fscid: fscid, rank: rank)) else { continue }
            monitor.clusterLog(
                .info,
                "Standby \(standby.humanName) assigned to filesystem \(filesystem.mdsMap.fsName)"
                    + " as rank \(rank)")
            if pending.promote(standby.globalID, in: fscid, rank: rank) { isChanged = true }
        }
        return followRanks(of: fscid) || isChanged
    }

    /// While a file system recovers nobody follows: journals may be on their way elsewhere.
    private func followRanks(of fscid: Int32) -> Bool {
        var isChanged = false
        while let filesystem = pending.filesystems[fscid], filesystem.mdsMap.isResizeable,
            filesystem.mdsMap.flags.contains(.allowStandbyReplay),
            let standby = pending.availableStandby(for: filesystem),
            let rank = filesystem.mdsMap.ranks.first(where: filesystem.mdsMap.isFollowable),
            pending.assignStandbyReplay(standby.globalID, to: fscid, rank: rank)
        {
            isChanged = true
        }
        return isChanged
    }
}
