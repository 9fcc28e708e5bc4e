import CephEncoding
import CephTypes

// What OSDs told of themselves.

extension OSDMapService {
    static let daemonInfoCommands: [Command] = [
        .read(
            "osd find name=id,type=CephOsdName",
            help: "find osd <id> in the CRUSH map and show its location", module: "osd"
        ) { (service: OSDMapService, call) in
            try service.find(call)
        },
        .read(
            "osd metadata name=id,type=CephOsdName,req=false",
            help: "fetch metadata for osd {id} (default all)", module: "osd"
        ) { (service: OSDMapService, call) in
            try service.showMetadata(call)
        },
        .read(
            "osd count-metadata name=property,type=CephString",
            help: "count OSDs by metadata field property", module: "osd"
        ) { (service: OSDMapService, call) in
            try service.showCounts(call, of: call.arguments.required("property"))
        },
        .read("osd versions", help: "check running versions of OSDs", module: "osd") {
            (service: OSDMapService, call) in
            try service.showCounts(call, of: "ceph_version")
        },
        .read("osd numa-status", help: "show NUMA status of OSDs", module: "osd") {
            (service: OSDMapService, call) in
            try service.showNUMAStatus(call)
        },
    ]

    private func find(_ call: CommandCall) throws -> CommandReply {
        let osd = try Self.requiredOSD(call)
        guard map.exists(osd) else { throw CommandError(.noEntry, "osd.\(osd) does not exist") }
        let metadata = try metadata(of: osd) ?? [:]
        let location = CephMap(map.crush.location(of: osd).map { ($0.type, $0.name) })
        return call.formatted(.jsonPretty) { formatter in
            formatter.object("osd_location") { fields in
                fields.int("osd", osd)
                fields.dump("addrs", map.clientAddresses[Int(osd)])
                fields.stream("osd_fsid", map.osdUUIDs[Int(osd)])
                if let host = metadata["hostname"] { fields.string("host", host) }
                for name in ["pod_name", "pod_namespace", "container_name"] {
                    if let value = metadata[name] { fields.string(name, value) }
                }
                fields.object("crush_location") { for (type, name) in location { $0.string(type, name) } }
            }
        }
    }

    private func showMetadata(_ call: CommandCall) throws -> CommandReply {
        if let osd = try Self.osd(call), osd >= 0 {
            guard map.exists(osd) else { throw CommandError(.noEntry, "osd.\(osd) does not exist") }
            guard let metadata = try metadata(of: osd) else { throw CommandError(.noEntry, "") }
            return call.formatted(.jsonPretty) { formatter in
                formatter.object("osd_metadata") {
                    $0.int("id", osd)
                    for (name, value) in metadata { $0.string(name, value) }
                }
            }
        }
        let all = try map.osdNumbers.filter(map.exists).map { ($0, try metadata(of: $0) ?? [:]) }
        return call.formatted(.jsonPretty) { formatter in
            formatter.array("osd_metadata") { list in
                for (osd, metadata) in all {
                    list.object("osd") {
                        $0.int("id", osd)
                        for (name, value) in metadata { $0.string(name, value) }
                    }
                }
            }
        }
    }

    private func showCounts(_ call: CommandCall, of field: String) throws -> CommandReply {
        try monitor.osdMetadata(onlyUp: true).counts(of: field).reply(to: call, named: field)
    }

    private func showNUMAStatus(_ call: CommandCall) throws -> CommandReply {
        let known = try map.osdNumbers.filter(map.exists).compactMap { osd in
            try metadata(of: osd).map { (osd: osd, metadata: $0) }
        }
        var table = TextTable()
        table.column("OSD", .left, .right)
        table.column("HOST", .left, .left)
        table.column("NETWORK", .right, .right)
        table.column("STORAGE", .right, .right)
        table.column("AFFINITY", .right, .right)
        table.column("CPUS", .left, .left)
        for (osd, metadata) in known {
            let node = metadata["numa_node"]
            let cpus = metadata["numa_node_cpus"]
            let isPinned = node != nil && cpus != nil
            table.row([
                String(osd), metadata["hostname"] ?? "", metadata["network_numa_nodes"] ?? "-",
                metadata["objectstore_numa_nodes"] ?? "-", isPinned ? node ?? "" : "-",
                isPinned ? cpus ?? "" : "-",
            ])
        }
        return call.reply(plain: table.description) { formatter in
            formatter.array("osds") { list in
                for (osd, metadata) in known {
                    list.object("osd") { Self.dumpNUMA(osd, metadata, to: &$0) }
                }
            }
        }
    }

    private static func dumpNUMA(
        _ osd: Int32, _ metadata: CephMap<String, String>, to formatter: inout CephFormatter
    ) {
        func number(_ text: some StringProtocol) -> Int32 {
            Int32(text.prefix { $0 == "-" || $0.isWholeNumber }) ?? 0
        }
        formatter.int("osd", osd)
        formatter.string("host", metadata["hostname"] ?? "")
        for name in ["network_numa_node", "objectstore_numa_node", "numa_node"] {
            if let value = metadata[name] { formatter.int(name, number(value)) }
        }
        for name in ["network_numa_nodes", "objectstore_numa_nodes"] {
            guard let value = metadata[name] else { continue }
            formatter.ints(name, each: "node", value.split(separator: ",").map(number))
        }
        if let cpus = metadata["numa_node_cpus"].flatMap(cpuList) {
            formatter.ints("numa_node_cpus", each: "cpu", cpus)
        }
    }

    /// `0-3,8` as numbers; nil for any other text.
    private static func cpuList(_ text: String) -> [Int]? {
        var cpus: [Int] = []
        for part in text.split(separator: ",") {
            let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
            guard let first = ends.first ?? nil, let last = ends.last ?? nil, ends.count <= 2, first <= last,
                first >= 0, last < 1024
            else { return nil }
            cpus += first...last
        }
        return cpus
    }
}
