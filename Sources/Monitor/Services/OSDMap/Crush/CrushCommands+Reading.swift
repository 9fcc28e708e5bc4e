import CephEncoding
import CephTypes
import NIOCore

// What the CRUSH map says.

extension OSDMapService {
    static let crushReadCommands: [Command] = [
        .read("osd crush dump", help: "dump crush map", module: "osd") { (service: OSDMapService, call) in
            call.formattedWithNewline { formatter in
                formatter.object("crush_map") { service.map.crush.dump(to: &$0) }
            }
        },
        .read("osd crush show-tunables", help: "show current crush tunables", module: "osd") {
            (service: OSDMapService, call) in
            call.formattedWithNewline { formatter in
                formatter.object("crush_map_tunables") { service.map.crush.dumpTunables(to: &$0) }
            }
        },
        .read(
            "osd crush get-tunable name=tunable,type=CephChoices,strings=straw_calc_version",
            help: "get crush tunable <tunable>", module: "osd"
        ) { (service: OSDMapService, call) in
            let name = try call.arguments.required("tunable")
            guard name == "straw_calc_version" else { throw CommandError(.invalid, "") }
            let value = service.map.crush.tunables.strawCalcVersion
            return call.reply(plain: "\(value)\n") { formatter in
                formatter.object("tunable") { $0.int(name, value) }
            }
        },
        .read(
            "osd crush ls name=node,type=CephString,goodchars=[A-Za-z0-9-_.]",
            help: "list items beneath a node in the CRUSH tree", module: "osd"
        ) { (service: OSDMapService, call) in
            let crush = service.map.crush
            guard let name = try call.arguments.string("node") else {
                throw CommandError(.invalid, "no node specified")
            }
            guard let id = crush.item(named: name) else {
                throw CommandError(.noEntry, "node '\(name)' does not exist")
            }
            let names = (id >= 0 ? [id] : crush.children(of: id)).map { crush.itemNames[$0] ?? "" }
            return call.reply(plain: names.map { $0 + "\n" }.joined()) {
                $0.strings("items", each: "item", names)
            }
        },
    ]
}

extension CommandCall {
    /// JSON (by lines, unless another format was asked for) that ends with a line break.
    func formattedWithNewline(_ body: (inout CephFormatter) throws -> Void) rethrows -> CommandReply {
        var reply = try formatted(.jsonPretty, body)
        reply.output.writeString("\n")
        return reply
    }
}
