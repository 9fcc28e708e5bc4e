import CephEncoding
import CephTypes

extension OSDMap {
    func compareOSDs(_ old: OSDMap, _ list: inout ChangeList) {
        for osd in 0..<max(osdNumbers.upperBound, old.osdNumbers.upperBound) {
            guard old.exists(osd) || exists(osd) else { continue }
            guard exists(osd) else {
                list.add("osd.\(osd) removed")
                continue
            }
            if !old.exists(osd) { list.add("osd.\(osd) created") }
            compareUp(osd, old, &list)
            compareStates(osd, old, &list)
            compareWeight(osd, old, &list)
            compareFacts(osd, old, &list)
        }
    }

    private func compareUp(_ osd: Int32, _ old: OSDMap, _ list: inout ChangeList) {
        let address = clientAddresses.indices.contains(Int(osd)) ? "\(clientAddresses[Int(osd)])" : "-"
        switch (old.isUp(osd), isUp(osd)) {
        case (false, true): list.add("osd.\(osd) up at \(address)")
        case (true, false): list.add("osd.\(osd) down")
        case (true, true) where info(osd)?.upFrom != old.info(osd)?.upFrom:
            list.add("osd.\(osd) restarted, up at \(address)")
        default: break
        }
    }

    /// Flags that are told by name; the others are told by what they go with.
    private static let namedStates: [(OSDState, set: String, unset: String)] = [
        (.destroyed, "destroyed", "no longer destroyed"), (.full, "full", "no longer full"),
        (.nearFull, "nearfull", "no longer nearfull"),
        (.backfillFull, "backfillfull", "no longer backfillfull"), (.noUp, "noup set", "noup unset"),
        (.noDown, "nodown set", "nodown unset"), (.noIn, "noin set", "noin unset"),
        (.noOut, "noout set", "noout unset"), (.stop, "told to stop", "no longer told to stop"),
    ]

    private func compareStates(_ osd: Int32, _ old: OSDMap, _ list: inout ChangeList) {
        let (before, after) = (old.state(of: osd), state(of: osd))
        guard before != after else { return }
        for (state, set, unset) in Self.namedStates where before.contains(state) != after.contains(state) {
            list.add("osd.\(osd) \(after.contains(state) ? set : unset)")
        }
    }

    private func compareWeight(_ osd: Int32, _ old: OSDMap, _ list: inout ChangeList) {
        let before = old.exists(osd) ? old.weight(of: osd) : OSDWeight.out
        let after = weight(of: osd)
        switch (before, after) {
        case (after, _): break
        case (_, OSDWeight.out):
            let isAutomatic = state(of: osd).contains(.autoOut)
            list.add("osd.\(osd) marked out\(isAutomatic ? " by the monitors" : "")")
        case (OSDWeight.out, OSDWeight.in): list.add("osd.\(osd) marked in")
        case (OSDWeight.out, _): list.add("osd.\(osd) marked in with weight \(weightText(after))")
        default: list.add("osd.\(osd) reweight \(weightText(before)) → \(weightText(after))")
        }
    }

    private func compareFacts(_ osd: Int32, _ old: OSDMap, _ list: inout ChangeList) {
        guard old.exists(osd) else { return }
        let affinity = (old.primaryAffinity(of: osd), primaryAffinity(of: osd))
        list.compare("osd.\(osd) primary affinity", weightText(affinity.0), weightText(affinity.1))
        let index = Int(osd)
        if osdUUIDs.indices.contains(index), old.osdUUIDs.indices.contains(index),
            osdUUIDs[index] != old.osdUUIDs[index], !osdUUIDs[index].isZero
        {
            list.add("osd.\(osd) uuid \(osdUUIDs[index])")
        }
    }

    private func info(_ osd: Int32) -> OSDInfo? {
        osdInfos.indices.contains(Int(osd)) ? osdInfos[Int(osd)] : nil
    }

    // MARK: Placement

    func comparePlacement(_ old: OSDMap, _ list: inout ChangeList) {
        compareUpmaps(
            "pg_upmap", old.pgUpmap, pgUpmap, { "[\($0.map(String.init).joined(separator: ","))]" }, &list)
        compareUpmaps("pg_upmap_items", old.pgUpmapItems, pgUpmapItems, Self.itemsText, &list)
        compareUpmaps("pg_upmap_primary", old.pgUpmapPrimaries, pgUpmapPrimaries, { "osd.\($0)" }, &list)
        compareTemporary(
            "pg_temp", old.pgTemp, pgTemp, { "[\($0.map(String.init).joined(separator: ","))]" }, &list)
        compareTemporary("primary_temp", old.primaryTemp, primaryTemp, { "osd.\($0)" }, &list)
    }

    /// `osd.0 → osd.1`
    private static func itemsText(_ items: [Pair<Int32, Int32>]) -> String {
        items.map { "osd.\($0.first) → osd.\($0.second)" }.joined(separator: ", ")
    }

    private func compareUpmaps<Value: Equatable>(
        _ name: String, _ old: CephMap<PGID, Value>, _ new: CephMap<PGID, Value>,
        _ text: (Value) -> String, _ list: inout ChangeList
    ) {
        let comparison = MapComparison(old, new)
        for (pg, value) in comparison.added { list.add("\(name) of \(pg) set: \(text(value))") }
        for (pg, _, value) in comparison.changed { list.add("\(name) of \(pg) now: \(text(value))") }
        for (pg, _) in comparison.removed { list.add("\(name) of \(pg) removed") }
    }

    /// These come and go with every recovery: counted, unless there is one.
    private func compareTemporary<Value: Equatable>(
        _ name: String, _ old: CephMap<PGID, Value>, _ new: CephMap<PGID, Value>,
        _ text: (Value) -> String, _ list: inout ChangeList
    ) {
        let comparison = MapComparison(old, new)
        let set = comparison.added.map { ($0.key, $0.value) } + comparison.changed.map { ($0.key, $0.new) }
        if let (pg, value) = set.first {
            list.add(set.count == 1 ? "\(name) of \(pg): \(text(value))" : "\(name) of \(set.count) pgs set")
        }
        if let (pg, _) = comparison.removed.first {
            let count = comparison.removed.count
            list.add(count == 1 ? "\(name) of \(pg) removed" : "\(name) of \(count) pgs removed")
        }
    }
}
