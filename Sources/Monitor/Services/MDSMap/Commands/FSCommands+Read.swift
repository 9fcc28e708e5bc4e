import CephEncoding
import CephTypes
import NIOCore

// Questions about file systems (src/mon/MDSMonitor.cc, preprocess_command).

extension MDSMapService {
    static let filesystemReadCommands: [Command] = [
        query(
            "fs dump name=epoch,type=CephInt,req=false,range=0",
            help: "dump all CephFS status, optionally from epoch", module: "mds"
        ) { service, call in
            let map = try service.mapToDump(call)
            var reply = call.reply(plain: map.description) { $0.dump("fsmap", map) }
            reply.status = "dumped fsmap epoch \(map.epoch)"
            return reply
        },
        query(
            "fs compat show name=fs_name,type=CephString", help: "show fs compatibility settings",
            module: "mds"
        ) { service, call in
            call.reply(compat: try service.visibleFilesystem(call).mdsMap.compat)
        },
        query("fs ls", help: "list filesystems", module: "fs") { service, call in
            let filesystems = service.visibleMap(call).filesystems.values.map(\.mdsMap)
            return call.reply(plain: service.list(filesystems)) { formatter in
                formatter.array("filesystems") { list in
                    for map in filesystems { list.object("filesystem") { service.dump(map, to: &$0) } }
                }
            }
        },
        query("fs get name=fs_name,type=CephString", help: "get info about one filesystem", module: "fs") {
            service, call in
            let filesystem = try service.visibleFilesystem(call)
            return call.reply(plain: filesystem.description) { $0.dump("filesystem", filesystem) }
        },
        query(
            "fs feature ls", help: "list available cephfs features to be set/unset", module: "mds"
        ) { _, call in
            let names = FSFeatures.names.enumerated()
            return call.reply(plain: names.map { "\($0) \($1)\n" }.joined()) { formatter in
                formatter.array("cephfs_features") { list in
                    for (index, name) in names {
                        list.object("feature") {
                            $0.int("index", index)
                            $0.string("name", name)
                        }
                    }
                }
            }
        },
    ]

    private func visibleFilesystem(_ call: CommandCall) throws -> Filesystem {
        let name = try call.arguments.string("fs_name") ?? ""
        guard let filesystem = visibleMap(call).filesystem(named: name) else {
            throw CommandError(.noEntry, "filesystem '\(name)' not found")
        }
        return filesystem
    }

    /// An older version is shown whole, whoever asks.
    private func mapToDump(_ call: CommandCall) throws -> FSMap {
        guard let epoch = try call.arguments.int("epoch") else { return visibleMap(call) }
        guard let version = UInt64(exactly: epoch), let value = try value(version) else {
            throw CommandError(.noEntry, "")
        }
        return try CephDecoder.decode(FSMap.self, from: value, named: "mdsmap/\(version)")
    }

    private func poolName(_ pool: Int64) -> String { osdMaps.map.poolNames[pool] ?? "" }

    private func list(_ filesystems: [MDSMap]) -> String {
        if filesystems.isEmpty { return "No filesystems enabled\n" }
        return filesystems.map { map in
            let pools = map.dataPools.map { poolName($0) + " " }.joined()
            let metadata = poolName(map.metadataPool)
            return "name: \(map.fsName), metadata pool: \(metadata), data pools: [\(pools)]\n"
        }.joined()
    }

    private func dump(_ map: MDSMap, to formatter: inout CephFormatter) {
        formatter.string("name", map.fsName)
        formatter.string("metadata_pool", poolName(map.metadataPool))
        formatter.int("metadata_pool_id", map.metadataPool)
        formatter.array("data_pool_ids") { list in
            for pool in map.dataPools { list.int("data_pool_id", pool) }
        }
        formatter.array("data_pools") { list in
            for pool in map.dataPools { list.string("data_pool", poolName(pool)) }
        }
    }
}
