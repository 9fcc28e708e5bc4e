import CephEncoding
import CephTypes

// Where objects and placement groups are.

extension OSDMapService {
    static let mapCommands: [Command] = [
        .read(
            "osd map name=pool,type=CephPoolname name=object,type=CephObjectname"
                + " name=nspace,type=CephString,req=false",
            help: "find pg for <object> in <pool> with [namespace]", module: "osd"
        ) { (service: OSDMapService, call) in
            try service.mapObject(call)
        },
        .read("pg map name=pgid,type=CephPgid", help: "show mapping of pg to osds", module: "pg") {
            (service: OSDMapService, call) in
            try service.mapGroup(call)
        },
        .write("pg repeer name=pgid,type=CephPgid", help: "force a PG to repeer", module: "osd") {
            (service: OSDMapService, call) in
            try service.repeer(call)
        },
    ]

    private func mapObject(_ call: CommandCall) throws -> CommandReply {
        let poolName = try call.arguments.required("pool")
        let object = try call.arguments.required("object")
        let namespace = try call.arguments.string("nspace") ?? ""
        guard let number = map.pool(named: poolName), let pool = map.pools[number],
            let raw = map.pg(ofObject: object, pool: number, namespace: namespace)
        else { throw CommandError(.noEntry, "pool \(poolName) does not exist") }
        let pg = pool.actualPG(raw)
        let placement = map.placement(of: pg)
        let name = namespace.isEmpty ? object : "\(namespace)/\(object)"
        func set(_ osds: [Int32], _ primary: Int32) -> String { "(\(osds.inBrackets), p\(primary))" }
        let reply = call.reply(
            plain: "osdmap e\(map.epoch) pool '\(poolName)' (\(number)) object '\(name)' -> pg \(raw) (\(pg))"
                + " -> up \(set(placement.up, placement.upPrimary))"
                + " acting \(set(placement.acting, placement.actingPrimary))"
        ) { formatter in
            formatter.object("osd_map") {
                $0.int("epoch", map.epoch)
                $0.string("pool", poolName)
                $0.int("pool_id", number)
                $0.stream("objname", name)
                $0.stream("raw_pgid", raw)
                $0.stream("pgid", pg)
                $0.ints("up", each: "osd", placement.up)
                $0.int("up_primary", placement.upPrimary)
                $0.ints("acting", each: "osd", placement.acting)
                $0.int("acting_primary", placement.actingPrimary)
            }
        }
        return call.byLinesIfPlain(reply)
    }

    private func mapGroup(_ call: CommandCall) throws -> CommandReply {
        let raw = try Self.pg(call)
        guard let pool = map.pools[raw.pool] else {
            throw CommandError(.noEntry, "pg '\(try call.arguments.required("pgid"))' does not exist")
        }
        let pg = pool.actualPG(raw)
        let placement = map.placement(of: raw)
        let reply = call.reply(
            plain: "osdmap e\(map.epoch) pg \(raw) (\(pg)) -> up \(placement.up.inBrackets)"
                + " acting \(placement.acting.inBrackets)"
        ) { formatter in
            formatter.object("pg_map") {
                $0.int("epoch", map.epoch)
                $0.stream("raw_pgid", raw)
                $0.stream("pgid", pg)
                $0.ints("up", each: "up_osd", placement.up)
                $0.ints("acting", each: "acting_osd", placement.acting)
            }
        }
        return call.byLinesIfPlain(reply)
    }

    /// Sends a group somewhere else for a moment: it comes back by itself.
    private func repeer(_ call: CommandCall) throws -> CommandOutcome {
        let pg = try Self.pg(call)
        guard map.pgExists(pg) else {
            throw CommandError(.noEntry, "pg '\(try call.arguments.required("pgid"))' does not exist")
        }
        let placement = map.placement(of: pg)
        let primary = placement.actingPrimary
        guard primary >= 0 else { throw CommandError(.again, "pg currently has no primary") }
        if placement.acting.count > 1 {
            pending.newPGTemp[pg] = [primary]
        } else {
            guard let other = map.osdNumbers.first(where: { $0 != primary && map.isUp($0) }) else {
                throw CommandError(.again, "not enough up OSDs in the cluster to force repeer")
            }
            pending.newPGTemp[pg] = [primary, other]
        }
        return .propose("")
    }
}

extension [Int32] {
    /// `[1,2]`
    var inBrackets: String { "[\(map(String.init).joined(separator: ","))]" }
}
