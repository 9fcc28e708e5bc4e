import CephEncoding
import CephTypes

// Changes of metadata servers and their ranks (src/mon/MDSMonitor.cc, filesystem_command).

extension MDSMapService {
    static let serverWriteCommands: [Command] = [
        change(
            "mds freeze name=role_or_gid,type=CephString name=val,type=CephString",
            help: "freeze MDS yes/no", module: "mds", flags: .hidden
        ) { service, call in try service.freeze(call) },
        change(
            "mds set_state name=gid,type=CephInt,range=0 name=state,type=CephInt,range=0|20",
            help: "set mds state of <gid> to <numeric-state>", module: "mds", flags: .hidden
        ) { service, call in try service.setState(call) },
        change(
            "mds fail name=role_or_gid,type=CephString",
            help: "Mark MDS failed: trigger a failover if a standby is available", module: "mds"
        ) { service, call in try service.failServer(call) },
        change(
            "mds repaired name=role,type=CephString",
            help: "mark a damaged MDS rank as no longer damaged", module: "mds"
        ) { service, call in try service.repaired(call) },
        change(
            "mds rm name=gid,type=CephInt,range=0", help: "remove nonactive mds", module: "mds"
        ) { service, call in try service.removeServer(call) },
        change(
            "mds rmfailed name=role,type=CephString name=yes_i_really_mean_it,type=CephBool,req=false",
            help: "remove failed rank", module: "mds", flags: .hidden
        ) { service, call in try service.removeFailed(call) },
        change(
            "mds compat rm_compat name=feature,type=CephInt,range=0", help: "remove compatible feature",
            module: "mds", flags: .deprecated
        ) { service, call in
            try service.removeDefault(\.compat, "compat", call)
        },
        change(
            "mds compat rm_incompat name=feature,type=CephInt,range=0",
            help: "remove incompatible feature", module: "mds", flags: .deprecated
        ) { service, call in
            try service.removeDefault(\.incompat, "incompat", call)
        },
    ]

    /// Whether whoever asks may see a server.
    private func sees(_ call: CommandCall, _ gid: UInt64) -> Bool {
        guard let name = pending.filesystemName(ofGID: gid) else { return false }
        let allowed = call.session.caps.allowedFileSystems
        return allowed.isEmpty || allowed.contains(name)
    }

    private func checkCapability(_ call: CommandCall, toChangeServer gid: UInt64) throws {
        let name = pending.filesystemName(ofGID: gid) ?? ""
        try checkCapability(call, toChange: name, "Permission denied.")
    }

    private func gid(_ call: CommandCall) throws -> UInt64 {
        UInt64(bitPattern: try call.arguments.requiredInt("gid"))
    }

    private func freeze(_ call: CommandCall) throws -> CommandOutcome {
        let who = try call.arguments.string("role_or_gid") ?? ""
        let gid: UInt64?
        do {
            gid = try pending.gid(meantBy: who)
        } catch {
            throw CommandError(.invalid, error.description)
        }
        guard let gid else { throw CommandError(.invalid, "") }
        try checkCapability(call, toChangeServer: gid)
        let isFrozen = try Self.parseBool(try call.arguments.string("val") ?? "")
        pending.modifyDaemon(gid) { info in
            if isFrozen { info.flags |= MDSInfo.frozen } else { info.flags &= ~MDSInfo.frozen }
        }
        return .done("\(isFrozen ? "freezing" : "unfreezing") mds.\(gid)")
    }

    private func setState(_ call: CommandCall) throws -> CommandOutcome {
        let gid = try gid(call)
        let number = try call.arguments.requiredInt("state")
        guard let raw = Int32(exactly: number) else {
            throw CommandError(.invalid, "error parsing 'state' string value '\(number)'")
        }
        let state = MDSState(rawValue: raw)
        guard sees(call, gid) else { return .done() }
        pending.modifyDaemon(gid) { $0.state = state }
        return .done("set mds gid \(gid) to state \(state.rawValue) \(state)")
    }

    private func failServer(_ call: CommandCall) throws -> CommandOutcome {
        let who = try call.arguments.string("role_or_gid") ?? ""
        let unknown = "MDS named '\(who)' does not exist, is not up or you lack the permission to see."
        let gid: UInt64?
        do {
            gid = try pending.gid(meantBy: who)
        } catch {
            return .done(error.description + unknown)
        }
        guard let gid, let info = pending.info(ofGID: gid) else { return .done(unknown) }
        guard sees(call, gid) else { throw CommandError(.invalid, unknown) }
        try checkCapability(call, toChangeServer: gid)
        return try withOSDMaps(for: call) { osdMaps in
            failDaemon(gid)
            osdMaps.proposeNow()
            monitor.clusterLog(.info, "\(info.humanName) marked failed by \(call.session.authName)")
            return .done("failed mds gid \(gid)")
        }
    }

    private func removeServer(_ call: CommandCall) throws -> CommandOutcome {
        let gid = try gid(call)
        guard sees(call, gid), let info = pending.info(ofGID: gid) else {
            return .done("mds gid \(gid) does not exist")
        }
        try checkCapability(call, toChangeServer: gid)
        guard !info.state.isPositive else {
            throw CommandError(.busy, "cannot remove active mds.\(info.name) rank \(info.rank)")
        }
        pending.erase(gid, blocklistEpoch: 0)
        forget(gid)
        return .done("removed mds gid \(gid)")
    }

    private func role(_ text: String, _ call: CommandCall) throws(FSMap.RoleError) -> MDSRole {
        try pending.role(text, allowed: call.session.caps.allowedFileSystems)
    }

    private func checkCapability(_ call: CommandCall, toChange role: MDSRole) throws {
        let name = pending.filesystems[role.fscid]?.mdsMap.fsName ?? ""
        try checkCapability(call, toChange: name, "Permission denied.")
    }

    private func removeFailed(_ call: CommandCall) throws -> CommandOutcome {
        guard try call.arguments.bool("yes_i_really_mean_it") else {
            throw CommandError(
                .operationNotPermitted,
                "WARNING: this can make your filesystem inaccessible! "
                    + "Add --yes-i-really-mean-it if you are sure you wish to continue.")
        }
        let text = try call.arguments.string("role") ?? ""
        let role: MDSRole
        do {
            role = try self.role(text, call)
        } catch {
            throw CommandError(.invalid, "\(error)invalid role '\(text)'")
        }
        try checkCapability(call, toChange: role)
        pending.modifyFilesystem(role.fscid) { _ = $0.mdsMap.failed.remove(role.rank) }
        return .done("removed failed mds.\(role)")
    }

    private func repaired(_ call: CommandCall) throws -> CommandOutcome {
        let text = try call.arguments.string("role") ?? ""
        let role: MDSRole
        do {
            role = try self.role(text, call)
        } catch {
            switch error {
            case .notFound(let reason): throw CommandError(.noEntry, reason)
            case .malformed(let reason): throw CommandError(.invalid, reason)
            }
        }
        try checkCapability(call, toChange: role)
        return .done(
            pending.undamage(role)
                ? "repaired: restoring rank \(role)" : "nothing to do: rank is not damaged")
    }

    private func removeDefault(
        _ set: WritableKeyPath<CompatSet, CompatSet.FeatureSet>, _ name: String, _ call: CommandCall
    ) throws -> CommandOutcome {
        let feature = try call.arguments.requiredInt("feature")
        let id = UInt64(bitPattern: feature)
        guard pending.defaultCompat[keyPath: set].contains(id) else {
            return .done("\(name) feature \(feature) not present in \(pending.defaultCompat)")
        }
        pending.defaultCompat[keyPath: set].remove(id)
        return .done("removing \(name) feature \(feature)")
    }
}
