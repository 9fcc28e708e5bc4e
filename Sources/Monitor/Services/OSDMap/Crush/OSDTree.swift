import CephEncoding
import CephTypes

/// `ceph osd tree`: the hierarchy and what the OSD map says of its OSDs (`OSDMap::print_tree`).
struct OSDTree {
    private let map: OSDMap
    private let tree: CrushTree
    /// OSDs that are nowhere in the hierarchy.
    private let strays: [CrushTree.Node]
    private let isPart: Bool

    /// - Parameters:
    ///   - bucket: the name of where to begin; nil: all roots.
    ///   - states: only OSDs with one of them, and the buckets above; empty: all.
    init(_ map: OSDMap, from bucket: String?, states: Set<State>) {
        func isShown(_ osd: Int32) -> Bool {
            states.isEmpty || states.contains { $0.isState(of: osd, in: map) }
        }
        let roots = bucket.map { map.crush.item(named: $0).map { [$0] } ?? [] } ?? map.crush.nonShadowRoots
        let tree = CrushTree(
            map.crush, roots: roots, hasEmptyBuckets: states.isEmpty, includes: isShown)
        self.map = map
        self.tree = tree
        isPart = bucket != nil
        strays = map.osdNumbers.filter { map.exists($0) && !tree.touched.contains($0) && isShown($0) }
            .map { CrushTree.Node(id: $0, parent: 0, depth: 0, weight: 0) }
    }

    enum State: String {
        case up, down, `in`, out, destroyed

        func isState(of osd: Int32, in map: OSDMap) -> Bool {
            switch self {
            case .up: map.isUp(osd)
            case .down: map.isDown(osd)
            case .in: map.isIn(osd)
            case .out: map.isOut(osd)
            case .destroyed: map.isDestroyed(osd)
            }
        }
    }

    /// What a command names; some exclude each other.
    static func states(_ names: [String]) throws -> Set<State> {
        let states = try Set(
            names.map { name in
                guard let state = State(rawValue: name) else {
                    throw CommandError(.invalid, "unrecognized state '\(name)'")
                }
                return state
            })
        guard !states.isSuperset(of: [.in, .out]) else {
            throw CommandError(.invalid, "cannot specify both 'in' and 'out'")
        }
        guard states.intersection([.up, .down, .destroyed]).count < 2 else {
            throw CommandError(.invalid, "can specify only one of 'up', 'down' and 'destroyed'")
        }
        return states
    }

    private func status(of osd: Int32) -> String {
        map.isUp(osd) ? "up" : map.isDestroyed(osd) ? "destroyed" : "down"
    }

    var table: String {
        var table = TextTable()
        for heading in ["ID", "CLASS", "WEIGHT"] { table.column(heading, .left, .right) }
        table.column("TYPE NAME", .left, .left)
        for heading in ["STATUS", "REWEIGHT", "PRI-AFF"] { table.column(heading, .left, .right) }
        for node in tree.nodes + (isPart ? [] : strays) {
            var cells = [
                String(node.id), map.crush.className(of: node.id) ?? "", CrushTree.text(node.weight),
                tree.title(of: node),
            ]
            if !tree.isBucket(node.id) {
                cells +=
                    map.exists(node.id)
                    ? [
                        status(of: node.id), CrushTree.text(map.weight(of: node.id)),
                        CrushTree.text(map.primaryAffinity(of: node.id)),
                    ] : ["DNE", "0"]
            }
            table.row(cells)
        }
        return table.description
    }

    func dump(to formatter: inout CephFormatter) {
        formatter.array("nodes") { list in for node in tree.nodes { dump(node, to: &list) } }
        guard !isPart else { return }
        formatter.array("stray") { list in for node in strays { dump(node, to: &list) } }
    }

    private func dump(_ node: CrushTree.Node, to formatter: inout CephFormatter) {
        tree.dump(node, poolNames: map.poolNames, to: &formatter) { fields in
            guard !tree.isBucket(node.id) else { return }
            fields.int("exists", map.exists(node.id) ? 1 : 0)
            fields.string("status", status(of: node.id))
            fields.float("reweight", Double(Float(map.weight(of: node.id)) / 0x10000))
            fields.float("primary_affinity", Double(Float(map.primaryAffinity(of: node.id)) / 0x10000))
        }
    }
}
