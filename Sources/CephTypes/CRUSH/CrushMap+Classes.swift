import CephEncoding

// For each class of devices, every tree has a shadow: the same buckets with the devices of that class
// alone, so that a rule can start from `default~ssd`.

extension CrushMap {
    /// Makes the shadow trees anew (`rebuild_roots_with_classes`); to be called when devices, weights or
    /// classes have changed. Shadow buckets keep their ids.
    public mutating func rebuildShadowTrees() throws {
        let old = shadowBuckets
        removeDeadClasses()
        for root in shadowRoots { removeTree(root) }
        shadowBuckets = [:]
        try makeShadowTrees(keeping: old)
    }

    /// Classes that no device has and no rule uses go.
    private mutating func removeDeadClasses() {
        var used = Set(itemClasses.elements.lazy.filter { $0.key >= 0 }.map(\.value))
        let taken = takenItems
        for (_, shadows) in shadowBuckets {
            for (deviceClass, shadow) in shadows where taken.contains(shadow) { used.insert(deviceClass) }
        }
        classNames.removeAll { !used.contains($0.key) }
    }

    /// Removes a tree's buckets, whatever else holds them.
    private mutating func removeTree(_ root: Int32) {
        for id in subtree(of: root) where bucket(id) != nil {
            buckets[-1 - Int(id)] = nil
            itemNames[id] = nil
            shadowBuckets[id] = nil
            itemClasses[id] = nil
        }
        repairChooseArgs()
    }

    /// Makes the shadow trees of all roots for all classes (`populate_classes`).
    /// - Parameter old: ids of shadow buckets from before, which they get again.
    mutating func makeShadowTrees(keeping old: CephMap<Int32, CephMap<Int32, Int32>>) throws {
        var builder = ShadowBuilder(map: self, old: old)
        // What was made before a failure stays, as in Ceph.
        defer { self = builder.map }
        for root in nonShadowRoots {
            for deviceClass in classNames.keys { _ = try builder.clone(root, deviceClass, depth: 0) }
        }
    }
}

/// Copies trees for one class after the other.
private struct ShadowBuilder {
    var map: CrushMap
    let old: CephMap<Int32, CephMap<Int32, Int32>>
    /// Ids of shadow buckets from before; others must not get them.
    private let reserved: Set<Int32>
    private var itemsByName: [String: Int32]
    /// By choose_args and shadow bucket: the sums of its weight sets.
    private var setWeights: [Int64: [Int32: [UInt32]]] = [:]
    private var lowestFree = 0

    init(map: CrushMap, old: CephMap<Int32, CephMap<Int32, Int32>>) {
        self.map = map
        self.old = old
        reserved = Set(old.elements.flatMap { $0.value.values })
        itemsByName = Dictionary(map.itemNames.elements.map { ($0.value, $0.key) }) { $1 }
    }

    /// Makes a bucket's copy, and first those of the buckets below it.
    mutating func clone(_ id: Int32, _ deviceClass: Int32, depth: Int) throws -> Int32 {
        guard depth <= 1000 else { throw CrushEditError(.loop, "the hierarchy is too deep or has a cycle") }
        guard let name = map.itemNames[id], let className = map.classNames[deviceClass] else {
            throw CrushEditError(.notFound, "item \(id) or class \(deviceClass) has no name")
        }
        let copyName = "\(name)~\(className)"
        if let existing = itemsByName[copyName] { return existing }
        guard let original = map.bucket(id) else {
            throw CrushEditError(.notFound, "there is no bucket \(id)")
        }
        let version = map.tunables.strawCalcVersion
        var copy = try CrushBucket(
            id: 0, type: original.type, algorithm: original.algorithm, hash: original.hash, items: [],
            weights: [],
            strawCalcVersion: version)
        var origins: [Int] = []
        for (position, item) in original.items.enumerated() {
            if item >= 0 {
                guard map.itemClasses[item] == deviceClass else { continue }
                try copy.add(item, weight: original.itemWeight(at: position), strawCalcVersion: version)
            } else {
                let child = try clone(item, deviceClass, depth: depth + 1)
                guard let weight = map.bucket(child)?.weight else {
                    throw CrushEditError(.notFound, "there is no bucket \(child)")
                }
                try copy.add(child, weight: weight, strawCalcVersion: version)
            }
            origins.append(position)
        }
        copy.id = old[id]?[deviceClass] ?? freeID()
        try map.insert(copy)
        map.itemClasses[copy.id] = deviceClass
        map.itemNames[copy.id] = copyName
        itemsByName[copyName] = copy.id
        map.shadowBuckets[id, default: [:]][deviceClass] = copy.id
        copyArguments(of: original, to: copy, origins: origins)
        return copy.id
    }

    /// The highest id that is neither in use nor reserved.
    private mutating func freeID() -> Int32 {
        while lowestFree < map.buckets.count && map.buckets[lowestFree] != nil
            || reserved.contains(-1 - Int32(truncatingIfNeeded: lowestFree))
        {
            lowestFree += 1
        }
        return -1 - Int32(truncatingIfNeeded: lowestFree)
    }

    /// Gives a copy the weight sets of its original; where its items are copies, the sums of theirs.
    private mutating func copyArguments(of original: CrushBucket, to copy: CrushBucket, origins: [Int]) {
        for (key, args) in map.chooseArgs {
            let sets = args[bucket: original.id]?.weightSets ?? []
            guard !sets.isEmpty else { continue }
            var copies: [[UInt32]] = []
            var sums: [UInt32] = []
            for (position, set) in sets.enumerated() {
                // Of several positions Ceph keeps the last one's sum only.
                sums = [UInt32](repeating: 0, count: sets.count)
                let weights = zip(copy.items, origins).map { item, origin in
                    if item >= 0 { return set.indices.contains(origin) ? set[origin] : 0 }
                    let child = setWeights[key]?[item] ?? []
                    return child.indices.contains(position) ? child[position] : 0
                }
                sums[position] = weights.reduce(0, &+)
                copies.append(weights)
            }
            map.chooseArgs[key]?[bucket: copy.id] = CrushChooseArgs.Bucket(weightSets: copies)
            setWeights[key, default: [:]][copy.id] = sums
        }
    }
}
