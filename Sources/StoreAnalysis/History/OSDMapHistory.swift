import CephEncoding
import CephTypes
import MonitorStore

/// The OSD map, epoch by epoch. Epochs are made from increments; whole maps help where one is missing.
struct OSDMapHistory: ServiceHistory {
    let service = "osdmap"
    let reader: any KeyValueReader
    private var map = OSDMap()
    /// Whether `map` is one that the cluster had.
    private var hasMap = false

    init(reader: any KeyValueReader) { self.reader = reader }

    func versions() throws -> [UInt64] { try reader.storedVersions(of: service) }

    mutating func moments(of version: UInt64) throws -> [HistoryMoment] {
        // A store that was trimmed begins with an increment to a map that is gone, which is no damage.
        let isFirst = !hasMap && version > 1 && !adoptFull(version - 1)
        let previous = map
        var list = ChangeList()
        do {
            let increment = try OSDMap.Incremental.decode(from: try reader.value(of: service, version))
            try map.apply(increment)
            hasMap = true
            list.add(increment.changesThatLeaveNoTrace(in: previous))
        } catch {
            if !isFirst { list.add("increment unusable: \(Self.reason(error))") }
            guard adoptFull(version) else { throw error }
        }
        if isFirst {
            list.add("the oldest epoch kept: \(map.historySummary)")
        } else {
            list.add(map.changes(since: previous, isTold: !list.isEmpty))
        }
        return [HistoryMoment(time: map.modified.isZero ? nil : map.modified, list.lines)]
    }

    @discardableResult
    private mutating func adoptFull(_ epoch: UInt64) -> Bool {
        guard let value = try? reader.value(of: StoreKey(service, "full_\(epoch)")),
            let full = try? OSDMap.decode(from: value)
        else { return false }
        map = full
        hasMap = true
        return true
    }

    private static func reason(_ error: any Error) -> String {
        switch error {
        case OSDMapApplyError.notNext(let epoch, let after):
            "it is for epoch \(epoch) and the map before is of \(after)"
        case OSDMapApplyError.otherCluster(let fsid): "it is of another cluster, \(fsid)"
        case OSDMapApplyError.noSuchOSD(let osd): "it speaks of osd.\(osd), which there is not"
        case OSDMapApplyError.badCrushMap(let error), OSDMapApplyError.badFullMap(let error): "\(error)"
        default: "\(error)"
        }
    }
}

extension OSDMap {
    /// `3 OSDs (3 up, 2 in), 4 pools`
    fileprivate var historySummary: String {
        "\(counted(osdCount, "OSD")) (\(upOSDCount) up, \(inOSDCount) in), \(counted(pools.count, "pool"))"
    }

    /// What is different from an earlier map.
    /// - Parameter isTold: whether there is something to tell of this epoch already.
    func changes(since old: OSDMap, isTold: Bool = false) -> [String] {
        var list = ChangeList()
        if old.epoch == 0 { list.add("cluster \(fsid)") }
        comparePools(old, &list)
        compareOSDs(old, &list)
        compareSettings(old, &list)
        if crush != old.crush { crush.compare(with: old.crush, &list) }
        comparePlacement(old, &list)
        compareBlocklists(old, &list)
        compareSnaps(old, &list)
        if list.isEmpty && !isTold { list.add(quietChanges(since: old)) }
        return list.lines
    }

    private func compareSettings(_ old: OSDMap, _ list: inout ChangeList) {
        // These follow from the release.
        let implied: OSDMapFlags = [.legacyRequire, .recoveryDeletes, .pgLogHardLimit]
        let silent = requireOSDRelease == old.requireOSDRelease || old.epoch == 0 ? [] : implied
        let (before, after) = (old.flags.subtracting(silent), flags.subtracting(silent))
        for (what, flags) in [("set", after.subtracting(before)), ("unset", before.subtracting(after))]
        where !flags.isEmpty {
            list.add("flags \(what): \(flags.names.isEmpty ? "\(flags.rawValue)" : flags.names)")
        }
        list.compare("", fields: old.settingFields, settingFields)
        let profiles = MapComparison(old.erasureCodeProfiles, erasureCodeProfiles)
        for (name, profile) in profiles.added {
            list.add("erasure code profile '\(name)' set (\(profile.pairsText))")
        }
        for (name, _) in profiles.removed { list.add("erasure code profile '\(name)' removed") }
        for (name, before, after) in profiles.changed {
            list.add("erasure code profile '\(name)' changed (\(before.pairsText) → \(after.pairsText))")
        }
        compareFlags("", old.crushNodeFlags, crushNodeFlags, name: { crush.historyName($0) }, &list)
        compareFlags(
            "class ", old.deviceClassFlags, deviceClassFlags,
            name: { crush.classNames[$0] ?? old.crush.classNames[$0] ?? "\($0)" }, &list)
        if !currentClusterSnapshot.isEmpty { list.add("cluster snapshot '\(currentClusterSnapshot)'") }
    }

    private var settingFields: [(String, String)] {
        func text(_ ratio: Float) -> String { CephNumber.general(Double(ratio)) }
        return [
            ("max_osd", "\(maxOSD)"), ("full_ratio", text(fullRatio)),
            ("backfillfull_ratio", text(backfillFullRatio)), ("nearfull_ratio", text(nearFullRatio)),
            ("require_osd_release", requireOSDRelease.name),
            ("require_min_compat_client", requireMinCompatClient.name),
            ("stretch mode", "\(stretchModeEnabled)"), ("stretch buckets", "\(stretchBucketCount)"),
            ("degraded stretch mode", "\(degradedStretchMode)"),
            ("recovering stretch mode", "\(recoveringStretchMode)"),
            ("stretch mode bucket type", "\(stretchModeBucket)"), ("allow_crimson", "\(allowCrimson)"),
        ]
    }

    private func compareFlags(
        _ prefix: String, _ old: CephMap<Int32, OSDState>, _ new: CephMap<Int32, OSDState>,
        name: (Int32) -> String, _ list: inout ChangeList
    ) {
        for key in Set(old.keys + new.keys).sorted() {
            let (before, after) = (old[key] ?? [], new[key] ?? [])
            let (set, unset) = (after.subtracting(before), before.subtracting(after))
            if !set.isEmpty {
                list.add("\(prefix)\(name(key)) flags set: \(set.names.joined(separator: ","))")
            }
            if !unset.isEmpty {
                list.add("\(prefix)\(name(key)) flags unset: \(unset.names.joined(separator: ","))")
            }
        }
    }

    private func compareBlocklists(_ old: OSDMap, _ list: inout ChangeList) {
        if blocklist != old.blocklist {
            for (address, until) in blocklist.sorted where old.blocklist[address] != until {
                list.add("\(address) blocklisted until \(until)")
            }
            for (address, _) in old.blocklist.sorted where !blocklist.contains(address) {
                list.add("\(address) no longer blocklisted")
            }
        }
        let ranges = MapComparison(old.rangeBlocklist, rangeBlocklist)
        for (address, until) in ranges.added { list.add("range \(address) blocklisted until \(until)") }
        for (address, _) in ranges.removed { list.add("range \(address) no longer blocklisted") }
    }

    private func compareSnaps(_ old: OSDMap, _ list: inout ChangeList) {
        for (pool, snaps) in newRemovedSnaps {
            list.add("\(poolLabel(pool)): \(snaps.countText) to be removed")
        }
        for (pool, snaps) in newPurgedSnaps { list.add("\(poolLabel(pool)): \(snaps.countText) purged") }
    }

    /// What OSDs tell all the time, worth a line only where there is nothing else.
    private func quietChanges(since old: OSDMap) -> [String] {
        var alive = 0
        var other = 0
        for osd in osdNumbers {
            let index = Int(osd)
            guard old.osdInfos.indices.contains(index), old.osdXInfos.indices.contains(index) else {
                continue
            }
            if osdInfos[index].upThru != old.osdInfos[index].upThru { alive += 1 }
            if osdXInfos[index] != old.osdXInfos[index] { other += 1 }
        }
        var list = ChangeList()
        if alive > 0 { list.add("\(counted(alive, "OSD")) alive (up_thru)") }
        if other > 0 { list.add("features or laggy times of \(counted(other, "OSD"))") }
        if list.isEmpty { list.add("no visible change") }
        return list.lines
    }
}

extension OSDMap.Incremental {
    /// What was asked for and may not show in the map that came of it.
    fileprivate func changesThatLeaveNoTrace(in old: OSDMap) -> [String] {
        var list = ChangeList()
        for (osd, epoch) in newLost { list.add("osd.\(osd) lost (down since e\(epoch))") }
        // Monitors take an upmap away again at once if it does not fit the CRUSH map.
        for pg in oldPGUpmapItems where !old.pgUpmapItems.contains(pg) {
            list.add("pg_upmap_items of \(pg) removed before it was there")
        }
        for pg in oldPGUpmap where !old.pgUpmap.contains(pg) {
            list.add("pg_upmap of \(pg) removed before it was there")
        }
        return list.lines
    }
}

extension CephMap<String, String> {
    /// `k=2 m=1`
    var pairsText: String { map { "\($0.key)=\($0.value)" }.joined(separator: " ") }
}

extension SnapIntervalSet {
    fileprivate var countText: String {
        let count = intervals.reduce(UInt64(0)) { $0 &+ $1.length }
        return "\(count) snapshot\(count == 1 ? "" : "s")"
    }
}
