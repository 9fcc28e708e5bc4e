import CephEncoding
import CephTypes

/// What daemons of one kind said of themselves and their hosts, by their names.
struct DaemonCensus {
    /// `a`, `3`, …; nil stands for a daemon that said nothing.
    var daemons: [(name: String, metadata: DaemonMetadata?)] = []

    /// How many daemons have which value of a field; `unknown` for none.
    func counts(of field: String) -> CephMap<String, Int> {
        daemons.reduce(into: [:]) { $0[$1.metadata?[field] ?? "unknown", default: 0] += 1 }
    }

    /// The names of those on each host; daemons that never said where they are, are left out.
    var byHost: CephMap<String, [String]> {
        daemons.reduce(into: [:]) { hosts, daemon in
            if let host = daemon.metadata?["hostname"] { hosts[host, default: []].append(daemon.name) }
        }
    }
}

extension CephMap where Key == String, Value == Int {
    /// An object with a number for each key.
    func dump(_ name: String, to formatter: inout CephFormatter) {
        formatter.object(name) { for (key, count) in self { $0.int(key, count) } }
    }

    func reply(to call: CommandCall, named name: String) -> CommandReply {
        call.formatted(.jsonPretty) { dump(name, to: &$0) }
    }
}

/// Where each kind of daemon's metadata lies.
extension Monitor {
    func monMetadata() throws -> DaemonCensus {
        let stored = try storedMonitorMetadata()
        return DaemonCensus(
            daemons: stored.monitors.map { rank, metadata in
                (monmap.name(ofRank: Int(rank)) ?? "\(rank)", metadata)
            })
    }

    func mgrMetadata() throws -> DaemonCensus {
        let service = service(MgrService.self)
        return DaemonCensus(
            daemons: try service.map.allNames.map { ($0, try service.metadata(of: $0)) })
    }

    /// - Parameter onlyUp: of OSDs that are up; otherwise of all that exist.
    func osdMetadata(onlyUp: Bool) throws -> DaemonCensus {
        let service = service(OSDMapService.self)
        let map = service.map
        return DaemonCensus(
            daemons: try map.osdNumbers.filter { onlyUp ? map.isUp($0) : map.exists($0) }.map { osd in
                ("\(osd)", try service.metadata(of: osd).map { DaemonMetadata($0) })
            })
    }

    func mdsMetadata() throws -> DaemonCensus {
        let service = service(MDSMapService.self)
        let known = service.map.allInfo
        return DaemonCensus(
            daemons: try service.storedMetadata().servers.map { gid, metadata in
                (known[gid]?.name ?? "", metadata)
            })
    }

    /// Which daemons run which version (`get_all_versions`); what cannot be read is left out.
    func daemonsByVersion() -> CephMap<String, [String]> {
        let kinds: [(String, () throws -> DaemonCensus)] = [
            ("mon", monMetadata), ("osd", { try self.osdMetadata(onlyUp: true) }), ("mds", mdsMetadata),
            ("mgr", mgrMetadata),
        ]
        var versions: CephMap<String, [String]> = [:]
        for (kind, census) in kinds {
            do {
                for (name, metadata) in try census().daemons {
                    guard let version = metadata?["ceph_version_short"] else { continue }
                    versions[version, default: []].append("\(kind).\(name)")
                }
            } catch {
                environment.log(0, .mon, "metadata of \(kind): \(error)")
            }
        }
        return versions
    }
}
