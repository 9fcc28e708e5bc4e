import CephEncoding
import CephTypes

// Data pools of file systems (src/mon/FSCommands.cc).

extension MDSMapService {
    static let filesystemPoolCommands: [Command] = [
        changeFilesystem(
            "fs add_data_pool name=fs_name,type=CephString name=pool,type=CephString",
            help: "add data pool <pool>", module: "mds"
        ) { service, filesystem, call in try service.addDataPool(to: filesystem, call) },
        changeFilesystem(
            "fs rm_data_pool name=fs_name,type=CephString name=pool,type=CephString",
            help: "remove data pool <pool>", module: "mds"
        ) { service, filesystem, call in try service.removeDataPool(from: filesystem, call) },
    ]

    /// A pool by its name or its number, which need not exist.
    private func pool(_ call: CommandCall, in map: OSDMap) throws -> Int64 {
        let name = try call.arguments.string("pool") ?? ""
        if let number = map.pool(named: name) { return number }
        guard let number = try? StrictInteger.parse32(name) else {
            throw CommandError(.noEntry, "pool '\(name)' does not exist")
        }
        return Int64(number)
    }

    private func addDataPool(to filesystem: Filesystem, _ call: CommandCall) throws -> CommandOutcome {
        let osdMap = osdMaps.map
        let pool = try pool(call, in: osdMap)
        var remarks = ""
        try checkPool(pool, for: .extraData, in: osdMap, &remarks)
        let name = filesystem.mdsMap.fsName
        if filesystem.mdsMap.isDataPool(pool) {
            remarks += "data pool \(pool) is already on fs \(name)"
            return .propose(CommandReply(status: remarks), now: true)
        }
        return try withOSDMaps(for: call) { osdMaps in
            osdMaps.tag(pool: pool, as: "data", of: name)
            osdMaps.proposeNow()
            pending.modifyFilesystem(filesystem.fscid) { $0.mdsMap.dataPools.append(pool) }
            remarks += "added data pool \(pool) to fsmap"
            return .propose(CommandReply(status: remarks), now: true)
        }
    }

    private func removeDataPool(from filesystem: Filesystem, _ call: CommandCall) throws -> CommandOutcome {
        let pool = try pool(call, in: osdMaps.map)
        guard pool >= 0 else { throw CommandError(.invalid, "invalid pool id '\(pool)'") }
        guard filesystem.mdsMap.dataPools.first != pool else {
            throw CommandError(.invalid, "cannot remove default data pool")
        }
        let place = filesystem.mdsMap.dataPools.firstIndex(of: pool)
        pending.modifyFilesystem(filesystem.fscid) { changed in
            if let place { changed.mdsMap.dataPools.remove(at: place) }
        }
        return .done(place == nil ? "" : "removed data pool \(pool) from fsmap")
    }
}
