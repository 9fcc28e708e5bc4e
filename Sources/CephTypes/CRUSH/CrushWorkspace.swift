/// Scratch memory for ``CrushMapper``, to be used again for mapping after mapping by one thread.
public final class CrushWorkspace {
    /// Whose buckets the permutations are of.
    private(set) var mapper: CrushMapper?
    /// A permutation of each uniform (or retried) bucket's positions, as far as `done` says, for input `input`.
    private(set) var permutations: UnsafeMutablePointer<UInt32>
    private(set) var done: UnsafeMutablePointer<UInt32>
    private(set) var input: UnsafeMutablePointer<UInt32>
    /// A hash an item of the largest bucket.
    private(set) var hashes: UnsafeMutablePointer<UInt32>
    /// Three vectors of `width` items.
    private(set) var vectors: UnsafeMutablePointer<Int32>
    private(set) var width = 0
    /// How many items the next mapping may look at. Each that gives up leaves a fraction of it: otherwise a
    /// hostile map could take a second for every one of its groups.
    private(set) var patience = 0

    public init() {
        permutations = .allocate(capacity: 1)
        done = .allocate(capacity: 1)
        input = .allocate(capacity: 1)
        hashes = .allocate(capacity: 1)
        vectors = .allocate(capacity: 1)
    }

    deinit { free() }

    private func free() {
        permutations.deallocate()
        done.deallocate()
        input.deallocate()
        hashes.deallocate()
        vectors.deallocate()
    }

    /// Makes room for a mapper's buckets and for results of `width` items.
    @inline(__always)
    func prepare(for mapper: CrushMapper, width: Int) {
        guard self.mapper !== mapper || self.width < width else { return }
        grow(for: mapper, width: width)
    }

    /// Notes that a mapping has looked at all the items that it may.
    func losePatience() { patience = max(min(patience, 1 << 12), patience / 16) }

    private func grow(for mapper: CrushMapper, width: Int) {
        free()
        let buckets = max(1, mapper.buckets.count)
        permutations = .allocate(capacity: max(1, mapper.items.count))
        permutations.initialize(repeating: 0, count: max(1, mapper.items.count))
        done = .allocate(capacity: buckets)
        done.initialize(repeating: 0, count: buckets)
        input = .allocate(capacity: buckets)
        input.initialize(repeating: 0, count: buckets)
        hashes = .allocate(capacity: max(1, mapper.largestBucket))
        hashes.initialize(repeating: 0, count: max(1, mapper.largestBucket))
        vectors = .allocate(capacity: max(1, 3 * width))
        vectors.initialize(repeating: 0, count: max(1, 3 * width))
        if self.mapper !== mapper { patience = mapper.effortLimit }
        self.mapper = mapper
        self.width = width
    }
}
