import CephEncoding
import CephTypes
import NIOCore

/// Questions that the manager answers since luminous; here for clusters whose OSDs report to the monitors.
extension PGMapService {
    static let pgCommands: [Command] = [
        answered("pg stat", help: "show placement group status.") { service, call in
            let digest = service.map.digest
            return service.reply(call, plain: digest.onelineSummary) { formatter in
                formatter.object("pg_summary") { digest.dumpOnelineSummary(to: &$0) }
                return true
            }
        },
        answered("pg getmap", help: "get binary pg map to -o/stdout") { service, call in
            CommandReply(
                status: "got pgmap version \(service.map.version)",
                output: CephEncoder.encode(service.map, features: call.session.features))
        },
        answered(
            "pg dump name=dumpcontents,type=CephChoices,"
                + "strings=all|summary|sum|delta|pools|osds|pgs|pgs_brief,n=N,req=false",
            help: "show human-readable versions of pg map (only 'all' valid with plain)"
        ) { service, call in
            let wanted = CephSet(try call.arguments.strings("dumpcontents"))
            return service.dump(wanted.isEmpty ? ["all"] : wanted, call)
        },
        answered(
            "pg ls name=pool,type=CephInt,req=false name=states,type=CephString,n=N,req=false",
            help: "list pg with specific pool, osd, state"
        ) { service, call in
            let pool = try call.arguments.int("pool") ?? -1
            guard pool < 0 || service.monitor.osdMap.pools.contains(pool) else {
                throw CommandError(.noEntry, "pool \(pool) does not exist")
            }
            return try service.list(PGSelection(pool: pool), call)
        },
        answered(
            "pg ls-by-pool name=poolstr,type=CephString name=states,type=CephString,n=N,req=false",
            help: "list pg with pool = [poolname]"
        ) { service, call in
            let name = try call.arguments.required("poolstr")
            guard let pool = service.monitor.osdMap.pool(named: name) else {
                throw CommandError(.noEntry, "pool \(name) does not exist")
            }
            return try service.list(PGSelection(pool: pool), call)
        },
        answered(
            "pg dump_stuck name=stuckops,type=CephChoices,"
                + "strings=inactive|unclean|stale|undersized|degraded,n=N,req=false"
                + " name=threshold,type=CephInt,req=false",
            help: "show information about stuck pgs"
        ) { service, call in try service.dumpStuck(call) },
    ]

    /// A question that is answered while the service is awake.
    private static func answered(
        _ signature: String, help: String,
        _ body: @escaping @Sendable (PGMapService, CommandCall) throws -> CommandReply
    ) -> Command {
        .read(signature, help: help, module: "pg", flags: [.hidden, .manager]) {
            (service: PGMapService, call) in
            guard service.isAwake else {
                throw CommandError(
                    .again, "no OSD reports to the monitors: the active manager answers this command")
            }
            return try body(service, call)
        }
    }

    /// As the manager wraps its answers: plain text, or an object that begins with `pg_ready`.
    /// - Parameter body: returns whether the answer goes through a stream, which ends lines.
    private func reply(
        _ call: CommandCall, status: String = "", plain: @autoclosure () -> String,
        _ body: (inout CephFormatter) -> Bool
    ) -> CommandReply {
        guard let style = call.style else {
            return CommandReply(status: status, output: .streamed(plain()))
        }
        var formatter = CephFormatter(style)
        var isStreamed = false
        formatter.object("pg_info") {
            $0.bool("pg_ready", true)
            isStreamed = body(&$0)
        }
        var text = formatter.text
        if isStreamed, style == .json, text.hasSuffix("}") { text = text.dropLast() + "\n}" }
        return CommandReply(status: status, text: text)
    }

    private func dump(_ what: CephSet<String>, _ call: CommandCall) -> CommandReply {
        let status = "dumped \(what.joined(separator: ","))"
        guard call.style != nil else {
            let (text, needsNote) = plainDump(what)
            var output = ByteBuffer.streamed(text)
            if needsNote { output.writeString(PGMap.omapNote) }
            return CommandReply(status: status, output: output)
        }
        return reply(call, status: status, plain: "") { formatter in
            if what.contains("all") {
                formatter.object("pg_map") { map.dump(to: &$0) }
            } else if what.contains("summary") || what.contains("sum") {
                formatter.object("pg_map") { map.dumpBasic(to: &$0) }
            } else {
                if what.contains("pools") { map.digest.dumpPoolStats(to: &formatter) }
                if what.contains("osds") { map.dumpOSDStats(to: &formatter) }
                if what.contains("pgs") { map.dumpPGStats(to: &formatter) }
                if what.contains("pgs_brief") { map.dumpPGStats(to: &formatter, brief: true) }
                if what.contains("delta") { formatter.object("delta") { map.dumpDelta(to: &$0) } }
            }
            return false
        }
    }

    private func plainDump(_ what: CephSet<String>) -> (text: String, needsNote: Bool) {
        if what.contains("all") { return (map.fullText, true) }
        if what.contains("summary") || what.contains("sum") { return (map.summaryText, true) }
        var text = ""
        let groups = map.pgStats.hashOrder
        if what.contains("pgs_brief") { text += map.pgTable(groups, brief: true) }
        if what.contains("pgs") { text += map.pgTable(groups) }
        if what.contains("pools") { text += map.poolTable(withHeadings: !what.contains("pgs")) }
        if what.contains("osds") { text += map.osdTable }
        return (text, what.contains("pgs") || what.contains("pools"))
    }

    private func list(_ selection: PGSelection, _ call: CommandCall) throws -> CommandReply {
        var selection = selection
        let names = try call.arguments.strings("states")
        if !names.isEmpty, !names.contains("all") {
            var states: PGState = []
            for name in names {
                guard let state = PGState(name: name) else {
                    throw CommandError(
                        .invalid,
                        "'\(name)' is not a valid pg state, available choices: "
                            + "\(PGState(rawValue: UInt64(UInt32.max)))")
                }
                states.formUnion(state)
            }
            selection.states = states
        }
        let found = map.pgs(in: selection)
        guard call.style != nil else {
            guard !found.isEmpty else { return CommandReply() }
            var output = ByteBuffer.streamed(PGMap.listing(found, now: environment.now))
            output.writeString(PGMap.omapNote)
            return CommandReply(output: output)
        }
        return reply(call, plain: "") {
            PGMap.dump(found, named: "pg_stats", to: &$0)
            return false
        }
    }

    private func dumpStuck(_ call: CommandCall) throws -> CommandReply {
        let names = try call.arguments.strings("stuckops")
        var states: StuckStates = names.isEmpty ? .unclean : []
        for name in names {
            guard let state = StuckStates(name: name) else {
                throw CommandError(.invalid, "Unknown type: \(name)")
            }
            states.formUnion(state)
        }
        let threshold =
            try call.arguments.int("threshold") ?? monitor.options.int("mon_pg_stuck_threshold", 60)
        let stuck = map.stuckPGs(
            states, since: environment.now.advanced(by: .seconds(-min(max(threshold, 0), 1 << 31))))
        let table = stuck.isEmpty ? "" : map.pgTable(stuck, brief: true)
        return reply(call, status: "ok", plain: table) {
            PGMap.dump(stuck, named: "stuck_pg_stats", to: &$0)
            return true
        }
    }
}
