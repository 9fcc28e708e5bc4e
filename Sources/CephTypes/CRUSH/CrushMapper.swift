/// Maps inputs to devices by a CRUSH map's rules (`crush_do_rule` in src/crush/mapper.c).
///
/// The map is laid out in flat memory once; after that a mapping allocates nothing. A mapper may be shared
/// by threads, each with a ``CrushWorkspace`` of its own.
///
/// - Note: `@unchecked`: its memory is not written after `init`.
public final class CrushMapper: @unchecked Sendable {
    /// A place of an indep result that nothing was found for.
    public static let none: Int32 = 0x7fff_ffff
    /// A place not yet decided; never in a result.
    static let undefined: Int32 = 0x7fff_fffe

    /// Items looked at before a mapping gives up: far more than any sane map needs, so that a hostile one
    /// (with billions of tries, say) cannot hang its reader. A workspace in which mappings gave up allows the
    /// next ones less.
    public static let effortLimit = 1 << 25

    let buckets: CrushStorage<CrushFlatBucket>
    let items: CrushStorage<Int32>
    let itemWeights: CrushStorage<UInt32>
    let derived: CrushStorage<UInt32>
    let logarithms: CrushStorage<UInt64>
    let largestBucket: Int
    let maxDevices: Int32
    let tunables: CrushTunables
    let rules: [[CrushRule.Step]?]
    let effortLimit: Int
    private let arguments: [Int64: CrushMapperArguments]

    public init(_ map: CrushMap, effortLimit: Int = CrushMapper.effortLimit) {
        self.effortLimit = effortLimit
        var flat: [CrushFlatBucket] = []
        var items: [Int32] = []
        var weights: [UInt32] = []
        var derived: [UInt32] = []
        for bucket in map.buckets {
            guard let bucket else {
                flat.append(CrushFlatBucket())
                continue
            }
            var entry = CrushFlatBucket(
                algorithm: bucket.algorithm.rawValue, hash: bucket.hash, type: Int32(bucket.type),
                id: bucket.id,
                size: bucket.items.count, first: items.count, derived: derived.count)
            items += bucket.items
            weights += bucket.itemWeights
            // As long as the items, whatever a bucket holds.
            func fitted(_ list: [UInt32]) -> [UInt32] {
                list.prefix(entry.size) + [UInt32](repeating: 0, count: max(0, entry.size - list.count))
            }
            switch bucket.weights {
            case .list(_, let sums): derived += fitted(sums)
            case .straw(_, let straws): derived += fitted(straws)
            case .tree(let nodes):
                entry.nodeCount = nodes.count
                derived += nodes
            case .straw2: entry.hasHugeWeight = weights[entry.first...].contains { $0 > UInt32(Int32.max) }
            case .uniform: break
            }
            flat.append(entry)
        }
        largestBucket = flat.map(\.size).max() ?? 0
        buckets = CrushStorage(flat)
        self.items = CrushStorage(items)
        itemWeights = CrushStorage(weights)
        self.derived = CrushStorage(derived)
        logarithms = CrushStorage(CrushLogarithm.tables)
        maxDevices = map.maxDevices
        tunables = map.tunables
        rules = map.rules.map { $0?.steps }
        arguments = Dictionary(
            uniqueKeysWithValues: map.chooseArgs.map { ($0.key, CrushMapperArguments($0.value, of: map)) })
    }

    deinit {
        buckets.free()
        items.free()
        itemWeights.free()
        derived.free()
        logarithms.free()
    }

    /// The weight sets of a pool, else the default ones; nil: the buckets' own weights.
    public func arguments(forPool pool: Int64) -> CrushMapperArguments? {
        arguments[pool] ?? arguments[CrushChooseArgs.defaultIndex]
    }

    /// The weight sets with exactly this key.
    public func arguments(exactly index: Int64) -> CrushMapperArguments? { arguments[index] }

    /// The items that a rule gives for an input.
    /// - Parameters:
    ///   - resultMax: how many are wanted at most.
    ///   - weights: a device's share of the mappings it would get, 16.16 fixed point: `0x10000` all, 0 none (it
    ///     is out). A device without a weight is out.
    ///   - arguments: from ``arguments(forPool:)`` of this mapper.
    /// - Returns: devices; ``none`` for a place of an indep rule that could not be filled.
    public func map(
        rule: Int, x: Int32, resultMax: Int, weights: [UInt32], arguments: CrushMapperArguments? = nil,
        workspace: CrushWorkspace
    ) -> [Int32] {
        guard resultMax > 0 else { return [] }
        return weights.withUnsafeBufferPointer { weights in
            Array(unsafeUninitializedCapacity: resultMax) { buffer, count in
                count = map(
                    rule: rule, x: x, into: buffer, weights: weights, arguments: arguments,
                    workspace: workspace)
            }
        }
    }

    /// The same without any allocation.
    /// - Parameter result: where the items go; it has as many places as are wanted at most.
    /// - Returns: how many were written.
    public func map(
        rule: Int, x: Int32, into result: UnsafeMutableBufferPointer<Int32>,
        weights: UnsafeBufferPointer<UInt32>,
        arguments: CrushMapperArguments? = nil, workspace: CrushWorkspace
    ) -> Int {
        guard rules.indices.contains(rule), let steps = rules[rule], let output = result.baseAddress,
            arguments == nil || arguments?.buckets.count == buckets.count
        else { return 0 }
        workspace.prepare(for: self, width: result.count)
        var chooser = CrushChooser(
            self, x: x, weights: weights, arguments: arguments, workspace: workspace)
        return withExtendedLifetime((self, arguments, workspace)) {
            let count = chooser.run(steps, result: output, resultMax: Int32(clamping: result.count))
            if chooser.effort <= 0 { workspace.losePatience() }
            return count
        }
    }
}
