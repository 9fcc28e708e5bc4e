// How each kind of bucket chooses one item for an input and a trial `r`. Every one is asked for buckets
// that have items only.

extension CrushChooser {
    /// - Parameter position: of the item in the result, which chooses the weight set.
    @inline(__always)
    func choose(in index: Int, r: Int32, position: Int32) -> Int32 {
        let bucket = buckets + index
        switch bucket.pointee.algorithm {
        case CrushBucket.Algorithm.straw2.rawValue: return straw2(index, r: r, position: position)
        case CrushBucket.Algorithm.uniform.rawValue: return permuted(index, r: r)
        case CrushBucket.Algorithm.list.rawValue: return list(bucket, r: r)
        case CrushBucket.Algorithm.tree.rawValue: return tree(bucket, r: r)
        default: return straw(bucket, r: r)
        }
    }

    /// A bucket's own hash of the input and two more numbers; the only one there is, or 0.
    @inline(__always)
    private func hash(_ bucket: UnsafePointer<CrushFlatBucket>, _ b: Int32, _ c: Int32) -> UInt32 {
        guard bucket.pointee.hash == CrushBucket.rjenkins1 else { return 0 }
        return CrushHash.hash(x, UInt32(bitPattern: b), UInt32(bitPattern: c))
    }

    @inline(__always)
    private func hash(_ bucket: UnsafePointer<CrushFlatBucket>, _ b: Int32, _ c: Int32, _ d: Int32) -> UInt32
    {
        guard bucket.pointee.hash == CrushBucket.rjenkins1 else { return 0 }
        return CrushHash.hash(x, UInt32(bitPattern: b), UInt32(bitPattern: c), UInt32(bitPattern: d))
    }

    /// The item at place `r` of a random permutation that depends on the input. It is made as far as it is
    /// needed and kept until the input changes.
    func permuted(_ index: Int, r: Int32) -> Int32 {
        let bucket = buckets + index
        let size = UInt32(truncatingIfNeeded: bucket.pointee.size)
        let permutation = permutations + bucket.pointee.first
        let wanted = UInt32(bitPattern: r) % size
        if permutationInput[index] != x || permutationDone[index] == 0 {
            permutationInput[index] = x
            permutationDone[index] = 0
            var place: UInt32 = 0
            while place < size {
                permutation[Int(place)] = place
                place &+= 1
            }
        }
        while permutationDone[index] <= wanted {
            let place = permutationDone[index]
            if place < size &- 1 {
                let other =
                    place &+ hash(bucket, bucket.pointee.id, Int32(bitPattern: place)) % (size &- place)
                let kept = permutation[Int(place)]
                permutation[Int(place)] = permutation[Int(other)]
                permutation[Int(other)] = kept
            }
            permutationDone[index] = place &+ 1
        }
        return items[bucket.pointee.first &+ Int(permutation[Int(wanted)])]
    }

    /// From the last item to the first: this one, or one of those before it?
    private func list(_ bucket: UnsafePointer<CrushFlatBucket>, r: Int32) -> Int32 {
        let items = items + bucket.pointee.first
        let weights = itemWeights + bucket.pointee.first
        let sums = derived + bucket.pointee.derived
        var index = bucket.pointee.size &- 1
        while index >= 0 {
            let draw = UInt64(hash(bucket, items[index], r, bucket.pointee.id) & 0xffff)
            if (draw &* UInt64(sums[index])) &>> 16 < UInt64(weights[index]) { return items[index] }
            index &-= 1
        }
        return items[0]
    }

    /// Down a binary tree: left or right by the weights below.
    private func tree(_ bucket: UnsafePointer<CrushFlatBucket>, r: Int32) -> Int32 {
        let nodes = derived + bucket.pointee.derived
        var node = bucket.pointee.nodeCount / 2
        // A node's lowest set bit is twice the distance to its children; odd nodes are leaves. No node that
        // is reached is beyond twice the root.
        while node > 0, node & 1 == 0 {
            let point =
                UInt64(hash(bucket, Int32(truncatingIfNeeded: node), r, bucket.pointee.id))
                &* UInt64(nodes[node])
            let step = (node & -node) / 2
            node = point &>> 32 < UInt64(nodes[node - step]) ? node - step : node + step
        }
        let position = node / 2
        return node > 0 && position < bucket.pointee.size
            ? items[bucket.pointee.first &+ position] : CrushMapper.none
    }

    /// The longest straw, scaled by hash.
    private func straw(_ bucket: UnsafePointer<CrushFlatBucket>, r: Int32) -> Int32 {
        let items = items + bucket.pointee.first
        let straws = derived + bucket.pointee.derived
        var best = 0
        var bestDraw: UInt64 = 0
        var index = 0
        while index < bucket.pointee.size {
            let draw = UInt64(hash(bucket, items[index], r) & 0xffff) &* UInt64(straws[index])
            if draw > bestDraw {
                best = index
                bestDraw = draw
            }
            index &+= 1
        }
        return items[best]
    }

    /// The longest straw where each is drawn from an exponential distribution by the item's weight alone.
    private func straw2(_ index: Int, r: Int32, position: Int32) -> Int32 {
        let bucket = buckets + index
        let size = bucket.pointee.size
        var ids = items + bucket.pointee.first
        var weights = itemWeights + bucket.pointee.first
        var hasHugeWeight = bucket.pointee.hasHugeWeight
        if let arguments {
            let argument = arguments + index
            if argument.pointee.ids >= 0 { ids = argumentIDs + argument.pointee.ids }
            if argument.pointee.weights >= 0 {
                let set = min(Int(position), argument.pointee.positions &- 1)
                weights = argumentWeights + argument.pointee.weights + set &* size
                hasHugeWeight = argument.pointee.hasHugeWeight
            }
        }
        // Hashing first and comparing after lets the compiler hash several items at once.
        let hashes = hashes
        if bucket.pointee.hash == CrushBucket.rjenkins1 {
            let (x, trial) = (x, UInt32(bitPattern: r))
            for item in 0..<size { hashes[item] = CrushHash.hash(x, UInt32(bitPattern: ids[item]), trial) }
        } else {
            hashes.update(repeating: 0, count: size)
        }
        let best =
            hasHugeWeight
            ? highestSigned(hashes, weights, size) : lowestQuotient(hashes, weights, size)
        return items[bucket.pointee.first &+ best]
    }

    /// The item with the lowest `distance / weight` (rounded down; the first of equals). An item without
    /// weight never wins against one that has some.
    @inline(__always)
    private func lowestQuotient(
        _ hashes: UnsafePointer<UInt32>, _ weights: UnsafePointer<UInt32>, _ size: Int
    ) -> Int {
        var best = 0
        var lowest = UInt64.max
        for item in 0..<size where weights[item] != 0 {
            let distance = CrushLogarithm.distance(hashes[item] & 0xffff, tables: logarithms)
            let weight = UInt64(weights[item])
            // distance / weight < lowest, without the division: it is needed for the few that win only.
            let product = lowest.multipliedFullWidth(by: weight)
            if product.high != 0 || distance < product.low {
                lowest = distance / weight
                best = item
            }
        }
        return best
    }

    /// The same as Ceph computes it where a weight has its highest bit set: it divides by a signed number.
    private func highestSigned(
        _ hashes: UnsafePointer<UInt32>, _ weights: UnsafePointer<UInt32>, _ size: Int
    ) -> Int {
        var best = 0
        var highest = Int64.min
        for item in 0..<size where weights[item] != 0 {
            let distance = CrushLogarithm.distance(hashes[item] & 0xffff, tables: logarithms)
            let draw = -Int64(distance) / Int64(Int32(bitPattern: weights[item]))
            if draw > highest {
                best = item
                highest = draw
            }
        }
        return best
    }
}
