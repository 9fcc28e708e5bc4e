import CephEncoding

// Changing weights. A bucket's weight is the sum of its items', so every change goes up the tree; weight
// sets keep the same property.

extension CrushMap {
    /// Sets an item's weight in every bucket that holds it.
    /// - Parameter updatingWeightSets: whether weight sets get the new weight too.
    /// - Returns: in how many buckets it is.
    @discardableResult
    public mutating func adjustWeight(of item: Int32, to weight: UInt32, updatingWeightSets: Bool = true)
        -> Int
    {
        adjustWeight(of: item, to: weight, updatingWeightSets, depth: 0)
    }

    private mutating func adjustWeight(
        of item: Int32, to weight: UInt32, _ updatingWeightSets: Bool, depth: Int
    ) -> Int {
        // No tree is deeper than it has buckets; what is, has a cycle.
        guard depth <= buckets.count else { return 0 }
        var changed = 0
        for index in buckets.indices where buckets[index] != nil {
            if adjustWeight(of: item, to: weight, in: -1 - Int32(index), updatingWeightSets, depth: depth) {
                changed += 1
            }
        }
        return changed
    }

    /// Sets an item's weight in one bucket.
    /// - Returns: whether it is there.
    @discardableResult
    public mutating func adjustWeight(
        of item: Int32, to weight: UInt32, in bucketID: Int32, updatingWeightSets: Bool = true
    ) -> Bool {
        adjustWeight(of: item, to: weight, in: bucketID, updatingWeightSets, depth: 0)
    }

    /// The sums of the bucket's weight sets go up the tree even where the item is not in it.
    private mutating func adjustWeight(
        of item: Int32, to weight: UInt32, in bucketID: Int32, _ updatingWeightSets: Bool, depth: Int
    ) -> Bool {
        let version = tunables.strawCalcVersion
        var changed = false
        for position in (bucket(bucketID)?.items ?? []).indices
        where bucket(bucketID)?.items[position] == item {
            if updatingWeightSets { setWeights(at: position, of: bucketID, to: weight) }
            withBucket(bucketID) { $0.adjust(item, weight: weight, strawCalcVersion: version) }
            changed = true
            guard let sum = bucket(bucketID)?.weight else { return true }
            _ = adjustWeight(of: bucketID, to: sum, false, depth: depth + 1)
        }
        for (key, args) in chooseArgs {
            guard let sets = args[bucket: bucketID]?.weightSets, !sets.isEmpty else { continue }
            _ = adjustChooseArgs(key, of: bucketID, to: sets.map { $0.reduce(0, &+) }, depth: 0)
        }
        return changed
    }

    /// Sets an item's weight in all weight sets of a bucket.
    private mutating func setWeights(at place: Int, of bucketID: Int32, to weight: UInt32) {
        for (key, args) in chooseArgs {
            guard var argument = args[bucket: bucketID] else { continue }
            for position in argument.weightSets.indices
            where argument.weightSets[position].indices.contains(place) {
                argument.weightSets[position][place] = weight
            }
            chooseArgs[key]?[bucket: bucketID] = argument
        }
    }

    /// Sets an item's weights (one a position) in a set of arguments, and the sums above it. Buckets that have
    /// no weight set get one with their own weights.
    /// - Returns: how many changes that took; 0: the item is nowhere.
    @discardableResult
    public mutating func adjustChooseArgs(_ key: Int64, of item: Int32, to weights: [UInt32]) -> Int {
        adjustChooseArgs(key, of: item, to: weights, depth: 0)
    }

    private mutating func adjustChooseArgs(_ key: Int64, of item: Int32, to weights: [UInt32], depth: Int)
        -> Int
    {
        guard chooseArgs.contains(key), depth <= buckets.count else { return 0 }
        var changed = 0
        for index in buckets.indices {
            guard let owner = buckets[index] else { continue }
            changed += adjustChooseArgs(key, in: owner, of: item, to: weights, depth: depth)
        }
        return changed
    }

    private mutating func adjustChooseArgs(
        _ key: Int64, in owner: CrushBucket, of item: Int32, to weights: [UInt32], depth: Int
    ) -> Int {
        guard let args = chooseArgs[key] else { return 0 }
        var changed = 0
        var argument = args[bucket: owner.id] ?? CrushChooseArgs.Bucket()
        guard argument.weightSets.isEmpty || owner.items.contains(item) else { return 0 }
        if argument.weightSets.isEmpty {
            argument.weightSets = [[UInt32]](repeating: owner.itemWeights, count: args.positions)
            changed += 1
        }
        if argument.weightSets.count == weights.count {
            for (place, candidate) in owner.items.enumerated() where candidate == item {
                for (position, weight) in weights.enumerated()
                where argument.weightSets[position].indices.contains(place) {
                    argument.weightSets[position][place] = weight
                }
                changed += 1
            }
        }
        guard changed > 0 else { return 0 }
        chooseArgs[key]?[bucket: owner.id] = argument
        guard argument.weightSets.count == weights.count else { return 0 }
        let sums = argument.weightSets.map { $0.reduce(0, &+) }
        _ = adjustChooseArgs(key, of: owner.id, to: sums, depth: depth + 1)
        return changed
    }

    /// Makes a set of arguments with the buckets' own weights.
    /// - Returns: false if there is one with that key.
    @discardableResult
    public mutating func createChooseArgs(_ key: Int64, positions: Int) -> Bool {
        guard !chooseArgs.contains(key), positions > 0 else { return false }
        var args = CrushChooseArgs()
        for bucket in existingBuckets where bucket.algorithm == .straw2 {
            args[bucket: bucket.id] = CrushChooseArgs.Bucket(
                weightSets: [[UInt32]](repeating: bucket.itemWeights, count: positions))
        }
        chooseArgs[key] = args
        return true
    }

    /// Sets the weight of every device below a bucket.
    /// - Returns: how many there are.
    @discardableResult
    public mutating func adjustSubtreeWeight(
        of root: Int32, to weight: UInt32, updatingWeightSets: Bool = true
    ) throws -> Int {
        guard bucket(root) != nil else { throw CrushEditError(.notFound, "there is no bucket \(root)") }
        var changed = 0
        for id in subtree(of: root) {
            for item in bucket(id)?.items ?? [] where item >= 0 {
                adjustWeight(of: item, to: weight, in: id, updatingWeightSets: updatingWeightSets)
                changed += 1
            }
        }
        try rebuildShadowTrees()
        return changed
    }

    /// Sets all buckets' weights to the sums of what they hold.
    public mutating func reweight() throws {
        for root in nonShadowRoots {
            var finished: Set<Int32> = []
            try reweight(root, finished: &finished, depth: 0)
            for key in chooseArgs.keys { _ = sumChooseArgs(key, root, depth: 0) }
        }
        try rebuildShadowTrees()
    }

    private mutating func reweight(_ id: Int32, finished: inout Set<Int32>, depth: Int) throws {
        guard depth <= 1000 else { throw CrushEditError(.loop, "the hierarchy is too deep or has a cycle") }
        guard let old = bucket(id), finished.insert(id).inserted else { return }
        for item in old.items where item < 0 { try reweight(item, finished: &finished, depth: depth + 1) }
        let weights = zip(old.items, old.itemWeights).map { item, weight in bucket(item)?.weight ?? weight }
        var total: UInt32 = 0
        for weight in weights {
            let (sum, overflows) = total.addingReportingOverflow(weight)
            guard !overflows else {
                throw CrushEditError(.outOfRange, "the weights of bucket \(id) add up to too much")
            }
            total = sum
        }
        let version = tunables.strawCalcVersion
        withBucket(id) { $0.setAll(weights, total: total, strawCalcVersion: version) }
    }

    /// Puts the sums of weight sets into those above; only the first position's, as Ceph does.
    private mutating func sumChooseArgs(_ key: Int64, _ id: Int32, depth: Int) -> UInt32 {
        guard depth <= 1000, let owner = bucket(id), var argument = chooseArgs[key]?[bucket: id],
            let first = argument.weightSets.first
        else { return 0 }
        var sum: UInt32 = 0
        for (place, item) in owner.items.enumerated() where first.indices.contains(place) {
            if item < 0 { argument.weightSets[0][place] = sumChooseArgs(key, item, depth: depth + 1) }
            sum &+= argument.weightSets[0][place]
        }
        chooseArgs[key]?[bucket: id] = argument
        return sum
    }
}

extension CrushBucket {
    /// Sets the items' weights as `crush_reweight_bucket` does: what is derived in list and tree buckets stays
    /// as it was, and a uniform bucket takes the mean of the buckets in it, if most of its items are such.
    fileprivate mutating func setAll(
        _ new: [UInt32], total: UInt32, strawCalcVersion: UInt8
    ) {
        weight = total
        switch weights {
        case .uniform(var each):
            let children = zip(items, new).filter { $0.0 < 0 }
            if children.count > items.count - children.count {
                each = children.map(\.1).reduce(0, &+) / UInt32(truncatingIfNeeded: children.count)
            }
            weights = .uniform(each)
            weight = each &* UInt32(truncatingIfNeeded: items.count)
        case .list(_, let sums): weights = .list(items: new, sums: sums)
        case .tree(var nodes):
            for (position, weight) in new.enumerated() where nodes.indices.contains(Self.treeNode(position)) {
                nodes[Self.treeNode(position)] = weight
            }
            weights = .tree(nodes: nodes)
        case .straw: weights = .straw(items: new, straws: Self.straws(new, version: strawCalcVersion))
        case .straw2: weights = .straw2(items: new)
        }
    }
}
