import CephEncoding

/// As `crushtool --dump` and `ceph osd crush dump` of 16.2.
extension CrushMap: CephDumpable {
    public func dump(to formatter: inout CephFormatter) {
        formatter.array("devices", dumpDevices)
        formatter.array("types", dumpTypes)
        formatter.array("buckets") { formatter in
            for bucket in existingBuckets { dump(bucket, to: &formatter) }
        }
        formatter.array("rules", dumpRules)
        formatter.object("tunables", dumpTunables)
        dumpChooseArgs(to: &formatter)
    }

    private func dumpDevices(to formatter: inout CephFormatter) {
        for id in 0..<max(0, maxDevices) {
            formatter.object("device") { formatter in
                formatter.int("id", id)
                formatter.string("name", itemNames[id] ?? "device\(id)")
                if let name = className(of: id) { formatter.string("class", name) }
            }
        }
    }

    private func dumpTypes(to formatter: inout CephFormatter) {
        for (id, name) in namedTypes(unnamedDevice: "device") {
            formatter.object("type") { formatter in
                formatter.int("type_id", id)
                formatter.string("name", name)
            }
        }
    }

    /// The types in order, with a name for type 0 where it has none (but others have).
    func namedTypes(unnamedDevice: String) -> [(Int32, String)] {
        var types = typeNames.filter { $0.key >= 0 }.map { ($0.key, $0.value) }
        if let first = types.first, first.0 != 0 { types.insert((0, unnamedDevice), at: 0) }
        return types
    }

    private func dump(_ bucket: CrushBucket, to formatter: inout CephFormatter) {
        formatter.object("bucket") { formatter in
            formatter.int("id", bucket.id)
            if let name = itemNames[bucket.id] { formatter.string("name", name) }
            formatter.int("type_id", bucket.type)
            if let name = typeNames[Int32(bucket.type)] { formatter.string("type_name", name) }
            // Ceph prints these as ints.
            formatter.int("weight", Int32(bitPattern: bucket.weight))
            formatter.string("alg", bucket.algorithm.name)
            formatter.string("hash", CrushBucket.hashName(bucket.hash))
            formatter.array("items") { formatter in
                for (position, item) in bucket.items.enumerated() {
                    formatter.object("item") { formatter in
                        formatter.int("id", item)
                        formatter.int("weight", Int32(bitPattern: bucket.itemWeight(at: position)))
                        formatter.int("pos", position)
                    }
                }
            }
        }
    }

    /// All rules, for `osd crush rule dump`.
    public func dumpRules(to formatter: inout CephFormatter) {
        for number in rules.indices { dumpRule(number, to: &formatter) }
    }

    /// One rule as an object section; nothing if there is no such rule.
    public func dumpRule(_ number: Int, to formatter: inout CephFormatter) {
        guard let rule = rule(number) else { return }
        formatter.object("rule") { formatter in
            formatter.int("rule_id", number)
            if let name = ruleNames[Int32(number)] { formatter.string("rule_name", name) }
            formatter.int("ruleset", rule.ruleset)
            formatter.int("type", rule.type)
            formatter.int("min_size", rule.minSize)
            formatter.int("max_size", rule.maxSize)
            formatter.array("steps") { formatter in
                for step in rule.steps { formatter.object("step") { dump(step, to: &$0) } }
            }
        }
    }

    private func dump(_ step: CrushRule.Step, to formatter: inout CephFormatter) {
        switch step.operation {
        case .noop: formatter.string("op", "noop")
        case .take:
            formatter.string("op", "take")
            formatter.int("item", step.argument1)
            formatter.string("item_name", itemNames[step.argument1] ?? "")
        case .emit: formatter.string("op", "emit")
        case .chooseFirstN: dumpChoose("choose_firstn", step, to: &formatter)
        case .chooseIndep: dumpChoose("choose_indep", step, to: &formatter)
        case .chooseLeafFirstN: dumpChoose("chooseleaf_firstn", step, to: &formatter)
        case .chooseLeafIndep: dumpChoose("chooseleaf_indep", step, to: &formatter)
        case .setChooseTries:
            formatter.string("op", "set_choose_tries")
            formatter.int("num", step.argument1)
        case .setChooseLeafTries:
            formatter.string("op", "set_chooseleaf_tries")
            formatter.int("num", step.argument1)
        default:
            formatter.int("opcode", Int32(bitPattern: step.operation.rawValue))
            formatter.int("arg1", step.argument1)
            formatter.int("arg2", step.argument2)
        }
    }

    private func dumpChoose(_ name: String, _ step: CrushRule.Step, to formatter: inout CephFormatter) {
        formatter.string("op", name)
        formatter.int("num", step.argument1)
        formatter.string("type", typeNames[step.argument2] ?? "")
    }

    /// The fields of `osd crush show-tunables`.
    public func dumpTunables(to formatter: inout CephFormatter) {
        func flag(_ name: String, _ value: Bool) { formatter.int(name, value ? 1 : 0) }
        formatter.int("choose_local_tries", tunables.chooseLocalTries)
        formatter.int("choose_local_fallback_tries", tunables.chooseLocalFallbackTries)
        formatter.int("choose_total_tries", tunables.chooseTotalTries)
        formatter.int("chooseleaf_descend_once", tunables.chooseLeafDescendOnce)
        formatter.int("chooseleaf_vary_r", tunables.chooseLeafVaryR)
        formatter.int("chooseleaf_stable", tunables.chooseLeafStable)
        formatter.int("straw_calc_version", tunables.strawCalcVersion)
        formatter.int("allowed_bucket_algs", tunables.allowedBucketAlgorithms)
        formatter.string("profile", tunables.profile?.rawValue ?? "unknown")
        flag("optimal_tunables", tunables.areOptimal)
        flag("legacy_tunables", tunables.areLegacy)
        formatter.string("minimum_required_version", minimumRequiredVersion)
        flag("require_feature_tunables", tunables.areNonDefault)
        flag("require_feature_tunables2", tunables.areNonDefault2)
        flag("has_v2_rules", hasV2Rules)
        flag("require_feature_tunables3", tunables.areNonDefault3)
        flag("has_v3_rules", hasV3Rules)
        flag("has_v4_buckets", hasV4Buckets)
        flag("require_feature_tunables5", tunables.areNonDefault5)
        flag("has_v5_rules", hasV5Rules)
    }

    /// All weight sets, for `osd crush weight-set dump`.
    public func dumpChooseArgs(to formatter: inout CephFormatter) {
        formatter.object("choose_args") { formatter in
            for (key, args) in chooseArgs {
                formatter.array(String(key)) { formatter in
                    for (index, bucket) in args.buckets {
                        formatter.object("choose_args") { formatter in
                            formatter.int("bucket_id", -1 - index)
                            dump(bucket, to: &formatter)
                        }
                    }
                }
            }
        }
    }

    private func dump(_ bucket: CrushChooseArgs.Bucket, to formatter: inout CephFormatter) {
        if !bucket.weightSets.isEmpty {
            formatter.array("weight_set") { formatter in
                for weights in bucket.weightSets {
                    formatter.array("weights") { formatter in
                        for weight in weights { formatter.float("weight", Double(Float(weight) / 0x10000)) }
                    }
                }
            }
        }
        if !bucket.ids.isEmpty { formatter.ints("ids", each: "id", bucket.ids) }
    }
}
