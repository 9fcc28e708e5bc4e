import CephEncoding

// File systems that come, go and change (src/mds/FSMap.cc). A change takes effect with the map's epoch, which
// is the pending one: a monitor counts it up before it changes anything. Times are given by the caller.

extension FSMap {
    /// Makes a file system of two pools, the default one if it is the first.
    /// - Parameters:
    ///   - fscid: an id to have, at least 0; nil for the next one. The caller has seen that it is free.
    ///   - recover: rank 0 exists already and waits for a server, which may not join yet.
    /// - Returns: its id.
    @discardableResult
    public mutating func createFilesystem(
        named name: String, metadataPool: Int64, dataPool: Int64, fscid wanted: Int32? = nil,
        recover: Bool = false, at now: UTime
    ) -> Int32 {
        var map = MDSMap()
        map.epoch = epoch
        map.fsName = name
        map.flags = .defaults
        map.dataPools = [dataPool]
        map.metadataPool = metadataPool
        map.compat = defaultCompat
        map.created = now
        map.modified = now
        map.enabled = true
        if recover {
            map.ranks = [0]
            map.failed = [0]
            map.flags.insert(.notJoinable)
        }
        let fscid = takeFilesystemID(wanted)
        filesystems[fscid] = Filesystem(fscid: fscid, mdsMap: map)
        if filesystems.count == 1 { legacyClientFSCID = fscid }
        return fscid
    }

    /// An id is 32 bits wide, the counter 64.
    private mutating func takeFilesystemID(_ wanted: Int32?) -> Int32 {
        let next = Int32(truncatingIfNeeded: nextFilesystemID)
        guard let wanted else {
            nextFilesystemID &+= 1
            return next
        }
        nextFilesystemID = UInt64(bitPattern: Int64(max(wanted, next)) + 1)
        return wanted
    }

    /// Forgets all that a file system did, but not what it is: its name, its pools, and which ranks ever
    /// were. Rank 0 waits for a server. No server may hold a rank.
    public mutating func resetFilesystem(_ fscid: Int32, at now: UTime) {
        guard let old = filesystems[fscid]?.mdsMap else { return }
        var map = MDSMap()
        map.flags = .defaults
        map.ranks = [0]
        map.failed = [0]
        map.inlineDataEnabled = old.inlineDataEnabled
        map.dataPools = old.dataPools
        map.metadataPool = old.metadataPool
        map.casPool = old.casPool
        map.fsName = old.fsName
        map.compat = defaultCompat
        map.created = now
        map.modified = now
        map.standbyCountWanted = old.standbyCountWanted
        map.enabled = true
        // A rank that ever was has an inode table, which its next holder must load instead of making one.
        for rank in Array(old.ranks) + Array(old.stopped) where rank != 0 { map.stopped.insert(rank) }
        filesystems[fscid] = Filesystem(fscid: fscid, mdsMap: map)
    }

    /// Removes a file system that no server serves any more. Servers that would rather have served it have no
    /// preference now.
    public mutating func eraseFilesystem(_ fscid: Int32) {
        filesystems.removeValue(forKey: fscid)
        for (gid, info) in allInfo where info.joinFSCID == fscid {
            modifyDaemon(gid) { $0.joinFSCID = MDSInfo.none }
        }
    }

    /// Changes a file system, with effect from this epoch.
    /// - Returns: what the change returned; nil if there is no such file system.
    @discardableResult
    public mutating func modifyFilesystem<Result>(
        _ fscid: Int32, _ change: (inout Filesystem) -> Result
    ) -> Result? {
        guard var filesystem = filesystems[fscid] else { return nil }
        let result = change(&filesystem)
        filesystem.mdsMap.epoch = epoch
        filesystems[fscid] = filesystem
        return result
    }

    public mutating func setEnableMultiple(_ isEnabled: Bool) {
        enableMultiple = isEnabled
        if isEnabled { everEnabledMultiple = true }
    }

    /// Keeps what somebody who may see only these file systems is shown. Standbys stay, but have no role.
    /// - Parameter names: none for somebody who may see all.
    public mutating func filter(allowed names: [String]) {
        guard !names.isEmpty else { return }
        filesystems.removeAll { !names.contains($0.value.mdsMap.fsName) }
        let shown = filesystems
        roles.removeAll { shown[$0.value] == nil }
    }

    public var isAnyDegraded: Bool { filesystems.contains { $0.value.mdsMap.isDegraded } }

    /// The name of the file system that a server serves; empty for a standby.
    /// - Returns: nil if there is no such server.
    public func filesystemName(ofGID gid: UInt64) -> String? {
        roles[gid].map { filesystems[$0]?.mdsMap.fsName ?? "" }
    }
}
