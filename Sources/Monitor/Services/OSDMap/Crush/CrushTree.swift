import CephEncoding
import CephTypes

/// A walk through the hierarchy, each bucket before what it holds (src/crush/CrushTreeDumper.h). What a
/// bucket holds stands in order of class and name.
struct CrushTree {
    struct Node {
        let id: Int32
        /// 0 above a root.
        let parent: Int32
        let depth: Int
        /// As its parent has it.
        let weight: UInt32
        /// From the last to the first.
        var children: [Int32] = []
    }

    let crush: CrushMap
    private(set) var nodes: [Node] = []
    /// All items that were met.
    private(set) var touched: Set<Int32> = []

    /// - Parameters:
    ///   - roots: where to begin.
    ///   - hasEmptyBuckets: whether buckets without a device that `includes` takes are shown.
    ///   - includes: which devices are shown.
    init(
        _ crush: CrushMap, roots: [Int32], hasEmptyBuckets: Bool = true,
        includes: (Int32) -> Bool = { _ in true }
    ) {
        self.crush = crush
        func isShown(_ item: Int32) -> Bool {
            if item >= 0 { return includes(item) }
            return hasEmptyBuckets || crush.subtree(of: item).contains { $0 >= 0 && includes($0) }
        }
        for root in roots where isShown(root) {
            var waiting = [Node(id: root, parent: 0, depth: 0, weight: crush.bucket(root)?.weight ?? 0)]
            while var node = waiting.popLast() {
                touched.insert(node.id)
                // A cycle ends where it would be deeper than there are buckets.
                if let bucket = crush.bucket(node.id), node.depth <= crush.buckets.count {
                    for (item, weight) in Self.sorted(bucket, in: crush, isShown).reversed() {
                        node.children.append(item)
                        waiting.append(
                            Node(id: item, parent: node.id, depth: node.depth + 1, weight: weight))
                    }
                }
                nodes.append(node)
            }
        }
    }

    private static func sorted(
        _ bucket: CrushBucket, in crush: CrushMap, _ isShown: (Int32) -> Bool
    ) -> [(Int32, UInt32)] {
        var sorted: CephMap<String, (Int32, UInt32)> = [:]
        for (position, item) in bucket.items.enumerated().reversed() where isShown(item) {
            let number = String(item)
            let digits = String(repeating: "0", count: max(0, 8 - number.count)) + number
            let key =
                item >= 0
                ? "\(crush.className(of: item) ?? "")_osd.\(digits)" : "_\(crush.itemNames[item] ?? "")"
            sorted[key] = (item, bucket.itemWeight(at: position))
        }
        return sorted.map(\.value)
    }

    func isBucket(_ item: Int32) -> Bool { item < 0 }

    /// `    host a`
    func title(of node: Node) -> String {
        let indent = String(repeating: "    ", count: node.depth)
        guard isBucket(node.id) else { return "\(indent)osd.\(node.id)" }
        let type = Int32(crush.bucket(node.id)?.type ?? 0)
        return "\(indent)\(crush.typeNames[type] ?? "") \(crush.itemNames[node.id] ?? "")"
    }

    /// The weights of a node in the weight sets that its parent has, one a position.
    func setWeights(of node: Node, in args: CrushChooseArgs) -> [UInt32]? {
        guard let parent = crush.bucket(node.parent),
            let sets = args[bucket: node.parent]?.weightSets, !sets.isEmpty,
            let place = parent.items.firstIndex(of: node.id)
        else { return nil }
        return sets.map { $0.indices.contains(place) ? $0[place] : 0 }
    }

    /// How `weightf_t` prints a weight.
    static func text(_ weight: UInt32) -> String { text(Double(Float(weight) / 0x10000)) }
    static func text(_ weight: Double) -> String {
        if weight < -0.01 { return "-" }
        return weight < 0.000001 ? "0" : CephNumber.fixed(weight, precision: 5)
    }

    /// The fields of a node.
    func dump(
        _ node: Node, poolNames: CephMap<Int64, String>, to formatter: inout CephFormatter,
        more: (inout CephFormatter) -> Void = { _ in }
    ) {
        formatter.object("item") { fields in
            fields.int("id", node.id)
            if let name = crush.className(of: node.id) { fields.string("device_class", name) }
            if isBucket(node.id) {
                let type = Int32(crush.bucket(node.id)?.type ?? 0)
                fields.string("name", crush.itemNames[node.id] ?? "")
                fields.string("type", crush.typeNames[type] ?? "")
                fields.int("type_id", type)
            } else {
                fields.string("name", "osd.\(node.id)")
                fields.string("type", crush.typeNames[0] ?? "")
                fields.int("type_id", 0)
                fields.float("crush_weight", Double(Float(node.weight) / 0x10000))
                fields.int("depth", node.depth)
            }
            if node.parent < 0 {
                fields.object("pool_weights") { dumpSets(node, poolNames, to: &$0) }
            }
            more(&fields)
            if isBucket(node.id) { fields.ints("children", each: "child", node.children) }
        }
    }

    private func dumpSets(
        _ node: Node, _ poolNames: CephMap<Int64, String>, to formatter: inout CephFormatter
    ) {
        for (key, args) in crush.chooseArgs {
            guard let weights = setWeights(of: node, in: args) else { continue }
            formatter.array(Self.setName(key, poolNames)) { list in
                for weight in weights { list.float("weight", Double(Float(weight) / 0x10000)) }
            }
        }
    }

    static func setName(_ key: Int64, _ poolNames: CephMap<Int64, String>) -> String {
        key == CrushChooseArgs.defaultIndex ? "(compat)" : poolNames[key] ?? String(key)
    }
}
