import CephEncoding

/// No envelope: magic, sizes, buckets, rules, names, and then what each release added, as far as it goes
/// (`CrushWrapper::encode`).
extension CrushMap: CephCodable {
    public static let magic: UInt32 = 0x0001_0000

    public init(from decoder: inout CephDecoder) throws {
        let magic = try decoder.decode("magic", as: UInt32.self)
        guard magic == Self.magic else {
            throw decoder.failure("expected CRUSH's magic 0x10000, found \(magic)")
        }
        self.init(tunables: .legacy)
        let bucketCount = try decoder.integer(Int32.self)
        let ruleCount = try decoder.integer(UInt32.self)
        maxDevices = try decoder.decode("max_devices")
        // An absent bucket or rule is four bytes.
        let slots = decoder.remaining / 4
        guard bucketCount >= 0, Int(bucketCount) <= slots, Int(ruleCount) <= slots else {
            throw decoder.failure(
                "\(bucketCount) buckets and \(ruleCount) rules, but only \(decoder.remaining) bytes are left")
        }
        for index in 0..<Int(bucketCount) {
            buckets.append(try decoder.field("buckets[\(index)]") { try Self.slot(index, from: &$0) })
        }
        for index in 0..<Int(ruleCount) {
            rules.append(
                try decoder.field("rules[\(index)]") { try Self.isPresent(&$0) ? CrushRule(from: &$0) : nil })
        }
        typeNames = try decoder.field("type_map", Self.names)
        itemNames = try decoder.field("name_map", Self.names)
        ruleNames = try decoder.field("rule_name_map", Self.names)
        tunables = try CrushTunables(trailing: &decoder)
        try decodeClasses(&decoder)
        try decodeChooseArgs(&decoder)
        if decoder.remaining > 0 {
            multiStepRetry = MultiStepRetry(
                descents: try decoder.decode("msr_descents"),
                collisionTries: try decoder.decode("msr_collision_tries"))
        }
        guard repairChooseArgs(limit: 1 << 22) else { throw decoder.failure("weight sets of wrong sizes") }
        finalize()
        guard maxDevices <= Self.deviceLimit else {
            throw decoder.failure(
                "device \(maxDevices - 1) is beyond the highest number, \(Self.deviceLimit - 1)")
        }
    }

    private static func slot(_ index: Int, from decoder: inout CephDecoder) throws -> CrushBucket? {
        guard let bucket = try CrushBucket.decodeSlot(from: &decoder) else { return nil }
        guard Int(bucket.id) == -1 - index else {
            throw decoder.failure("bucket \(bucket.id) is where bucket \(-1 - index) belongs")
        }
        return bucket
    }

    private static func isPresent(_ decoder: inout CephDecoder) throws -> Bool {
        try decoder.integer(UInt32.self) != 0
    }

    /// Names by 32-bit or, from some old releases, 64-bit keys: no name is empty, so a length of zero is the
    /// upper half of a key.
    private static func names(_ decoder: inout CephDecoder) throws -> CephMap<Int32, String> {
        var pairs: [(Int32, String)] = []
        for _ in 0..<(try decoder.count(minimumSize: 8)) {
            let key = try decoder.integer(Int32.self)
            var length = try decoder.integer(UInt32.self)
            if length == 0 { length = try decoder.integer() }
            pairs.append((key, try decoder.withBytes(Int(length)) { String(cephBytes: $0) }))
        }
        return CephMap(inAnyOrder: pairs)
    }

    private mutating func decodeClasses(_ decoder: inout CephDecoder) throws {
        guard decoder.remaining > 0 else { return }
        itemClasses = try decoder.field("class_map") { CephMap(inAnyOrder: try Self.pairs(&$0)) }
        classNames = try decoder.field("class_name") { decoder in
            var pairs: [(Int32, String)] = []
            for _ in 0..<(try decoder.count(minimumSize: 8)) {
                pairs.append((try decoder.integer(), try String(from: &decoder)))
            }
            return CephMap(inAnyOrder: pairs)
        }
        shadowBuckets = try decoder.field("class_bucket") { decoder in
            var pairs: [(Int32, CephMap<Int32, Int32>)] = []
            for _ in 0..<(try decoder.count(minimumSize: 8)) {
                pairs.append((try decoder.integer(), CephMap(inAnyOrder: try Self.pairs(&decoder))))
            }
            return CephMap(inAnyOrder: pairs)
        }
    }

    private static func pairs(_ decoder: inout CephDecoder) throws -> [(Int32, Int32)] {
        var pairs: [(Int32, Int32)] = []
        for _ in 0..<(try decoder.count(minimumSize: 8)) {
            pairs.append((try decoder.integer(), try decoder.integer()))
        }
        return pairs
    }

    private mutating func decodeChooseArgs(_ decoder: inout CephDecoder) throws {
        guard decoder.remaining > 0 else { return }
        var pairs: [(Int64, CrushChooseArgs)] = []
        for index in 0..<(try decoder.count(minimumSize: 12)) {
            let bucketCount = buckets.count
            try decoder.field("choose_args[\(index)]") { decoder in
                let key = try decoder.integer(Int64.self)
                pairs.append((key, try CrushChooseArgs(from: &decoder, bucketCount: bucketCount)))
            }
        }
        chooseArgs = CephMap(inAnyOrder: pairs)
        for (key, args) in pairs {
            for (index, bucket) in args.buckets where !bucket.ids.isEmpty {
                guard bucket.ids.count == buckets[Int(index)]?.items.count else {
                    throw decoder.failure(
                        "choose_args \(key) has \(bucket.ids.count) ids for bucket \(-1 - index)")
                }
            }
        }
    }

    public func encode(into encoder: inout CephEncoder) {
        let isLuminous = encoder.features.contains(.serverLuminous)
        encoder.integer(Self.magic)
        encoder.integer(Int32(truncatingIfNeeded: buckets.count))
        encoder.integer(UInt32(truncatingIfNeeded: rules.count))
        encoder.integer(maxDevices)
        // Who knows no weight sets gets the only one in place of the weights.
        let merged = isLuminous ? nil : chooseArgs.first?.value
        for (index, bucket) in buckets.enumerated() {
            let replaced = merged?.buckets[Int32(truncatingIfNeeded: index)]?.weightSets.first
            if let bucket {
                bucket.encodeSlot(into: &encoder, replaced: replaced)
            } else {
                encoder.integer(UInt32(0))
            }
        }
        for rule in rules {
            encoder.integer(UInt32(rule == nil ? 0 : 1))
            rule?.encode(into: &encoder)
        }
        typeNames.encode(into: &encoder)
        itemNames.encode(into: &encoder)
        ruleNames.encode(into: &encoder)
        tunables.encode(into: &encoder)
        guard isLuminous else { return }
        itemClasses.encode(into: &encoder)
        classNames.encode(into: &encoder)
        shadowBuckets.encode(into: &encoder)
        chooseArgs.encode(into: &encoder)
        if let multiStepRetry {
            encoder.integer(multiStepRetry.descents)
            encoder.integer(multiStepRetry.collisionTries)
        }
    }
}

extension CrushMap: CephRecord {
    public static let cephTypeName = "CrushWrapper"
}

extension CrushMap {
    /// Drops arguments of buckets that are gone or not straw2, and gives weight sets the buckets' sizes
    /// (`CrushWrapper::update_choose_args`; some old releases wrote such maps).
    /// - Parameter limit: how many weights may be made; a hostile map could ask for very many.
    /// - Returns: whether that was enough.
    @discardableResult
    mutating func repairChooseArgs(limit: Int = .max) -> Bool {
        var budget = limit
        for (key, args) in chooseArgs {
            let positions = args.positions
            var pairs: [(Int32, CrushChooseArgs.Bucket)] = []
            for (index, var bucket) in args.buckets {
                guard buckets.indices.contains(Int(index)), let owner = buckets[Int(index)],
                    owner.algorithm == .straw2
                else { continue }
                let size = owner.items.count
                if bucket.weightSets.count == positions {
                    for position in bucket.weightSets.indices where bucket.weightSets[position].count != size
                    {
                        budget -= size
                        guard budget >= 0 else { return false }
                        let kept = bucket.weightSets[position].prefix(size)
                        bucket.weightSets[position] = kept + [UInt32](repeating: 0, count: size - kept.count)
                    }
                }
                pairs.append((index, bucket))
            }
            chooseArgs[key] = CrushChooseArgs(CephMap(pairs))
        }
        return true
    }
}
