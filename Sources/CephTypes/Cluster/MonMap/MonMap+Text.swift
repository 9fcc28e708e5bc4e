import CephEncoding

extension MonMap: CephDumpable {
    /// As in `ceph mon dump`, whose body it is, before `quorum`.
    public func dump(to formatter: inout CephFormatter) {
        formatter.int("epoch", epoch)
        formatter.stream("fsid", fsid)
        formatter.stream("modified", lastChanged.zuluDescription)
        formatter.stream("created", created.zuluDescription)
        formatter.int("min_mon_release", minMonRelease.rawValue)
        formatter.string("min_mon_release_name", minMonRelease.name)
        formatter.int("election_strategy", strategy.rawValue)
        // These two names end in a colon and a blank in Ceph's own output.
        formatter.stream("disallowed_leaders: ", disallowedLeaders.streamText)
        formatter.bool("stretch_mode", stretchModeEnabled)
        formatter.string("tiebreaker_mon", tiebreakerMonitor)
        formatter.stream("removed_ranks: ", removedRanks.streamText)
        formatter.object("features") { features in
            persistentFeatures.dump("persistent", to: &features)
            optionalFeatures.dump("optional", to: &features)
        }
        formatter.array("mons") { mons in
            for (rank, name) in ranks.enumerated() {
                mons.object("mon") { mon in
                    mon.int("rank", rank)
                    (monitors[name] ?? MonInfo(name: name)).dump(to: &mon)
                }
            }
        }
    }

    /// The part of `ceph status` that is about the monmap.
    public func dumpSummary(to formatter: inout CephFormatter) {
        formatter.int("epoch", epoch)
        formatter.string("min_mon_release_name", minMonRelease.name)
        formatter.int("num_mons", count)
    }

    /// `e1: 3 mons at {a=…,b=…} removed_ranks: {}`
    public var summary: String {
        let places = monitors.map { "\($0.key)=\($0.value.publicAddresses)" }.joined(separator: ",")
        return "e\(epoch): \(count) mons at {\(places)} removed_ranks: {\(removedRanks.streamText)}"
    }
}

extension MonMap: CustomStringConvertible {
    /// As `ceph mon dump` and `monmaptool --print` show it; every line ends.
    public var description: String {
        var lines = [
            "epoch \(epoch)", "fsid \(fsid)", "last_changed \(lastChanged)", "created \(created)",
            "min_mon_release \(minMonRelease.rawValue) (\(minMonRelease.name))",
            "election_strategy: \(strategy.rawValue)",
        ]
        if stretchModeEnabled {
            lines += ["stretch_mode_enabled 1", "tiebreaker_mon \(tiebreakerMonitor)"]
        }
        if stretchModeEnabled || !disallowedLeaders.isEmpty {
            lines.append("disallowed_leaders \(disallowedLeaders.streamText)")
        }
        for (rank, name) in ranks.enumerated() {
            let info = monitors[name] ?? MonInfo(name: name)
            let place = info.crushLocation.isEmpty ? "" : "; crush_location \(info.crushLocation.streamText)"
            lines.append("\(rank): \(info.publicAddresses) mon.\(name)\(place)")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
