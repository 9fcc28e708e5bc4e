import CephEncoding
import CephTypes
import NIOCore

extension MgrService {
    static let mgrCommands: [Command] = mapCommands + metadataCommands + changeCommands

    private static let mapCommands: [Command] = [
        .read("mgr stat", help: "dump basic info about the mgr cluster state", module: "mgr") {
            (service: MgrService, call) in
            call.formatted(.jsonPretty) { formatter in
                formatter.object("stat") { service.map.dumpStat(to: &$0) }
            }
        },
        .read(
            "mgr dump name=epoch,type=CephInt,range=0,req=false", help: "dump the latest MgrMap",
            module: "mgr"
        ) { (service: MgrService, call) in
            let epoch = try call.arguments.int("epoch") ?? Int64(service.map.epoch)
            let map = try service.map(ofEpoch: epoch)
            return call.formatted(.jsonPretty) { $0.dump("mgrmap", map) }
        },
        .read("mgr module ls", help: "list active mgr modules", module: "mgr") {
            (service: MgrService, call) in
            let release = service.monitor.monmap.minMonRelease
            return call.formatted(.jsonPretty) { formatter in
                formatter.object("modules") { service.map.dumpModules(for: release, to: &$0) }
            }
        },
        .read("mgr services", help: "list service endpoints provided by mgr modules", module: "mgr") {
            (service: MgrService, call) in
            call.formatted(.jsonPretty) { formatter in
                formatter.object("services") { service.map.dumpServices(to: &$0) }
            }
        },
    ]

    private func map(ofEpoch epoch: Int64) throws -> MgrMap {
        if epoch == Int64(map.epoch) { return map }
        guard epoch > 0, let value = try value(UInt64(epoch)) else {
            throw CommandError(.noEntry, "there is no map for epoch \(epoch)")
        }
        return try MgrMap.decode(from: value)
    }

    // MARK: Metadata

    private static let metadataCommands: [Command] = [
        .read(
            "mgr metadata name=who,type=CephString,req=false",
            help: "dump metadata for all daemons or a specific daemon", module: "mgr"
        ) { (service: MgrService, call) in
            if let name = try call.arguments.string("who"), !name.isEmpty {
                guard service.map.hasDaemon(named: name) else {
                    throw CommandError(.noEntry, "mgr.\(name) does not exist")
                }
                guard let metadata = try service.metadata(of: name) else { throw CommandError(.noEntry, "") }
                return call.formatted(.jsonPretty) { formatter in
                    formatter.object("mgr_metadata") {
                        $0.string("name", name)
                        metadata.dump(to: &$0)
                    }
                }
            }
            let all = try service.map.allNames.map { ($0, try service.metadata(of: $0)) }
            return call.formatted(.jsonPretty) { formatter in
                formatter.array("mgr_metadata") { list in
                    for (name, metadata) in all {
                        list.object("mgr") {
                            $0.string("name", name)
                            metadata?.dump(to: &$0)
                        }
                    }
                }
            }
        },
        .read(
            "mgr count-metadata name=property,type=CephString",
            help: "count ceph-mgr daemons by metadata field property", module: "mgr"
        ) { (service: MgrService, call) in
            let property = try call.arguments.string("property") ?? ""
            return try service.monitor.mgrMetadata().counts(of: property).reply(to: call, named: property)
        },
        .read("mgr versions", help: "check running versions of ceph-mgr daemons", module: "mgr") {
            (service: MgrService, call) in
            try service.monitor.mgrMetadata().counts(of: "ceph_version")
                .reply(to: call, named: "ceph_version")
        },
    ]

    // MARK: Changes

    private static let changeCommands: [Command] = [
        .write(
            "mgr fail name=who,type=CephString,req=false",
            help: "treat the named manager daemon as failed", module: "mgr"
        ) { (service: MgrService, call) in try service.fail(call) },
        .write(
            "mgr module enable name=module,type=CephString"
                + " name=force,type=CephChoices,strings=--force,req=false",
            help: "enable mgr module", module: "mgr"
        ) { (service: MgrService, call) in
            .propose(CommandReply(status: try service.enableModule(call.arguments), text: ""))
        },
        .write(
            "mgr module disable name=module,type=CephString", help: "disable mgr module", module: "mgr"
        ) { (service: MgrService, call) in
            .propose(CommandReply(status: try service.disableModule(call.arguments), text: ""))
        },
    ]

    private func fail(_ call: CommandCall) throws -> CommandOutcome {
        let given = try call.arguments.string("who")
        guard given != nil || map.activeGID != 0 else {
            return .propose(CommandReply(status: "Currently no active mgr", text: ""))
        }
        let who = given ?? map.activeName
        // A number is a gid, whatever the daemons' names are.
        let number = UInt64(who)
        let isActive = number.map { $0 == pending.activeGID } ?? (who == pending.activeName)
        if isActive && pending.activeGID != 0 {
            guard canBlocklist else {
                monitor.service(OSDMapService.self).whenWriteable { [weak self] in
                    self?.monitor.retry(call)
                }
                return .later
            }
            dropActive()
        } else if let standby = pending.standbys.first(where: { gid, standby in
            number.map { $0 == gid } ?? (standby.name == who)
        }) {
            dropStandby(standby.key)
        } else {
            let shown = number.map(String.init) ?? who
            return .propose(
                CommandReply(status: "Daemon not found '\(shown)', already failed?", text: ""))
        }
        promoteStandby()
        return .propose(CommandReply(), now: true)
    }

    private func isAlwaysOn(_ module: String) -> Bool {
        pending.alwaysOnModules(for: monitor.monmap.minMonRelease).contains(module)
    }

    /// - Returns: what there is to say about it.
    private func enableModule(_ arguments: CommandArguments) throws -> String {
        guard let module = try arguments.string("module"), !module.isEmpty else {
            throw CommandError(.invalid, "")
        }
        if isAlwaysOn(module) { return "module '\(module)' is already enabled (always-on)" }
        let isForced = try arguments.bool("force")
        guard isForced || pending.allSupport(module: module) else {
            throw CommandError(
                .noEntry,
                "all mgr daemons do not support module '\(module)', pass --force to force enablement")
        }
        if !isForced, let info = pending.module(named: module), !info.canRun {
            throw CommandError(
                .noEntry,
                "module '\(module)' reports that it cannot run on the active manager daemon:"
                    + " \(info.errorText) (pass --force to force enablement)")
        }
        if pending.modules.contains(module) { return "module '\(module)' is already enabled" }
        pending.modules.insert(module)
        return ""
    }

    private func disableModule(_ arguments: CommandArguments) throws -> String {
        guard let module = try arguments.string("module"), !module.isEmpty else {
            throw CommandError(.invalid, "")
        }
        guard !isAlwaysOn(module) else {
            throw CommandError(.invalid, "module '\(module)' cannot be disabled (always-on)")
        }
        guard pending.modules.remove(module) else { return "module '\(module)' is already disabled" }
        return ""
    }
}
