import CephEncoding

// What `ceph mgr …` and `ceph status` show of the map (src/mon/MgrMap.h, MgrMonitor.cc).
extension MgrMap {
    /// `x(active, since 2m), standbys: y`
    public func statusText(now: UTime) -> String {
        var text: String
        let age = activeChange.isZero ? nil : now.minus(activeChange).roughly
        if activeGID != 0 {
            text = activeName + (isAvailable ? "(active" : "(active, starting")
            text += age.map { ", since \($0))" } ?? ")"
        } else {
            text = "no daemons active" + (age.map { " (since \($0))" } ?? "")
        }
        let names = standbys.values.map(\.name)
        return names.isEmpty ? text : text + ", standbys: " + names.joined(separator: ", ")
    }

    /// The fields of `ceph mgr stat`.
    public func dumpStat(to formatter: inout CephFormatter) {
        formatter.int("epoch", epoch)
        formatter.bool("available", isAvailable)
        formatter.string("active_name", activeName)
        formatter.int("num_standby", standbys.count)
    }

    /// The fields of `ceph mgr module ls`.
    /// - Parameter release: of the monitors: which modules are always on depends on it.
    public func dumpModules(for release: CephRelease, to formatter: inout CephFormatter) {
        let alwaysOn = alwaysOnModules(for: release)
        formatter.strings("always_on_modules", each: "module", alwaysOn)
        formatter.strings("enabled_modules", each: "module", modules.filter { !alwaysOn.contains($0) })
        formatter.dump(
            "disabled_modules", each: "module",
            availableModules.filter { !modules.contains($0.name) && !alwaysOn.contains($0.name) })
    }

    public func dumpServices(to formatter: inout CephFormatter) {
        for (name, uri) in services { formatter.string(name, uri) }
    }
}
