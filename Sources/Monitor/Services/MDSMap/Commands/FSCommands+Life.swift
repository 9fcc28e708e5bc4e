import CephEncoding
import CephTypes

// File systems that come, go and fail (src/mon/FSCommands.cc).

extension MDSMapService {
    static let filesystemCommands: [Command] = [
        change(
            "fs new name=fs_name,type=CephString,goodchars=[A-Za-z0-9-_.] name=metadata,type=CephString "
                + "name=data,type=CephString name=force,type=CephBool,req=false "
                + "name=allow_dangerous_metadata_overlay,type=CephBool,req=false "
                + "name=fscid,type=CephInt,range=0,req=false name=recover,type=CephBool,req=false",
            help: "make new filesystem using named pools <metadata> and <data>", module: "fs"
        ) { service, call in try service.newFilesystem(call) },
        changeFilesystem(
            "fs fail name=fs_name,type=CephString",
            help: "bring the file system down and all of its ranks", module: "fs"
        ) { service, filesystem, call in try service.fail(filesystem, call) },
        change(
            "fs rm name=fs_name,type=CephString name=yes_i_really_mean_it,type=CephBool,req=false",
            help: "disable the named filesystem", module: "fs"
        ) { service, call in try service.removeFilesystem(call) },
        changeFilesystem(
            "fs reset name=fs_name,type=CephString name=yes_i_really_mean_it,type=CephBool,req=false",
            help: "disaster recovery only: reset to a single-MDS map", module: "fs"
        ) { service, filesystem, call in try service.reset(filesystem, call) },
        change(
            "fs flag set name=flag_name,type=CephChoices,strings=enable_multiple name=val,type=CephString "
                + "name=yes_i_really_mean_it,type=CephBool,req=false",
            help: "Set a global CephFS flag", module: "fs"
        ) { service, call in try service.setFlag(call) },
        changeFilesystem(
            "fs set_default name=fs_name,type=CephString",
            help: "set the default to the named filesystem", module: "fs", flags: .deprecated
        ) { service, filesystem, _ in service.setDefault(filesystem) },
        changeFilesystem(
            "fs set-default name=fs_name,type=CephString",
            help: "set the default to the named filesystem", module: "fs"
        ) { service, filesystem, _ in service.setDefault(filesystem) },
    ]

    private func setDefault(_ filesystem: Filesystem) -> CommandOutcome {
        pending.legacyClientFSCID = filesystem.fscid
        return .done()
    }

    private func setFlag(_ call: CommandCall) throws -> CommandOutcome {
        let name = try call.arguments.string("flag_name") ?? ""
        let value = try call.arguments.string("val") ?? ""
        guard name == "enable_multiple" else { throw CommandError(.invalid, "Unknown flag '\(name)'") }
        do {
            pending.setEnableMultiple(try Self.parseBool(value))
        } catch let error as CommandError {
            throw CommandError(.invalid, "\(error.status)Invalid boolean value '\(value)'")
        }
        return .done()
    }

    private func fail(_ filesystem: Filesystem, _ call: CommandCall) throws -> CommandOutcome {
        try withOSDMaps(for: call) { osdMaps in
            pending.modifyFilesystem(filesystem.fscid) { _ = $0.mdsMap.flags.insert(.notJoinable) }
            let gids = filesystem.mdsMap.info.keys
            for gid in gids { failDaemon(gid) }
            if !gids.isEmpty { osdMaps.proposeNow() }
            return .done(
                "\(filesystem.mdsMap.fsName) marked not joinable; MDS cannot join the cluster."
                    + " All MDS ranks marked failed.")
        }
    }

    private func removeFilesystem(_ call: CommandCall) throws -> CommandOutcome {
        let name = try call.arguments.string("fs_name") ?? ""
        let isThere = pending.filesystem(named: name) != nil
        guard let filesystem = visiblePending(call).filesystem(named: name) else {
            guard isThere else {
                try checkCapability(call, toChange: name, "Permission denied: '\(name)'")
                // What is gone already is a success, so that it can be asked for again.
                return .done("filesystem '\(name)' does not exist")
            }
            throw CommandError(.noEntry, "Filesystem not found: '\(name)'")
        }
        try checkCapability(call, toChange: name, "Permission denied: '\(name)'")
        return try withOSDMaps(for: call) { osdMaps in
            try remove(filesystem, call, osdMaps)
        }
    }

    private func remove(
        _ filesystem: Filesystem, _ call: CommandCall, _ osdMaps: OSDMapService
    ) throws -> CommandOutcome {
        guard filesystem.mdsMap.up.isEmpty else {
            throw CommandError(
                .invalid,
                "all MDS daemons must be inactive/failed before removing filesystem. See `ceph fs fail`.")
        }
        guard try call.arguments.bool("yes_i_really_mean_it") else {
            throw CommandError(
                .operationNotPermitted,
                "this is a DESTRUCTIVE operation and will make data in your filesystem permanently"
                    + " inaccessible.  Add --yes-i-really-mean-it if you are sure you wish to continue.")
        }
        if pending.legacyClientFSCID == filesystem.fscid { pending.legacyClientFSCID = MDSInfo.none }
        // Only servers that followed ranks can be left.
        let gids = filesystem.mdsMap.info.keys
        for gid in gids { failDaemon(gid) }
        if !gids.isEmpty { osdMaps.proposeNow() }
        pending.eraseFilesystem(filesystem.fscid)
        return .done()
    }

    private func reset(_ filesystem: Filesystem, _ call: CommandCall) throws -> CommandOutcome {
        guard filesystem.mdsMap.up.isEmpty else {
            throw CommandError(
                .invalid,
                "all MDS daemons must be inactive before resetting filesystem: set the cluster_down flag"
                    + " and use `ceph mds fail` to make this so")
        }
        guard try call.arguments.bool("yes_i_really_mean_it") else {
            throw CommandError(
                .operationNotPermitted,
                "this is a potentially destructive operation, only for use by experts in disaster recovery."
                    + "  Add --yes-i-really-mean-it if you are sure you wish to continue.")
        }
        pending.resetFilesystem(filesystem.fscid, at: environment.now)
        return .done()
    }
}
