import CephEncoding
import CephTypes

extension MgrMap: HistoryMap {
    /// Only a change of the active manager has a time.
    func time(since old: MgrMap?) -> UTime? {
        activeChange.isZero || activeChange == old?.activeChange ? nil : activeChange
    }

    func changes(since old: MgrMap?) -> [String] {
        var list = ChangeList()
        compareActive(old ?? MgrMap(), &list)
        compareStandbys(old ?? MgrMap(), &list)
        compareModules(old ?? MgrMap(), &list)
        compareServices(old ?? MgrMap(), &list)
        if list.isEmpty, let old { list.add(quietChanges(since: old)) }
        return list.isEmpty ? ["no manager"] : list.lines
    }

    private func compareActive(_ old: MgrMap, _ list: inout ChangeList) {
        if activeGID != old.activeGID || activeName != old.activeName {
            if activeGID == 0 {
                list.add("mgr.\(old.activeName) (gid \(old.activeGID)) no longer active, none is")
            } else {
                let before = old.activeGID == 0 ? "" : ", was mgr.\(old.activeName) (gid \(old.activeGID))"
                list.add("mgr.\(activeName) (gid \(activeGID)) becomes active\(before)")
            }
        } else if isAvailable != old.isAvailable {
            list.add("mgr.\(activeName) \(isAvailable ? "available" : "no longer available")")
        } else if activeAddresses != old.activeAddresses {
            list.add("mgr.\(activeName) at \(activeAddresses)")
        }
    }

    private func compareStandbys(_ old: MgrMap, _ list: inout ChangeList) {
        let before = old.standbys.mapValues(\.name)
        let comparison = MapComparison(before, standbys.mapValues(\.name))
        for (gid, name) in comparison.added { list.add("mgr.\(name) (gid \(gid)) joins as standby") }
        for (gid, name) in comparison.removed where gid != activeGID {
            list.add("standby mgr.\(name) (gid \(gid)) gone")
        }
    }

    private func compareModules(_ old: MgrMap, _ list: inout ChangeList) {
        let (enabled, disabled) = modules.changes(since: old.modules)
        if !enabled.isEmpty { list.add("modules enabled: \(enabled.joined(separator: ", "))") }
        if !disabled.isEmpty { list.add("modules disabled: \(disabled.joined(separator: ", "))") }
        let comparison = MapComparison(old.alwaysOnModules, alwaysOnModules)
        for (release, names) in comparison.added {
            let name = UInt8(exactly: release).map { CephRelease(rawValue: $0).name } ?? "\(release)"
            list.add("\(counted(names.count, "module")) always on in \(name)")
        }
        let available = Set(availableModules.map(\.name))
        let availableBefore = Set(old.availableModules.map(\.name))
        let came = available.subtracting(availableBefore).count
        let went = availableBefore.subtracting(available).count
        if came > 0 { list.add("\(counted(came, "module")) more can be enabled") }
        if went > 0 { list.add("\(counted(went, "module")) can no longer be enabled") }
    }

    private func compareServices(_ old: MgrMap, _ list: inout ChangeList) {
        let comparison = MapComparison(old.services, services)
        for (module, uri) in comparison.added { list.add("module \(module) serves at \(uri)") }
        for (module, _) in comparison.removed { list.add("module \(module) serves no longer") }
        for (module, before, after) in comparison.changed {
            list.compare("module \(module) serves at", before, after)
        }
    }

    /// What is worth a word only where there is nothing else.
    private func quietChanges(since old: MgrMap) -> [String] {
        var list = ChangeList()
        if clients != old.clients {
            list.add("clients of the modules: \(Set(clients.map(\.name)).sorted().joined(separator: ", "))")
        }
        list.compare("last_failure_osd_epoch", old.lastFailureOSDEpoch, lastFailureOSDEpoch)
        if activeFeatures != old.activeFeatures { list.add("features of the active manager") }
        if list.isEmpty { list.add("no visible change") }
        return list.lines
    }
}

extension MgrStat: HistoryMap {
    func time(since old: MgrStat?) -> UTime? { nil }

    /// How many placement groups are in which state, where that is new.
    func changes(since old: MgrStat?) -> [String] {
        let before = CephMap((old?.digest.numPGByState).map { $0.map { ($0.key, $0.value) } } ?? [])
        let after = CephMap(digest.numPGByState.map { ($0.key, $0.value) })
        let comparison = MapComparison(before, after)
        var list = ChangeList()
        func name(_ state: UInt64) -> String { "\(PGState(rawValue: state))" }
        for (state, count) in comparison.added { list.add("\(name(state)) 0 → \(count)") }
        for (state, old, new) in comparison.changed { list.add("\(name(state)) \(old) → \(new)") }
        for (state, count) in comparison.removed { list.add("\(name(state)) \(count) → 0") }
        guard !list.isEmpty else { return [] }
        return ["\(counted(Int(digest.numPG), "pg")): \(list.lines.joined(separator: ", "))"]
    }
}
