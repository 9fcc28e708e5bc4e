import CephEncoding

// Looking around in the hierarchy. A map from outside may have cycles and buckets that are not there; none
// of this goes round in circles.

extension CrushMap {
    /// Buckets that no bucket holds, by rising id.
    public var roots: [Int32] {
        var held: Set<Int32> = []
        for bucket in existingBuckets { for item in bucket.items where item < 0 { held.insert(item) } }
        return existingBuckets.map(\.id).filter { !held.contains($0) }.sorted()
    }

    /// Roots of the trees that were drawn, and those of the classes' trees.
    public var nonShadowRoots: [Int32] { roots.filter { !isShadow($0) } }
    public var shadowRoots: [Int32] { roots.filter(isShadow) }

    /// Items that rules start from.
    public var takenItems: CephSet<Int32> {
        CephSet(rules.lazy.compactMap(\.self).flatMap(\.takenItems))
    }

    /// Whether any bucket holds an item.
    public func isHeld(_ item: Int32) -> Bool { existingBuckets.contains { $0.items.contains(item) } }

    /// The bucket that holds an item, shadow buckets apart; of several, the one with the highest id.
    public func parent(of item: Int32) -> Int32? {
        existingBuckets.first { $0.items.contains(item) && !isShadow($0.id) }?.id
    }

    /// The nearest bucket of a type above an item.
    public func ancestor(of item: Int32, type: Int32) -> Int32? {
        var current = item
        for _ in 0...buckets.count {
            guard let parent = parent(of: current) else { return nil }
            if let bucket = bucket(parent), Int32(bucket.type) == type { return parent }
            current = parent
        }
        return nil
    }

    /// The same by what a rule can reach: the bucket of a type under one of the rule's starting points that
    /// has the item below it (with device classes, a shadow bucket).
    public func ancestor(of item: Int32, type: Int32, inRule number: Int) -> Int32? {
        for root in CephSet(rule(number)?.takenItems ?? []) {
            for candidate in descendants(of: root, type: type, withShadows: true)
            where subtree(candidate, contains: item) {
                return candidate
            }
        }
        return nil
    }

    /// Type and name of each bucket above an item, the nearest first.
    public func location(of item: Int32) -> [(type: String, name: String)] {
        var path: [(type: String, name: String)] = []
        var current = item
        for _ in 0...buckets.count {
            guard let parent = parent(of: current), let bucket = bucket(parent) else { break }
            path.append((typeNames[Int32(bucket.type)] ?? "", itemNames[parent] ?? ""))
            current = parent
        }
        return path
    }

    /// The items right below a bucket; a device has none.
    public func children(of item: Int32) -> [Int32] { bucket(item)?.items ?? [] }

    /// All items of a subtree with its root, each once, in depth-first order.
    public func subtree(of root: Int32) -> [Int32] {
        var found: [Int32] = []
        var seen: Set<Int32> = []
        var waiting = [root]
        while let item = waiting.popLast() {
            guard seen.insert(item).inserted else { continue }
            found.append(item)
            waiting.append(contentsOf: children(of: item).reversed())
        }
        return found
    }

    public func subtree(_ root: Int32, contains item: Int32) -> Bool {
        root == item || subtree(of: root).contains(item)
    }

    /// The devices below an item (itself, if it is one), by number.
    public func devices(below root: Int32) -> CephSet<Int32> {
        CephSet(subtree(of: root).filter { $0 >= 0 }.sorted())
    }

    /// The devices of a class, by number.
    public func devices(ofClass name: String) -> [Int32] {
        guard let id = deviceClass(named: name) else { return [] }
        return itemClasses.elements.filter { $0.key >= 0 && $0.value == id }.map(\.key)
    }

    /// The highest items of a type in a subtree (0: devices), in order.
    public func descendants(of root: Int32, type: Int32, withShadows: Bool = false) -> [Int32] {
        var found: [Int32] = []
        var seen: Set<Int32> = []
        var waiting = [root]
        while let item = waiting.popLast() {
            guard seen.insert(item).inserted else { continue }
            guard let bucket = bucket(item) else {
                if item >= 0 && type == 0 { found.append(item) }
                continue
            }
            if Int32(bucket.type) == type {
                if withShadows || !isShadow(item) { found.append(item) }
            } else if Int32(bucket.type) > type {
                waiting.append(contentsOf: bucket.items.reversed())
            }
        }
        return found
    }

    /// The item and the class that a shadow bucket is made of (`default~ssd`); the class is nil for any other
    /// item. Nil if there is no such item, bucket or class.
    public func splitShadow(_ item: Int32) -> (item: Int32, deviceClass: Int32?)? {
        guard let name = itemNames[item] else { return nil }
        guard let tilde = name.firstIndex(of: "~") else { return (item, nil) }
        guard let original = self.item(named: String(name[..<tilde])),
            let found = deviceClass(named: String(name[name.index(after: tilde)...]))
        else { return nil }
        return (original, found)
    }

    /// The shadow bucket of a bucket for a class.
    public func shadow(of bucket: Int32, deviceClass: Int32) -> Int32? { shadowBuckets[bucket]?[deviceClass] }

    /// An item's weight: a bucket's own, a device's in the first bucket that holds it.
    public func weight(of item: Int32) -> UInt32? {
        for bucket in existingBuckets {
            if bucket.id == item { return bucket.weight }
            if let position = bucket.items.firstIndex(of: item) { return bucket.itemWeight(at: position) }
        }
        return nil
    }

    /// The share of each device in what a rule places, the sum over all starting points
    /// (`get_rule_weight_osd_map`).
    public func deviceShares(ofRule number: Int) -> CephMap<Int32, Float>? {
        guard let rule = rule(number) else { return nil }
        var shares: CephMap<Int32, Float> = [:]
        for item in rule.takenItems {
            var (weights, sum) = item >= 0 ? ([item: 1], 1) : deviceWeights(below: item)
            if sum == 0 { sum = .nan }
            for (device, weight) in weights { shares[device, default: 0] += weight / sum }
        }
        return shares
    }

    private func deviceWeights(below root: Int32) -> (CephMap<Int32, Float>, Float) {
        var weights: CephMap<Int32, Float> = [:]
        var sum: Float = 0
        for id in subtree(of: root) {
            guard let bucket = bucket(id) else { continue }
            for (position, item) in bucket.items.enumerated() where item >= 0 {
                let weight = Float(bucket.itemWeight(at: position))
                weights[item] = weight
                sum += weight
            }
        }
        return (weights, sum)
    }
}

extension CrushRule {
    /// Where the rule starts, in order.
    public var takenItems: [Int32] { steps.filter { $0.operation == .take }.map(\.argument1) }
}
