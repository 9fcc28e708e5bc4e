import CephEncoding

// What must be true of an FSMap that a monitor goes on with (src/mds/FSMap.cc, sanity). Ceph ends where one is
// not; here it is said.

extension FSMap {
    /// What is wrong with the map, a sentence each; none if it is whole.
    /// - Parameter pending: this map is about to be committed, and must not break what older maps did.
    public func problems(pending: Bool = false) -> [String] {
        var found = defaultProblems
        for (fscid, filesystem) in filesystems {
            let name = "file system \(fscid)"
            if filesystem.fscid != fscid { found.append("\(name) has id \(filesystem.fscid)") }
            for (gid, info) in filesystem.mdsMap.info {
                let problems = problems(of: info, gid, in: filesystem, pending: pending)
                found += problems.map { "\(name): mds gid \(gid) \($0)" }
            }
            found += filesystem.mdsMap.upProblems.map { "\(name): \($0)" }
        }
        for (gid, info) in standbyDaemons {
            found += standbyProblems(of: info, gid).map { "standby gid \(gid) \($0)" }
        }
        return found + strayProblems
    }

    private var defaultProblems: [String] {
        guard legacyClientFSCID != MDSInfo.none, !filesystems.contains(legacyClientFSCID) else { return [] }
        return ["the default file system \(legacyClientFSCID) does not exist"]
    }

    private func problems(
        of info: MDSInfo, _ gid: UInt64, in filesystem: Filesystem, pending: Bool
    ) -> [String] {
        let map = filesystem.mdsMap
        var found: [String] = []
        if info.rank == MDSInfo.none { found.append("has no rank") }
        if roles[gid] != filesystem.fscid { found.append("has another role") }
        if standbyDaemons.contains(gid) || standbyEpochs.contains(gid) { found.append("is a standby too") }
        if info.state == .standbyReplay {
            if pending, !map.flags.contains(.allowStandbyReplay) {
                found.append("replays in standby, which is not allowed")
            }
        } else {
            if map.up[info.rank] != gid { found.append("does not hold its rank \(info.rank)") }
            if map.failed.contains(info.rank) { found.append("holds rank \(info.rank), which has failed") }
            if map.damaged.contains(info.rank) {
                found.append("holds rank \(info.rank), which is damaged")
            }
        }
        if !info.compat.canWrite(map.compat) { found.append("does not know what the file system needs") }
        return found
    }

    private func standbyProblems(of info: MDSInfo, _ gid: UInt64) -> [String] {
        var found: [String] = []
        if info.state != .standby { found.append("is \(info.state)") }
        if info.rank != MDSInfo.none { found.append("has rank \(info.rank)") }
        if info.globalID != gid { found.append("has global id \(info.globalID)") }
        if !standbyEpochs.contains(gid) { found.append("has no epoch") }
        if roles[gid] != MDSInfo.none { found.append("has another role") }
        return found
    }

    /// Epochs and roles of servers that are nowhere.
    private var strayProblems: [String] {
        var found: [String] = []
        for gid in standbyEpochs.keys where !standbyDaemons.contains(gid) {
            found.append("standby gid \(gid) has an epoch and nothing else")
        }
        for (gid, fscid) in roles where fscid == MDSInfo.none && !standbyDaemons.contains(gid) {
            found.append("gid \(gid) has a standby's role and is none")
        }
        for (gid, fscid) in roles
        where fscid != MDSInfo.none && filesystems[fscid]?.mdsMap.info.contains(gid) != true {
            found.append("gid \(gid) has a role in file system \(fscid), which does not have it")
        }
        return found
    }
}

extension MDSMap {
    fileprivate var upProblems: [String] {
        var found: [String] = []
        for (rank, gid) in up {
            if !ranks.contains(rank) { found.append("rank \(rank) is up, and does not exist") }
            if !info.contains(gid) { found.append("rank \(rank) is held by gid \(gid), which is unknown") }
        }
        return found
    }
}
