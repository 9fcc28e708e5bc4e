import CephEncoding
import CephTypes
import MonitorStore

// What a monitor knows of itself (src/mon/Monitor.cc, `preinit`, `sync_start`; src/ceph_mon.cc).

extension StoreChecker {
    mutating func checkFiles() {
        guard let files else { return }
        if files.backend == nil {
            list.add(.info, "kv_backend", "no such file: a monitor takes the store for LevelDB")
        }
        guard let release = files.minMonRelease else { return }
        // Before 15 its number.
        if CephRelease(name: release) == nil, UInt8(release) == nil {
            list.add(
                .warning, "min_mon_release",
                "names no release that this tool knows: \(release.debugDescription)",
                mend: .advice("a monitor writes it anew when it starts"))
        }
    }

    mutating func checkMonitor() throws {
        try checkIdentity()
        try checkFeatures()
        try checkFSIDs()
        try checkSynchronization()
    }

    private mutating func checkIdentity() throws {
        // A store that mkfs made has it before anything else.
        guard scan.keys > 0 else {
            list.add(.error, "database", "there is no key in it", mend: .advice(Self.elsewhere))
            return
        }
        let key = StoreKey("monitor", "magic")
        let magic = try value("monitor", "magic", as: StoredText.self)
        if magic?.line != StoredText.monitorMagic.line {
            list.add(
                .error, key,
                magic.map { "is \($0.line.debugDescription): a monitor refuses to start" }
                    ?? "missing: a monitor refuses to start",
                mend: .advice(
                    "printf 'ceph mon volume v012\\n' > magic, and monstore-tool PATH set monitor magic in magic"
                ))
        }
    }

    private mutating func checkFeatures() throws {
        guard let features = try value("monitor", "feature_set", as: CompatSet.self) else { return }
        let supported = CompatSet.monitorSupported.incompat
        let unknown = features.incompat.names.elements.filter { !supported.contains($0.key) }
        guard !unknown.isEmpty else { return }
        let names = unknown.map { "\($0.key) (\($0.value))" }.joined(separator: ", ")
        list.add(
            .warning, "monitor/feature_set", "needs what 16.2's monitor does not have: \(names)",
            mend: .advice("run a newer monitor on it"))
    }

    /// All maps are of one cluster.
    private mutating func checkFSIDs() throws {
        let own = try value("monitor", "cluster_uuid", as: StoredText.self)?.line
        var newest: CephUUID?
        if let version = scan.usable("monmap").last {
            newest = try value("monmap", "\(version)", as: MonMap.self)?.fsid
        }
        if let own, let newest, own != newest.description {
            list.add(
                .error, "monitor/cluster_uuid", "is \(own), the monmap's is \(newest)",
                mend: .advice("see whose store this is before it is used"))
        }
        guard let expected = newest ?? own.flatMap({ CephUUID($0) }) else { return }
        for (fsid, found) in scan.fsids.sorted(by: { $0.value.first < $1.value.first })
        where fsid != expected && fsid != .zero {
            list.add(
                .error, found.first,
                "is of another cluster, \(fsid), as are \(found.count - 1) more; this one is \(expected)",
                mend: .advice("see whose store this is before it is used"))
        }
    }

    private mutating func checkSynchronization() throws {
        for mark in ["in_sync", "force_sync"] {
            guard try reader.value(of: StoreKey("mon_sync", mark)) != nil else { continue }
            list.add(
                .warning, "mon_sync/\(mark)",
                mark == "in_sync"
                    ? "copying from another monitor was interrupted: what the services hold may be of two moments"
                    : "the monitor was told to copy everything anew",
                mend: .advice(
                    "start the monitor: it clears the services' keys and copies them from the others "
                        + "(a cluster's only monitor has nobody to copy from: restore a backup)"))
        }
    }
}
