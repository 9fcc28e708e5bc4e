import CephEncoding
import CephTypes
import NIOCore

/// Which daemons there are, where, and of which version.
extension Monitor {
    private func countMonitors(by property: String, _ call: CommandCall) throws -> CommandReply {
        let counts = try monMetadata().counts(of: property)
        return CommandReply(output: .streamed(call.text { counts.dump(property, to: &$0) }))
    }

    static let daemonCommands: [Command] = [
        .monitor(
            "node ls name=type,type=CephChoices,strings=all|osd|mon|mds|mgr,req=false",
            help: "list all nodes in cluster [type]", module: "mon"
        ) { monitor, call in
            .reply(try monitor.listNodes(try call.arguments.string("type") ?? "all", call))
        },
        .monitor(
            "mon metadata name=id,type=CephString,req=false", help: "fetch metadata for mon <id>",
            module: "mon"
        ) { monitor, call in .reply(try monitor.monMetadata(call)) },
        .monitor(
            "mon count-metadata name=property,type=CephString",
            help: "count mons by metadata field property", module: "mon"
        ) { monitor, call in
            let property = try call.arguments.string("property") ?? ""
            return .reply(try monitor.countMonitors(by: property, call))
        },
        .monitor("mon versions", help: "check running versions of monitors", module: "mon") {
            monitor, call in .reply(try monitor.countMonitors(by: "ceph_version", call))
        },
        .monitor("versions", help: "check running versions of ceph daemons", module: "mon") {
            monitor, call in
            let kinds = try monitor.versionCounts()
            return .reply(
                call.formatted(.jsonPretty) { formatter in
                    formatter.object("version") { section in
                        var overall: CephMap<String, Int> = [:]
                        for (kind, counts) in kinds {
                            counts.dump(kind, to: &section)
                            for (version, count) in counts { overall[version, default: 0] += count }
                        }
                        overall.dump("overall", to: &section)
                    }
                })
        },
    ]

    /// By kind of daemon, in Ceph's order; and of the services that the manager knows.
    private func versionCounts() throws -> [(kind: String, counts: CephMap<String, Int>)] {
        let field = "ceph_version"
        let daemons = [
            ("mon", try monMetadata()), ("mgr", try mgrMetadata()), ("osd", try osdMetadata(onlyUp: true)),
            ("mds", try mdsMetadata()),
        ].map { ($0.0, $0.1.counts(of: field)) }
        let services = service(MgrStatService.self).serviceMap.extraServices
        return daemons + services.map { ($0.key, $0.value.counts(of: field)) }
    }

    private func listNodes(_ type: String, _ call: CommandCall) throws -> CommandReply {
        var kinds: [(String, DaemonCensus)] = []
        if type == "all" || type == "mon" { kinds.append(("mon", try monMetadata())) }
        if type == "all" || type == "osd" { kinds.append(("osd", try osdMetadata(onlyUp: false))) }
        if type == "all" || type == "mds" { kinds.append(("mds", try mdsMetadata())) }
        if type == "all" || type == "mgr" { kinds.append(("mgr", try mgrMetadata())) }
        func dump(to formatter: inout CephFormatter) {
            for (kind, census) in kinds { Self.dump(census, kind, to: &formatter) }
        }
        let text = call.text { formatter in
            if type == "all" { formatter.object("nodes") { dump(to: &$0) } } else { dump(to: &formatter) }
        }
        return CommandReply(output: .streamed(text))
    }

    /// Daemons by host. OSDs have numbers, all others names.
    private static func dump(_ census: DaemonCensus, _ kind: String, to formatter: inout CephFormatter) {
        formatter.object(kind) { hosts in
            for (host, names) in census.byHost {
                hosts.array(host) { list in
                    for name in names {
                        if kind == "osd" { list.unquoted(kind, name) } else { list.string(kind, name) }
                    }
                }
            }
        }
    }

    private func monMetadata(_ call: CommandCall) throws -> CommandReply {
        let known = try monMetadata().daemons
        func metadata(of name: String) -> DaemonMetadata? { known.first { $0.name == name }?.metadata }
        if let name = try call.arguments.string("id") {
            guard monmap.contains(name) else { throw CommandError(.noEntry, "requested mon not found") }
            let own = metadata(of: name)
            let text = call.text { formatter in
                formatter.object("mon_metadata") { section in own?.dump(to: &section) }
            }
            return CommandReply(output: .streamed(text))
        }
        let text = call.text { formatter in
            formatter.array("mon_metadata") { list in
                for name in monmap.ranks {
                    list.object("mon") {
                        $0.string("name", name)
                        metadata(of: name)?.dump(to: &$0)
                    }
                }
            }
        }
        return CommandReply(output: .streamed(text))
    }
}
