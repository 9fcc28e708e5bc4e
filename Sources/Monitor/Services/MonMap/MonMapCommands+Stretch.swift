import CephTypes

/// `mon enable_stretch_mode`: a cluster over two sites, and a third for the monitor that breaks a tie.
extension MonMapService {
    static let stretchCommands: [Command] = [
        .write(
            "mon enable_stretch_mode name=tiebreaker_mon,type=CephString"
                + " name=new_crush_rule,type=CephString name=dividing_bucket,type=CephString",
            help: "enable stretch mode, changing the peering rules and failure handling on all pools with"
                + " <tiebreaker_mon> as the tiebreaker and setting <dividing_bucket> locations as the units"
                + " for stretching across",
            module: "mon"
        ) { (service: MonMapService, call) in try service.enableStretchMode(call) }
    ]

    private func enableStretchMode(_ call: CommandCall) throws -> CommandOutcome {
        let osdMaps = monitor.service(OSDMapService.self)
        guard osdMaps.isWriteable else {
            osdMaps.whenWriteable { [weak monitor] in monitor?.retry(call) }
            return .later
        }
        guard !monitor.monmap.stretchModeEnabled else {
            throw CommandError(.invalid, "stretch mode is already engaged")
        }
        guard !pending.stretchModeEnabled else {
            return .reply(CommandReply(status: "stretch mode currently committing", text: ""))
        }
        func argument(_ name: String, _ what: String) throws -> String {
            guard let value = try call.arguments.string(name) else {
                throw CommandError(.invalid, "must specify a \(what)")
            }
            return value
        }
        let tiebreaker = try argument("tiebreaker_mon", "tiebreaker monitor")
        let rule = try argument(
            "new_crush_rule", "new crush rule that spreads out copies over multiple sites")
        let bucket = try argument("dividing_bucket", "dividing bucket")
        try osdMaps.checkPoolsCanStretch(ruleName: rule)
        try checkSites(dividedBy: bucket, tiebreaker: tiebreaker)
        try osdMaps.enableStretchMode(dividingBucket: bucket, ruleName: rule)
        pending.disallowedLeaders.insert(tiebreaker)
        pending.tiebreakerMonitor = tiebreaker
        pending.stretchModeEnabled = true
        osdMaps.proposeNow()
        return .propose(CommandReply(), now: true)
    }

    /// That the monitors stand in two buckets, and the tiebreaker in a third.
    private func checkSites(dividedBy bucket: String, tiebreaker: String) throws {
        guard pending.strategy == .connectivity else {
            throw CommandError(
                .invalid, "Monitors must use the connectivity strategy to enable stretch mode")
        }
        guard pending.contains(tiebreaker) else {
            throw CommandError(.noEntry, "mon \(tiebreaker)does not seem to exist")
        }
        var tiebreakerSite = ""
        var sites: [String] = []
        for (name, info) in monitor.monmap.monitors {
            guard let site = info.crushLocation[bucket] else {
                throw CommandError(
                    .invalid, "Could not find location entry for \(bucket) on monitor \(name)")
            }
            if name == tiebreaker {
                tiebreakerSite = site
            } else if !sites.contains(site) {
                sites.append(site)
            }
        }
        guard sites.count <= 2 else {
            throw CommandError(
                .invalid,
                "There are too many monitor buckets for stretch mode, found \(sites.joined(separator: ","))")
        }
        guard sites.count == 2 else {
            throw CommandError(
                .invalid,
                "There are not enough monitor buckets for stretch mode; must have at least 2 plus the"
                    + " tiebreaker but only found \(sites.first ?? "")")
        }
        guard !sites.contains(tiebreakerSite) else {
            throw CommandError(
                .invalid,
                "The named tiebreaker monitor \(tiebreaker) is in the same CRUSH bucket \(tiebreakerSite)"
                    + " as other monitors")
        }
    }
}
