import CephEncoding

/// Other weights (and ids to hash) for some buckets, used in place of their own for one pool or for all
/// (`crush_choose_arg_map` in src/crush/crush.h).
public struct CrushChooseArgs: Hashable, Sendable {
    /// What stands in for one straw2 bucket's weights and ids.
    public struct Bucket: Hashable, Sendable {
        /// A weight for each item, for each position of the result; the last serves all further positions.
        public var weightSets: [[UInt32]]
        /// Ids to hash in place of the items; none: the items themselves.
        public var ids: [Int32]

        public init(weightSets: [[UInt32]] = [], ids: [Int32] = []) {
            self.weightSets = weightSets
            self.ids = ids
        }

        public var isEmpty: Bool { weightSets.isEmpty && ids.isEmpty }
    }

    /// The key for pools that have no arguments of their own.
    public static let defaultIndex: Int64 = -1

    /// By bucket index (`-1 - id`); never an empty one.
    public var buckets: CephMap<Int32, Bucket>

    public init(_ buckets: CephMap<Int32, Bucket> = [:]) { self.buckets = buckets }

    /// The arguments of the bucket with this (negative) id.
    public subscript(bucket id: Int32) -> Bucket? {
        get { buckets[-1 &- id] }
        set { buckets[-1 &- id] = newValue?.isEmpty == true ? nil : newValue }
    }

    /// How many positions the weight sets have (the first bucket that has any tells); 1 if none has.
    public var positions: Int { buckets.values.first { !$0.weightSets.isEmpty }?.weightSets.count ?? 1 }
}

extension CrushChooseArgs.Bucket: CephCodable {
    public init(from decoder: inout CephDecoder) throws {
        // A weight set is at least its length.
        let positions = try decoder.count(minimumSize: 4)
        weightSets = try decoder.array(count: positions)
        ids = try decoder.decode("ids")
    }

    public func encode(into encoder: inout CephEncoder) {
        weightSets.encode(into: &encoder)
        ids.encode(into: &encoder)
    }
}

extension CrushChooseArgs: CephEncodable {
    /// - Parameter map: arguments must be of its buckets.
    init(from decoder: inout CephDecoder, bucketCount: Int) throws {
        var found: [(Int32, Bucket)] = []
        for _ in 0..<(try decoder.count(minimumSize: 12)) {
            let index = try decoder.integer(UInt32.self)
            guard let position = Int32(exactly: index), Int(position) < bucketCount else {
                throw decoder.failure("choose_args for bucket \(index) of \(bucketCount)")
            }
            let bucket = try decoder.decode("bucket", as: Bucket.self)
            if !bucket.isEmpty { found.append((position, bucket)) }
        }
        buckets = CephMap(inAnyOrder: found)
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.count(buckets.count)
        for (index, bucket) in buckets {
            encoder.integer(UInt32(bitPattern: index))
            bucket.encode(into: &encoder)
        }
    }
}

extension CephMap where Key: Comparable {
    /// Sorts before it inserts: inserting hostile keys in falling order one by one would take for ever.
    /// Of equal keys the last counts, as with std::map's `operator[]`.
    init(inAnyOrder pairs: [(Key, Value)]) {
        let isSorted = zip(pairs, pairs.dropFirst()).allSatisfy { Key.precedes($0.0, $1.0) }
        guard !isSorted else {
            self.init(pairs)
            return
        }
        let order = pairs.indices.sorted {
            (pairs[$0].0, $0) < (pairs[$1].0, $1)
        }
        self.init(order.map { pairs[$0] })
    }
}
