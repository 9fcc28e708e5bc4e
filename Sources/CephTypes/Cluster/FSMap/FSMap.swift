import CephEncoding

/// All file systems and the metadata servers that none of them uses (src/mds/FSMap.h). Its Paxos service
/// is still called `mdsmap`, and until jewel held a single ``MDSMap``.
public struct FSMap: Hashable, Sendable {
    public var epoch: UInt32 = 0
    public var nextFilesystemID: UInt64 = 1
    /// What clients get that do not say which file system they want; -1 for none.
    public var legacyClientFSCID: Int32 = -1
    /// What a new file system needs of its servers.
    public var defaultCompat: CompatSet = .mdsDefault
    public var enableMultiple = true
    public var everEnabledMultiple = true
    /// By their id.
    public var filesystems: CephMap<Int32, Filesystem> = [:]
    /// By a server's global id: the file system that it serves, -1 for a standby.
    public var roles: CephMap<UInt64, Int32> = [:]
    /// By global id.
    public var standbyDaemons: CephMap<UInt64, MDSInfo> = [:]
    /// By global id: the epoch since which it is a standby.
    public var standbyEpochs: CephMap<UInt64, UInt32> = [:]

    public init() {}

    public func filesystem(named name: String) -> Filesystem? {
        filesystems.first { $0.value.mdsMap.fsName == name }?.value
    }

    /// Every server, standbys too, by global id.
    public var allInfo: CephMap<UInt64, MDSInfo> {
        var all = standbyDaemons
        for filesystem in filesystems.values {
            for (gid, info) in filesystem.mdsMap.info { all[gid] = info }
        }
        return all
    }

    public func info(ofGID gid: UInt64) -> MDSInfo? {
        standbyDaemons[gid] ?? filesystems.lazy.compactMap { $0.value.mdsMap.info[gid] }.first
    }

    public func info(named name: String) -> MDSInfo? {
        standbyDaemons.first { $0.value.name == name }?.value
            ?? filesystems.lazy.compactMap { $0.value.mdsMap.info.first { $0.value.name == name }?.value }
            .first
    }

    public func usesPool(_ pool: Int64) -> Bool { filesystems.contains { $0.value.mdsMap.usesPool(pool) } }

    /// Takes in a standby, since this epoch. One that does not say what it knows is of before 16.2.5 and knows
    /// ``CompatSet/mdsAll``.
    public mutating func insert(_ info: MDSInfo) {
        var standby = info
        if standby.compat.isEmpty { standby.compat = .mdsAll }
        standby.compat.incompat.insert(.mdsInline)
        roles[info.globalID] = MDSInfo.none
        standbyDaemons[info.globalID] = standby
        standbyEpochs[info.globalID] = epoch
    }

    /// Does ``MDSMap/completeCompat()`` to each file system, and the same to the standbys.
    public mutating func completeCompat() {
        for id in filesystems.keys { filesystems[id]?.mdsMap.completeCompat() }
        for gid in standbyDaemons.keys {
            if standbyDaemons[gid]?.compat.isEmpty == true { standbyDaemons[gid]?.compat = .mdsAll }
            standbyDaemons[gid]?.compat.incompat.insert(.mdsInline)
        }
    }
}

extension FSMap: CephRecord {
    public static let cephTypeName = "FSMap"

    /// Versions up to 5 are an ``MDSMap``'s.
    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned16(upTo: 7, envelopeSince: 4, named: Self.cephTypeName) { version, body in
            guard version >= 6 else { return FSMap(migrating: try MDSMap(bodyOf: version, &body)) }
            var map = FSMap()
            try map.decodeBody(version, &body)
            return map
        }
    }

    private mutating func decodeBody(_ version: UInt8, _ body: inout CephDecoder) throws {
        epoch = try body.decode("epoch")
        nextFilesystemID = try body.decode("next_filesystem_id")
        legacyClientFSCID = try body.decode("legacy_client_fscid")
        defaultCompat = try body.decode("default_compat")
        enableMultiple = try body.decode("enable_multiple")
        for filesystem in try body.decode("filesystems", as: [Filesystem].self) {
            filesystems[filesystem.fscid] = filesystem
        }
        roles = try body.decode("mds_roles")
        standbyDaemons = try body.decode("standby_daemons")
        standbyEpochs = try body.decode("standby_epochs")
        everEnabledMultiple = version >= 7 ? try body.decode("ever_enabled_multiple") : enableMultiple
    }

    /// Makes of the one map of before jewel a file system and its standbys, as jewel did.
    init(migrating legacy: MDSMap) {
        epoch = legacy.epoch
        defaultCompat = legacy.compat
        enableMultiple = false
        everEnabledMultiple = false
        guard legacy.enabled else { return }
        legacyClientFSCID = Filesystem.anonymousID
        var map = legacy
        map.info = [:]
        for (gid, old) in legacy.info {
            var info = old
            // A server that replayed another had that one's rank in a field of its own.
            if info.state == .standbyReplay { info.rank = info.standbyForRank }
            if info.rank != MDSInfo.none {
                map.info[gid] = info
                roles[gid] = Filesystem.anonymousID
            } else if info.state == .standby {
                insert(info)
            }
        }
        filesystems[Filesystem.anonymousID] = Filesystem(fscid: Filesystem.anonymousID, mdsMap: map)
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.versioned(7, compatible: 6) { body in
            body.integer(epoch)
            body.integer(nextFilesystemID)
            body.integer(legacyClientFSCID)
            body.encode(defaultCompat)
            body.encode(enableMultiple)
            body.encode(filesystems.values)
            body.encode(roles)
            body.encode(standbyDaemons)
            body.encode(standbyEpochs)
            body.encode(everEnabledMultiple)
        }
    }
}
