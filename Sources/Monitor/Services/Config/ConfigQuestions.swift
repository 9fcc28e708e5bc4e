import CephEncoding
import CephTypes
import NIOCore

extension ConfigService {
    static let questions: [Command] = [
        .read(
            "config get name=who,type=CephString name=key,type=CephString,req=False",
            help: "Show configuration option(s) for an entity", module: "config", get),
        .read("config dump", help: "Show all configuration option(s)", module: "mon") {
            (service: ConfigService, call) in
            call.reply(plain: service.map.plain) { service.map.dumpList(to: &$0) }
        },
        .read(
            "config help name=key,type=CephString", help: "Describe a configuration option", module: "config"
        ) { (service: ConfigService, call) in
            guard let option = service.option(named: try call.arguments.string("key") ?? "") else {
                throw CommandError(.noEntry, "")
            }
            return call.reply(plain: option.help) { $0.dump("option", option) }
        },
        .read("config ls", help: "List available configuration options", module: "config") {
            (service: ConfigService, call) in
            let names = ConfigOptionTable.listedNames + service.moduleOptions.keys.sorted(by: String.precedes)
            return call.reply(plain: names.map { $0 + "\n" }.joined()) {
                $0.strings("options", each: "option", names)
            }
        },
        .read(
            "config log name=num,type=CephInt,req=False", help: "Show recent history of config changes",
            module: "config", log),
        .read(
            "config generate-minimal-conf", help: "Generate a minimal ceph.conf file", module: "config"
        ) { (service: ConfigService, _) in CommandReply(text: service.minimalConfiguration) },
    ]

    private static let get: @Sendable (ConfigService, CommandCall) throws -> CommandReply = { service, call in
        let who = try call.arguments.string("who") ?? ""
        guard let name = AuthEntityName(who) ?? AuthEntityName(who + ".") else {
            throw CommandError(.invalid, "unrecognized entity '\(who)'")
        }
        let values = service.entityValues(for: name, item: name.type == .osd ? who : nil)
        if let key = try call.arguments.string("key") {
            return try service.value(of: MonitorOptions.normalized(key), among: values, for: name)
        }
        return call.reply(plain: ConfigMap.plain(values)) { ConfigMap.dump(values, to: &$0) }
    }

    /// One option of one entity: plain text, whatever the format.
    private func value(
        of key: String, among values: CephMap<String, ConfigMap.EntityValue>, for name: AuthEntityName
    ) throws -> CommandReply {
        guard let option = option(named: key) else {
            throw CommandError(.noEntry, "unrecognized key '\(key)'")
        }
        if option.isNotForMonitor {
            guard key == "fsid" else { throw Self.isSpecial(key) }
            return CommandReply(text: "\(monitor.monmap.fsid)\n")
        }
        let value =
            values[key]?.option.rawValue
            ?? option.defaultValue(forDaemon: name.type != .client).description
        return CommandReply(text: value + "\n")
    }

    private static let log: @Sendable (ConfigService, CommandCall) throws -> CommandReply = { service, call in
        // A negative number is a very large one, as in Ceph.
        let wanted = UInt64(bitPattern: try call.arguments.int("num") ?? 10)
        let last = service.lastCommitted
        let sets = try ((last - min(last, wanted))..<last).reversed().map { try service.changeSet($0 + 1) }
        return call.reply(plain: sets.map(\.description).joined()) {
            $0.dump("changesets", each: "changeset", sets)
        }
    }

    /// What a client needs to find the monitors.
    private var minimalConfiguration: String {
        let monmap = monitor.monmap
        let hosts = monmap.monitors.map { name, info in info.publicAddresses.minimalText }
        var text = "# minimal ceph.conf for \(monmap.fsid)\n[global]\n\tfsid = \(monmap.fsid)\n"
        text += "\tmon_host = \(hosts.joined(separator: " "))\n" + map.global.minimalText
        for sections in [map.byType, map.byID] {
            for (name, section) in sections where !section.minimalText.isEmpty {
                text += "\n[\(name)]\n\(section.minimalText)"
            }
        }
        return text
    }
}

extension ConfigMap.Section {
    fileprivate var minimalText: String {
        options.filter { $0.option.flags.contains(.minimalConf) && $0.mask.isEmpty }
            .map { "\t\($0.option.name) = \($0.rawValue)\n" }.joined()
    }
}

extension EntityAddressVector {
    /// One address of the old protocol at the old port is written so that old clients can read it.
    fileprivate var minimalText: String {
        guard addresses.count == 1, let only = addresses.first, only.kind == .legacy,
            only.socket.port == MonitorPort.legacy
        else { return description }
        return only.addressAndNonce
    }
}
