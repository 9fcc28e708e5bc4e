import CephEncoding

// What is wrong with file systems (src/mds/FSMap.cc, MDSMap.cc and src/mon/MDSMonitor.cc).

extension FSMap {
    /// The checks of all file systems, and what servers complain about.
    /// - Parameter health: by global id, what each server last said; servers of whom nothing is known are left
    ///   out.
    public func healthChecks(withHealth health: CephMap<UInt64, MDSHealth> = [:]) -> HealthCheckMap {
        var checks = HealthCheckMap()
        for (gid, info) in allInfo { health[gid]?.addChecks(of: info, to: &checks) }
        for filesystem in filesystems.values {
            addFailedRanks(of: filesystem, to: &checks)
            checks.merge(filesystem.mdsMap.healthChecks)
        }
        let missing = filesystems.values.map { $0.mdsMap.standbysMissing(with: standbyDaemons.count) }.max()
        if let missing, missing > 0 {
            checks.add(
                "MDS_INSUFFICIENT_STANDBY", .warning, "insufficient standby MDS daemons available", count: 1,
                detail: ["have \(standbyDaemons.count); want \(missing) more"])
        }
        return checks.mapSummaries { $0.countingDetails }
    }

    /// Ranks that nobody will take over soon.
    private func addFailedRanks(of filesystem: Filesystem, to checks: inout HealthCheckMap) {
        let stuck = filesystem.mdsMap.failed.filter {
            replacement(for: MDSRole(fscid: filesystem.fscid, rank: $0)) == nil
        }
        guard !stuck.isEmpty else { return }
        let plural = stuck.count > 1 ? "s" : ""
        checks.add(
            "FS_WITH_FAILED_MDS", .warning,
            "%num% filesystem%plurals% %hasorhave% a failed mds daemon", count: 1,
            detail: ["fs \(filesystem.mdsMap.fsName) has \(stuck.count) failed mds\(plural)"])
    }
}

extension MDSMap {
    /// The checks of one file system; summaries have `%num%` and the like in them still.
    fileprivate var healthChecks: HealthCheckMap {
        var checks = HealthCheckMap()
        func warn(_ code: String, _ severity: HealthStatus, _ summary: String, _ detail: String) {
            checks.add(code, severity, "%num% filesystem%plurals% " + summary, count: 1, detail: [detail])
        }
        if !damaged.isEmpty {
            checks.add(
                "MDS_DAMAGE", .error, "%num% mds daemon%plurals% damaged", count: Int64(damaged.count),
                detail: damaged.map { "fs \(fsName) mds.\($0) is damaged" })
        }
        if isDegraded { warn("FS_DEGRADED", .warning, "%isorare% degraded", "fs \(fsName) is degraded") }
        if ranks.count < Int(maxMDS) {
            warn(
                "MDS_UP_LESS_THAN_MAX", .warning, "%isorare% online with fewer MDS than max_mds",
                "fs \(fsName) has \(ranks.count) MDS online, but wants \(maxMDS)")
        }
        if up.isEmpty, maxMDS > 0 {
            warn(
                "MDS_ALL_DOWN", .error, "%isorare% offline",
                "fs \(fsName) is offline because no MDS is active for it.")
        }
        if maxMDS > 1, mayHaveOldSnapshots {
            warn(
                "MULTIMDS_WITH_OLDSNAPS", .error, "%isorare% multi-active mds with old snapshots",
                "multi-active mds while there are snapshots possibly created by pre-mimic MDS")
        }
        if inlineDataEnabled {
            warn(
                "FS_INLINE_DATA_DEPRECATED", .warning, "with deprecated feature inline_data",
                "fs \(fsName) has deprecated feature inline_data enabled.")
        }
        return checks
    }
}

extension MDSHealth {
    /// Adds each complaint of a server to the check that it belongs to.
    fileprivate func addChecks(of info: MDSInfo, to checks: inout HealthCheckMap) {
        for metric in metrics {
            let metadata = metric.metadata.map { "\($0.key): \($0.value)" }.joined(separator: ", ")
            let detail = "mds.\(info.name)(mds.\(info.rank)): \(metric.message)"
            checks.add(
                metric.code, metric.severity, metric.summary, count: 1,
                detail: [metadata.isEmpty ? detail : "\(detail) \(metadata)"])
        }
    }
}

extension HealthCheck {
    /// The summary with numbers and words by how many details there are.
    fileprivate var countingDetails: String {
        let isMany = detail.count > 1
        let words = [
            ("%num%", String(detail.count)), ("%plurals%", isMany ? "s" : ""),
            ("%isorare%", isMany ? "are" : "is"), ("%hasorhave%", isMany ? "have" : "has"),
        ]
        return words.reduce(summary) { $0.replacing($1.0, with: $1.1) }
    }
}

extension HealthCheckMap {
    fileprivate func mapSummaries(_ summary: (HealthCheck) -> String) -> HealthCheckMap {
        HealthCheckMap(
            checks.mapValues { check in
                var counted = check
                counted.summary = summary(check)
                return counted
            })
    }
}
