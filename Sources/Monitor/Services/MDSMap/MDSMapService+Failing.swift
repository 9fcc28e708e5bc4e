import CephEncoding
import CephTypes

// Servers that are taken out of the map (src/mon/MDSMonitor.cc, fail_mds_gid and drop_mds).

extension MDSMapService {
    /// Keeps a server from writing for a while.
    /// - Returns: the OSD map's epoch that does it.
    func blocklist(_ info: MDSInfo) -> UInt32 {
        let until = environment.now.advanced(by: settings.blocklistInterval)
        return osdMaps.blocklist(info.addresses, until: until)
    }

    /// Takes a server out of the map. One that holds a rank may not write any more: the OSD map, which has to be
    /// writeable, gets it on its blocklist, and is to be proposed by the caller.
    /// - Returns: whether the OSD map was changed.
    @discardableResult
    func failDaemon(_ gid: UInt64) -> Bool {
        guard let info = pending.info(ofGID: gid) else { return false }
        environment.log(1, .mon, "fail_mds_gid \(gid) mds.\(info.name) role \(info.rank)")
        let holdsRank = info.rank >= 0 && info.state != .standbyReplay
        let epoch = holdsRank ? blocklist(info) : 0
        pending.erase(gid, blocklistEpoch: epoch)
        forget(gid)
        return epoch != 0
    }

    /// Forgets what the leader knows of a server.
    func forget(_ gid: UInt64) {
        lastBeacons.removeValue(forKey: gid)
        pendingHealth.removeValue(forKey: gid)
    }

    /// Takes a silent server out of the map, if it is a standby, or if somebody takes its rank.
    /// - Returns: whether it went, and whether the OSD map was changed.
    func drop(_ info: MDSInfo, for replacement: MDSInfo?) -> (isGone: Bool, changesOSDMap: Bool) {
        guard !info.isFrozen, let fscid = pending.roles[info.globalID] else { return (false, false) }
        if info.state == .standby || info.state == .standbyReplay {
            return (true, failDaemon(info.globalID))
        }
        guard info.rank >= 0, let replacement, let filesystem = pending.filesystems[fscid],
            !filesystem.mdsMap.flags.contains(.notJoinable)
        else { return (false, false) }
        monitor.clusterLog(
            .warn,
            "Replacing \(info.humanName) as rank \(info.rank) with standby \(replacement.humanName)")
        let changesOSDMap = failDaemon(info.globalID)
        pending.promote(replacement.globalID, in: fscid, rank: info.rank)
        return (true, changesOSDMap)
    }
}
