import CephEncoding
import CephTypes

extension FSMap: HistoryMap {
    /// File systems have the time of their own last change.
    func time(since old: FSMap?) -> UTime? {
        let before = Set(old?.filesystems.values.map(\.mdsMap.modified) ?? [])
        return filesystems.values.map(\.mdsMap.modified).filter { !before.contains($0) && !$0.isZero }.max()
    }

    func changes(since old: FSMap?) -> [String] {
        var list = ChangeList()
        let before = old ?? FSMap()
        compareFilesystems(before, &list)
        compareServers(before, &list)
        if old != nil { list.compare("several file systems allowed", before.enableMultiple, enableMultiple) }
        if legacyClientFSCID != before.legacyClientFSCID {
            list.compare(
                "default file system", before.name(of: before.legacyClientFSCID), name(of: legacyClientFSCID))
        }
        if list.isEmpty { list.add(old == nil ? "no file system" : "no visible change") }
        return list.lines
    }

    private func name(of id: Int32) -> String {
        id < 0 ? "none" : filesystems[id].map { "'\($0.mdsMap.fsName)'" } ?? "\(id)"
    }

    private func compareFilesystems(_ old: FSMap, _ list: inout ChangeList) {
        let comparison = MapComparison(old.filesystems, filesystems)
        for (id, filesystem) in comparison.added {
            let map = filesystem.mdsMap
            let data = map.dataPools.map(String.init).joined(separator: ", ")
            list.add(
                "file system '\(map.fsName)' (\(id)) created on metadata pool \(map.metadataPool) and data pool"
                    + "\(map.dataPools.count == 1 ? "" : "s") \(data)")
        }
        for (id, filesystem) in comparison.removed {
            list.add("file system '\(filesystem.mdsMap.fsName)' (\(id)) removed")
        }
        for (_, before, after) in comparison.changed { after.compare(with: before, &list) }
    }

    /// A server, what it does and for whom.
    private struct Server {
        let info: MDSInfo
        let place: String
    }

    private func servers() -> CephMap<UInt64, Server> {
        let all = allInfo
        return CephMap(
            all.map { gid, info in
                let filesystem = roles[gid].flatMap { filesystems[$0] }?.mdsMap.fsName
                let rank = info.rank == MDSInfo.none ? "" : "rank \(info.rank)"
                let place = filesystem.map { rank.isEmpty ? " ('\($0)')" : " (\(rank) of '\($0)')" } ?? ""
                return (gid, Server(info: info, place: place))
            })
    }

    private func compareServers(_ old: FSMap, _ list: inout ChangeList) {
        let before = old.servers()
        let after = servers()
        for (gid, server) in after where !before.contains(gid) {
            list.add("mds.\(server.info.name) (gid \(gid)) joins as \(server.info.state)\(server.place)")
        }
        for (gid, server) in before {
            guard let now = after[gid] else {
                list.add(
                    "mds.\(server.info.name) (gid \(gid)) gone, was \(server.info.state)\(server.place)")
                continue
            }
            compare(server, now, &list)
        }
    }

    private func compare(_ old: Server, _ new: Server, _ list: inout ChangeList) {
        let name = "mds.\(new.info.name)"
        if old.info.state != new.info.state {
            list.add("\(name) \(old.info.state) → \(new.info.state)\(new.place)")
        } else if old.place != new.place {
            list.add(
                "\(name) \(new.info.state)\(new.place), was\(old.place.isEmpty ? " nowhere" : old.place)")
        }
        if old.info.isLaggy != new.info.isLaggy {
            list.add("\(name) \(new.info.isLaggy ? "laggy" : "no longer laggy")")
        }
        if old.info.isFrozen != new.info.isFrozen {
            list.add("\(name) \(new.info.isFrozen ? "frozen" : "no longer frozen")")
        }
        list.compare("\(name) address", old.info.addresses, new.info.addresses)
        list.compare("\(name) preferred file system", old.info.joinFSCID, new.info.joinFSCID)
    }
}

extension Filesystem {
    fileprivate func compare(with old: Filesystem, _ list: inout ChangeList) {
        let name = "file system '\(old.mdsMap.fsName)'"
        if mdsMap.fsName != old.mdsMap.fsName { list.add("\(name) renamed to '\(mdsMap.fsName)'") }
        list.compare("\(name) ", fields: old.mdsMap.historyFields, mdsMap.historyFields)
        list.compare("\(name) mirrored", old.mirrorInfo.isMirrored, mirrorInfo.isMirrored)
        let peers = MapComparison(old.mirrorInfo.peers, mirrorInfo.peers)
        for (uuid, peer) in peers.added { list.add("\(name) mirror peer \(peer) (\(uuid)) added") }
        for (uuid, _) in peers.removed { list.add("\(name) mirror peer \(uuid) removed") }
    }
}

extension MDSMap {
    fileprivate var historyFields: [(String, String)] {
        func text(_ numbers: some Sequence<some BinaryInteger>) -> String {
            "[" + numbers.map { "\($0)" }.joined(separator: ",") + "]"
        }
        return [
            ("joinable", "\(!flags.contains(.notJoinable))"),
            ("allow_snaps", "\(flags.contains(.allowSnaps))"),
            ("allow_multimds_snaps", "\(flags.contains(.allowMultiMDSSnaps))"),
            ("allow_standby_replay", "\(flags.contains(.allowStandbyReplay))"), ("max_mds", "\(maxMDS)"),
            ("session_timeout", "\(sessionTimeout)"), ("session_autoclose", "\(sessionAutoclose)"),
            ("max_file_size", "\(maxFileSize)"), ("data pools", text(dataPools)),
            ("metadata pool", "\(metadataPool)"), ("inline_data", "\(inlineDataEnabled)"),
            ("balancer", balancer), ("standby_count_wanted", "\(max(0, standbyCountWanted))"),
            ("required_client_features", "\(requiredClientFeatures)"), ("enabled", "\(enabled)"),
            ("ranks", text(ranks)), ("failed ranks", text(failed)), ("damaged ranks", text(damaged)),
            ("stopped ranks", text(stopped)),
        ]
    }
}
