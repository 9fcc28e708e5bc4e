import CephEncoding
import CephTypes
import NIOCore

// Questions about metadata servers (src/mon/MDSMonitor.cc, preprocess_command).

extension MDSMapService {
    static let serverReadCommands: [Command] = [
        query("mds stat", help: "show MDS status", module: "mds", flags: .hidden) {
            service, call in
            let map = service.visibleMap(call)
            return call.reply(plain: map.summary) { formatter in
                formatter.object("mds_stat") { service.dump(map, to: &$0) }
            }
        },
        query(
            "mds metadata name=who,type=CephString,req=false", help: "fetch metadata for mds <role>",
            module: "mds"
        ) { service, call in try service.metadata(call) },
        query(
            "mds count-metadata name=property,type=CephString",
            help: "count MDSs by metadata field property", module: "mds"
        ) { service, call in
            try service.counts(of: try call.arguments.string("property") ?? "", call)
        },
        query("mds versions", help: "check running versions of MDSs", module: "mds") {
            service, call in try service.counts(of: "ceph_version", call)
        },
        query(
            "mds ok-to-stop name=ids,type=CephString,n=N",
            help: "check whether stopping the specified MDS would reduce immediate availability",
            module: "mds"
        ) { service, call in
            let ids = try call.arguments.strings("ids")
            try service.checkStopping(ids, in: service.visibleMap(call))
            return CommandReply(status: "should be safe to stop [\(ids.joined(separator: ","))]")
        },
        query(
            "mds compat show", help: "show mds compatibility settings", module: "mds", flags: .deprecated
        ) { service, call in call.reply(compat: service.map.defaultCompat) },
    ]

    /// The map as whoever asks may see it.
    func visibleMap(_ call: CommandCall) -> FSMap {
        var visible = map
        visible.filter(allowed: call.session.caps.allowedFileSystems)
        return visible
    }

    // MARK: Metadata

    private func counts(of property: String, _ call: CommandCall) throws -> CommandReply {
        try monitor.mdsMetadata().counts(of: property).reply(to: call, named: property)
    }

    private func metadata(_ call: CommandCall) throws -> CommandReply {
        let visible = visibleMap(call)
        let servers = try storedMetadata().servers
        if let who = try call.arguments.string("who") {
            return try metadata(of: who, in: visible, servers, call)
        }
        return call.formatted(.jsonPretty) { formatter in
            formatter.array("mds_metadata") { list in
                for info in visible.allInfo.values {
                    list.object("mds") {
                        $0.string("name", info.name)
                        // Who has the name, and not who has the number: that is Ceph's way.
                        if let gid = try? visible.gid(meantBy: info.name) {
                            servers[gid]?.dump(to: &$0)
                        }
                    }
                }
            }
        }
    }

    private func metadata(
        of who: String, in visible: FSMap, _ servers: CephMap<UInt64, DaemonMetadata>, _ call: CommandCall
    ) throws -> CommandReply {
        func reply(_ metadata: DaemonMetadata) -> CommandReply {
            call.formatted(.jsonPretty) { $0.object("mds_metadata") { metadata.dump(to: &$0) } }
        }
        func failure(_ number: ErrorNumber, _ status: String) -> CommandError {
            var error = CommandError(number, status)
            error.output = reply(DaemonMetadata()).output
            return error
        }
        let gid: UInt64?
        do {
            gid = try visible.gid(meantBy: who)
        } catch {
            throw failure(.invalid, error.description)
        }
        guard let gid else { throw failure(.invalid, "") }
        guard let metadata = servers[gid] else { throw failure(.noEntry, "") }
        return reply(metadata)
    }

    // MARK: Stopping

    /// Whether these servers can be stopped with nobody noticing: for each rank that they hold somebody follows,
    /// or a standby is left.
    private func checkStopping(_ ids: [String], in map: FSMap) throws {
        guard !ids.isEmpty else { throw CommandError(.invalid, "must specify mds id") }
        guard !map.isAnyDegraded else {
            throw CommandError(.busy, "one or more filesystems is currently degraded")
        }
        // Whoever does not exist cannot be missed.
        let stopping = CephSet(ids.compactMap { (try? map.gid(meantBy: $0)).flatMap(\.self) })
        var (active, standby) = (CephSet<UInt64>(), CephSet<UInt64>())
        for gid in stopping {
            guard let fscid = map.roles[gid], fscid != MDSInfo.none else {
                standby.insert(gid)
                continue
            }
            guard let mdsMap = map.filesystems[fscid]?.mdsMap, let info = mdsMap.info[gid],
                info.state != .standbyReplay
            else { continue }
            let follower = mdsMap.standbyReplay(ofRank: info.rank)?.globalID
            if follower.map({ stopping.contains($0) }) ?? true { active.insert(gid) }
        }
        guard map.standbyDaemons.count - standby.count < active.count else { return }
        func list(_ gids: CephSet<UInt64>) -> String { gids.map(String.init).joined(separator: ",") }
        throw CommandError(
            .busy,
            "insufficent standby MDS daemons to stop active gids \(list(active))"
                + " and/or standby gids \(list(standby))")
    }
}

extension CommandCall {
    /// What somebody needs to know to read or write.
    func reply(compat: CompatSet) -> CommandReply {
        reply(plain: compat.description) { $0.dump("mds_compat", compat) }
    }
}
