import CephEncoding

// Moving things about (src/crush/CrushWrapper.cc). A location names a bucket for some types, as
// `host=a rack=b` does.

extension CrushMap {
    public typealias Location = CephMap<String, String>

    /// A weight as Ceph makes it of a decimal number.
    public static func fixedPoint(_ weight: Float) throws -> UInt32 {
        guard weight >= 0, weight < 65536 else {
            throw CrushEditError(.overflow, "weight \(weight) is out of range")
        }
        return UInt32(weight * 0x10000)
    }

    private func checkName(_ name: String) throws {
        guard Self.isValidName(name) else {
            throw CrushEditError(.invalid, "'\(name)' is no valid name ([A-Za-z0-9_-.]+)")
        }
    }

    private func check(_ location: Location) throws {
        for (type, name) in location {
            try checkName(type)
            try checkName(name)
        }
    }

    /// The weight of an item in the lowest bucket that a location names, if it is there (`check_item_loc`).
    public func weight(of item: Int32, at location: Location) -> UInt32? {
        for (type, typeName) in typeNames where type != 0 {
            guard let name = location[typeName] else { continue }
            guard let bucket = self.item(named: name).flatMap(self.bucket) else { return nil }
            return bucket.items.firstIndex(of: item).map(bucket.itemWeight(at:))
        }
        return nil
    }

    /// Puts an item (with a name) into the lowest bucket that a location names. Buckets that do not exist are
    /// made, up to the first that does.
    public mutating func insertItem(
        _ item: Int32, weight: Float, name: String, at location: Location, initializingWeightSets: Bool = true
    ) throws {
        try checkName(name)
        try check(location)
        let fixed = try Self.fixedPoint(weight)
        guard item < Self.deviceLimit else {
            throw CrushEditError(.outOfRange, "device \(item) is out of range")
        }
        if let existing = self.item(named: name) {
            guard existing == item else {
                throw CrushEditError(.exists, "device name '\(name)' already exists as id \(existing)")
            }
        } else {
            itemNames[item] = name
        }
        try attach(item, at: location)
        var changed = false
        for (_, name) in location {
            guard let id = self.item(named: name) else { continue }
            let updates = item >= 0 && initializingWeightSets
            if adjustWeight(of: item, to: fixed, in: id, updatingWeightSets: updates) { changed = true }
        }
        guard changed else {
            throw CrushEditError(.invalid, "didn't find anywhere to add item \(item)")
        }
        maxDevices = max(maxDevices, item + 1)
        try rebuildShadowTrees()
    }

    /// Hangs an item, with weight 0, below what a location names.
    private mutating func attach(_ item: Int32, at location: Location) throws {
        var current = item
        for (type, typeName) in typeNames where type != 0 {
            guard let name = location[typeName] else { continue }
            guard let id = self.item(named: name) else {
                guard let type = UInt16(exactly: type) else {
                    throw CrushEditError(.invalid, "bad type \(type)")
                }
                current = try addBucket(type: type, items: [current], weights: [0])
                itemNames[current] = name
                continue
            }
            guard let bucket = bucket(id) else { throw CrushEditError(.invalid, "'\(name)' is no bucket") }
            guard !subtree(id, contains: current) else {
                throw CrushEditError(.invalid, "item \(current) already exists beneath \(id)")
            }
            guard Int32(bucket.type) == type else {
                throw CrushEditError(
                    .invalid, "existing bucket '\(name)' has another type than '\(typeName)'")
            }
            guard !subtree(current, contains: id) else {
                throw CrushEditError(.loop, "item \(current) already contains \(id); cannot form loop")
            }
            return try add(current, weight: 0, to: id)
        }
    }

    /// Appends an item to a bucket, and to its weight sets and ids.
    private mutating func add(_ item: Int32, weight: UInt32, to id: Int32) throws {
        let version = tunables.strawCalcVersion
        try withBucket(id) { try $0.add(item, weight: weight, strawCalcVersion: version) }
        for (key, args) in chooseArgs {
            guard var argument = args[bucket: id] else { continue }
            for position in argument.weightSets.indices { argument.weightSets[position].append(weight) }
            if !argument.ids.isEmpty { argument.ids.append(item) }
            chooseArgs[key]?[bucket: id] = argument
        }
    }

    /// Takes an item out of a bucket, its weight sets and ids.
    private mutating func take(_ item: Int32, from id: Int32) {
        guard let bucket = bucket(id), let place = bucket.items.firstIndex(of: item) else { return }
        let version = tunables.strawCalcVersion
        withBucket(id) { $0.remove(item, strawCalcVersion: version) }
        for (key, args) in chooseArgs {
            guard var argument = args[bucket: id] else { continue }
            for position in argument.weightSets.indices
            where argument.weightSets[position].indices.contains(place) {
                argument.weightSets[position].remove(at: place)
            }
            if argument.ids.indices.contains(place) { argument.ids.remove(at: place) }
            chooseArgs[key]?[bucket: id] = argument
        }
    }

    /// Whether a rule starts from a bucket or its shadows, or a class's tree has it.
    public func isInUse(_ id: Int32) -> Bool {
        if shadowBuckets.contains(where: { $0.value.contains { $0.value == id } }) { return true }
        for taken in rules.lazy.compactMap(\.self).flatMap(\.takenItems) {
            guard let (original, _) = splitShadow(taken) else { return false }
            if taken == id || original == id { return true }
        }
        return false
    }

    private func checkRemovable(_ item: Int32, unlinkOnly: Bool) throws {
        guard item < 0, !unlinkOnly else { return }
        guard let bucket = bucket(item) else {
            throw CrushEditError(.notFound, "bucket \(item) does not exist")
        }
        guard bucket.items.isEmpty else {
            throw CrushEditError(.notEmpty, "bucket \(item) has \(bucket.items.count) items, not empty")
        }
    }

    /// Takes an item out of every bucket.
    /// - Parameter unlinkOnly: leaves the item, which is then in no bucket.
    /// - Throws: ``CrushEditError/Code/notEmpty`` for a bucket that holds something, `busy` for one that a
    ///   rule starts from, `notFound`.
    public mutating func removeItem(_ item: Int32, unlinkOnly: Bool = false) throws {
        try checkRemovable(item, unlinkOnly: unlinkOnly)
        if item < 0, !unlinkOnly, isInUse(item) { throw CrushEditError(.busy, "bucket \(item) is in use") }
        var found = false
        for id in existingBuckets.map(\.id) where bucket(id)?.items.contains(item) ?? false {
            adjustWeight(of: item, to: 0, in: id, updatingWeightSets: true)
            take(item, from: id)
            found = true
        }
        if try removeLastInstance(item, unlinkOnly: unlinkOnly) { found = true }
        guard found else { throw CrushEditError(.notFound, "item \(item) is nowhere") }
    }

    /// Takes an item out of one subtree.
    public mutating func removeItem(_ item: Int32, under ancestor: Int32, unlinkOnly: Bool = false) throws {
        if !unlinkOnly, isInUse(item) { throw CrushEditError(.busy, "item \(item) is in use") }
        guard bucket(ancestor) != nil else { throw CrushEditError(.invalid, "\(ancestor) is no bucket") }
        var found = false
        for id in subtree(of: ancestor) where bucket(id)?.items.contains(item) ?? false {
            adjustWeight(of: item, to: 0, in: id, updatingWeightSets: true)
            take(item, from: id)
            found = true
        }
        guard found else { throw CrushEditError(.notFound, "item \(item) is not under \(ancestor)") }
        try checkRemovable(item, unlinkOnly: unlinkOnly)
        _ = try removeLastInstance(item, unlinkOnly: unlinkOnly)
    }

    /// Forgets an item that no bucket holds any more.
    private mutating func removeLastInstance(_ item: Int32, unlinkOnly: Bool) throws -> Bool {
        guard !isHeld(item), item >= 0 || !isInUse(item) else { return false }
        if item < 0, !unlinkOnly {
            if bucket(item) != nil { buckets[-1 - Int(item)] = nil }
            shadowBuckets[item] = nil
            itemClasses[item] = nil
            repairChooseArgs()
        }
        if item >= 0 || !unlinkOnly, itemNames.contains(item) {
            itemNames[item] = nil
            if item >= 0, !unlinkOnly { itemClasses[item] = nil }
        }
        try rebuildShadowTrees()
        return true
    }

    /// Moves a bucket with all that it holds.
    public mutating func moveBucket(_ id: Int32, to location: Location) throws {
        guard id < 0, let name = itemNames[id], let bucket = bucket(id) else {
            throw CrushEditError(id < 0 ? .notFound : .invalid, "there is no bucket \(id)")
        }
        if let parent = parent(of: id) {
            adjustWeight(of: id, to: 0, in: parent, updatingWeightSets: true)
            take(id, from: parent)
        }
        try insertItem(
            id, weight: Float(bucket.weight) / 0x10000, name: name, at: location,
            initializingWeightSets: false)
    }

    /// Puts a bucket into one more place.
    public mutating func linkBucket(_ id: Int32, to location: Location) throws {
        guard id < 0, let name = itemNames[id], let bucket = bucket(id) else {
            throw CrushEditError(id < 0 ? .notFound : .invalid, "there is no bucket \(id)")
        }
        try insertItem(id, weight: Float(bucket.weight) / 0x10000, name: name, at: location)
    }

    /// Puts an item where it belongs; one that is elsewhere keeps its weight.
    /// - Returns: whether anything changed.
    public mutating func createOrMoveItem(
        _ item: Int32, weight: Float, name: String, at location: Location, initializingWeightSets: Bool = true
    ) throws -> Bool {
        try checkName(name)
        guard self.weight(of: item, at: location) == nil else { return false }
        var weight = weight
        if isHeld(item) {
            weight = Float(self.weight(of: item) ?? 0) / 0x10000
            try removeItem(item, unlinkOnly: true)
        }
        try insertItem(
            item, weight: weight, name: name, at: location,
            initializingWeightSets: item >= 0 && initializingWeightSets)
        return true
    }

    /// Puts an item where it belongs, with this weight and name.
    /// - Returns: whether anything changed.
    public mutating func updateItem(_ item: Int32, weight: Float, name: String, at location: Location) throws
        -> Bool
    {
        try checkName(name)
        try check(location)
        let fixed = try Self.fixedPoint(weight)
        guard let old = self.weight(of: item, at: location) else {
            if itemExists(item) { try removeItem(item, unlinkOnly: true) }
            try insertItem(item, weight: weight, name: name, at: location)
            return true
        }
        var changed = false
        if old != fixed {
            for (_, name) in location {
                guard let id = self.item(named: name) else { continue }
                adjustWeight(of: item, to: fixed, in: id)
            }
            try rebuildShadowTrees()
            changed = true
        }
        if itemNames[item] != name {
            itemNames[item] = name
            changed = true
        }
        return changed
    }

    /// Exchanges what two buckets hold, and their names.
    public mutating func swapBuckets(_ one: Int32, _ two: Int32) throws {
        guard let first = bucket(one), let second = bucket(two), one != two,
            !subtree(one, contains: two), !subtree(two, contains: one)
        else { throw CrushEditError(.invalid, "buckets \(one) and \(two) cannot be swapped") }
        adjustWeight(of: one, to: second.weight)
        adjustWeight(of: two, to: first.weight)
        // Ceph puts the first one's items in by rising id.
        let kept = zip(first.items, first.itemWeights).sorted { $0.0 < $1.0 }
        let moved = zip(second.items, second.itemWeights)
        for item in first.items { take(item, from: one) }
        for (item, weight) in moved {
            take(item, from: two)
            try add(item, weight: weight, to: one)
        }
        for (item, weight) in kept { try add(item, weight: weight, to: two) }
        (itemNames[one], itemNames[two]) = (itemNames[two], itemNames[one])
        try rebuildShadowTrees()
    }
}
