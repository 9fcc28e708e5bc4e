import CephEncoding
import CephTypes

// How erasure coded pools are coded.

extension OSDMapService {
    static let profileCommands: [Command] = [
        .write(
            "osd erasure-code-profile set name=name,type=CephString,goodchars=[A-Za-z0-9-_.]"
                + " name=profile,type=CephString,n=N,req=false name=force,type=CephBool,req=false",
            help: "create erasure code profile <name> with [<key[=value]> ...] pairs. Add a --force at the"
                + " end to override an existing profile (VERY DANGEROUS)",
            module: "osd"
        ) { (service: OSDMapService, call) in
            try service.waiting { try service.setProfile(call) }
        },
        .read(
            "osd erasure-code-profile get name=name,type=CephString,goodchars=[A-Za-z0-9-_.]",
            help: "get erasure code profile <name>", module: "osd"
        ) { (service: OSDMapService, call) in
            try service.getProfile(call)
        },
        .write(
            "osd erasure-code-profile rm name=name,type=CephString,goodchars=[A-Za-z0-9-_.]",
            help: "remove erasure code profile <name>", module: "osd"
        ) { (service: OSDMapService, call) in
            try service.waiting { try service.removeProfile(call) }
        },
        .read("osd erasure-code-profile ls", help: "list all erasure code profiles", module: "osd") {
            (service: OSDMapService, call) in
            let names = service.map.erasureCodeProfiles.keys
            return call.withNewline(
                call.reply(plain: names.map { $0 + "\n" }.joined()) {
                    $0.strings("erasure-code-profiles", each: "profile", names)
                })
        },
    ]

    private func getProfile(_ call: CommandCall) throws -> CommandReply {
        let name = try call.arguments.required("name")
        guard let profile = map.erasureCodeProfiles[name] else {
            throw CommandError(.noEntry, "unknown erasure code profile '\(name)'")
        }
        return call.withNewline(
            call.reply(plain: profile.map { "\($0.key)=\($0.value)\n" }.joined()) { formatter in
                formatter.object("profile") { for (key, value) in profile { $0.string(key, value) } }
            })
    }

    private func setProfile(_ call: CommandCall) throws -> CommandOutcome {
        let name = try call.arguments.required("name")
        let isForced = try call.arguments.bool("force")
        let wanted = try parseProfile(try call.arguments.strings("profile"))
        if let domain = wanted["crush-failure-domain"], map.crush.type(named: domain) == nil {
            throw CommandError(
                .invalid,
                "erasure-code-profile \(wanted.inBraces) contains an invalid failure-domain \"\(domain)\"")
        }
        guard let plugin = wanted["plugin"] else {
            throw CommandError(
                .invalid, "erasure-code-profile \(wanted.inBraces) must contain a plugin entry")
        }
        if pending.addsProfile(name) { throw WaitForPending() }
        let profile = try normalized(wanted, isForced: isForced)
        // Ceph tells of loading a plug-in, once.
        let words = loadedPlugins.insert(plugin).inserted ? "load: \(plugin) " : ""
        if let existing = map.erasureCodeProfiles[name] {
            let existing = try normalized(existing, isForced: isForced)
            if existing == profile { return .say(words) }
            guard isForced else {
                throw CommandError(
                    .operationNotPermitted,
                    "\(words)will not override erasure code profile \(name) because the existing profile"
                        + " \(existing.inBraces) is different from the proposed profile \(profile.inBraces)")
            }
        }
        pending.setProfile(name, profile)
        return .propose(words)
    }

    /// `k=2 m=1`: on top of the default profile, unless another plug-in is named.
    private func parseProfile(_ words: [String]) throws -> CephMap<String, String> {
        var profile = defaultProfile
        let plugin = profile["plugin"]
        var given: CephMap<String, String> = [:]
        for word in words {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let key = String(parts[0])
            if parts.count > 1, key.hasPrefix("ruleset-") {
                throw CommandError(
                    .invalid,
                    "property '\(key)' is no longer supported; try 'crush-\(key.dropFirst(8))' instead")
            }
            given[key] = parts.count > 1 ? String(parts[1]) : ""
            profile[key] = given[key]
        }
        if let wanted = given["plugin"], wanted != plugin { return given }
        return profile
    }

    /// The profile as its plug-in completes it (`normalize_profile`).
    private func normalized(
        _ profile: CephMap<String, String>, isForced: Bool
    ) throws -> CephMap<String, String> {
        let code = try code(of: profile)
        guard let text = profile["stripe_unit"] else { return code.profile }
        let unit: Int64
        do {
            unit = try CephNumberText.bytes(text)
        } catch {
            throw CommandError(.invalid, "could not parse stripe_unit '\(text)': \(error)")
        }
        let stripe = Int(clamping: unit).multipliedReportingOverflow(by: code.dataChunks).partialValue
        let chunk = code.chunkSize(stripeWidth: stripe)
        guard Int64(chunk) == unit else {
            throw CommandError(
                .invalid,
                "stripe_unit \(unit) does not match ec profile alignment. Would be padded to \(chunk)")
        }
        guard unit % 4096 == 0 || isForced else {
            throw CommandError(
                .invalid,
                "stripe_unit should be a multiple of 4096 bytes for best performance."
                    + "use --force to override this check")
        }
        return code.profile
    }

    private func removeProfile(_ call: CommandCall) throws -> CommandOutcome {
        let name = try call.arguments.required("name")
        func users(_ pools: CephMap<Int64, PGPool>) -> [Int64] {
            pools.filter { $0.value.isErasure && $0.value.erasureCodeProfile == name }.keys
        }
        guard users(pending.newPools).isEmpty else { throw WaitForPending() }
        let present = users(map.pools)
        guard present.isEmpty else {
            throw CommandError(
                .busy,
                present.map { poolName($0) + " " }.joined()
                    + "pool(s) are using the erasure code profile '\(name)'")
        }
        if map.erasureCodeProfiles.contains(name) {
            pending.oldErasureCodeProfiles.append(name)
        } else if pending.addsProfile(name) {
            pending.newErasureCodeProfiles[name] = nil
        } else {
            return .say("erasure-code-profile \(name) does not exist")
        }
        return .propose("")
    }
}

extension CommandCall {
    /// Some answers end their JSON with a line break.
    func withNewline(_ reply: CommandReply) -> CommandReply {
        guard style != nil else { return reply }
        var reply = reply
        reply.output.writeString("\n")
        return reply
    }
}
