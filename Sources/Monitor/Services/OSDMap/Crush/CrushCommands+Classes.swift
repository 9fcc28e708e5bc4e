import CephEncoding
import CephTypes

// Classes of devices.

extension OSDMapService {
    static let crushClassCommands: [Command] = [
        .write(
            "osd crush set-device-class name=class,type=CephString name=ids,type=CephString,n=N",
            help: "set the <class> of the osd(s) <id> [<id>...],or use <all|any> to set all.", module: "osd"
        ) { (service: OSDMapService, call) in try service.setDeviceClass(call) },
        .write(
            "osd crush rm-device-class name=ids,type=CephString,n=N",
            help: "remove class of the osd(s) <id> [<id>...],or use <all|any> to remove all.", module: "osd"
        ) { (service: OSDMapService, call) in try service.removeDeviceClass(call) },
        .read(
            "osd crush get-device-class name=ids,type=CephString,n=N",
            help: "get classes of specified osd(s) <id> [<id>...]", module: "osd"
        ) { (service: OSDMapService, call) in try service.deviceClasses(call) },
        .write(
            "osd crush class create name=class,type=CephString,goodchars=[A-Za-z0-9-_]",
            help: "create crush device class <class>", module: "osd"
        ) { (service: OSDMapService, call) in
            guard let name = try call.arguments.string("class") else { throw CommandError.plain(.invalid) }
            return try service.changeCrush { crush in
                guard crush.deviceClass(named: name) == nil else {
                    throw CrushUnchanged(
                        words: "class '\(name)' already exists", isPending: service.hasPendingCrush)
                }
                let id = try withPlainCrushErrors { try crush.classID(makingIfNeeded: name) }
                return "created class \(name) with id \(id) to crush map"
            }
        },
        .write(
            "osd crush class rm name=class,type=CephString,goodchars=[A-Za-z0-9-_]",
            help: "remove crush device class <class>", module: "osd"
        ) { (service: OSDMapService, call) in try service.removeClass(call) },
        .write(
            "osd crush class rename name=srcname,type=CephString,goodchars=[A-Za-z0-9-_]"
                + " name=dstname,type=CephString,goodchars=[A-Za-z0-9-_]",
            help: "rename crush device class <srcname> to <dstname>", module: "osd"
        ) { (service: OSDMapService, call) in try service.renameClass(call) },
        .read("osd crush class ls", help: "list all crush device classes", module: "osd") {
            (service: OSDMapService, call) in
            call.formatted(.jsonPretty) {
                $0.strings("crush_classes", each: "class", service.map.crush.classNames.map(\.value))
            }
        },
        .read(
            "osd crush class ls-osd name=class,type=CephString,goodchars=[A-Za-z0-9-_]",
            help: "list all osds belonging to the specific <class>", module: "osd"
        ) { (service: OSDMapService, call) in
            let osds = service.map.crush.devices(ofClass: try call.arguments.string("class") ?? "")
            return call.byLinesIfPlain(
                call.reply(plain: osds.map(String.init).joined(separator: "\n")) {
                    $0.ints("osds", each: "osd", osds)
                })
        },
    ]

    private func deviceClasses(_ call: CommandCall) throws -> CommandReply {
        var classes: CephMap<Int32, String> = [:]
        for text in try call.arguments.strings("ids") {
            guard case .success(let osd) = Self.parseOSD(text) else {
                throw CommandError(.invalid, "unable to parse osd id:'\(text)'")
            }
            classes[osd] = map.crush.className(of: osd) ?? ""
        }
        var plain = classes.map { "osd.\($0.key) \($0.value)" }.joined(separator: "\n")
        if classes.count == 1 { plain = classes.first?.value ?? "" }
        return call.byLinesIfPlain(
            call.reply(plain: plain) { formatter in
                formatter.array("osd_device_classes") { list in
                    for (osd, name) in classes {
                        list.object("osd_device_class") {
                            $0.int("osd", osd)
                            $0.string("device_class", name)
                        }
                    }
                }
            })
    }

    /// The OSDs that each word names; `any`, `all` or `*` as the first are all there are.
    private func forEachNamedOSD(
        _ call: CommandCall, unreadable: (String) throws -> Void,
        _ body: (Int32, _ isAll: Bool) throws -> Void
    ) throws {
        for (position, text) in try call.arguments.strings("ids").enumerated() {
            if position == 0, ["any", "all", "*"].contains(text) {
                for osd in map.osdNumbers where map.exists(osd) { try body(osd, true) }
                return
            }
            switch Self.parseOSD(text) {
            case .success(let osd): try body(osd, false)
            case .failure(let error):
                try unreadable("\(error.words), unable to parse osd id:\"\(text)\". ")
            }
        }
    }

    private static func list(_ osds: Set<Int32>) -> String {
        osds.sorted().map(String.init).joined(separator: ",")
    }

    private func setDeviceClass(_ call: CommandCall) throws -> CommandOutcome {
        guard let name = try call.arguments.string("class") else { throw CommandError.plain(.invalid) }
        return try changeCrush { crush in
            var words = ""
            var updated: Set<Int32> = []
            try forEachNamedOSD(call, unreadable: { words += $0 }) { osd, isAll in
                guard map.exists(osd) else {
                    words += "osd.\(osd) does not exist. "
                    return
                }
                crush.maxDevices = max(crush.maxDevices, osd &+ 1)
                if !crush.itemExists(osd) { crush.itemNames[osd] = "osd.\(osd)" }
                let changed = try Self.withWords(after: words) {
                    try crush.setDeviceClass(of: osd, to: name)
                }
                if !changed { words += "osd.\(osd) already set to class \(name). " }
                if changed || hasPendingCrush {
                    updated.insert(osd)
                } else if !isAll {
                    words +=
                        "set-device-class item id \(osd) name 'osd.\(osd)' device_class '\(name)': no change. "
                }
            }
            return words + "set osd(s) \(Self.list(updated)) to class '\(name)'"
        }
    }

    private func removeDeviceClass(_ call: CommandCall) throws -> CommandOutcome {
        try changeCrush { crush in
            var words = ""
            var updated: Set<Int32> = []
            func refuse(_ reason: String) throws { throw CommandError(.invalid, words + reason) }
            try forEachNamedOSD(call, unreadable: refuse) { osd, _ in
                guard map.exists(osd) else {
                    words += "osd.\(osd) does not exist. "
                    return
                }
                guard crush.className(of: osd) != nil else {
                    words += "osd.\(osd) belongs to no class, "
                    return
                }
                _ = try Self.withWords(after: words) { try crush.removeDeviceClass(of: osd) }
                updated.insert(osd)
            }
            return words + "done removing class of osd(s): \(Self.list(updated))"
        }
    }

    /// What goes wrong is said behind what was said before.
    private static func withWords<R>(after words: String, _ body: () throws -> R) throws -> R {
        do {
            return try body()
        } catch let error as CrushEditError {
            let error = CommandError(error)
            throw CommandError(ErrorNumber(rawValue: -error.code) ?? .invalid, words + error.status)
        }
    }

    private func removeClass(_ call: CommandCall) throws -> CommandOutcome {
        guard let name = try call.arguments.string("class") else { throw CommandError.plain(.invalid) }
        guard map.crush.deviceClass(named: name) != nil else { return .say("") }
        return try waiting {
            try changeCrush { crush in
                guard let id = crush.deviceClass(named: name) else { throw WaitForPending() }
                let rules = crush.rules(usingClass: id)
                guard rules.isEmpty else {
                    let names = rules.map { "'\(crush.ruleNames[Int32($0)] ?? "")'" }.joined(separator: ",")
                    throw CommandError(
                        .busy, "class '\(name)' still referenced by crush_rule(s): \(names)")
                }
                let profiles = profiles(withClass: name)
                guard profiles.isEmpty else {
                    throw CommandError(
                        .busy,
                        "class '\(name)' is still referenced by erasure-code-profile(s):"
                            + " \(profiles.joined(separator: ","))")
                }
                let devices = crush.devices(ofClass: name)
                for device in devices {
                    _ = try Self.withWords(after: "") { try crush.removeDeviceClass(of: device) }
                }
                if devices.isEmpty { crush.classNames[id] = nil }
                return "removed class \(name) with id \(id) from crush map"
            }
        }
    }

    /// Names of the erasure codes, pending ones among them, that want devices of a class.
    private func profiles(withClass name: String) -> [String] {
        var all = map.erasureCodeProfiles
        for (profile, fields) in pending.newErasureCodeProfiles { all[profile] = fields }
        return all.filter { $0.value["crush-device-class"] == name }.keys
    }

    private func renameClass(_ call: CommandCall) throws -> CommandOutcome {
        guard let old = try call.arguments.string("srcname"), let new = try call.arguments.string("dstname")
        else { throw CommandError.plain(.invalid) }
        return try changeCrush { crush in
            if crush.deviceClass(named: old) == nil, crush.deviceClass(named: new) != nil {
                throw CrushUnchanged(words: "already renamed to '\(new)'")
            }
            try withCrushErrors({ "fail to rename '\(old)' to '\(new)' : \($0.status)" }) {
                try crush.renameClass(old, to: new)
            }
            return "rename class '\(old)' to '\(new)'"
        }
    }
}
