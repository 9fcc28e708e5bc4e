import CephEncoding
import CephTypes

// Weights in place of the buckets' own, for one pool or for all.

extension OSDMapService {
    private static let words = "osd crush weight-set "

    static let crushWeightSetCommands: [Command] = [
        .read(words + "ls", help: "list crush weight sets", module: "osd") { (service: OSDMapService, call) in
            let keys = service.map.crush.chooseArgs.keys
            let pools = keys.filter { $0 >= 0 }.map { service.map.poolNames[$0] ?? "" }
            let names = (keys.contains(CrushChooseArgs.defaultIndex) ? ["(compat)"] : []) + pools
            return call.reply(plain: names.map { $0 + "\n" }.joined()) {
                $0.strings("weight_sets", each: "pool", names)
            }
        },
        .read(words + "dump", help: "dump crush weight sets", module: "osd") {
            (service: OSDMapService, call) in
            call.formatted(.jsonPretty) { service.map.crush.dumpChooseArgs(to: &$0) }
        },
        .write(
            words + "create-compat", help: "create a default backward-compatible weight-set", module: "osd"
        ) { (service: OSDMapService, call) in try service.createWeightSet(call, isCompat: true) },
        .write(
            words + "create name=pool,type=CephPoolname name=mode,type=CephChoices,strings=flat|positional",
            help: "create a weight-set for a given pool", module: "osd"
        ) { (service: OSDMapService, call) in try service.createWeightSet(call, isCompat: false) },
        .write(
            words + "rm name=pool,type=CephPoolname", help: "remove the weight-set for a given pool",
            module: "osd"
        ) { (service: OSDMapService, call) in
            let number = try service.weightSetPool(call).number
            return try service.changeCrush { crush in
                crush.chooseArgs[number] = nil
                return ""
            }
        },
        .write(words + "rm-compat", help: "remove the backward-compatible weight-set", module: "osd") {
            (service: OSDMapService, _) in
            try service.changeCrush { crush in
                crush.chooseArgs[CrushChooseArgs.defaultIndex] = nil
                return ""
            }
        },
        .write(
            words + "reweight name=pool,type=CephPoolname name=item,type=CephString"
                + " name=weight,type=CephFloat,range=0.0,n=N",
            help: "set weight for an item (bucket or osd) in a pool's weight-set", module: "osd"
        ) { (service: OSDMapService, call) in try service.reweightInSet(call, isCompat: false) },
        .write(
            words + "reweight-compat name=item,type=CephString name=weight,type=CephFloat,range=0.0,n=N",
            help: "set weight for an item (bucket or osd) in the backward-compatible weight-set",
            module: "osd"
        ) { (service: OSDMapService, call) in try service.reweightInSet(call, isCompat: true) },
    ]

    private func weightSetPool(_ call: CommandCall) throws -> (number: Int64, pool: PGPool, name: String) {
        let name = try call.arguments.string("pool") ?? ""
        guard let number = map.pool(named: name), let pool = map.pools[number] else {
            throw CommandError(.noEntry, "pool '\(name)' not found")
        }
        return (number, pool, name)
    }

    private func createWeightSet(_ call: CommandCall, isCompat: Bool) throws -> CommandOutcome {
        guard !hasPendingCrush else { return .retryAfterCommit() }
        return try changeCrush { crush in
            guard !crush.hasNonStraw2Buckets else {
                throw CommandError(
                    .operationNotPermitted,
                    "crush map contains one or more bucket(s) that are not straw2")
            }
            guard !isCompat else {
                guard crush.createChooseArgs(CrushChooseArgs.defaultIndex, positions: 1) else {
                    throw CrushUnchanged(words: "compat weight-set already created")
                }
                return ""
            }
            try checkClientsKnowWeightSets()
            let (number, pool, name) = try weightSetPool(call)
            let mode = try call.arguments.string("mode") ?? ""
            guard mode == "flat" || mode == "positional" else {
                throw CommandError(.invalid, "unrecognized weight-set mode '\(mode)'")
            }
            guard crush.createChooseArgs(number, positions: mode == "flat" ? 1 : Int(pool.size)) else {
                throw CrushUnchanged(words: "weight-set for pool '\(name)' already created")
            }
            return ""
        }
    }

    private func checkClientsKnowWeightSets() throws {
        let required = map.requireMinCompatClient
        guard required == .unknown || required >= .luminous else {
            throw CommandError(
                .operationNotPermitted,
                "require_min_compat_client \(required) < luminous, which is required for per-pool"
                    + " weight-sets. Try 'ceph osd set-require-min-compat-client luminous' before using the"
                    + " new interface")
        }
    }

    private func reweightInSet(_ call: CommandCall, isCompat: Bool) throws -> CommandOutcome {
        let name = try call.arguments.string("item") ?? ""
        let weights = try call.arguments.floats("weight")
        return try changeCrush { crush in
            let key = isCompat ? CrushChooseArgs.defaultIndex : try weightSetPool(call).number
            guard let args = crush.chooseArgs[key] else {
                let pool = try call.arguments.string("pool") ?? ""
                throw CommandError(
                    .noEntry,
                    isCompat ? "no backward-compatible weight-set" : "no weight-set for pool '\(pool)'")
            }
            guard isCompat || weights.count == args.positions else {
                throw CommandError(.invalid, "must specify exact \(args.positions) weight values")
            }
            guard let item = crush.item(named: name) else {
                throw CommandError(.noEntry, "item '\(name)' does not exist")
            }
            let misfits = args.buckets.filter { $0.value.weightSets.count != weights.count }
            let fixed = try withPlainCrushErrors { try weights.map { try CrushMap.fixedPoint(Float($0)) } }
            guard misfits.isEmpty, crush.adjustChooseArgs(key, of: item, to: fixed) > 0 else {
                let reasons = misfits.map {
                    "weight_set_positions != \(weights.count) for bucket \(-1 - $0.key)"
                }
                throw CommandError(.noEntry, reasons.joined() + "item \(item) not found in crush map")
            }
            return ""
        }
    }
}

extension CommandArguments {
    /// A list of numbers; absent is empty, a single number a list of one.
    func floats(_ name: String) throws -> [Double] {
        switch self[name] {
        case nil: return []
        case .floats(let values)?: return values
        case .ints(let values)?: return values.map(Double.init)
        case .strings(let texts)? where texts.isEmpty: return []
        default: return [try requiredFloat(name)]
        }
    }
}
