import CephEncoding
import CephTypes

// Flags of the whole map, and those of single OSDs, CRUSH nodes and device classes.

extension OSDMapService {
    static let flagCommands: [Command] = mapFlagCommands + groupCommands + oldGroupCommands

    private static let mapFlagCommands: [Command] =
        [
            .write("osd pause", help: "pause osd", module: "osd") { (service: OSDMapService, _) in
                service.change([.pauseRead, .pauseWrite], isSet: true)
            },
            .write("osd unpause", help: "unpause osd", module: "osd") { (service: OSDMapService, _) in
                service.change([.pauseRead, .pauseWrite], isSet: false)
            },
            .write(
                "osd set name=key,type=CephChoices,strings=full|pause|noup|nodown|noout|noin|nobackfill"
                    + "|norebalance|norecover|noscrub|nodeep-scrub|notieragent|nosnaptrim|pglog_hardlimit"
                    + " name=yes_i_really_mean_it,type=CephBool,req=false",
                help: "set <key>", module: "osd"
            ) { (service: OSDMapService, call) in
                try service.setFlag(call)
            },
            .write(
                "osd unset name=key,type=CephChoices,strings=full|pause|noup|nodown|noout|noin|nobackfill"
                    + "|norebalance|norecover|noscrub|nodeep-scrub|notieragent|nosnaptrim",
                help: "unset <key>", module: "osd"
            ) { (service: OSDMapService, call) in
                service.change(try namedFlags(try call.arguments.string("key") ?? ""), isSet: false)
            },
        ]

    private static let groupCommands: [Command] =
        [
            .write(
                "osd set-group name=flags,type=CephString name=who,type=CephString,n=N",
                help: "set <flags> for batch osds or crush nodes, <flags> must be a comma-separated subset of"
                    + " {noup,nodown,noin,noout}",
                module: "osd"
            ) { (service: OSDMapService, call) in
                try service.changeGroup(
                    call, groupFlags(call), try call.arguments.strings("who"), isSet: true)
            },
            .write(
                "osd unset-group name=flags,type=CephString name=who,type=CephString,n=N",
                help:
                    "unset <flags> for batch osds or crush nodes, <flags> must be a comma-separated subset of"
                    + " {noup,nodown,noin,noout}",
                module: "osd"
            ) { (service: OSDMapService, call) in
                try service.changeGroup(
                    call, groupFlags(call), try call.arguments.strings("who"), isSet: false)
            },
        ]

    private static let oldGroupCommands: [Command] =
        groupStates.map { oldGroupCommand($0.key, isSet: true) }
        + groupStates.map { oldGroupCommand($0.key, isSet: false) }

    private static let groupStates: KeyValuePairs<String, OSDState> = [
        "noup": .noUp, "nodown": .noDown, "noin": .noIn, "noout": .noOut,
    ]

    /// `osd add-noup`, `osd rm-noup` and their kin.
    private static func oldGroupCommand(_ name: String, isSet: Bool) -> Command {
        let state = name.dropFirst(2)
        let help =
            isSet
            ? "mark osd(s) <id> [<id>...] as \(name), or use <all|any> to mark all osds as \(name)"
            : "allow osd(s) <id> [<id>...] to be marked \(state) (if they are currently marked as \(name)),"
                + " can use <all|any> to automatically filter out all \(name) osds"
        return .write(
            "osd \(isSet ? "add" : "rm")-\(name) name=ids,type=CephString,n=N", help: help, module: "osd",
            flags: .deprecated
        ) { (service: OSDMapService, call) in
            let flag = groupStates.first { $0.key == name }?.value ?? []
            return try service.changeGroup(call, flag, try call.arguments.strings("ids"), isSet: isSet)
        }
    }

    // MARK: The map

    private static func namedFlags(_ key: String) throws -> OSDMapFlags {
        if key == "pause" { return [.pauseRead, .pauseWrite] }
        let known: Set<String> = [
            "noup", "nodown", "noout", "noin", "nobackfill", "norebalance", "norecover", "noscrub",
            "nodeep-scrub", "notieragent", "nosnaptrim",
        ]
        guard known.contains(key), let flag = OSDMapFlags.named.first(where: { $0.name == key })?.flag else {
            throw CommandError(.invalid, "unrecognized flag '\(key)'")
        }
        return flag
    }

    private func change(_ flags: OSDMapFlags, isSet: Bool) -> CommandOutcome {
        var new = pending.newFlags < 0 ? map.flags : OSDMapFlags(rawValue: UInt32(pending.newFlags))
        if isSet { new.formUnion(flags) } else { new.subtract(flags) }
        pending.newFlags = Int32(bitPattern: new.rawValue)
        return .propose("\(flags.names) is \(isSet ? "set" : "unset")")
    }

    private func setFlag(_ call: CommandCall) throws -> CommandOutcome {
        let isSure = try call.isSure()
        let key = try call.arguments.string("key") ?? ""
        guard key == "pglog_hardlimit" else { return change(try Self.namedFlags(key), isSet: true) }
        guard map.upOSDCount > 0 || isSure else { throw Self.noOSDsUp }
        guard map.requireOSDRelease >= .luminous,
            map.upOSDFeatures.contains(.osdPGLogHardLimit) || isSure
        else {
            throw CommandError(
                .operationNotPermitted, "not all up OSDs have OSD_PGLOG_HARDLIMIT feature")
        }
        return change(.pgLogHardLimit, isSet: true)
    }

    static let noOSDsUp = CommandError(
        .operationNotPermitted,
        "Not advisable to continue since no OSDs are up. Pass --yes-i-really-mean-it if you really wish to"
            + " continue.")

    // MARK: Groups

    private static func groupFlags(_ call: CommandCall) throws -> OSDState {
        var state: OSDState = []
        let text = try call.arguments.required("flags")
        for name in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let flag = groupStates.first(where: { $0.key == name })?.value else {
                throw CommandError(
                    .invalid,
                    "unrecognized flag '\(name)', must be one of {noup,nodown,noin,noout}")
            }
            state.formUnion(flag)
        }
        return state
    }

    private struct Targets {
        var osds: CephSet<Int32> = []
        var nodes: CephSet<Int32> = []
        var classes: CephSet<Int32> = []
        var words = ""
    }

    private func targets(_ names: [String]) -> Targets {
        var targets = Targets()
        for name in names {
            if ["any", "all", "*"].contains(name) {
                targets.osds = CephSet(map.osdNumbers.filter(map.exists))
                break
            }
            if case .success(let osd) = Self.parseOSD(name) {
                targets.osds.insert(osd)
            } else if let node = map.crush.item(named: name) {
                targets.nodes.insert(node)
            } else if let number = map.crush.deviceClass(named: name) {
                targets.classes.insert(number)
            } else {
                targets.words += "unable to parse osd id or crush node or device class: \"\(name)\". "
            }
        }
        return targets
    }

    private func changeGroup(
        _ call: CommandCall, _ flags: OSDState, _ names: [String], isSet: Bool
    ) throws -> CommandOutcome {
        guard !names.isEmpty else {
            throw CommandError(.invalid, "must specify at least one or more targets to set/unset")
        }
        let targets = targets(names)
        var words = targets.words
        guard !targets.osds.isEmpty || !targets.nodes.isEmpty || !targets.classes.isEmpty else {
            throw words.isEmpty ? CommandError.plain(.invalid) : CommandError(.invalid, words)
        }
        var changes = !targets.nodes.isEmpty || !targets.classes.isEmpty
        for osd in targets.osds {
            guard map.exists(osd) else {
                words += "osd.\(osd) does not exist. "
                continue
            }
            for (_, flag) in Self.groupStates where flags.contains(flag) {
                let isThere = map.state(of: osd).contains(flag)
                let changed =
                    isThere == isSet
                    ? pending.clearPendingState(osd, flag) : pending.setPendingState(osd, flag)
                changes = changes || changed
            }
        }
        func changed(_ old: OSDState?, _ pending: OSDState?) -> OSDState {
            let all = (old ?? []).union(pending ?? [])
            return isSet ? all.union(flags) : all.subtracting(flags)
        }
        for node in targets.nodes {
            pending.newCrushNodeFlags[node] = changed(
                map.crushNodeFlags[node], pending.newCrushNodeFlags[node])
        }
        for number in targets.classes {
            pending.newDeviceClassFlags[number] = changed(
                map.deviceClassFlags[number], pending.newDeviceClassFlags[number])
        }
        return changes ? .propose(words) : .say(words)
    }
}
