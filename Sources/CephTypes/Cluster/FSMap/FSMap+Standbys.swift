import CephEncoding

// Which standby serves what (src/mds/FSMap.cc).

extension Filesystem {
    /// Whether a server that knows more may change what the file system needs: nobody else would have to.
    public var isUpgradeable: Bool {
        let replays = mdsMap.flags.contains(.allowStandbyReplay)
        return mdsMap.ranks.count <= (replays ? 0 : 1)
    }
}

extension FSMap {
    /// The standby to serve a file system: one that prefers it, else one without a preference, else any whose
    /// beacons are in time, that is not frozen and that knows what is needed.
    public func availableStandby(for filesystem: Filesystem) -> MDSInfo? {
        let needed = filesystem.mdsMap.compat
        let isUpgradeable = filesystem.isUpgradeable
        var best: MDSInfo?
        for info in standbyDaemons.values {
            guard !info.isLaggy, !info.isFrozen, info.compat.canWrite(needed),
                isUpgradeable || needed.canWrite(info.compat)
            else { continue }
            if info.joinFSCID == filesystem.fscid { return info }
            if info.joinFSCID == MDSInfo.none || best == nil { best = info }
        }
        return best
    }

    /// Who takes a rank over: the server that replays it, else a standby. One that replays it but is frozen
    /// keeps the rank for itself.
    public func replacement(for role: MDSRole) -> MDSInfo? {
        guard let filesystem = filesystems[role.fscid] else { return nil }
        if let follower = filesystem.mdsMap.standbyReplay(ofRank: role.rank) {
            return follower.isFrozen ? nil : follower
        }
        return availableStandby(for: filesystem)
    }

    /// Asks for a standby of each active file system of which nobody said how many it should have, once there
    /// is one. (That is no change of the file system's own epoch.)
    /// - Returns: whether that changed anything.
    public mutating func wantStandbys() -> Bool {
        var isChanged = false
        for fscid in filesystems.keys {
            let changed = filesystems[fscid]?.mdsMap.wantStandby(with: standbyDaemons.count)
            isChanged = changed == true || isChanged
        }
        return isChanged
    }
}
