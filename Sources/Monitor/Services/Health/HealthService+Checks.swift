import CephEncoding
import CephMessages
import CephTypes

/// What a monitor looks at by itself (`check_member_health`), and the leader for all (`check_leader_health`).
extension HealthService {
    /// - Returns: whether there is something new to propose. A peon tells the leader instead.
    func checkMember() -> Bool {
        let rank = Int32(clamping: monitor.rank)
        var next = HealthCheckMap()
        checkDisk(&next)
        checkOptions(&next)
        if let known = quorumChecks.checks[rank] ?? (next.isEmpty ? next : nil), known == next {
            return false
        }
        guard monitor.isLeader else {
            monitor.send(MMonHealthChecks(healthChecks: next), toRank: monitor.leader)
            return false
        }
        quorumChecks.checks[rank] = next
        return true
    }

    private func checkDisk(_ next: inout HealthCheckMap) {
        let stats = environment.dataStatistics()
        let options = monitor.options
        // An environment that cannot tell has no disk at all.
        if stats.bytesTotal > 0 {
            let percent = Int64(stats.availablePercent)
            let detail = ["mon.\(monitor.name) has \(percent)% avail"]
            if percent <= options.int("mon_data_avail_crit", 5) {
                next.add(
                    "MON_DISK_CRIT", .error, "mon%plurals% %names% %isorare% very low on available space",
                    count: 1, detail: detail)
            } else if percent <= options.int("mon_data_avail_warn", 30) {
                next.add(
                    "MON_DISK_LOW", .warning, "mon%plurals% %names% %isorare% low on available space",
                    count: 1, detail: detail)
            }
        }
        let limit = options.size("mon_data_size_warn", 15 << 30)
        let size = stats.storeStats.bytesTotal
        if size >= limit {
            let detail =
                "mon.\(monitor.name) is \(CephUnits.bytes(size)) >= mon_data_size_warn"
                + " (\(CephUnits.bytes(limit)))"
            next.add(
                "MON_DISK_BIG", .warning, "mon%plurals% %names% %isorare% using a lot of disk space",
                count: 1, detail: [detail])
        }
    }

    private func checkOptions(_ next: inout HealthCheckMap) {
        let options = monitor.options
        if options.bool("mon_warn_on_osd_down_out_interval_zero", true),
            options.int("mon_osd_down_out_interval", 600) == 0
        {
            next.add(
                "OSD_NO_DOWN_OUT_INTERVAL", .warning,
                "mon%plurals% %names% %hasorhave% mon_osd_down_out_interval set to 0", count: 1,
                detail: ["mon.\(monitor.name) has mon_osd_down_out_interval set to 0"])
        }
        guard options.bool("auth_allow_insecure_global_id_reclaim", true) else { return }
        if options.bool("mon_warn_on_insecure_global_id_reclaim_allowed", true) {
            next.add(
                "AUTH_INSECURE_GLOBAL_ID_RECLAIM_ALLOWED", .warning,
                "mon%plurals% %isorare% allowing insecure global_id reclaim", count: 1,
                detail: [
                    "mon.\(monitor.name) has auth_allow_insecure_global_id_reclaim set to true"
                ])
        }
    }

    /// - Returns: whether there is something new to propose.
    func checkLeader() -> Bool {
        var next = HealthCheckMap()
        checkVersions(&next)
        checkQuorum(&next)
        monitor.timeCheck.check(&next)
        checkMessenger(&next)
        let gone = quorumChecks.checks.keys.filter { !monitor.quorum.contains(Int($0)) }
        for rank in gone { quorumChecks.checks.removeValue(forKey: rank) }
        guard next != leaderChecks else { return !gone.isEmpty }
        leaderChecks = next
        return true
    }

    private func checkQuorum(_ next: inout HealthCheckMap) {
        let monmap = monitor.monmap
        let missing = monmap.ranks.indices.filter { !monitor.quorum.contains($0) }
        let grace = monitor.options.seconds("mon_down_mkfs_grace", 60)
        guard !missing.isEmpty, environment.now > monmap.created.advanced(by: grace) else { return }
        let detail = missing.map { rank in
            let info = monmap.info(ofRank: rank)
            return "mon.\(info?.name ?? "?") (rank \(rank)) addr \(info?.publicAddresses.description ?? "")"
                + " is down (out of quorum)"
        }
        next.add(
            "MON_DOWN", .warning,
            "\(missing.count)/\(monmap.count) mons down, quorum \(monitor.quorumNames.joined(separator: ","))",
            count: Int64(missing.count), detail: detail)
    }

    private func checkMessenger(_ next: inout HealthCheckMap) {
        let options = monitor.options
        guard options.bool("mon_warn_on_msgr2_not_enabled", true), options.bool("ms_bind_msgr2", true),
            monitor.monmap.persistentFeatures.union(monitor.monmap.optionalFeatures).contains(.nautilus)
        else { return }
        let detail = monitor.monmap.monitors.filter {
            $0.value.publicAddresses.addresses.allSatisfy { $0.kind != .msgr2 }
        }.map { name, info in
            "mon.\(name) is not bound to a msgr2 port, only \(info.publicAddresses)"
        }
        guard !detail.isEmpty else { return }
        next.add(
            "MON_MSGR2_NOT_ENABLED", .warning, "\(detail.count) monitors have not enabled msgr2",
            count: Int64(detail.count), detail: detail)
    }

    /// Daemons of more than one version, should that last (`mon_warn_older_version_delay`).
    private func checkVersions(_ next: inout HealthCheckMap) {
        guard monitor.options.bool("mon_warn_on_older_version", true) else { return }
        let now = environment.monotonicTime
        let since = oldVersionsSince ?? now
        oldVersionsSince = since
        guard now - since > monitor.options.seconds("mon_warn_older_version_delay", 604_800) else { return }
        let versions = monitor.daemonsByVersion()
        guard versions.count > 1 else {
            oldVersionsSince = nil
            return
        }
        // The last one is the newest.
        let old = versions.elements.dropLast()
        let count = old.reduce(0) { $0 + $1.value.count }
        let who = count == 1 ? "is a daemon" : "are daemons"
        let what = old.count > 1 ? "multiple old versions" : "an older version"
        next.add(
            "DAEMON_OLD_VERSION", old.count > 1 ? .error : .warning, "There \(who) running \(what) of ceph",
            count: Int64(old.count),
            detail: old.map { version, daemons in
                daemons.map { $0 + " " }.joined()
                    + (daemons.count == 1 ? "is" : "are") + " running an older version of ceph: \(version)"
            })
    }
}
