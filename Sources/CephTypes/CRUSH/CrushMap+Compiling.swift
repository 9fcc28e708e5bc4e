import CephEncoding

extension CrushMap {
    /// Reads a map's text, as `crushtool -c` of 16.2 does: the same text gives the same bytes.
    /// - Throws: ``CrushTextError`` with the line.
    public init(text: String) throws {
        var parser = try CrushTextParser(text)
        var compiler = CrushCompiler()
        try compiler.compile(try parser.definitions())
        self = compiler.map
    }
}

/// Makes a map of the definitions in a text.
private struct CrushCompiler {
    /// A text says which tunables differ from the legacy ones.
    var map = CrushMap(tunables: .legacy)
    private var items: [String: Int32] = [:]
    private var types: [String: Int32] = [:]
    private var ruleNames: Set<String> = []
    /// Ids that the text gives to buckets, shadows too; others must not get them.
    private var usedIDs: Set<Int32> = []
    private var lastFreeID: Int32 = -1
    private var bucketWeights: [Int32: UInt32] = [:]
    private var shadows: CephMap<Int32, CephMap<Int32, Int32>> = [:]
    private var sawRule = false

    private static let deviceWeightLimit: UInt32 = 100 * 0x10000
    private static let bucketWeightLimit: UInt32 = 65535 * 0x10000

    mutating func compile(_ definitions: [CrushText.Definition]) throws {
        let definitions = inOrderOfUse(definitions)
        for case .bucket(let bucket) in definitions { usedIDs.formUnion(bucket.ids.map(\.id)) }
        for definition in definitions {
            switch definition {
            case .tunable(let tunable): try add(tunable)
            case .device(let device): try add(device)
            case .type(let type):
                types[type.name.text] = type.id
                map.typeNames[type.id] = type.name.text
            case .bucket(let bucket): try add(bucket)
            case .rule(let rule):
                if !sawRule {
                    sawRule = true
                    // Ceph goes on with what it got when a tree cannot be copied (uniform buckets cannot).
                    try? map.makeShadowTrees(keeping: shadows)
                }
                try add(rule)
            case .chooseArgs(let args): try add(args)
            }
        }
        map.finalize()
    }

    private func failure(_ line: Int, _ reason: String) -> CrushTextError {
        CrushTextError(line: line, reason: reason)
    }

    /// Runs an edit, whose errors get the line.
    private func at<R>(_ line: Int, _ body: () throws -> R) throws -> R {
        do { return try body() } catch let error as CrushEditError { throw failure(line, error.reason) }
    }

    /// Where a bucket holds one that is defined after it, the two change places (`adjust_bucket_item_place`:
    /// one pass over the pairs, by names and the places they had at first).
    private func inOrderOfUse(_ definitions: [CrushText.Definition]) -> [CrushText.Definition] {
        var result = definitions
        var buckets: [CrushText.Bucket] = []
        var placeOf: [String: Int] = [:]
        var ranks: [String: Int] = [:]
        for (place, definition) in definitions.enumerated() {
            guard case .bucket(let bucket) = definition else { continue }
            placeOf[bucket.name.text] = place
            ranks[bucket.name.text] = buckets.count
            buckets.append(bucket)
        }
        for (rank, bucket) in buckets.enumerated() {
            let later = Set(bucket.items.compactMap { ranks[$0.name.text] }).filter { $0 > rank }.sorted()
            for other in later {
                guard let one = placeOf[bucket.name.text], let two = placeOf[buckets[other].name.text] else {
                    continue
                }
                result.swapAt(one, two)
            }
        }
        return result
    }

    private mutating func add(_ tunable: CrushText.Tunable) throws {
        let value = tunable.value
        switch tunable.name.text {
        case "choose_local_tries": map.tunables.chooseLocalTries = value
        case "choose_local_fallback_tries": map.tunables.chooseLocalFallbackTries = value
        case "choose_total_tries": map.tunables.chooseTotalTries = value
        case "chooseleaf_descend_once": map.tunables.chooseLeafDescendOnce = value == 0 ? 0 : 1
        case "chooseleaf_vary_r": map.tunables.chooseLeafVaryR = UInt8(truncatingIfNeeded: value)
        case "chooseleaf_stable": map.tunables.chooseLeafStable = UInt8(truncatingIfNeeded: value)
        case "straw_calc_version": map.tunables.strawCalcVersion = UInt8(truncatingIfNeeded: value)
        case "allowed_bucket_algs": map.tunables.allowedBucketAlgorithms = value
        default: throw failure(tunable.name.line, "tunable \(tunable.name.text) not recognized")
        }
    }

    private mutating func add(_ device: CrushText.Device) throws {
        let name = device.name
        guard device.id < CrushMap.deviceLimit else {
            throw failure(
                name.line, "device \(device.id) is beyond the highest number, \(CrushMap.deviceLimit - 1)")
        }
        guard items.updateValue(device.id, forKey: name.text) == nil else {
            throw failure(name.line, "item \(name.text) defined twice")
        }
        map.itemNames[device.id] = name.text
        usedIDs.insert(device.id)
        if let deviceClass = device.deviceClass {
            map.itemClasses[device.id] = try at(name.line) {
                try map.classID(makingIfNeeded: deviceClass.text)
            }
        }
    }

    private mutating func add(_ bucket: CrushText.Bucket) throws {
        let (name, line) = (bucket.name.text, bucket.name.line)
        guard !sawRule else { throw failure(line, "buckets must be defined before rules") }
        guard let type = types[bucket.type.text] else {
            throw failure(bucket.type.line, "bucket type '\(bucket.type.text)' is not defined")
        }
        guard let type = UInt16(exactly: type) else {
            throw failure(line, "no bucket can have a type as high as \(type)")
        }
        guard items[name] == nil else { throw failure(line, "bucket or device '\(name)' is already defined") }
        guard let algorithm = CrushBucket.Algorithm(named: bucket.algorithm.text) else {
            throw failure(bucket.algorithm.line, "unknown bucket alg '\(bucket.algorithm.text)'")
        }
        var id: Int32?
        var classIDs: CephMap<Int32, Int32> = [:]
        for (wanted, deviceClass) in bucket.ids {
            guard let deviceClass else {
                id = wanted
                continue
            }
            let classID = try at(line) { try map.classID(makingIfNeeded: deviceClass.text) }
            guard classIDs[classID] == nil else {
                throw failure(line, "duplicate device class \(deviceClass.text) for bucket \(name)")
            }
            classIDs[classID] = wanted
        }
        let (members, weights) = try members(of: bucket, algorithm)
        let bucketID = id ?? unusedID()
        if !classIDs.isEmpty { shadows[bucketID] = classIDs }
        _ = try at(line) {
            try map.addBucket(
                id: bucketID, type: type, algorithm: algorithm, hash: bucket.hash, items: members,
                weights: weights)
        }
        usedIDs.insert(bucketID)
        items[name] = bucketID
        bucketWeights[bucketID] = weights.reduce(0, &+)
        map.itemNames[bucketID] = name
    }

    private mutating func unusedID() -> Int32 {
        while usedIDs.contains(lastFreeID) { lastFreeID -= 1 }
        return lastFreeID
    }

    /// A bucket's items and their weights at their places: those with a position there, the others in order
    /// where there is room.
    private func members(
        of bucket: CrushText.Bucket, _ algorithm: CrushBucket.Algorithm
    ) throws -> ([Int32], [UInt32]) {
        let size = bucket.items.count
        var members = [Int32](repeating: 0, count: size)
        var weights = [UInt32](repeating: 0, count: size)
        var taken: Set<Int> = []
        for item in bucket.items {
            guard let position = item.position.map(Int.init) else { continue }
            guard position < size else {
                throw failure(
                    item.name.line,
                    "item '\(item.name.text)' in bucket '\(bucket.name.text)' has pos \(position) >= size \(size)"
                )
            }
            guard taken.insert(position).inserted else {
                throw failure(
                    item.name.line,
                    "item '\(item.name.text)' in bucket '\(bucket.name.text)' has explicit pos \(position), "
                        + "which is occupied")
            }
        }
        var free = 0
        var sum: UInt32 = 0
        var uniform: UInt32?
        for item in bucket.items {
            let (id, weight) = try idAndWeight(of: item, in: bucket)
            if algorithm == .uniform, let uniform, uniform != weight {
                throw failure(
                    item.name.line,
                    "item '\(item.name.text)' in uniform bucket '\(bucket.name.text)' has weight \(weight) but "
                        + "previous item(s) have weight \(uniform); uniform bucket items must all have identical weights"
                )
            }
            uniform = weight
            while item.position == nil, taken.contains(free) { free += 1 }
            let position = item.position.map(Int.init) ?? free
            if item.position == nil { free += 1 }
            members[position] = id
            weights[position] = weight
            let (next, overflows) = sum.addingReportingOverflow(weight)
            guard !overflows else {
                throw failure(item.name.line, "the weights of bucket '\(bucket.name.text)' overflow")
            }
            sum = next
        }
        return (members, weights)
    }

    private func idAndWeight(of item: CrushText.Item, in bucket: CrushText.Bucket) throws -> (Int32, UInt32) {
        guard let id = items[item.name.text] else {
            throw failure(
                item.name.line, "item '\(item.name.text)' in bucket '\(bucket.name.text)' is not defined")
        }
        guard let written = item.weight else { return (id, bucketWeights[id] ?? 0x10000) }
        let weight = UInt32(written * 0x10000)
        let limit = id >= 0 ? Self.deviceWeightLimit : Self.bucketWeightLimit
        guard weight <= limit else {
            let kind = id >= 0 ? "device" : "bucket"
            throw failure(item.name.line, "\(kind) weight limited to \(limit / 0x10000)")
        }
        return (id, weight)
    }

    private mutating func add(_ rule: CrushText.Rule) throws {
        if let name = rule.name, !ruleNames.insert(name.text).inserted {
            throw failure(name.line, "rule name '\(name.text)' already defined")
        }
        let steps = try rule.steps.map { try step($0, of: rule) }
        _ = try at(rule.line) {
            try map.addRule(
                Int(rule.id), named: rule.name?.text, type: rule.type,
                minSize: UInt8(truncatingIfNeeded: rule.minSize),
                maxSize: UInt8(truncatingIfNeeded: rule.maxSize), steps: steps)
        }
    }

    private func step(_ step: CrushText.Step, of rule: CrushText.Rule) throws -> CrushRule.Step {
        let name = rule.name?.text ?? ""
        switch step {
        case .emit: return CrushRule.Step(.emit)
        case .set(let operation, let value): return CrushRule.Step(operation, value)
        case .choose(let operation, let count, let type):
            guard let id = types[type.text] else {
                throw failure(type.line, "in rule '\(name)' type '\(type.text)' not defined")
            }
            return CrushRule.Step(operation, count, id)
        case .take(let item, let deviceClass):
            guard let id = items[item.text] else {
                throw failure(item.line, "in rule '\(name)' item '\(item.text)' not defined")
            }
            guard let deviceClass else { return CrushRule.Step(.take, id) }
            guard let classID = map.deviceClass(named: deviceClass.text) else {
                throw failure(item.line, "in rule '\(name)' class '\(deviceClass.text)' not defined")
            }
            guard map.shadowBuckets.contains(id) else {
                throw failure(item.line, "in rule '\(name)' step take \(item.text) has no class information")
            }
            guard let shadow = map.shadow(of: id, deviceClass: classID) else {
                throw failure(
                    item.line,
                    "in rule '\(name)' step take \(item.text) no matching bucket for class \(deviceClass.text)"
                )
            }
            return CrushRule.Step(.take, shadow)
        }
    }

    private mutating func add(_ args: CrushText.ChooseArgs) throws {
        guard !map.chooseArgs.contains(args.key) else {
            throw failure(args.line, "choose_args \(args.key) duplicated")
        }
        var all = CrushChooseArgs()
        for argument in args.arguments {
            guard let bucket = map.bucket(argument.bucket) else {
                throw failure(argument.line, "bucket \(argument.bucket) does not exist")
            }
            let size = bucket.items.count
            func check(_ count: Int, _ what: String) throws {
                guard count == size else {
                    throw failure(
                        argument.line, "\(argument.bucket) needs exactly \(size) \(what) but got \(count)")
                }
            }
            var found = all[bucket: argument.bucket] ?? CrushChooseArgs.Bucket()
            if let sets = argument.weightSets {
                for set in sets { try check(set.count, "weights") }
                found.weightSets = sets.map { $0.map { UInt32($0 * 0x10000) } }
            }
            if let ids = argument.ids {
                try check(ids.count, "ids")
                found.ids = ids
            }
            all[bucket: argument.bucket] = found
        }
        map.chooseArgs[args.key] = all
    }
}
