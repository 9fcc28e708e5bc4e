import CephEncoding

extension FSMap: CephDumpable {
    public func dump(to formatter: inout CephFormatter) {
        formatter.int("epoch", epoch)
        formatter.int("default_fscid", legacyClientFSCID)
        formatter.dump("compat", defaultCompat)
        formatter.object("feature_flags") {
            $0.bool("enable_multiple", enableMultiple)
            $0.bool("ever_enabled_multiple", everEnabledMultiple)
        }
        formatter.array("standbys") { standbys in
            for (gid, info) in standbyDaemons {
                standbys.object("info") {
                    info.dump(to: &$0)
                    $0.int("epoch", standbyEpochs[gid] ?? 0)
                }
            }
        }
        formatter.dump("filesystems", each: "filesystem", filesystems.values)
    }

    /// The part of `ceph status` that is about file systems.
    public func dumpSummary(to formatter: inout CephFormatter) {
        formatter.int("epoch", epoch)
        for (id, filesystem) in filesystems {
            let map = filesystem.mdsMap
            formatter.int("id", id)
            formatter.int("up", map.up.count)
            formatter.int("in", map.ranks.count)
            formatter.int("max", map.maxMDS)
        }
        formatter.array("by_rank") { ranks in
            for (id, info) in placed {
                ranks.object("mds") {
                    $0.int("filesystem_id", id)
                    // As an unsigned number, a rank of -1 would be a large one.
                    $0.int("rank", UInt64(bitPattern: Int64(info.rank)))
                    $0.string("name", info.name)
                    $0.string("status", info.status)
                    $0.int("gid", info.globalID)
                }
            }
        }
        formatter.int(MDSState.standby.name, standbyDaemons.count)
        let failed = total { $0.failed.count }
        let damaged = total { $0.damaged.count }
        if failed > 0 { formatter.int("failed", failed) }
        if damaged > 0 { formatter.int("damaged", damaged) }
    }

    private func total(_ count: (MDSMap) -> Int) -> Int {
        filesystems.values.reduce(0) { $0 + count($1.mdsMap) }
    }

    /// The servers that serve a file system, by global id, and which.
    private var placed: [(fscid: Int32, info: MDSInfo)] {
        roles.compactMap { gid, id in
            guard id != MDSInfo.none, let info = filesystems[id]?.mdsMap.info[gid] else { return nil }
            return (id, info)
        }
    }
}

extension MDSInfo {
    /// `up:active(laggy or crashed)`
    fileprivate var status: String { state.name + (isLaggy ? "(laggy or crashed)" : "") }
}

extension FSMap: CustomStringConvertible {
    /// As `ceph fs dump` shows it; every line ends.
    public var description: String {
        func flag(_ value: Bool) -> String { value ? "1" : "0" }
        var text = "e\(epoch)\n"
        text +=
            "enable_multiple, ever_enabled_multiple: \(flag(enableMultiple)),\(flag(everEnabledMultiple))\n"
        text += "default compat: \(defaultCompat)\n"
        text += "legacy client fscid: \(legacyClientFSCID)\n \n"
        if filesystems.isEmpty { text += "No filesystems configured\n" }
        for filesystem in filesystems.values { text += "\(filesystem) \n \n" }
        if !standbyDaemons.isEmpty { text += "Standby daemons:\n \n" }
        for info in standbyDaemons.values { text += "\(info)\n" }
        return text
    }

    /// The line of `ceph mds stat`: `fs1:1 {0=m=up:active} 1 up:standby`.
    public var summary: String {
        var byState: CephMap<MDSState, Int> = [.standby: standbyDaemons.count]
        var byRank: [(fscid: Int32, info: MDSInfo)] = []
        for (id, info) in placed {
            byState[info.state, default: 0] += 1
            if info.state != .standbyReplay { byRank.append((id, info)) }
        }
        var text = healthSummary
        if (1..<5).contains(byRank.count) {
            text += " " + Self.rankText(byRank.map { (label($0.fscid, $0.info), $0.info) })
            for (_, info) in byRank { byState[info.state, default: 0] -= 1 }
        }
        for (state, count) in byState where count > 0 { text += " \(count) \(state)" }
        let failed = total { $0.failed.count }
        let damaged = total { $0.damaged.count }
        if failed > 0 { text += ", \(failed) failed" }
        if damaged > 0 { text += ", \(damaged) damaged" }
        return text
    }

    private var healthSummary: String {
        func short(_ map: MDSMap) -> String {
            map.isDegraded
                ? "\(map.fsName):\(map.up.count)/\(map.ranks.count)" : "\(map.fsName):\(map.ranks.count)"
        }
        let maps = filesystems.values.map(\.mdsMap)
        if maps.count <= 3 { return maps.map(short).joined(separator: " ") }
        let degraded = maps.filter(\.isDegraded)
        var text = "\(maps.count) fs"
        if (1...3).contains(degraded.count) { text += " (degraded: \(degraded.map(short).joined()))" }
        if degraded.count > 3 { text += " (degraded: \(degraded.count) fs)" }
        return text
    }

    /// Several file systems are told apart by their names.
    private func label(_ fscid: Int32, _ info: MDSInfo) -> (sort: Int32, text: String) {
        guard filesystems.count > 1 else { return (info.rank, "\(info.rank)") }
        return (0, "\(filesystems[fscid]?.mdsMap.fsName ?? ""):\(info.rank)")
    }

    private static func rankText(_ entries: [((sort: Int32, text: String), MDSInfo)]) -> String {
        let sorted = entries.sorted { left, right in
            if left.0.sort != right.0.sort { return left.0.sort < right.0.sort }
            return String.precedes(left.0.text, right.0.text)
        }
        return "{" + sorted.map { "\($0.0.text)=\($0.1.name)=\($0.1.status)" }.joined(separator: ",") + "}"
    }

    /// `1/1 daemons up, 2 standby, 1 hot standby`, of `ceph status`.
    public var daemonSummary: String {
        var text = "\(total { $0.up.count })/\(total { $0.ranks.count }) daemons up"
        let failed = total { $0.failed.count }
        let replaying = total { $0.count(in: .standbyReplay) }
        if failed > 0 { text += " (\(failed) failed)" }
        if !standbyDaemons.isEmpty { text += ", \(standbyDaemons.count) standby" }
        if replaying > 0 { text += ", \(replaying) hot standby" }
        return text
    }
}
