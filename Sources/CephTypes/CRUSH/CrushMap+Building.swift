import CephEncoding

extension CrushMap {
    /// Ids below `-1 - bucketLimit` are refused: the bucket array grows to hold any id.
    public static let bucketLimit = 1 << 20
    /// A rule's number fits a byte.
    public static let ruleLimit = 256

    /// Adds a bucket.
    /// - Parameters:
    ///   - id: negative, or nil for the highest that is free.
    ///   - algorithm: nil for the best that the tunables allow.
    /// - Returns: its id.
    @discardableResult
    public mutating func addBucket(
        id: Int32? = nil, type: UInt16, algorithm: CrushBucket.Algorithm? = nil,
        hash: UInt8 = CrushBucket.rjenkins1, items: [Int32] = [], weights: [UInt32] = []
    ) throws -> Int32 {
        guard let algorithm = algorithm ?? tunables.defaultBucketAlgorithm else {
            throw CrushEditError(.invalid, "the tunables allow no bucket algorithm")
        }
        let id = id ?? nextBucketID
        let bucket = try CrushBucket(
            id: id, type: type, algorithm: algorithm, hash: hash, items: items, weights: weights,
            strawCalcVersion: tunables.strawCalcVersion)
        try insert(bucket)
        if !items.isEmpty {
            for (key, args) in chooseArgs {
                let sets = [[UInt32]](repeating: weights, count: args.positions)
                chooseArgs[key]?[bucket: id] = CrushChooseArgs.Bucket(weightSets: sets)
            }
        }
        return id
    }

    /// The highest bucket id that is free.
    public var nextBucketID: Int32 {
        -1 - Int32(truncatingIfNeeded: buckets.firstIndex { $0 == nil } ?? buckets.count)
    }

    /// Puts a bucket at its place. The array doubles as Ceph's does, since its size is in the encoding.
    mutating func insert(_ bucket: CrushBucket) throws {
        let index = -1 - Int(bucket.id)
        guard index >= 0, index < Self.bucketLimit else {
            throw CrushEditError(.invalid, "bucket id \(bucket.id) is out of range")
        }
        var size = buckets.count
        while index >= size { size = size == 0 ? 8 : size * 2 }
        buckets += [CrushBucket?](repeating: nil, count: size - buckets.count)
        guard buckets[index] == nil else { throw CrushEditError(.exists, "bucket id \(bucket.id) is in use") }
        buckets[index] = bucket
    }

    /// Changes a bucket in place.
    mutating func withBucket<R>(_ id: Int32, _ body: (inout CrushBucket) throws -> R) rethrows -> R? {
        let index = -1 - Int(id)
        guard buckets.indices.contains(index), var bucket = buckets[index] else { return nil }
        // The array must not hold a second reference while the bucket's arrays change.
        buckets[index] = nil
        defer { buckets[index] = bucket }
        return try body(&bucket)
    }

    /// Adds a rule.
    /// - Parameter number: nil for the lowest that is free.
    /// - Returns: its number.
    @discardableResult
    public mutating func addRule(
        _ number: Int? = nil, named name: String?, type: UInt8, minSize: UInt8, maxSize: UInt8,
        steps: [CrushRule.Step]
    ) throws -> Int {
        let number = number ?? rules.firstIndex { $0 == nil } ?? rules.count
        guard number >= 0, number < Self.ruleLimit else {
            throw CrushEditError(
                .outOfRange, "rule \(number) is out of range, there can be \(Self.ruleLimit)")
        }
        guard rule(number) == nil else { throw CrushEditError(.exists, "rule \(number) already exists") }
        if number >= rules.count {
            rules += [CrushRule?](repeating: nil, count: number + 1 - rules.count)
        }
        rules[number] = CrushRule(
            ruleset: UInt8(number), type: type, minSize: minSize, maxSize: maxSize, steps: steps)
        if let name { ruleNames[Int32(number)] = name }
        return number
    }

    /// The id of a class, which is made if there is none yet.
    public mutating func classID(makingIfNeeded name: String) throws -> Int32 {
        if let id = deviceClass(named: name) { return id }
        let last = classNames.keys.last ?? -1
        guard last < .max else { throw CrushEditError(.outOfRange, "no class id is left") }
        classNames[last + 1] = name
        return last + 1
    }
}
