import CephEncoding
import CephTypes

/// Commands that say how monitors choose their leader.
extension MonMapService {
    static let electionCommands: [Command] = [
        .write(
            "mon set election_strategy name=strategy,type=CephString",
            help: "set the election strategy to use; choices classic, disallow, connectivity", module: "mon"
        ) { (service: MonMapService, call) in
            let strategies: [String: MonMap.ElectionStrategy] = [
                "classic": .classic, "disallow": .disallow, "connectivity": .connectivity,
            ]
            try service.requirePinging("changing election strategies")
            guard let strategy = strategies[try call.arguments.required("strategy")] else {
                throw CommandError(.invalid, "")
            }
            guard strategy != service.pending.strategy else { return unchanged() }
            service.pending.strategy = strategy
            return .propose(CommandReply())
        },
        .write(
            "mon add disallowed_leader name=name,type=CephString",
            help: "prevent the named mon from being a leader", module: "mon"
        ) { (service: MonMapService, call) in
            let name = try service.leaderCandidate(call.arguments)
            let known = service.pending.disallowedLeaders
            guard !known.contains(name) else { return unchanged("mon.\(name) is already disallowed") }
            guard known.count != service.pending.count - 1 else {
                throw CommandError(.invalid, "mon.\(name) is the only remaining allowed leader!")
            }
            service.pending.disallowedLeaders.insert(name)
            return .propose(CommandReply())
        },
        .write(
            "mon rm disallowed_leader name=name,type=CephString",
            help: "allow the named mon to be a leader again", module: "mon"
        ) { (service: MonMapService, call) in
            let name = try service.leaderCandidate(call.arguments)
            guard service.pending.disallowedLeaders.remove(name) else {
                return unchanged("mon.\(name) is already allowed")
            }
            return .propose(CommandReply())
        },
        .write(
            "mon set_new_tiebreaker name=name,type=CephString"
                + " name=yes_i_really_mean_it,type=CephBool,req=false",
            help: "switch the stretch tiebreaker to be the named mon", module: "mon"
        ) { (service: MonMapService, call) in try service.setTiebreaker(call.arguments) },
    ]

    private func requirePinging(_ what: String) throws {
        guard monitor.quorumMonFeatures.contains(.electorPinging) else {
            throw CommandError(.notSupported, "Not all monitors support \(what); please upgrade first!")
        }
    }

    private func leaderCandidate(_ arguments: CommandArguments) throws -> String {
        try requirePinging("changing election strategies")
        guard pending.strategy == .disallow || pending.strategy == .connectivity else {
            throw CommandError(.invalid, "You cannot disallow monitors in your current election mode")
        }
        let name = try arguments.required("name")
        try requireMember(name)
        return name
    }

    private func setTiebreaker(_ arguments: CommandArguments) throws -> CommandOutcome {
        guard pending.stretchModeEnabled else {
            throw CommandError(.invalid, "Stretch mode is not enabled, so there is no tiebreaker")
        }
        let name = try arguments.required("name")
        try requireMember(name)
        let location = pending.monitors[name]?.crushLocation ?? [:]
        guard !location.isEmpty else {
            throw CommandError(.invalid, "mon.\(name) does not have a location specified")
        }
        let map = monitor.osdMap
        let divider = map.crush.typeNames[map.stretchModeBucket] ?? ""
        guard let place = location[divider] else {
            throw CommandError(
                .invalid,
                "mon.\(name) has a specificed location, but not a \(divider), which is the stretch divider")
        }
        let others = pending.monitors.filter { other, info in
            other != name && other != pending.tiebreakerMonitor && info.crushLocation[divider] == place
        }
        guard others.isEmpty else {
            throw CommandError(
                .invalid,
                "mon.\(name) has location \(place), which matches mons \(others.keys.joined(separator: ","))"
                    + " on the \(divider) dividing bucket for stretch mode. Pass --yes-i-really-mean-it if"
                    + " you're sure you want to do this.(You really don't.)")
        }
        pending.tiebreakerMonitor = name
        pending.disallowedLeaders.insert(name)
        return .propose(CommandReply())
    }
}
