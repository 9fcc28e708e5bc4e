import CephEncoding

// Servers that come, go, and take ranks (src/mds/FSMap.cc). A map that ``problems(pending:)`` finds whole stays
// so. Where a server is not what a change needs, nothing is changed.

extension FSMap {
    /// Changes what is known of a server, with effect from this epoch.
    public mutating func modifyDaemon(_ gid: UInt64, _ change: (inout MDSInfo) -> Void) {
        guard let fscid = roles[gid] else { return }
        if fscid == MDSInfo.none {
            guard var info = standbyDaemons[gid] else { return }
            change(&info)
            standbyDaemons[gid] = info
            standbyEpochs[gid] = epoch
        } else {
            guard var info = filesystems[fscid]?.mdsMap.info[gid] else { return }
            change(&info)
            filesystems[fscid]?.mdsMap.info[gid] = info
            filesystems[fscid]?.mdsMap.epoch = epoch
        }
    }

    /// Gives a rank to a standby, or to the server that replays it. What it then has to do follows from what
    /// the rank was: new (creating), stopped (starting) or failed (replay).
    /// - Returns: whether that could be done.
    @discardableResult
    public mutating func promote(_ gid: UInt64, in fscid: Int32, rank: Int32) -> Bool {
        guard var map = filesystems[fscid]?.mdsMap,
            var info = standbyDaemons[gid] ?? map.info[gid],
            info.state == .standby || (info.state == .standbyReplay && info.rank == rank)
        else { return false }
        if !map.compat.canWrite(info.compat) { map.compat.merge(info.compat) }
        if map.stopped.remove(rank) {
            info.state = .starting
        } else if !map.isIn(rank) {
            info.state = .creating
        } else {
            info.state = .replay
            map.failed.remove(rank)
        }
        info.rank = rank
        info.incarnation = Int32(bitPattern: epoch)
        map.info[gid] = info
        map.ranks.insert(rank)
        map.up[rank] = gid
        map.epoch = epoch
        filesystems[fscid]?.mdsMap = map
        roles[gid] = fscid
        removeStandby(gid)
        return true
    }

    /// Lets a standby replay the journal of a rank.
    /// - Returns: whether that could be done.
    @discardableResult
    public mutating func assignStandbyReplay(_ gid: UInt64, to fscid: Int32, rank: Int32) -> Bool {
        guard var info = standbyDaemons[gid], filesystems.contains(fscid) else { return false }
        info.rank = rank
        info.state = .standbyReplay
        filesystems[fscid]?.mdsMap.info[gid] = info
        filesystems[fscid]?.mdsMap.epoch = epoch
        roles[gid] = fscid
        removeStandby(gid)
        return true
    }

    /// Forgets a server. Its rank waits for the next one (failed), or is forgotten too if it never came past
    /// creating.
    /// - Parameter blocklistEpoch: the OSD map that keeps it from writing; 0 if none has to.
    public mutating func erase(_ gid: UInt64, blocklistEpoch: UInt32) {
        defer { roles.removeValue(forKey: gid) }
        guard let fscid = roles[gid], fscid != MDSInfo.none else { return removeStandby(gid) }
        guard var map = filesystems[fscid]?.mdsMap, let info = map.info[gid] else { return }
        if info.state != .standbyReplay {
            if info.state == .creating {
                map.ranks.remove(info.rank)
            } else {
                map.failed.insert(info.rank)
            }
            map.up.removeValue(forKey: info.rank)
        }
        map.info.removeValue(forKey: gid)
        map.lastFailureOSDEpoch = blocklistEpoch
        map.epoch = epoch
        filesystems[fscid]?.mdsMap = map
    }

    /// Forgets a server whose rank cannot be used until somebody repaired it.
    public mutating func markDamaged(_ gid: UInt64, blocklistEpoch: UInt32) {
        guard let fscid = roles[gid], let rank = filesystems[fscid]?.mdsMap.info[gid]?.rank else { return }
        erase(gid, blocklistEpoch: blocklistEpoch)
        filesystems[fscid]?.mdsMap.failed.remove(rank)
        filesystems[fscid]?.mdsMap.damaged.insert(rank)
    }

    /// Lets a repaired rank wait for a server again.
    /// - Returns: whether it was damaged.
    public mutating func undamage(_ role: MDSRole) -> Bool {
        guard filesystems[role.fscid]?.mdsMap.damaged.remove(role.rank) == true else { return false }
        modifyFilesystem(role.fscid) { _ = $0.mdsMap.failed.insert(role.rank) }
        return true
    }

    /// Takes away a rank that its server has given up, with that server and those that replayed it.
    /// - Returns: the global ids of those that replayed it.
    public mutating func stop(_ gid: UInt64) -> [UInt64] {
        guard let fscid = roles[gid], let rank = filesystems[fscid]?.mdsMap.info[gid]?.rank else { return [] }
        let followers = followers(of: rank, in: fscid)
        for follower in followers { erase(follower, blocklistEpoch: 0) }
        modifyFilesystem(fscid) { filesystem in
            filesystem.mdsMap.up.removeValue(forKey: rank)
            filesystem.mdsMap.ranks.remove(rank)
            filesystem.mdsMap.stopped.insert(rank)
            filesystem.mdsMap.info.removeValue(forKey: gid)
        }
        roles.removeValue(forKey: gid)
        return followers
    }

    private func followers(of rank: Int32, in fscid: Int32) -> [UInt64] {
        let infos = filesystems[fscid]?.mdsMap.info.values ?? []
        return infos.filter { $0.rank == rank && $0.state == .standbyReplay }.map(\.globalID)
    }

    private mutating func removeStandby(_ gid: UInt64) {
        standbyDaemons.removeValue(forKey: gid)
        standbyEpochs.removeValue(forKey: gid)
    }
}
