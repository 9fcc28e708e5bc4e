import CephEncoding

/// An inner node of the CRUSH hierarchy (`struct crush_bucket` in src/crush/crush.h).
///
/// Weights are 16.16 fixed point: `0x10000` is 1.0.
public struct CrushBucket: Hashable, Sendable {
    /// How a bucket chooses among its items.
    public enum Algorithm: UInt8, CaseIterable, Sendable {
        case uniform = 1
        case list = 2
        case tree = 3
        case straw = 4
        case straw2 = 5

        /// `straw2`
        public var name: String {
            switch self {
            case .uniform: "uniform"
            case .list: "list"
            case .tree: "tree"
            case .straw: "straw"
            case .straw2: "straw2"
            }
        }

        public init?(named name: some StringProtocol) {
            guard let found = Self.allCases.first(where: { $0.name == name }) else { return nil }
            self = found
        }

        /// This algorithm's bit in ``CrushTunables/allowedBucketAlgorithms``.
        public var bit: UInt32 { 1 << UInt32(rawValue) }
    }

    /// The weights of the items, and what each algorithm derives from them.
    public enum Weights: Hashable, Sendable {
        /// Every item has this weight.
        case uniform(UInt32)
        /// `sums[i]` is the sum of the weights up to and with item `i`.
        case list(items: [UInt32], sums: [UInt32])
        /// A binary tree in an array; item `i` is node `2i + 1`. Fewer than 256 nodes (Ceph counts them in
        /// a byte).
        case tree(nodes: [UInt32])
        /// `straws` are the scaled straw lengths.
        case straw(items: [UInt32], straws: [UInt32])
        case straw2(items: [UInt32])
    }

    /// `rjenkins1`, the only hash there is.
    public static let rjenkins1: UInt8 = 0

    /// Negative; the bucket lies at index `-1 - id` of its map.
    public var id: Int32
    /// A key of ``CrushMap/typeNames``; not 0.
    public var type: UInt16
    public var hash: UInt8
    public var weight: UInt32
    /// Devices (not negative) and buckets (negative).
    public var items: [Int32]
    public var weights: Weights

    public init(
        id: Int32, type: UInt16, hash: UInt8 = CrushBucket.rjenkins1, weight: UInt32, items: [Int32],
        weights: Weights
    ) {
        self.id = id
        self.type = type
        self.hash = hash
        self.weight = weight
        self.items = items
        self.weights = weights
    }

    public var algorithm: Algorithm {
        switch weights {
        case .uniform: .uniform
        case .list: .list
        case .tree: .tree
        case .straw: .straw
        case .straw2: .straw2
        }
    }

    /// Where the weight of item `position` lies in a tree bucket.
    static func treeNode(_ position: Int) -> Int { 2 * position + 1 }

    /// The weight of the item at `position`; 0 where there is none.
    public func itemWeight(at position: Int) -> UInt32 {
        guard items.indices.contains(position) else { return 0 }
        func element(_ list: [UInt32], _ index: Int) -> UInt32 {
            list.indices.contains(index) ? list[index] : 0
        }
        switch weights {
        case .uniform(let weight): return weight
        case .list(let items, _), .straw(let items, _), .straw2(let items): return element(items, position)
        case .tree(let nodes): return element(nodes, Self.treeNode(position))
        }
    }

    /// The weights of all items, in order.
    public var itemWeights: [UInt32] { items.indices.map(itemWeight(at:)) }

    /// `rjenkins1`, or `unknown`.
    public static func hashName(_ hash: UInt8) -> String { hash == rjenkins1 ? "rjenkins1" : "unknown" }
}

extension CrushBucket {
    /// A slot of the bucket array: algorithm u32 (0 where there is no bucket), then the bucket.
    static func decodeSlot(from decoder: inout CephDecoder) throws -> CrushBucket? {
        let number = try decoder.integer(UInt32.self)
        guard number != 0 else { return nil }
        guard let algorithm = UInt8(exactly: number).flatMap(Algorithm.init(rawValue:)) else {
            throw decoder.failure("unsupported bucket algorithm \(number)")
        }
        return try CrushBucket(from: &decoder, algorithm: algorithm)
    }

    private init(from decoder: inout CephDecoder, algorithm: Algorithm) throws {
        id = try decoder.integer()
        type = try decoder.integer()
        let again = try decoder.integer(UInt8.self)
        guard again == algorithm.rawValue else {
            throw decoder.failure("a bucket of algorithm \(algorithm.rawValue) that says it is of \(again)")
        }
        hash = try decoder.integer()
        weight = try decoder.integer()
        let size = try decoder.count(minimumSize: 4)
        items = try decoder.array(count: size)
        switch algorithm {
        case .uniform: weights = .uniform(try decoder.integer())
        case .list:
            let (items, sums) = try Self.pairs(size, from: &decoder)
            weights = .list(items: items, sums: sums)
        case .tree:
            let nodes = Int(try decoder.integer(UInt8.self))
            weights = .tree(nodes: try decoder.array(count: nodes))
        case .straw:
            let (items, straws) = try Self.pairs(size, from: &decoder)
            weights = .straw(items: items, straws: straws)
        case .straw2: weights = .straw2(items: try decoder.array(count: size))
        }
    }

    /// Two arrays whose elements alternate.
    private static func pairs(_ count: Int, from decoder: inout CephDecoder) throws -> ([UInt32], [UInt32]) {
        guard count <= decoder.remaining / 8 else { throw decoder.failure("\(count) weights are not there") }
        var first: [UInt32] = []
        var second: [UInt32] = []
        first.reserveCapacity(count)
        second.reserveCapacity(count)
        for _ in 0..<count {
            first.append(try decoder.integer())
            second.append(try decoder.integer())
        }
        return (first, second)
    }

    /// - Parameter replaced: weights to write in place of a straw2 bucket's own, for readers that know no
    ///   weight sets.
    func encodeSlot(into encoder: inout CephEncoder, replaced: [UInt32]? = nil) {
        encoder.integer(UInt32(algorithm.rawValue))
        encoder.integer(id)
        encoder.integer(type)
        encoder.integer(algorithm.rawValue)
        encoder.integer(hash)
        encoder.integer(weight)
        encoder.count(items.count)
        for item in items { encoder.integer(item) }
        switch weights {
        case .uniform(let weight): encoder.integer(weight)
        case .list(let items, let derived), .straw(let items, let derived):
            for (weight, value) in zip(items, derived) {
                encoder.integer(weight)
                encoder.integer(value)
            }
        case .tree(let nodes):
            encoder.integer(UInt8(truncatingIfNeeded: nodes.count))
            for node in nodes.prefix(0xff) { encoder.integer(node) }
        case .straw2(let items):
            let all = replaced.flatMap { $0.count == items.count ? $0 : nil } ?? items
            for weight in all { encoder.integer(weight) }
        }
    }
}
