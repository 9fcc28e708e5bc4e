import CephEncoding
import CephTypes

// The hierarchy, drawn.

extension OSDMapService {
    static let crushTreeCommands: [Command] = [
        .read(
            "osd crush tree name=shadow,type=CephChoices,strings=--show-shadow,req=false",
            help: "dump crush buckets and items in a tree view", module: "osd"
        ) { (service: OSDMapService, call) in
            let withShadows =
                try call.arguments.bool("show_shadow")
                || call.arguments.string("shadow") == "--show-shadow"
            let crush = service.map.crush
            let tree = CrushTree(crush, roots: withShadows ? crush.roots : crush.nonShadowRoots)
            let names = service.map.poolNames
            return call.reply(plain: tree.table(poolNames: names)) { formatter in
                formatter.object("crush_tree") { tree.dump(poolNames: names, to: &$0) }
            }
        },
        .read(
            "osd tree name=epoch,type=CephInt,range=0,req=false \(treeStates)", help: "print OSD tree",
            module: "osd"
        ) { (service: OSDMapService, call) in
            try service.tree(call, of: try service.chosenMap(call).map, from: nil)
        },
        .read(
            "osd tree-from name=epoch,type=CephInt,range=0,req=false name=bucket,type=CephString"
                + " \(treeStates)",
            help: "print OSD tree in bucket", module: "osd"
        ) { (service: OSDMapService, call) in
            let map = try service.chosenMap(call).map
            let name = try call.arguments.string("bucket") ?? ""
            guard let id = service.map.crush.item(named: name) else {
                throw CommandError(.noEntry, "bucket '\(name)' does not exist")
            }
            guard id < 0 else { throw CommandError(.invalid, "\"\(name)\" is not a bucket") }
            return try service.tree(call, of: map, from: name)
        },
        .read(
            "osd ls-tree name=epoch,type=CephInt,range=0,req=false name=name,type=CephString,req=true",
            help: "show OSD ids under bucket <name> in the CRUSH map", module: "osd"
        ) { (service: OSDMapService, call) in
            let map = try service.chosenMap(call).map
            let name = try call.arguments.string("name") ?? ""
            guard let root = map.crush.item(named: name) else {
                throw CommandError(.noEntry, "\"\(name)\" does not exist")
            }
            // Of those that exist in the present map.
            let osds = map.crush.devices(below: root).filter(service.map.exists)
            return call.reply(plain: osds.map(String.init).joined(separator: "\n")) {
                $0.ints("osds", each: "osd", osds)
            }.byLines
        },
    ]

    private static var treeStates: String {
        "name=states,type=CephChoices,strings=up|down|in|out|destroyed,n=N,req=false"
    }

    private func tree(_ call: CommandCall, of map: OSDMap, from bucket: String?) throws -> CommandReply {
        let states = try OSDTree.states(try call.arguments.strings("states"))
        let tree = OSDTree(map, from: bucket, states: states)
        return call.reply(plain: tree.table) { formatter in
            formatter.object("tree") { tree.dump(to: &$0) }
        }.byLines
    }
}

extension CrushTree {
    /// As `ceph osd crush tree` prints it. A weight set has one column, whatever positions it has.
    func table(poolNames: CephMap<Int64, String>) -> String {
        var table = TextTable()
        table.column("ID", .left, .right)
        table.column("CLASS", .left, .right)
        table.column("WEIGHT", .left, .right)
        for key in crush.chooseArgs.keys { table.column(Self.setName(key, poolNames), .left, .right) }
        table.column("TYPE NAME", .left, .left)
        for node in nodes {
            let sets = crush.chooseArgs.map { _, args in
                setWeights(of: node, in: args)?.first.map(Self.text) ?? ""
            }
            table.row(
                [String(node.id), crush.className(of: node.id) ?? "", Self.text(node.weight)] + sets
                    + [title(of: node)])
        }
        return table.description
    }

    /// The nodes, and the devices that are nowhere.
    func dump(poolNames: CephMap<Int64, String>, to formatter: inout CephFormatter) {
        formatter.array("nodes") { list in
            for node in nodes { dump(node, poolNames: poolNames, to: &list) }
        }
        formatter.array("stray") { list in
            for id in crush.itemNames.keys where id >= 0 && !touched.contains(id) {
                dump(Node(id: id, parent: 0, depth: 0, weight: 0), poolNames: poolNames, to: &list)
            }
        }
    }
}
