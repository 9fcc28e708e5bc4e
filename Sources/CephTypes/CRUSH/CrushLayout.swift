/// A bucket as the mapper wants it: fixed size, offsets into flat arrays.
struct CrushFlatBucket {
    /// 0 where there is no bucket.
    var algorithm: UInt8 = 0
    var hash: UInt8 = 0
    var type: Int32 = 0
    var id: Int32 = 0
    var size: Int = 0
    /// Of the first item, its weight, and its place in the permutation.
    var first: Int = 0
    /// Of the first sum (list), straw or tree node.
    var derived: Int = 0
    var nodeCount: Int = 0
    /// A straw2 weight of 2^31 or more, which Ceph takes for negative.
    var hasHugeWeight = false

    var exists: Bool { algorithm != 0 }
}

/// What stands in for one bucket's weights and ids.
struct CrushFlatArgument {
    /// Offset of the first weight set, or -1: the bucket's own weights.
    var weights = -1
    /// Offset of the first id, or -1: the items.
    var ids = -1
    var positions = 0
    var hasHugeWeight = false
}

/// Memory that is written once, while a map is laid out, and then only read.
struct CrushStorage<Element> {
    private(set) var base: UnsafeMutablePointer<Element>
    let count: Int

    init(_ elements: [Element]) {
        count = elements.count
        base = .allocate(capacity: max(1, elements.count))
        base.initialize(from: elements, count: elements.count)
    }

    var pointer: UnsafePointer<Element> { UnsafePointer(base) }

    func free() {
        base.deinitialize(count: count)
        base.deallocate()
    }
}

/// One set of ``CrushChooseArgs``, laid out for a ``CrushMapper``.
///
/// - Note: `@unchecked`: its memory is not written after `init`.
public final class CrushMapperArguments: @unchecked Sendable {
    let buckets: CrushStorage<CrushFlatArgument>
    let weights: CrushStorage<UInt32>
    let ids: CrushStorage<Int32>

    init(_ args: CrushChooseArgs, of map: CrushMap) {
        var flat = [CrushFlatArgument](repeating: CrushFlatArgument(), count: map.buckets.count)
        var allWeights: [UInt32] = []
        var allIDs: [Int32] = []
        for (index, bucket) in args.buckets {
            guard flat.indices.contains(Int(index)), let owner = map.buckets[Int(index)] else { continue }
            let size = owner.items.count
            var argument = CrushFlatArgument()
            // A set of another size is Ceph's to read beyond; here what is missing weighs nothing.
            if bucket.weightSets.allSatisfy({ $0.count == size }), !bucket.weightSets.isEmpty {
                argument.weights = allWeights.count
                argument.positions = bucket.weightSets.count
                for weights in bucket.weightSets { allWeights += weights }
                argument.hasHugeWeight = allWeights[argument.weights...].contains { $0 > UInt32(Int32.max) }
            }
            if bucket.ids.count == size, size > 0 {
                argument.ids = allIDs.count
                allIDs += bucket.ids
            }
            flat[Int(index)] = argument
        }
        buckets = CrushStorage(flat)
        weights = CrushStorage(allWeights)
        ids = CrushStorage(allIDs)
    }

    deinit {
        buckets.free()
        weights.free()
        ids.free()
    }
}
