import CephEncoding
import CephTypes

// Buckets: made, named, moved, removed.

extension OSDMapService {
    static let crushBucketCommands: [Command] = [
        .write(
            "osd crush add-bucket name=name,type=CephString,goodchars=[A-Za-z0-9-_.]"
                + " name=type,type=CephString"
                + " name=args,type=CephString,n=N,goodchars=[A-Za-z0-9-_.=],req=false",
            help: "add no-parent (probably root) crush bucket <name> of type <type> to location <args>",
            module: "osd"
        ) { (service: OSDMapService, call) in try service.addBucket(call) },
        .write(
            "osd crush rename-bucket name=srcname,type=CephString,goodchars=[A-Za-z0-9-_.]"
                + " name=dstname,type=CephString,goodchars=[A-Za-z0-9-_.]",
            help: "rename bucket <srcname> to <dstname>", module: "osd"
        ) { (service: OSDMapService, call) in try service.renameBucket(call) },
        .write(
            "osd crush move name=name,type=CephString,goodchars=[A-Za-z0-9-_.]"
                + " name=args,type=CephString,n=N,goodchars=[A-Za-z0-9-_.=]",
            help: "move existing entry for <name> to location <args>", module: "osd"
        ) { (service: OSDMapService, call) in try service.moveItem(call) },
        .write(
            "osd crush swap-bucket name=source,type=CephString,goodchars=[A-Za-z0-9-_.]"
                + " name=dest,type=CephString,goodchars=[A-Za-z0-9-_.]"
                + " name=yes_i_really_mean_it,type=CephBool,req=false",
            help: "swap existing bucket contents from (orphan) bucket <source> and <target>", module: "osd"
        ) { (service: OSDMapService, call) in try service.swapBuckets(call) },
        .write(
            "osd crush link name=name,type=CephString"
                + " name=args,type=CephString,n=N,goodchars=[A-Za-z0-9-_.=]",
            help: "link existing entry for <name> under location <args>", module: "osd"
        ) { (service: OSDMapService, call) in try service.linkBucket(call) },
        removal("osd crush rm", "remove"),
        removal("osd crush remove", "remove", flags: .deprecated),
        removal("osd crush unlink", "unlink"),
    ]

    private static func removal(
        _ words: String, _ verb: String, flags: CommandDescription.Flags = []
    ) -> Command {
        .write(
            words + " name=name,type=CephString,goodchars=[A-Za-z0-9-_.]"
                + " name=ancestor,type=CephString,req=false,goodchars=[A-Za-z0-9-_.]",
            help: "\(verb) <name> from crush map (everywhere, or just at <ancestor>)", module: "osd",
            flags: flags
        ) { (service: OSDMapService, call) in
            try service.removeItem(call, unlinkOnly: verb == "unlink")
        }
    }

    private func addBucket(_ call: CommandCall) throws -> CommandOutcome {
        let name = try call.arguments.string("name") ?? ""
        let typeName = try call.arguments.string("type") ?? ""
        let location = try Self.location(call)
        return try changeCrush { crush in
            guard crush.item(named: name) == nil else {
                throw CrushUnchanged(words: "bucket '\(name)' already exists", isPending: hasPendingCrush)
            }
            guard let type = crush.type(named: typeName) else {
                throw CommandError(.invalid, "type '\(typeName)' does not exist")
            }
            guard type != 0, let type = UInt16(exactly: type) else {
                throw CommandError(.invalid, "type '\(typeName)' is for devices, not buckets")
            }
            let id = try withCrushErrors({ "add_bucket error: '\($0.status)'" }) {
                try crush.addBucket(type: type)
            }
            guard CrushMap.isValidName(name) else {
                throw CommandError(.invalid, "error setting bucket name to '\(name)'")
            }
            crush.itemNames[id] = name
            guard !location.isEmpty else { return "added bucket \(name) type \(typeName) to crush map" }
            try withCrushErrors({ _ in "error moving bucket '\(name)' to location \(location.inBraces)" }) {
                try crush.moveBucket(id, to: location)
            }
            return "added bucket \(name) type \(typeName) to location \(location.inBraces)"
        }
    }

    private func renameBucket(_ call: CommandCall) throws -> CommandOutcome {
        let old = try call.arguments.string("srcname") ?? ""
        let new = try call.arguments.string("dstname") ?? ""
        return try changeCrush { crush in
            guard let id = crush.item(named: old) else {
                guard crush.item(named: new) == nil else {
                    throw CrushUnchanged(
                        words: "srcname = '\(old)' does not exist and dstname = '\(new)' already exists")
                }
                throw CommandError(.noEntry, "srcname = '\(old)' does not exist")
            }
            do {
                try crush.renameBucket(old, to: new)
            } catch let error as CrushEditError {
                let isDevice = id >= 0 && error.code == .invalid && CrushMap.isValidName(new)
                let reason = CommandError(error)
                throw isDevice ? CommandError(.notDirectory, reason.status) : reason
            }
            return "renamed bucket \(old) into \(new)"
        }
    }

    private func moveItem(_ call: CommandCall) throws -> CommandOutcome {
        let name = try call.arguments.string("name") ?? ""
        let location = try Self.location(call)
        return try changeCrush { crush in
            guard let id = crush.item(named: name) else {
                throw CommandError(.noEntry, "item \(name) does not exist")
            }
            let words = "item id \(id) name '\(name)' to location \(location.inBraces) in crush map"
            guard crush.weight(of: id, at: location) == nil else {
                throw CrushUnchanged(words: "no need to move \(words)")
            }
            try withPlainCrushErrors {
                if id >= 0 {
                    _ = try crush.createOrMoveItem(
                        id, weight: 0, name: name, at: location, initializingWeightSets: updatesWeightSets)
                } else {
                    try crush.moveBucket(id, to: location)
                }
            }
            return "moved \(words)"
        }
    }

    private func linkBucket(_ call: CommandCall) throws -> CommandOutcome {
        let name = try call.arguments.string("name") ?? ""
        let location = try Self.location(call)
        func words(_ id: Int32) -> String { "item id \(id) name '\(name)' to location \(location.inBraces)" }
        guard let present = map.crush.item(named: name) else {
            throw CommandError(.noEntry, "item \(name) does not exist")
        }
        guard map.crush.weight(of: present, at: location) == nil else {
            return .say("no need to move \(words(present)) in crush map")
        }
        return try changeCrush { crush in
            guard let id = crush.item(named: name) else {
                throw CommandError(.noEntry, "item \(name) does not exist")
            }
            guard crush.weight(of: id, at: location) == nil else {
                throw CrushUnchanged(words: "no need to move \(words(id)) in crush map", isPending: true)
            }
            try withCrushErrors({ _ in "cannot link \(words(id))" }) {
                try crush.linkBucket(id, to: location)
            }
            return "linked \(words(id)) in crush map"
        }
    }

    private func swapBuckets(_ call: CommandCall) throws -> CommandOutcome {
        let source = try call.arguments.string("source") ?? ""
        let target = try call.arguments.string("dest") ?? ""
        let isSure = try call.isSure()
        return try changeCrush { crush in
            guard let from = crush.item(named: source) else {
                throw CommandError(.noEntry, "source item \(source) does not exist")
            }
            guard let to = crush.item(named: target) else {
                throw CommandError(.noEntry, "dest item \(target) does not exist")
            }
            let advice = "; pass --yes-i-really-mean-it to proceed anyway"
            guard crush.parent(of: from) == nil || isSure else {
                throw CommandError(
                    .operationNotPermitted, "source item \(source) is not an orphan bucket\(advice)")
            }
            let algorithms = [from, to].map { crush.bucket($0)?.algorithm.name ?? "unknown" }
            guard algorithms[0] == algorithms[1] || isSure else {
                throw CommandError(
                    .operationNotPermitted,
                    "source bucket alg \(algorithms[0]) != dest bucket alg \(algorithms[1])\(advice)")
            }
            try withCrushErrors({ "failed to swap bucket contents: \($0.status)" }) {
                try crush.swapBuckets(from, to)
            }
            return "swapped bucket of \(source) to \(target)"
        }
    }

    private func removeItem(_ call: CommandCall, unlinkOnly: Bool) throws -> CommandOutcome {
        let name = try call.arguments.string("name") ?? ""
        let isUnknown = "device '\(name)' does not appear in the crush map"
        guard map.crush.item(named: name) != nil else { return .say(isUnknown) }
        var removed: Int32?
        let outcome = try changeCrush { crush in
            guard let id = crush.item(named: name) else {
                throw CrushUnchanged(words: isUnknown, isPending: true)
            }
            var ancestor: Int32?
            if let above = try call.arguments.string("ancestor") {
                guard let found = crush.item(named: above) else {
                    throw CommandError(
                        .noEntry, "ancestor item '\(above)' does not appear in the crush map")
                }
                // A device has nothing below it: then the item goes from everywhere.
                if found < 0 { ancestor = found }
            }
            do {
                if let ancestor {
                    try crush.removeItem(id, under: ancestor, unlinkOnly: unlinkOnly)
                } else {
                    try crush.removeItem(id, unlinkOnly: unlinkOnly)
                }
            } catch let error as CrushEditError where error.code == .notFound {
                throw CrushUnchanged(words: "item \(id) does not appear in that position")
            } catch let error as CrushEditError {
                throw CommandError.number(error)
            }
            removed = id
            return "removed item id \(id) name '\(name)' from crush map"
        }
        if let removed, !unlinkOnly { pending.newCrushNodeFlags[removed] = [] }
        return outcome
    }
}
