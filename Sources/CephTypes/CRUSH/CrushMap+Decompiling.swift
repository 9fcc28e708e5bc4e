import CephEncoding

extension CrushMap {
    /// The map as text, as `crushtool -d` of 16.2 prints it; ``init(text:)`` reads it back.
    /// - Throws: ``CrushEditError`` if the buckets form a cycle or a rule starts from an item without a name.
    public func decompiled() throws -> String {
        var text = CrushTextWriter(map: self)
        try text.write()
        return text.output
    }
}

/// Writes a map's text.
private struct CrushTextWriter {
    let map: CrushMap
    var output = "# begin crush map\n"

    init(map: CrushMap) { self.map = map }

    mutating func write() throws {
        writeTunables()
        output += "\n# devices\n"
        for id in 0..<max(0, map.maxDevices) {
            guard let name = map.itemNames[id] else { continue }
            output += "device \(id) \(name)\(classSuffix(map.className(of: id)))\n"
        }
        output += "\n# types\n"
        for (id, name) in map.namedTypes(unnamedDevice: "osd") { output += "type \(id) \(name)\n" }
        output += "\n# buckets\n"
        for bucket in try bucketsFromTheLeaves() { write(bucket) }
        output += "\n# rules\n"
        for (number, rule) in map.rules.enumerated() {
            if let rule { try write(rule, number) }
        }
        if !map.chooseArgs.isEmpty {
            output += "\n# choose_args\n"
            for (key, args) in map.chooseArgs { write(args, key) }
        }
        output += "\n# end crush map\n"
    }

    /// Those that differ from the legacy ones, which a text starts with.
    private mutating func writeTunables() {
        let (mine, legacy) = (map.tunables, CrushTunables.legacy)
        func line(_ name: String, _ value: some FixedWidthInteger, _ unless: some FixedWidthInteger) -> String
        {
            value == unless ? "" : "tunable \(name) \(value)\n"
        }
        // All but the last are ints in Ceph.
        func int(_ value: UInt32) -> Int32 { Int32(bitPattern: value) }
        output += line("choose_local_tries", int(mine.chooseLocalTries), legacy.chooseLocalTries)
        output += line(
            "choose_local_fallback_tries", int(mine.chooseLocalFallbackTries), legacy.chooseLocalFallbackTries
        )
        output += line("choose_total_tries", int(mine.chooseTotalTries), legacy.chooseTotalTries)
        output += line(
            "chooseleaf_descend_once", int(mine.chooseLeafDescendOnce), legacy.chooseLeafDescendOnce)
        output += line("chooseleaf_vary_r", mine.chooseLeafVaryR, legacy.chooseLeafVaryR)
        output += line("chooseleaf_stable", mine.chooseLeafStable, legacy.chooseLeafStable)
        output += line("straw_calc_version", mine.strawCalcVersion, legacy.strawCalcVersion)
        output += line("allowed_bucket_algs", mine.allowedBucketAlgorithms, legacy.allowedBucketAlgorithms)
    }

    private func classSuffix(_ name: String?) -> String { name.map { " class \($0)" } ?? "" }

    private func itemName(_ id: Int32) -> String {
        map.itemNames[id] ?? (id >= 0 ? "device\(id)" : "bucket\(-1 - id)")
    }

    private func typeName(_ id: Int32) -> String { map.typeNames[id] ?? (id == 0 ? "device" : "type\(id)") }

    /// A weight (Ceph takes it for signed) in decimal, as a float has it.
    private func decimal(_ weight: UInt32) -> String {
        CephNumber.fixed(Double(Float(Int32(bitPattern: weight)) / 0x10000), precision: 3)
    }

    /// Every bucket once, behind all that it holds: a text defines things before it uses them.
    private func bucketsFromTheLeaves() throws -> [CrushBucket] {
        var order: [CrushBucket] = []
        var finished: Set<Int32> = []
        var open: Set<Int32> = []
        for start in map.existingBuckets {
            var path: [(bucket: CrushBucket, next: Int)] = finished.contains(start.id) ? [] : [(start, 0)]
            open.insert(start.id)
            while let (bucket, next) = path.last {
                guard next < bucket.items.count else {
                    path.removeLast()
                    open.remove(bucket.id)
                    if finished.insert(bucket.id).inserted { order.append(bucket) }
                    continue
                }
                path[path.count - 1].next += 1
                guard let child = map.bucket(bucket.items[next]), !finished.contains(child.id) else {
                    continue
                }
                guard open.insert(child.id).inserted else {
                    throw CrushEditError(
                        .loop, "bucket \(bucket.id) contains bucket \(child.id), which contains it")
                }
                path.append((child, 0))
            }
        }
        return order
    }

    private mutating func write(_ bucket: CrushBucket) {
        // Shadow buckets have names that no text can have.
        if let name = map.itemNames[bucket.id], !CrushMap.isValidName(name) { return }
        let unchanging = "\t\t# do not change unnecessarily\n"
        output += "\(typeName(Int32(bucket.type))) \(itemName(bucket.id)) {\n\tid \(bucket.id)\(unchanging)"
        for (deviceClass, shadow) in map.shadowBuckets[bucket.id] ?? [:] {
            output += "\tid \(shadow) class \(map.classNames[deviceClass] ?? "\(deviceClass)")\(unchanging)"
        }
        output += "\t# weight \(decimal(bucket.weight))\n\talg \(bucket.algorithm.name)"
        switch bucket.algorithm {
        case .uniform: output += "\t# do not change bucket size (\(bucket.items.count)) unnecessarily"
        case .list: output += "\t# add new items at the end; do not change order unnecessarily"
        case .tree: output += "\t# do not change pos for existing items unnecessarily"
        case .straw, .straw2: break
        }
        output += "\n\thash \(bucket.hash)\t# \(CrushBucket.hashName(bucket.hash))\n"
        let hasPositions = bucket.algorithm == .uniform || bucket.algorithm == .tree
        for (position, item) in bucket.items.enumerated() {
            output += "\titem \(itemName(item)) weight \(decimal(bucket.itemWeight(at: position)))"
            output += hasPositions ? " pos \(position)\n" : "\n"
        }
        output += "}\n"
    }

    private mutating func write(_ rule: CrushRule, _ number: Int) throws {
        output += "rule \(map.ruleNames[Int32(number)] ?? "") {\n\tid \(number)\n"
        if Int(rule.ruleset) != number {
            output += "\t# WARNING: ruleset \(rule.ruleset) != id \(number); "
            output += "this will not recompile to the same map\n"
        }
        switch rule.type {
        case CrushRule.replicated: output += "\ttype replicated\n"
        case CrushRule.erasure: output += "\ttype erasure\n"
        default: output += "\ttype \(rule.type)\n"
        }
        output += "\tmin_size \(rule.minSize)\n\tmax_size \(rule.maxSize)\n"
        for step in rule.steps {
            if let text = try stepText(step) { output += "\tstep \(text)\n" }
        }
        output += "}\n"
    }

    /// Nil for a step that the text has no word for.
    private func stepText(_ step: CrushRule.Step) throws -> String? {
        if let keyword = CrushRule.Operation.settings.first(where: { $0.operation == step.operation })?
            .keyword
        {
            return "\(keyword) \(step.argument1)"
        }
        func choose(_ words: String) -> String {
            "\(words) \(step.argument1) type \(typeName(step.argument2))"
        }
        switch step.operation {
        case .noop: return "noop"
        case .take: return try "take \(takeText(step.argument1))"
        case .emit: return "emit"
        case .chooseFirstN: return choose("choose firstn")
        case .chooseIndep: return choose("choose indep")
        case .chooseLeafFirstN: return choose("chooseleaf firstn")
        case .chooseLeafIndep: return choose("chooseleaf indep")
        default: return nil
        }
    }

    private func takeText(_ item: Int32) throws -> String {
        guard let (original, deviceClass) = map.splitShadow(item) else {
            throw CrushEditError(.invalid, "a rule starts from item \(item), which does not exist")
        }
        guard let deviceClass else { return itemName(item) }
        return itemName(original) + classSuffix(map.classNames[deviceClass])
    }

    private mutating func write(_ args: CrushChooseArgs, _ key: Int64) {
        output += "choose_args \(UInt64(bitPattern: key)) {\n"
        for (index, bucket) in args.buckets {
            output += "  {\n    bucket_id \(-1 - index)\n"
            if !bucket.weightSets.isEmpty {
                output += "    weight_set [\n"
                for weights in bucket.weightSets {
                    output += "      [ " + weights.map { decimal($0) + " " }.joined() + "]\n"
                }
                output += "    ]\n"
            }
            if !bucket.ids.isEmpty {
                output += "    ids [ " + bucket.ids.map { "\($0) " }.joined() + "]\n"
            }
            output += "  }\n"
        }
        output += "}\n"
    }
}

extension CrushRule.Operation {
    /// The steps that set one number, with their words.
    static let settings: [(keyword: String, operation: CrushRule.Operation)] = [
        ("set_choose_tries", .setChooseTries),
        ("set_choose_local_tries", .setChooseLocalTries),
        ("set_choose_local_fallback_tries", .setChooseLocalFallbackTries),
        ("set_chooseleaf_tries", .setChooseLeafTries),
        ("set_chooseleaf_vary_r", .setChooseLeafVaryR),
        ("set_chooseleaf_stable", .setChooseLeafStable),
    ]
}
