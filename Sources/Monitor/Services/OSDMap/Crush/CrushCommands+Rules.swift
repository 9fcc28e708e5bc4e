import CephEncoding
import CephTypes

// Rules by which things are placed.

extension OSDMapService {
    static let crushRuleCommands: [Command] = [
        ruleList("osd crush rule list", flags: .deprecated),
        ruleList("osd crush rule ls"),
        .read(
            "osd crush rule ls-by-class name=class,type=CephString,goodchars=[A-Za-z0-9-_.]",
            help: "list all crush rules that reference the same <class>", module: "osd"
        ) { (service: OSDMapService, call) in
            let crush = service.map.crush
            let name = try call.arguments.string("class") ?? ""
            guard !name.isEmpty else { throw CommandError(.invalid, "no class specified") }
            guard let id = crush.deviceClass(named: name) else {
                throw CommandError(.noEntry, "failed to get rules by class '\(name)'")
            }
            let names = crush.rules(usingClass: id).map { crush.ruleNames[Int32($0)] ?? "" }
            return call.reply(plain: names.map { $0 + "\n" }.joined()) {
                $0.strings("rules", each: "name", names)
            }
        },
        .read(
            "osd crush rule dump name=name,type=CephString,goodchars=[A-Za-z0-9-_.],req=false",
            help: "dump crush rule <name> (default all)", module: "osd"
        ) { (service: OSDMapService, call) in
            let crush = service.map.crush
            let name = try call.arguments.string("name") ?? ""
            guard !name.isEmpty else {
                return call.formattedWithNewline { $0.array("rules", crush.dumpRules) }
            }
            guard let number = crush.rule(named: name) else {
                throw CommandError(.noEntry, "unknown crush rule '\(name)'")
            }
            return call.formattedWithNewline { crush.dumpRule(number, to: &$0) }
        },
        .write(
            "osd crush rule create-simple name=name,type=CephString,goodchars=[A-Za-z0-9-_.]"
                + " name=root,type=CephString,goodchars=[A-Za-z0-9-_.]"
                + " name=type,type=CephString,goodchars=[A-Za-z0-9-_.]"
                + " name=mode,type=CephChoices,strings=firstn|indep,req=false",
            help: "create crush rule <name> to start from <root>, replicate across buckets of type <type>,"
                + " using a choose mode of <firstn|indep> (default firstn; indep best for erasure pools)",
            module: "osd"
        ) { (service: OSDMapService, call) in
            let mode = try call.arguments.string("mode") ?? ""
            return try service.createRule(call, mode: mode.isEmpty ? "firstn" : mode, deviceClass: "")
        },
        .write(
            "osd crush rule create-replicated name=name,type=CephString,goodchars=[A-Za-z0-9-_.]"
                + " name=root,type=CephString,goodchars=[A-Za-z0-9-_.]"
                + " name=type,type=CephString,goodchars=[A-Za-z0-9-_.]"
                + " name=class,type=CephString,goodchars=[A-Za-z0-9-_.],req=false",
            help: "create crush rule <name> for replicated pool to start from <root>, replicate across"
                + " buckets of type <type>, use devices of type <class> (ssd or hdd)",
            module: "osd"
        ) { (service: OSDMapService, call) in
            let deviceClass = try call.arguments.string("class") ?? ""
            return try service.createRule(call, mode: "firstn", deviceClass: deviceClass)
        },
        .write(
            "osd crush rule create-erasure name=name,type=CephString,goodchars=[A-Za-z0-9-_.]"
                + " name=profile,type=CephString,req=false,goodchars=[A-Za-z0-9-_.=]",
            help: "create crush rule <name> for erasure coded pool created with <profile> (default default)",
            module: "osd"
        ) { (service: OSDMapService, call) in
            try service.waiting { try service.createErasureRule(call) }
        },
        .write(
            "osd crush rule rm name=name,type=CephString,goodchars=[A-Za-z0-9-_.]",
            help: "remove crush rule <name>", module: "osd"
        ) { (service: OSDMapService, call) in try service.removeRule(call) },
        .write(
            "osd crush rule rename name=srcname,type=CephString,goodchars=[A-Za-z0-9-_.]"
                + " name=dstname,type=CephString,goodchars=[A-Za-z0-9-_.]",
            help: "rename crush rule <srcname> to <dstname>", module: "osd"
        ) { (service: OSDMapService, call) in try service.renameRule(call) },
    ]

    private static func ruleList(_ words: String, flags: CommandDescription.Flags = []) -> Command {
        .read(words, help: "list crush rules", module: "osd", flags: flags) {
            (service: OSDMapService, call) in
            let crush = service.map.crush
            let numbers = crush.rules.indices.filter { crush.rules[$0] != nil }
            let names = numbers.map { crush.ruleNames[Int32($0)] ?? "" }
            return call.reply(plain: names.map { $0 + "\n" }.joined()) {
                $0.strings("rules", each: "name", names)
            }
        }
    }

    private func createRule(
        _ call: CommandCall, mode: String, deviceClass: String
    ) throws -> CommandOutcome {
        let name = try call.arguments.string("name") ?? ""
        let root = try call.arguments.string("root") ?? ""
        let type = try call.arguments.string("type") ?? ""
        let exists = "rule \(name) already exists"
        guard map.crush.rule(named: name) == nil else { return .say(exists) }
        return try changeCrush { crush in
            guard crush.rule(named: name) == nil else { throw CrushUnchanged(words: exists, isPending: true) }
            guard mode == "firstn" || mode == "indep" else {
                throw CommandError(.invalid, "unknown mode \(mode)")
            }
            do {
                try crush.addSimpleRule(
                    named: name, root: root, failureDomain: type, deviceClass: deviceClass,
                    isFirstN: mode == "firstn", type: CrushRule.replicated)
            } catch let error as CrushEditError {
                throw CommandError(error)
            }
            return ""
        }
    }

    private func createErasureRule(_ call: CommandCall) throws -> CommandOutcome {
        try checkClusterFeatures(.crushV2)
        let name = try call.arguments.string("name") ?? ""
        let given = try call.arguments.string("profile") ?? ""
        let profile = given.isEmpty ? "default" : given
        if profile == "default", !map.erasureCodeProfiles.contains(profile) {
            if !pending.addsProfile(profile) {
                let fields = try code(of: defaultProfile).profile
                pending.setProfile(profile, fields)
            }
            throw WaitForPending()
        }
        let exists = "rule \(name) already exists"
        guard map.crush.rule(named: name) == nil else { return .say(exists) }
        guard try pendingCrush().rule(named: name) == nil else { return .propose(exists) }
        let number = try makeErasureRule(named: name, profile: profile)
        return .propose("created rule \(name) at \(number)")
    }

    private func removeRule(_ call: CommandCall) throws -> CommandOutcome {
        let name = try call.arguments.string("name") ?? ""
        let isUnknown = "rule \(name) does not exist"
        guard map.crush.rule(named: name) != nil else { return .say(isUnknown) }
        return try changeCrush { crush in
            guard let number = crush.rule(named: name) else {
                throw CrushUnchanged(words: isUnknown, isPending: true)
            }
            guard !map.pools.contains(where: { Int($0.value.crushRule) == number }) else {
                throw CommandError(.busy, "crush ruleset \(name) \(number) is in use")
            }
            try withPlainCrushErrors { try crush.removeRule(number) }
            return ""
        }
    }

    private func renameRule(_ call: CommandCall) throws -> CommandOutcome {
        let old = try call.arguments.string("srcname") ?? ""
        let new = try call.arguments.string("dstname") ?? ""
        guard !old.isEmpty, !new.isEmpty else {
            throw CommandError(
                .invalid, "must specify both source rule name and destination rule name")
        }
        guard old != new else { return .say("destination rule name is equal to source rule name") }
        return try changeCrush { crush in
            if crush.rule(named: old) == nil, crush.rule(named: new) != nil {
                throw CrushUnchanged(words: "already renamed to '\(new)'")
            }
            do {
                try crush.renameRule(old, to: new)
            } catch let error as CrushEditError {
                throw CommandError(error)
            }
            return ""
        }
    }
}
