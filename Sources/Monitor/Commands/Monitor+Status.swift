import CephEncoding
import CephTypes

/// `ceph status` (`Monitor::get_cluster_status`) and what monitors say of the quorum.
extension Monitor {
    /// What there is of placement groups: of the PG map, where this cluster keeps one, else of the manager.
    var digest: PGMapDigest {
        service(PGMapService.self).digest ?? service(MgrStatService.self).digest
    }

    /// Whole seconds.
    var quorumAge: Int64 { (environment.monotonicTime - quorumSince).components.seconds }

    func dumpClusterStatus(to formatter: inout CephFormatter) {
        let stat = service(MgrStatService.self)
        formatter.object("status") { status in
            status.stream("fsid", monmap.fsid)
            status.object("health") { service(HealthService.self).report.dump(to: &$0, withDetail: false) }
            status.int("election_epoch", electionEpoch)
            status.ints("quorum", each: "rank", quorum.sorted())
            status.strings("quorum_names", each: "id", quorumNames)
            status.int("quorum_age", quorumAge)
            status.object("monmap") { monmap.dumpSummary(to: &$0) }
            status.object("osdmap") { osdMap.dumpSummary(to: &$0) }
            status.object("pgmap") { digest.dumpSummary(to: &$0) }
            status.object("fsmap") { fsMap.dumpSummary(to: &$0) }
            status.object("mgrmap") { mgrMap.dumpSummary(to: &$0) }
            status.dump("servicemap", stat.serviceMap)
            status.object("progress_events") {
                for (id, event) in stat.progressEvents { $0.dump(id, event) }
            }
        }
    }

    var statusText: String {
        let now = environment.now
        let stat = service(MgrStatService.self)
        let indent = "\n            "
        let health = service(HealthService.self).report.summary(now: now, lead: indent, separator: indent)
        var text = "  cluster:\n    id:     \(monmap.fsid)\n    health: \(health)\n\n"
        text += "\n \n  services:\n" + servicesText(now)
        if stat.serviceMap.hasRunningTasks {
            text += "\n \n  task status:\n"
            for (name, service) in stat.serviceMap.services { text += service.taskText(service: name) }
        }
        text += "\n \n  data:\n" + fsMap.volumesText + digest.summary
        if !stat.progressEvents.isEmpty {
            text += "\n \n  progress:\n"
            for event in stat.progressEvents.values where event.isInStatus {
                text += "    \(event.message)\n"
            }
        }
        return text + "\n "
    }

    private func servicesText(_ now: UTime) -> String {
        let services = service(MgrStatService.self).serviceMap
        // All names end at one column.
        let width = max(3, services.services.keys.map(\.cephBytes.count).max() ?? 0)
        func line(_ name: String, _ text: String) -> String {
            "    \(name): " + String(repeating: " ", count: width - name.cephBytes.count) + text + "\n"
        }
        var text = line("mon", quorumText)
        if mgrMap.epoch > 0 { text += line("mgr", mgrMap.statusText(now: now)) }
        if !fsMap.filesystems.isEmpty { text += line("mds", fsMap.daemonSummary) }
        let prefix = String(repeating: " ", count: width + 6)
        text += line("osd", osdMap.summaryText(at: now, prefix: prefix, withEpoch: false))
        for (name, service) in services.extraServices { text += line(name, service.statusText) }
        return text
    }

    /// `3 daemons, quorum a,b (age 5m), out of quorum: c`
    private var quorumText: String {
        let age = UTime(nanosecondCount: (environment.monotonicTime - quorumSince).nanosecondCount)
        var text = "\(monmap.count) daemons, quorum \(quorumNames.joined(separator: ","))"
        text += " (age \(age.roughly))"
        let missing = monmap.ranks.indices.filter { !quorum.contains($0) }.map { monmap.ranks[$0] }
        return missing.isEmpty ? text : text + ", out of quorum: " + missing.joined(separator: ", ")
    }

    // MARK: Quorum

    /// The body of `ceph quorum_status`.
    func dumpQuorumStatus(to formatter: inout CephFormatter) {
        formatter.object("quorum_status") { status in
            status.int("election_epoch", electionEpoch)
            status.ints("quorum", each: "mon", quorum.sorted())
            status.strings("quorum_names", each: "mon", quorumNames)
            status.string("quorum_leader_name", quorum.isEmpty ? "" : monmap.name(ofRank: leader) ?? "")
            if !quorum.isEmpty { status.int("quorum_age", quorumAge) }
            status.object("features") { dumpQuorumFeatures(to: &$0) }
            status.dump("monmap", monmap)
        }
    }

    private func dumpQuorumFeatures(to formatter: inout CephFormatter) {
        formatter.stream("quorum_con", quorumConnectionFeatures.rawValue)
        formatter.strings("quorum_mon", each: "bit_flag", quorumMonFeatures.names)
    }

    /// `mon_status`: this monitor itself.
    func dumpStatus(to formatter: inout CephFormatter) {
        formatter.object("mon_status") { status in
            status.string("name", name)
            status.int("rank", rank)
            status.string("state", state.rawValue)
            status.int("election_epoch", electionEpoch)
            status.ints("quorum", each: "mon", quorum.sorted())
            if !quorum.isEmpty { status.int("quorum_age", quorumAge) }
            status.object("features") {
                $0.stream("required_con", requiredFeatures.rawValue)
                let required = monmap.persistentFeatures.union(monmap.optionalFeatures)
                $0.strings("required_mon", each: "bit_flag", required.names)
                dumpQuorumFeatures(to: &$0)
            }
            dumpPeers(to: &status)
            status.dump("monmap", monmap)
            status.object("feature_map") { ownFeatureMap.dump(to: &$0) }
            status.bool("stretch_mode", monmap.stretchModeEnabled)
        }
    }

    /// Whom it looks for while it has no quorum.
    private func dumpPeers(to formatter: inout CephFormatter) {
        formatter.array("outside_quorum") { list in
            for name in outsideQuorum.sorted() { list.string("mon", name) }
        }
        formatter.array("extra_probe_peers") { list in
            for peer in extraProbePeers.sorted(by: { "\($0)" < "\($1)" }) { list.dump("peer", peer) }
        }
        formatter.array("sync_provider") { _ in }
    }
}

extension Duration {
    /// Bounded by what 64 bits hold.
    var nanosecondCount: Int64 {
        let (seconds, attoseconds) = components
        let (whole, overflows) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        return overflows ? .max : whole &+ attoseconds / 1_000_000_000
    }
}
