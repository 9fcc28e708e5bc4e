/// One mapping in progress.
struct CrushChooser {
    let buckets: UnsafePointer<CrushFlatBucket>
    let bucketCount: Int32
    let items: UnsafePointer<Int32>
    let itemWeights: UnsafePointer<UInt32>
    let derived: UnsafePointer<UInt32>
    let logarithms: UnsafePointer<UInt64>
    let arguments: UnsafePointer<CrushFlatArgument>?
    let argumentWeights: UnsafePointer<UInt32>
    let argumentIDs: UnsafePointer<Int32>
    let maxDevices: Int32
    let x: UInt32
    let weights: UnsafeBufferPointer<UInt32>
    let permutations: UnsafeMutablePointer<UInt32>
    let permutationDone: UnsafeMutablePointer<UInt32>
    let permutationInput: UnsafeMutablePointer<UInt32>
    let hashes: UnsafeMutablePointer<UInt32>
    private let vectors: UnsafeMutablePointer<Int32>
    private let width: Int

    // What a rule's set_… steps change.
    private var chooseTries: UInt32
    private var leafTries: UInt32 = 0
    private var descendsOnce: Bool
    var localRetries: UInt32
    var localFallbackRetries: UInt32
    var varyR: UInt32
    var stable: Bool
    /// Items that may still be looked at.
    var effort: Int
    /// What going down one level takes besides its items, in items.
    static let descentEffort = 8

    init(
        _ mapper: CrushMapper, x: Int32, weights: UnsafeBufferPointer<UInt32>,
        arguments: CrushMapperArguments?,
        workspace: CrushWorkspace
    ) {
        buckets = mapper.buckets.pointer
        bucketCount = Int32(truncatingIfNeeded: mapper.buckets.count)
        items = mapper.items.pointer
        itemWeights = mapper.itemWeights.pointer
        derived = mapper.derived.pointer
        logarithms = mapper.logarithms.pointer
        self.arguments = arguments?.buckets.pointer
        argumentWeights = arguments?.weights.pointer ?? itemWeights
        argumentIDs = arguments?.ids.pointer ?? items
        maxDevices = mapper.maxDevices
        self.x = UInt32(bitPattern: x)
        self.weights = weights
        permutations = workspace.permutations
        permutationDone = workspace.done
        permutationInput = workspace.input
        hashes = workspace.hashes
        vectors = workspace.vectors
        width = workspace.width
        // The tunable counts retries, the step tries.
        chooseTries = mapper.tunables.chooseTotalTries &+ 1
        descendsOnce = mapper.tunables.chooseLeafDescendOnce != 0
        localRetries = mapper.tunables.chooseLocalTries
        localFallbackRetries = mapper.tunables.chooseLocalFallbackTries
        varyR = UInt32(mapper.tunables.chooseLeafVaryR)
        stable = mapper.tunables.chooseLeafStable != 0
        effort = workspace.patience
    }

    /// Runs a rule's steps: `work` is what the next step starts from, an emit appends it to the result.
    mutating func run(
        _ steps: [CrushRule.Step], result: UnsafeMutablePointer<Int32>, resultMax: Int32
    ) -> Int {
        var work = vectors
        var output = vectors + width
        var workSize = 0
        var count = 0
        for step in steps {
            switch step.operation {
            case .take:
                guard isTakable(step.argument1) else { continue }
                work[0] = step.argument1
                workSize = 1
            case .chooseFirstN, .chooseLeafFirstN, .chooseIndep, .chooseLeafIndep:
                guard workSize > 0 else { continue }
                workSize = choose(step, from: work, workSize, into: output, resultMax: resultMax)
                swap(&work, &output)
            case .emit:
                var index = 0
                while index < workSize, count < resultMax {
                    result[count] = work[index]
                    count += 1
                    index += 1
                }
                workSize = 0
            default: set(step)
            }
        }
        return count
    }

    private func isTakable(_ item: Int32) -> Bool {
        item >= 0 ? item < maxDevices : index(of: item) != nil
    }

    /// The index of an existing bucket.
    @inline(__always)
    func index(of item: Int32) -> Int? {
        let index = -1 &- item
        guard index >= 0, index < bucketCount, buckets[Int(index)].exists else { return nil }
        return Int(index)
    }

    private mutating func set(_ step: CrushRule.Step) {
        let value = step.argument1
        guard value >= 0 else { return }
        switch step.operation {
        case .setChooseTries: if value > 0 { chooseTries = UInt32(value) }
        case .setChooseLeafTries: if value > 0 { leafTries = UInt32(value) }
        case .setChooseLocalTries: localRetries = UInt32(value)
        case .setChooseLocalFallbackTries: localFallbackRetries = UInt32(value)
        case .setChooseLeafVaryR: varyR = UInt32(value)
        case .setChooseLeafStable: stable = value != 0
        default: break
        }
    }

    /// One choose step, from each item of `work`.
    /// - Returns: how many items are in `output` now.
    private mutating func choose(
        _ step: CrushRule.Step, from work: UnsafeMutablePointer<Int32>, _ workSize: Int,
        into output: UnsafeMutablePointer<Int32>, resultMax: Int32
    ) -> Int {
        let operation = step.operation
        let wantsLeaves = operation == .chooseLeafFirstN || operation == .chooseLeafIndep
        let isFirstN = operation == .chooseFirstN || operation == .chooseLeafFirstN
        let leaves = vectors + 2 * width
        var size: Int32 = 0
        for index in 0..<workSize {
            // Not positive: relative to what is wanted in all.
            let wanted = step.argument1 > 0 ? step.argument1 : step.argument1 &+ resultMax
            guard wanted > 0, let bucket = self.index(of: work[index]) else { continue }
            let place = CrushPlaces(
                output: output + Int(size), leaves: wantsLeaves ? leaves + Int(size) : nil)
            if isFirstN {
                let leafTries = leafTries > 0 ? leafTries : descendsOnce ? 1 : chooseTries
                size += firstN(
                    bucket, wanted: wanted, type: step.argument2, places: place, from: 0,
                    room: resultMax - size,
                    tries: chooseTries, leafTries: leafTries, parentR: 0)
            } else {
                let count = min(wanted, resultMax - size)
                indep(
                    bucket, count: count, wanted: wanted, type: step.argument2, places: place, from: 0,
                    tries: chooseTries, leafTries: leafTries > 0 ? leafTries : 1, parentR: 0)
                size += count
            }
        }
        if wantsLeaves { output.update(from: leaves, count: Int(size)) }
        return Int(size)
    }

    /// Whether a device must not be used for this input: it has no weight, or the hash says so (the lower
    /// the weight, the more often).
    func isOut(_ item: Int32) -> Bool {
        guard item >= 0, Int(item) < weights.count else { return true }
        let weight = weights[Int(item)]
        if weight >= 0x10000 { return false }
        return weight == 0 || CrushHash.hash(x, UInt32(bitPattern: item)) & 0xffff >= weight
    }
}

/// Where a choose step puts what it finds.
struct CrushPlaces {
    let output: UnsafeMutablePointer<Int32>
    /// For the devices below the items, if they are wanted.
    let leaves: UnsafeMutablePointer<Int32>?
}
