import CephEncoding
import CephTypes
import NIOCore

/// Commands that change who the monitors are and where.
extension MonMapService {
    static let memberCommands: [Command] = [
        .write(
            "mon add name=name,type=CephString name=addr,type=CephIPAddr"
                + " name=location,type=CephString,n=N,goodchars=[A-Za-z0-9-_.=],req=false",
            help: "add new monitor named <name> at <addr>, possibly with CRUSH location <location>",
            module: "mon"
        ) { (service: MonMapService, call) in try service.add(call.arguments) },
        .write(
            "mon rm name=name,type=CephString", help: "remove monitor named <name>", module: "mon"
        ) { (service: MonMapService, call) in try service.remove(call.arguments) },
        .write(
            "mon remove name=name,type=CephString", help: "remove monitor named <name>", module: "mon",
            flags: .deprecated
        ) { (service: MonMapService, call) in try service.remove(call.arguments) },
        .write(
            "mon feature set name=feature_name,type=CephString"
                + " name=yes_i_really_mean_it,type=CephBool,req=false",
            help: "set provided feature on mon map", module: "mon"
        ) { (service: MonMapService, call) in try service.setFeature(call.arguments) },
        .write(
            "mon set-rank name=name,type=CephString name=rank,type=CephInt",
            help: "set the rank for the specified mon", module: "mon"
        ) { (service: MonMapService, call) in
            let name = try call.arguments.required("name")
            let rank = try call.arguments.requiredInt("rank")
            guard service.pending.contains(name) else {
                throw CommandError(.noEntry, "mon.\(name) does not exist in monmap")
            }
            service.pending.setRank(Int(clamping: rank), of: name)
            return .propose(CommandReply())
        },
        .write(
            "mon set-addrs name=name,type=CephString name=addrs,type=CephString",
            help: "set the addrs (IPs and ports) a specific monitor binds to", module: "mon"
        ) { (service: MonMapService, call) in try service.setAddresses(call.arguments) },
        .write(
            "mon set-weight name=name,type=CephString name=weight,type=CephInt,range=0|65535",
            help: "set the weight for the specified mon", module: "mon"
        ) { (service: MonMapService, call) in
            let name = try call.arguments.required("name")
            let weight = try call.arguments.requiredInt("weight")
            try service.requireMember(name)
            service.pending.update(name) { $0.weight = UInt16(clamping: weight) }
            return .propose(CommandReply())
        },
        .write("mon enable-msgr2", help: "enable the msgr2 protocol on port 3300", module: "mon") {
            (service: MonMapService, call) in try service.enableMsgr2()
        },
        .write(
            "mon set_location name=name,type=CephString"
                + " name=args,type=CephString,n=N,goodchars=[A-Za-z0-9-_.=]",
            help: "specify location <args> for the monitor <name>, using CRUSH bucket names", module: "mon"
        ) { (service: MonMapService, call) in
            let name = try call.arguments.required("name")
            try service.requireMember(name)
            let location = try MonMapService.location(try call.arguments.strings("args"))
            service.pending.update(name) { $0.crushLocation = location }
            return .propose(CommandReply())
        },
    ]

    /// An answer that changes nothing, which is no reason to propose anything.
    static func unchanged(_ status: String = "") -> CommandOutcome {
        .reply(CommandReply(status: status, text: ""))
    }

    func requireMember(_ name: String) throws {
        guard pending.contains(name) else { throw CommandError(.noEntry, "mon.\(name) does not exist") }
    }

    /// `datacenter=dc1` and the like; words without `=` are skipped.
    private static func location(_ words: [String]) throws -> CephMap<String, String> {
        var location: CephMap<String, String> = [:]
        for word in words {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2, !parts[1].isEmpty { location[String(parts[0])] = String(parts[1]) }
        }
        guard !location.isEmpty else {
            throw CommandError(
                .invalid,
                "We could not parse your input location to anything real; "
                    + "[\(words.joined(separator: ","))] turned into an empty map!")
        }
        return location
    }

    private func add(_ arguments: CommandArguments) throws -> CommandOutcome {
        let name = try arguments.string("name") ?? ""
        let text = try arguments.string("addr") ?? ""
        guard let address = EntityAddress(text) else {
            throw CommandError(.invalid, "addr \(text)does not parse")
        }
        let words = try arguments.strings("location")
        let location = words.isEmpty ? [:] : try Self.location(words)
        guard !monitor.monmap.stretchModeEnabled || !location.isEmpty else {
            throw CommandError(
                .invalid,
                "We are in stretch mode and new monitors must have a location, but could not parse your input"
                    + " location to anything real; [] turned into an empty map!")
        }
        let addresses = Self.addresses(for: address, in: monitor.monmap)
        if let known = monitor.monmap.monitors[name] {
            guard known.publicAddresses == addresses else {
                throw CommandError(
                    .exists, "mon.\(name) already exists at address \(known.publicAddresses)")
            }
            return Self.unchanged("mon.\(name) at \(addresses) already exists")
        }
        if let other = addresses.addresses.lazy.compactMap(monitor.monmap.name(of:)).first {
            throw CommandError(.exists, "mon.\(other) already exists at address \(address)")
        }
        pending.add(MonInfo(name: name, publicAddresses: addresses, crushLocation: location))
        return .propose(CommandReply(status: "adding mon.\(name) at \(addresses)", text: ""))
    }

    /// Where a monitor listens that is given one address: without a port, or with the old one, at both
    /// protocols' own ports.
    private static func addresses(for given: EntityAddress, in map: MonMap) -> EntityAddressVector {
        let port = given.socket.port
        guard map.persistentFeatures.contains(.nautilus) else {
            return EntityAddressVector([
                given.with(kind: .legacy, port: port == 0 ? MonitorPort.legacy : port)
            ])
        }
        if port == 0 || port == MonitorPort.legacy { return given.atMonitorPorts }
        return EntityAddressVector([port == MonitorPort.msgr2 ? given.with(kind: .msgr2) : given])
    }

    private func remove(_ arguments: CommandArguments) throws -> CommandOutcome {
        let name = try arguments.required("name")
        guard monitor.monmap.contains(name) else {
            return Self.unchanged("mon.\(name) does not exist or has already been removed")
        }
        guard monitor.monmap.count > 1 else {
            throw CommandError(.invalid, "error: refusing removal of last monitor \(name)")
        }
        guard !pending.stretchModeEnabled || name != pending.tiebreakerMonitor else {
            throw CommandError(.invalid, "you cannot remove stretch mode's tiebreaker monitor")
        }
        pending.remove(name)
        return .propose(CommandReply())
    }

    private func setFeature(_ arguments: CommandArguments) throws -> CommandOutcome {
        let name = try arguments.required("feature_name")
        guard let feature = MonFeatures(name: name) else {
            throw CommandError(.noEntry, "unknown feature '\(name)'")
        }
        guard try arguments.bool("yes_i_really_mean_it") else {
            throw CommandError(
                .operationNotPermitted,
                "please specify '--yes-i-really-mean-it' if you really, **really** want to set feature"
                    + " '\(feature)' in the monmap.")
        }
        guard monitor.quorumMonFeatures.contains(feature) else {
            throw CommandError(
                .invalid,
                "current quorum does not support feature '\(feature)'; supported features: "
                    + "\(monitor.quorumMonFeatures)")
        }
        let status = "setting feature '\(feature)'"
        guard !monitor.monmap.persistentFeatures.contains(feature) else { return Self.unchanged(status) }
        pending.persistentFeatures.insert(feature)
        return .propose(CommandReply(status: status, text: ""))
    }

    private func setAddresses(_ arguments: CommandArguments) throws -> CommandOutcome {
        let name = try arguments.required("name")
        let text = try arguments.required("addrs")
        try requireMember(name)
        guard let given = EntityAddressVector(text) else {
            throw CommandError(.invalid, "failed to parse addrs '\(text)'")
        }
        let addresses = given.addresses.map { address in
            var address = address
            address.nonce = 0
            return address
        }
        for address in addresses where address.socket.port == 0 {
            throw CommandError(.invalid, "monitor must bind to a non-zero port, not \(address)")
        }
        pending.setAddresses(EntityAddressVector(addresses), of: name)
        return .propose(CommandReply())
    }

    private func enableMsgr2() throws -> CommandOutcome {
        guard monitor.monmap.requiredFeatures.contains(.nautilus) else {
            throw CommandError(.accessDenied, "all monitors must be running nautilus to enable v2")
        }
        var isChanged = false
        for (name, info) in pending.monitors {
            guard info.publicAddresses.addresses.count == 1, let old = info.publicAddresses.legacy,
                old.socket.port == MonitorPort.legacy
            else { continue }
            let new = old.with(kind: .msgr2, port: MonitorPort.msgr2)
            pending.setAddresses(EntityAddressVector([new, old]), of: name)
            isChanged = true
        }
        return isChanged ? .propose(CommandReply()) : Self.unchanged()
    }
}
