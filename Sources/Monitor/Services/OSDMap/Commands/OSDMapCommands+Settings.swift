import CephEncoding
import CephTypes

// Numbers and releases of the whole map.

extension OSDMapService {
    static let settingCommands: [Command] = [
        .write(
            "osd setmaxosd name=newmax,type=CephInt,range=0", help: "set new maximum osd value",
            module: "osd"
        ) { (service: OSDMapService, call) in
            try service.setMaxOSD(call)
        },
        ratioCommand("osd set-full-ratio", help: "set usage ratio at which OSDs are marked full") {
            $0.newFullRatio = $1
        },
        ratioCommand(
            "osd set-backfillfull-ratio",
            help: "set usage ratio at which OSDs are marked too full to backfill"
        ) {
            $0.newBackfillFullRatio = $1
        },
        ratioCommand("osd set-nearfull-ratio", help: "set usage ratio at which OSDs are marked near-full") {
            $0.newNearFullRatio = $1
        },
        .write(
            "osd set-require-min-compat-client name=version,type=CephString"
                + " name=yes_i_really_mean_it,type=CephBool,req=false",
            help: "set the minimum client version we will maintain compatibility with", module: "osd"
        ) { (service: OSDMapService, call) in
            try service.requireClients(call)
        },
        .write(
            "osd require-osd-release"
                + " name=release,type=CephChoices,strings=luminous|mimic|nautilus|octopus|pacific"
                + " name=yes_i_really_mean_it,type=CephBool,req=false",
            help: "set the minimum allowed OSD release to participate in the cluster", module: "osd"
        ) { (service: OSDMapService, call) in
            try service.requireOSDs(call)
        },
        .write(
            "osd force_healthy_stretch_mode name=yes_i_really_mean_it,type=CephBool,req=false",
            help: "force a healthy stretch mode, requiring the full number of CRUSH buckets to peer and"
                + " letting all non-tiebreaker monitors be elected leader ",
            module: "osd"
        ) { (service: OSDMapService, call) in
            guard try call.isSure() else {
                throw CommandError(
                    .operationNotPermitted,
                    "This command will require peering across multiple CRUSH buckets (probably two data"
                        + " centers or availability zones?) and may result in PGs going inactive until"
                        + " backfilling is complete. Pass --yes-i-really-mean-it to proceed.")
            }
            service.endStretchRecovery()
            return .say("Triggering healthy stretch mode")
        },
        .write(
            "osd force_recovery_stretch_mode name=yes_i_really_mean_it,type=CephBool,req=false",
            help: "try and force a recovery stretch mode, increasing the pool size to its non-failure value"
                + " if currently degraded and all monitor buckets are up",
            module: "osd"
        ) { (service: OSDMapService, call) in
            guard try call.isSure() else {
                throw CommandError(
                    .operationNotPermitted,
                    "This command will increase pool sizes to try and spread them across multiple CRUSH"
                        + " buckets (probably two data centers or availability zones?) and should have"
                        + " happened automaticallyPass --yes-i-really-mean-it to proceed.")
            }
            service.beginStretchRecovery()
            return .say("Triggering recovery stretch mode")
        },
    ]

    private static func ratioCommand(
        _ words: String, help: String,
        _ body: @escaping @Sendable (inout OSDMap.Incremental, Float) -> Void
    ) -> Command {
        .write(words + " name=ratio,type=CephFloat,range=0.0|1.0", help: help, module: "osd") {
            (service: OSDMapService, call) in
            let ratio = try call.arguments.requiredFloat("ratio")
            body(&service.pending, Float(ratio))
            return .propose("\(words) \(CephNumber.general(ratio))")
        }
    }

    private func setMaxOSD(_ call: CommandCall) throws -> CommandOutcome {
        let count = try call.arguments.requiredInt("newmax")
        guard count <= settings.maxOSD, count <= Int64(OSDMap.osdLimit) else {
            throw CommandError(
                .outOfRange,
                "cannot set max_osd to \(count) which is > conf.mon_max_osd (\(settings.maxOSD))")
        }
        let limit = Int32(clamping: max(0, count))
        if let osd = map.osdNumbers.first(where: { $0 >= limit && map.exists($0) }) {
            throw CommandError(
                .busy,
                "cannot shrink max_osd to \(count) because osd.\(osd) (and possibly others) still in use")
        }
        pending.newMaxOSD = limit
        return .propose("set new max_osd = \(limit)")
    }

    private func requireClients(_ call: CommandCall) throws -> CommandOutcome {
        let name = try call.arguments.required("version")
        guard let release = CephRelease(name: name) else {
            throw CommandError(.invalid, "version \(name) is not recognized")
        }
        var next = try pendingMap()
        next.requireMinCompatClient = release
        let needed = next.minCompatClient
        guard release >= needed else {
            throw CommandError(
                .operationNotPermitted,
                "osdmap current utilizes features that require \(needed); cannot set"
                    + " require_min_compat_client below that to \(release)")
        }
        if try !call.isSure(), let words = lackingClients(release) {
            throw CommandError(
                .operationNotPermitted,
                "cannot set require_min_compat_client to \(name): \(words); add --yes-i-really-mean-it to"
                    + " do it anyway")
        }
        pending.newRequireMinCompatClient = release
        return .propose("set require_min_compat_client to \(release)")
    }

    /// Clients that are connected to this monitor and would be shut out.
    private func lackingClients(_ release: CephRelease) -> String? {
        let needed = release.clientFeatures
        var counts: [EntityType: CephMap<UInt64, Int>] = [:]
        for session in monitor.sessions.values {
            counts[session.name.type, default: [:]][session.features.rawValue, default: 0] += 1
        }
        let kinds: [(EntityType, String)] = [(.client, "client"), (.mds, "mds"), (.mgr, "mgr")]
        let words = kinds.flatMap { kind, name in
            (counts[kind] ?? [:]).compactMap { features, count -> String? in
                let missing = ~features & needed.rawValue
                guard missing != 0 else { return nil }
                let looks = CephRelease(clientFeatures: CephFeatures(rawValue: features))
                return "\(count) connected \(name)(s) look like \(looks)"
                    + " (missing 0x\(String(missing, radix: 16)))"
            }
        }
        return words.isEmpty ? nil : words.joined(separator: "; ")
    }

    private func requireOSDs(_ call: CommandCall) throws -> CommandOutcome {
        let name = try call.arguments.required("release")
        let isSure = try call.isSure()
        guard let release = CephRelease(name: name) else {
            throw CommandError(.invalid, "unrecognized release \(name)")
        }
        if release == map.requireOSDRelease { return .say("") }
        if map.requireOSDRelease < .luminous, !isSure {
            throw CommandError(
                .operationNotPermitted,
                "Not advisable to continue since current 'require_osd_release' refers to a very old Ceph"
                    + " release. Pass --yes-i-really-mean-it if you really wish to continue.")
        }
        guard map.upOSDCount > 0 || isSure else { throw Self.noOSDsUp }
        let steps: [(CephRelease, MonFeatures, CephFeatures)] = [
            (.mimic, .mimic, .serverMimic), (.nautilus, .nautilus, .serverNautilus),
            (.octopus, .octopus, .serverOctopus), (.pacific, .pacific, .serverPacific),
        ]
        guard let (_, monitors, osds) = steps.first(where: { $0.0 == release }) else {
            throw CommandError(.operationNotPermitted, "not supported for this release yet")
        }
        guard monitor.monmap.requiredFeatures.contains(monitors) else {
            throw CommandError(.operationNotPermitted, "not all mons are \(release)")
        }
        guard map.upOSDFeatures.contains(osds) || isSure else {
            throw CommandError(
                .operationNotPermitted,
                "not all up OSDs have CEPH_FEATURE_SERVER_\(release.name.uppercased()) feature")
        }
        guard release >= map.requireOSDRelease else {
            throw CommandError(
                .operationNotPermitted, "require_osd_release cannot be lowered once it has been set")
        }
        pending.newRequireOSDRelease = release
        return .propose("")
    }
}
