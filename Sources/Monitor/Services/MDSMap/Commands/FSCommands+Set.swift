import CephEncoding
import CephTypes

// `ceph fs set` (src/mon/FSCommands.cc).

extension MDSMapService {
    static let filesystemSettingCommands: [Command] = [
        changeFilesystem(
            "fs set name=fs_name,type=CephString name=var,type=CephChoices,strings=max_mds|max_file_size|"
                + "allow_new_snaps|inline_data|cluster_down|allow_dirfrags|balancer|standby_count_wanted|"
                + "session_timeout|session_autoclose|allow_standby_replay|down|joinable|min_compat_client "
                + "name=val,type=CephString name=yes_i_really_mean_it,type=CephBool,req=false "
                + "name=yes_i_really_really_mean_it,type=CephBool,req=false",
            help: "set fs parameter <var> to <val>", module: "mds"
        ) { service, filesystem, call in
            let variable = try call.arguments.string("var") ?? ""
            guard !variable.isEmpty else { throw CommandError(.invalid, "Invalid variable") }
            guard let value = try call.arguments.string("val") else { throw CommandError(.invalid, "") }
            return try service.set(
                FilesystemSetting(service: service, filesystem: filesystem, call: call, value: value),
                variable)
        }
    ]

    /// One setting that is being changed.
    private struct FilesystemSetting {
        let service: MDSMapService
        let filesystem: Filesystem
        let call: CommandCall
        let value: String

        func change(_ body: (inout MDSMap) -> Void) {
            service.pending.modifyFilesystem(filesystem.fscid) { body(&$0.mdsMap) }
        }

        func flag() throws -> Bool { try MDSMapService.parseBool(value) }

        /// A whole number.
        /// - Parameter complaint: what to say of other texts; Ceph's usual words if nil.
        func number(_ complaint: String? = nil) throws -> Int64 {
            do {
                return try StrictInteger.parse(value)
            } catch {
                throw CommandError(.invalid, complaint ?? error.description)
            }
        }

        /// A number of seconds, at least 30.
        func seconds(_ variable: String) throws -> UInt32 {
            let seconds = try number("\(variable) requires an integer value")
            guard seconds >= 30 else {
                throw CommandError(.outOfRange, "\(variable) must be at least 30s")
            }
            guard let exact = UInt32(exactly: seconds) else {
                throw CommandError(.outOfRange, "\(variable) is out of range")
            }
            return exact
        }
    }

    private func set(_ setting: FilesystemSetting, _ variable: String) throws -> CommandOutcome {
        switch variable {
        case "max_mds": return try setMaxMDS(setting)
        case "inline_data": return try setInlineData(setting)
        case "balancer": return setBalancer(setting)
        case "max_file_size": return try setMaxFileSize(setting)
        case "allow_new_snaps": return try allowSnaps(setting)
        case "allow_multimds":
            return .done(
                "Multiple MDS is always enabled. Use the max_mds parameter to control the number of active"
                    + " MDSs allowed. This command is DEPRECATED and will be REMOVED from future releases.")
        case "allow_multimds_snaps": return try allowMultiMDSSnaps(setting)
        case "allow_dirfrags":
            return .done(
                "Directory fragmentation is now permanently enabled."
                    + " This command is DEPRECATED and will be REMOVED from future releases.")
        case "down": return try setDown(setting)
        case "cluster_down", "joinable": return try setJoinable(setting, variable)
        case "standby_count_wanted": return try setStandbyCountWanted(setting)
        case "session_timeout":
            let seconds = try setting.seconds(variable)
            setting.change { $0.sessionTimeout = seconds }
            return .done()
        case "session_autoclose":
            let seconds = try setting.seconds(variable)
            setting.change { $0.sessionAutoclose = seconds }
            return .done()
        case "allow_standby_replay": return try allowStandbyReplay(setting)
        case "min_compat_client": return try setMinCompatClient(setting)
        default: throw CommandError(.invalid, "unknown variable \(variable)")
        }
    }

    private func setMaxMDS(_ setting: FilesystemSetting) throws -> CommandOutcome {
        let number = try setting.number()
        let map = setting.filesystem.mdsMap
        guard number > 0 else { throw CommandError(.invalid, "You must specify at least one MDS") }
        guard number == 1 || number <= Int64(map.maxMDS) || !map.mayHaveOldSnapshots else {
            throw CommandError(
                .invalid,
                "multi-active MDS is not allowed while there are snapshots possibly created by pre-mimic MDS")
        }
        guard number <= MDSMap.maxRanks else {
            throw CommandError(.invalid, "may not have more than \(MDSMap.maxRanks) MDS ranks")
        }
        setting.change {
            $0.flags.remove(.notJoinable)
            $0.maxMDS = Int32(clamping: number)
        }
        return .done()
    }

    private func setInlineData(_ setting: FilesystemSetting) throws -> CommandOutcome {
        let isEnabled = try setting.flag()
        if isEnabled, !(try setting.call.arguments.bool("yes_i_really_really_mean_it")) {
            throw CommandError(
                .operationNotPermitted,
                "Inline data support is deprecated and will be removed in a future release. "
                    + "Add --yes-i-really-really-mean-it if you are certain you want this enabled.")
        }
        setting.change { $0.inlineDataEnabled = isEnabled }
        return .done("inline data \(isEnabled ? "enabled" : "disabled")")
    }

    /// Ceph answers this one with 1.
    private func setBalancer(_ setting: FilesystemSetting) -> CommandOutcome {
        let name = setting.value
        setting.change { $0.balancer = name }
        let status =
            name.isEmpty
            ? "unsetting the metadata load balancer" : "setting the metadata load balancer to \(name)"
        return .propose(CommandReply(code: 1, status: status))
    }

    private func setMaxFileSize(_ setting: FilesystemSetting) throws -> CommandOutcome {
        let size = try setting.number("max_file_size requires an integer value")
        guard size >= MDSMap.minFileSize else {
            throw CommandError(.outOfRange, "max_file_size must at least \(MDSMap.minFileSize)")
        }
        setting.change { $0.maxFileSize = UInt64(size) }
        return .done()
    }

    private func allowSnaps(_ setting: FilesystemSetting) throws -> CommandOutcome {
        let isAllowed = try setting.flag()
        setting.change { $0.allow(.allowSnaps, isAllowed) }
        return .done("\(isAllowed ? "enabled" : "disabled") new snapshots")
    }

    private func allowMultiMDSSnaps(_ setting: FilesystemSetting) throws -> CommandOutcome {
        let isAllowed = try setting.flag()
        guard try setting.call.arguments.string("confirm") == "--yes-i-am-really-a-mds" else {
            throw CommandError(
                .operationNotPermitted, "Warning! This command is for MDS only. Do not run it manually")
        }
        setting.change { $0.allow(.allowMultiMDSSnaps, isAllowed) }
        return .done("\(isAllowed ? "enabled" : "disabled") multimds with snapshot")
    }

    private func setDown(_ setting: FilesystemSetting) throws -> CommandOutcome {
        let isDown = try setting.flag()
        setting.change { $0.setDown(isDown) }
        let name = setting.filesystem.mdsMap.fsName
        guard !isDown else { return .done("\(name) marked down. ") }
        let most = pending.filesystems[setting.filesystem.fscid]?.mdsMap.maxMDS ?? 0
        return .done("\(name) marked up, max_mds = \(most)")
    }

    private func setJoinable(_ setting: FilesystemSetting, _ variable: String) throws -> CommandOutcome {
        let isOld = variable == "cluster_down"
        let isJoinable = try setting.flag() != isOld
        setting.change {
            if isJoinable { $0.flags.remove(.notJoinable) } else { $0.flags.insert(.notJoinable) }
        }
        let name = setting.filesystem.mdsMap.fsName
        let status =
            isJoinable
            ? "\(name) marked joinable; MDS may join as newly active."
            : "\(name) marked not joinable; MDS cannot join as newly active."
        let warning =
            " WARNING: cluster_down flag is deprecated and will be removed in a future version."
            + " Please use \"joinable\"."
        return .done(isOld ? status + warning : status)
    }

    private func setStandbyCountWanted(_ setting: FilesystemSetting) throws -> CommandOutcome {
        let count = try setting.number("standby_count_wanted requires an integer value")
        guard count >= 0 else {
            throw CommandError(.outOfRange, "standby_count_wanted must be non-negative")
        }
        guard let exact = Int32(exactly: count) else {
            throw CommandError(.outOfRange, "standby_count_wanted is out of range")
        }
        setting.change { $0.standbyCountWanted = exact }
        return .done()
    }

    private func allowStandbyReplay(_ setting: FilesystemSetting) throws -> CommandOutcome {
        if try setting.flag() {
            setting.change { $0.allow(.allowStandbyReplay) }
            return .done()
        }
        return try withOSDMaps(for: setting.call) { osdMaps in
            let followers = setting.filesystem.mdsMap.info.values.filter { $0.state == .standbyReplay }
            for info in followers { failDaemon(info.globalID) }
            if !followers.isEmpty { osdMaps.proposeNow() }
            setting.change { $0.allow(.allowStandbyReplay, false) }
            return .done()
        }
    }

    private func setMinCompatClient(_ setting: FilesystemSetting) throws -> CommandOutcome {
        guard let release = CephRelease(name: setting.value) else {
            throw CommandError(.invalid, "version \(setting.value) is not recognized")
        }
        setting.change { $0.setMinCompatClient(release) }
        return .done(
            """
            WARNING: setting min_compat_client is deprecated and may not do what you want.
            The oldest release to set is octopus.
            Please migrate to `ceph fs required_client_features ...`.
            """)
    }
}
