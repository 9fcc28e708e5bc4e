#if canImport(Glibc)
    import Glibc
#endif

// What each algorithm derives from the items' weights (src/crush/builder.c).

extension CrushBucket {
    /// A tree's nodes are counted in a byte, and it has a power of two of them.
    public static let treeSizeLimit = 64

    /// A bucket of items with weights.
    /// - Parameters:
    ///   - itemWeights: as many as items; a uniform bucket takes the first for all.
    ///   - strawCalcVersion: of the map's tunables.
    public init(
        id: Int32, type: UInt16, algorithm: Algorithm, hash: UInt8 = CrushBucket.rjenkins1, items: [Int32],
        weights itemWeights: [UInt32], strawCalcVersion: UInt8
    ) throws {
        guard items.count == itemWeights.count else {
            throw CrushEditError(.invalid, "\(itemWeights.count) weights for \(items.count) items")
        }
        self.init(
            id: id, type: type, hash: hash, weight: 0, items: items, weights: .straw2(items: itemWeights))
        let overflow = CrushEditError(.outOfRange, "the weights of bucket \(id) add up to too much")
        var sums: [UInt32] = []
        for itemWeight in itemWeights {
            let (sum, overflows) = weight.addingReportingOverflow(itemWeight)
            // Straws have never been checked for it.
            guard !overflows || algorithm == .straw || algorithm == .straw2 else { throw overflow }
            weight = sum
            sums.append(sum)
        }
        switch algorithm {
        case .straw2: break
        case .list: weights = .list(items: itemWeights, sums: sums)
        case .straw:
            weights = .straw(items: itemWeights, straws: Self.straws(itemWeights, version: strawCalcVersion))
        case .tree:
            guard items.count <= Self.treeSizeLimit else {
                throw CrushEditError(
                    .outOfRange, "a tree bucket can have \(Self.treeSizeLimit) items, not \(items.count)")
            }
            weights = .tree(nodes: Self.treeNodes(itemWeights))
        case .uniform:
            let each = itemWeights.first ?? 0
            let (product, overflows) = each.multipliedReportingOverflow(
                by: UInt32(truncatingIfNeeded: items.count))
            guard !overflows else { throw overflow }
            guard items.isEmpty || each > 0 else {
                throw CrushEditError(.invalid, "the items of uniform bucket \(id) must have a weight")
            }
            weight = product
            weights = .uniform(each)
        }
    }

    /// Levels of a tree with that many leaves.
    static func treeDepth(_ size: Int) -> Int {
        size == 0 ? 0 : Int.bitWidth - (size - 1).leadingZeroBitCount + 1
    }

    static func treeParent(_ node: Int) -> Int {
        let bit = node & -node
        return node & (bit << 1) != 0 ? node - bit : node + bit
    }

    private static func treeNodes(_ itemWeights: [UInt32]) -> [UInt32] {
        guard !itemWeights.isEmpty else { return [] }
        let depth = treeDepth(itemWeights.count)
        var nodes = [UInt32](repeating: 0, count: 1 << depth)
        for (position, weight) in itemWeights.enumerated() {
            var node = treeNode(position)
            nodes[node] = weight
            for _ in 1..<depth {
                node = treeParent(node)
                nodes[node] &+= weight
            }
        }
        return nodes
    }

    /// Straw lengths, 16.16 fixed point, so that the longest of the straws (each times a random number) is an
    /// item's about as often as its weight wants. From the lightest item on, each straw is the one before,
    /// longer by what is left to distribute.
    /// - Parameter version: 0 miscounts what is left when weights are equal or zero; maps made so keep it.
    static func straws(_ itemWeights: [UInt32], version: UInt8) -> [UInt32] {
        var straws = [UInt32](repeating: 0, count: itemWeights.count)
        let order = itemWeights.indices.sorted { (itemWeights[$0], $0) < (itemWeights[$1], $1) }
        var left = UInt32(truncatingIfNeeded: order.count)
        var straw = 1.0
        var below = 0.0
        var lastWeight = 0.0
        for (rank, item) in order.enumerated() {
            let weight = itemWeights[item]
            guard weight > 0 else {
                if version > 0 { left &-= 1 }
                continue
            }
            straws[item] = fixedPoint(straw)
            guard rank + 1 < order.count else { break }
            let next = itemWeights[order[rank + 1]]
            if version == 0 && next == weight { continue }
            below += (Double(weight) - lastWeight) * Double(left)
            if version == 0 {
                left &-= UInt32(
                    truncatingIfNeeded: order[(rank + 1)...].prefix { itemWeights[$0] == next }.count)
            } else {
                left &-= 1
            }
            // 32-bit arithmetic, as in C.
            let above = Double(left &* (next &- weight))
            straw *= pow(1 / (below / (below + above)), 1 / Double(left))
            lastWeight = Double(weight)
        }
        return straws
    }

    private static func fixedPoint(_ value: Double) -> UInt32 {
        Int64(exactly: (value * 0x10000).rounded(.towardZero)).map(UInt32.init(truncatingIfNeeded:)) ?? 0
    }
}

extension CrushBucket {
    /// Appends an item.
    mutating func add(_ item: Int32, weight itemWeight: UInt32, strawCalcVersion: UInt8) throws {
        let (sum, overflows) = weight.addingReportingOverflow(itemWeight)
        guard !overflows else {
            throw CrushEditError(.outOfRange, "the weights of bucket \(id) add up to too much")
        }
        if case .uniform(let each) = weights {
            guard each == itemWeight else {
                throw CrushEditError(.invalid, "all items of uniform bucket \(id) must have the same weight")
            }
            items.append(item)
        } else {
            // The sum of the items is not always the bucket's weight, so only what is derived is made anew.
            let again = try CrushBucket(
                id: id, type: type, algorithm: algorithm, hash: hash, items: items + [item],
                weights: itemWeights + [itemWeight], strawCalcVersion: strawCalcVersion)
            items = again.items
            weights = again.weights
        }
        weight = sum
    }

    /// Sets the weight of an item (of all items, in a uniform bucket), if it is there.
    mutating func adjust(_ item: Int32, weight new: UInt32, strawCalcVersion: UInt8) {
        if case .uniform = weights {
            weights = .uniform(new)
            weight = new &* UInt32(truncatingIfNeeded: items.count)
            return
        }
        guard let position = items.firstIndex(of: item) else { return }
        let difference = new &- itemWeight(at: position)
        weight &+= difference
        switch weights {
        case .list(var list, var sums):
            if list.indices.contains(position) { list[position] = new }
            for index in sums.indices.dropFirst(position) { sums[index] &+= difference }
            weights = .list(items: list, sums: sums)
        case .tree(var nodes):
            Self.addTreePath(position, of: items.count, difference, to: &nodes)
            weights = .tree(nodes: nodes)
        case .straw(var list, _):
            if list.indices.contains(position) { list[position] = new }
            weights = .straw(items: list, straws: Self.straws(list, version: strawCalcVersion))
        case .straw2(var list):
            if list.indices.contains(position) { list[position] = new }
            weights = .straw2(items: list)
        case .uniform: break
        }
    }

    /// Adds to an item's node and to all nodes above it.
    private static func addTreePath(
        _ position: Int, of size: Int, _ difference: UInt32, to nodes: inout [UInt32]
    ) {
        var node = treeNode(position)
        for _ in 0..<treeDepth(size) {
            guard nodes.indices.contains(node) else { return }
            nodes[node] &+= difference
            node = treeParent(node)
        }
    }

    /// Removes an item. A tree keeps it with weight 0 unless only such items follow it: the others must not
    /// change their places.
    mutating func remove(_ item: Int32, strawCalcVersion: UInt8) {
        guard let position = items.firstIndex(of: item) else { return }
        let itemWeight = itemWeight(at: position)
        weight = itemWeight < weight ? weight - itemWeight : 0
        switch weights {
        case .uniform: items.remove(at: position)
        case .list(var list, var sums):
            items.remove(at: position)
            if list.indices.contains(position) { list.remove(at: position) }
            if sums.indices.contains(position) { sums.remove(at: position) }
            for index in sums.indices.dropFirst(position) { sums[index] &-= itemWeight }
            weights = .list(items: list, sums: sums)
        case .straw(var list, _):
            items.remove(at: position)
            if list.indices.contains(position) { list.remove(at: position) }
            weights = .straw(items: list, straws: Self.straws(list, version: strawCalcVersion))
        case .straw2(var list):
            items.remove(at: position)
            if list.indices.contains(position) { list.remove(at: position) }
            weights = .straw2(items: list)
        case .tree(var nodes):
            Self.addTreePath(position, of: items.count, 0 &- itemWeight, to: &nodes)
            var size = items.count
            while size > 0,
                !nodes.indices.contains(Self.treeNode(size - 1)) || nodes[Self.treeNode(size - 1)] == 0
            {
                size -= 1
            }
            if Self.treeDepth(size) != Self.treeDepth(items.count) {
                let count = 1 << Self.treeDepth(size)
                nodes = nodes.prefix(count) + [UInt32](repeating: 0, count: max(0, count - nodes.count))
            }
            items.removeLast(items.count - size)
            weights = .tree(nodes: nodes)
        }
    }
}
