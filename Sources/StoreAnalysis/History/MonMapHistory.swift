import CephEncoding
import CephTypes

extension MonMap: HistoryMap {
    func time(since old: MonMap?) -> UTime? { lastChanged.isZero ? nil : lastChanged }

    func changes(since old: MonMap?) -> [String] {
        var list = ChangeList()
        guard let old else {
            list.add(
                "\(epoch <= 1 ? "cluster \(fsid) made" : "the oldest version kept") with \(monitorsText)")
            return list.lines
        }
        compareMonitors(old, &list)
        compareFeatures("persistent features", old.persistentFeatures, persistentFeatures, &list)
        compareFeatures("optional features", old.optionalFeatures, optionalFeatures, &list)
        list.compare("fsid", old.fsid, fsid)
        list.compare("min_mon_release", old.minMonRelease, minMonRelease)
        list.compare("election strategy", old.strategy.historyName, strategy.historyName)
        compareNames("disallowed leader", old.disallowedLeaders, disallowedLeaders, &list)
        list.compare("stretch mode", old.stretchModeEnabled, stretchModeEnabled)
        list.compare("tiebreaker", old.tiebreakerMonitor, tiebreakerMonitor)
        compareNames(
            "marked down for stretch mode", old.stretchMarkedDownMonitors, stretchMarkedDownMonitors, &list)
        if list.isEmpty && ranks != old.ranks { list.add("ranks now \(ranks.joined(separator: ", "))") }
        return list.lines
    }

    private var monitorsText: String {
        monitors.map { "mon.\($0.key) at \($0.value.publicAddresses)" }.joined(separator: ", ")
    }

    private func compareMonitors(_ old: MonMap, _ list: inout ChangeList) {
        let comparison = MapComparison(old.monitors, monitors)
        var added = comparison.added
        for gone in comparison.removed {
            // One that went and one that came at its address are one with a new name.
            let successor = added.firstIndex { $0.value.publicAddresses == gone.value.publicAddresses }
            if let successor {
                list.add("mon.\(gone.key) renamed to mon.\(added[successor].key)")
                added.remove(at: successor)
            } else {
                list.add("mon.\(gone.key) removed (was at \(gone.value.publicAddresses))")
            }
        }
        for (name, info) in added { list.add("mon.\(name) added at \(info.publicAddresses)") }
        for (name, before, after) in comparison.changed {
            list.compare("mon.\(name) address", before.publicAddresses, after.publicAddresses)
            list.compare("mon.\(name) priority", before.priority, after.priority)
            list.compare("mon.\(name) weight", before.weight, after.weight)
            list.compare("mon.\(name) crush location", before.locationText, after.locationText)
        }
    }

    private func compareFeatures(
        _ name: String, _ old: MonFeatures, _ new: MonFeatures, _ list: inout ChangeList
    ) {
        let came = new.subtracting(old)
        let went = old.subtracting(new)
        if !came.isEmpty { list.add("\(name) set: \(came.names.joined(separator: ", "))") }
        if !went.isEmpty { list.add("\(name) unset: \(went.names.joined(separator: ", "))") }
    }

    private func compareNames(
        _ what: String, _ old: CephSet<String>, _ new: CephSet<String>, _ list: inout ChangeList
    ) {
        let (added, removed) = new.changes(since: old)
        for name in added { list.add("mon.\(name) \(what)") }
        for name in removed { list.add("mon.\(name) no longer \(what)") }
    }
}

extension MonInfo {
    fileprivate var locationText: String {
        crushLocation.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
    }
}

extension MonMap.ElectionStrategy {
    fileprivate var historyName: String {
        switch self {
        case .classic: "classic"
        case .disallow: "disallow"
        case .connectivity: "connectivity"
        default: "\(rawValue)"
        }
    }
}
