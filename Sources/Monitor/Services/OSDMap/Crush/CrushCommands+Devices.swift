import CephEncoding
import CephTypes

// OSDs: where they are in the hierarchy, and their weights.

extension OSDMapService {
    private static let placed =
        " name=id,type=CephOsdName name=weight,type=CephFloat,range=0.0"
        + " name=args,type=CephString,n=N,goodchars=[A-Za-z0-9-_.=]"

    static let crushDeviceCommands: [Command] = [
        // Without an id, the same words set the whole map.
        .write(
            "osd crush set name=prior_version,type=CephInt,req=false",
            help: "set crush map from input file", module: "osd"
        ) { (service: OSDMapService, call) in
            guard let osd = try osd(call) else { return try service.setCrushMap(call) }
            return try service.placeOSD(call, osd, isSet: true)
        },
        .write(
            "osd crush set" + placed,
            help: "update crushmap position and weight for <name> to <weight> with location <args>",
            module: "osd"
        ) { (service: OSDMapService, call) in
            try service.placeOSD(call, try namedOSD(call), isSet: true)
        },
        .write(
            "osd crush add" + placed,
            help: "add or update crushmap position and weight for <name> with <weight> and location <args>",
            module: "osd"
        ) { (service: OSDMapService, call) in
            try service.placeOSD(call, try namedOSD(call), isSet: false)
        },
        .write(
            "osd crush create-or-move" + placed,
            help: "create entry or move existing entry for <name> <weight> at/to location <args>",
            module: "osd"
        ) { (service: OSDMapService, call) in try service.createOrMove(call) },
        .write(
            "osd crush reweight-all",
            help: "recalculate the weights for the tree to ensure they sum correctly", module: "osd"
        ) { (service: OSDMapService, _) in
            try service.changeCrush { crush in
                try withPlainCrushErrors { try crush.reweight() }
                return "reweighted crush hierarchy"
            }
        },
        .write(
            "osd crush reweight name=name,type=CephString,goodchars=[A-Za-z0-9-_.]"
                + " name=weight,type=CephFloat,range=0.0",
            help: "change <name>'s weight to <weight> in crush map", module: "osd"
        ) { (service: OSDMapService, call) in try service.reweight(call, isSubtree: false) },
        .write(
            "osd crush reweight-subtree name=name,type=CephString,goodchars=[A-Za-z0-9-_.]"
                + " name=weight,type=CephFloat,range=0.0",
            help: "change all leaf items beneath <name> to <weight> in crush map", module: "osd"
        ) { (service: OSDMapService, call) in try service.reweight(call, isSubtree: true) },
    ]

    private static func namedOSD(_ call: CommandCall) throws -> Int32 {
        guard let osd = try osd(call) else { throw CommandError.silent }
        return osd
    }

    /// - Parameter isSet: for an OSD that is in the map already; else it may be added.
    private func placeOSD(_ call: CommandCall, _ osd: Int32, isSet: Bool) throws -> CommandOutcome {
        let name = "osd.\(osd)"
        guard map.exists(osd) else {
            throw CommandError(
                .noEntry, "\(name) does not exist. Create it before updating the crush map")
        }
        let weight = try call.arguments.requiredFloat("weight")
        let location = try Self.location(call)
        let words =
            "item id \(osd) name '\(name)' weight \(Self.text(ofWeight: weight)) at location"
            + " \(location.inBraces)"
        guard !isSet || map.crush.itemExists(osd) else {
            throw CommandError(.noEntry, "unable to set \(words): does not exist")
        }
        return try changeCrush { crush in
            try withPlainCrushErrors {
                guard isSet || crush.weight(of: osd, at: location) != nil else {
                    try crush.insertItem(osd, weight: Float(weight), name: name, at: location)
                    return "add \(words) to crush map"
                }
                let changed = try crush.updateItem(osd, weight: Float(weight), name: name, at: location)
                guard changed || hasPendingCrush else {
                    throw CrushUnchanged(words: "set \(words): no change")
                }
                return "set \(words) to crush map"
            }
        }
    }

    private func createOrMove(_ call: CommandCall) throws -> CommandOutcome {
        let osd = try Self.requiredOSD(call)
        let name = "osd.\(osd)"
        guard map.exists(osd) else {
            throw CommandError(
                .noEntry, "\(name) does not exist.  create it before updating the crush map")
        }
        let weight = try call.arguments.requiredFloat("weight")
        let location = try Self.location(call)
        let words =
            "item name '\(name)' weight \(Self.text(ofWeight: weight)) at location \(location.inBraces)"
            + " to crush map"
        return try changeCrush { crush in
            let changed = try withPlainCrushErrors {
                try crush.createOrMoveItem(
                    osd, weight: Float(weight), name: name, at: location,
                    initializingWeightSets: updatesWeightSets)
            }
            guard changed else { throw CrushUnchanged(words: "create-or-move updated \(words)") }
            return "create-or-move updating \(words)"
        }
    }

    private func reweight(_ call: CommandCall, isSubtree: Bool) throws -> CommandOutcome {
        let name = try call.arguments.string("name") ?? ""
        return try changeCrush { crush in
            guard let id = crush.item(named: name) else {
                throw CommandError(.noEntry, "device '\(name)' does not appear in the crush map")
            }
            guard (id < 0) == isSubtree else {
                let kind = isSubtree ? "subtree" : "leaf"
                throw CommandError(.invalid, "device '\(name)' is not a \(kind) in the crush map")
            }
            let weight = try call.arguments.requiredFloat("weight")
            try withPlainCrushErrors {
                let fixed = try CrushMap.fixedPoint(Float(weight))
                if isSubtree {
                    try crush.adjustSubtreeWeight(
                        of: id, to: fixed, updatingWeightSets: updatesWeightSets)
                } else if crush.adjustWeight(of: id, to: fixed, updatingWeightSets: updatesWeightSets) == 0 {
                    throw CrushEditError(.notFound, "item \(id) is nowhere")
                }
            }
            let kind = isSubtree ? "subtree" : "item"
            return "reweighted \(kind) id \(id) name '\(name)' to \(Self.text(ofWeight: weight)) in crush map"
        }
    }
}
