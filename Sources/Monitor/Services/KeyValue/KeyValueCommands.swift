import CephEncoding
import CephTypes
import NIOCore

extension KeyValueService {
    static let keyValueCommands: [Command] = [
        read("get", "get <key>") { service, call in
            // Without a key Ceph looks for the empty one.
            guard let value = try service.storedValue(call.arguments.string("key") ?? "") else {
                throw CommandError(.noEntry, "")
            }
            return CommandReply(output: value)
        },
        write("set", "set <key> to value <val>", value: true, change: set),
        write("put", "put <key>, value <val>", value: true, flags: .deprecated, change: set),
        write("del", "delete <key>", flags: .deprecated, change: erase),
        write("rm", "rm <key>", change: erase),
        read("exists", "check for <key>'s existence") { service, call in
            let key = try call.arguments.string("key") ?? ""
            guard try service.storedValue(key) != nil else {
                throw CommandError(.noEntry, "key '\(key)' doesn't exist")
            }
            return CommandReply(status: "key '\(key)' exists")
        },
        .read(
            "config-key list", help: "list keys", module: "config-key", flags: .deprecated
        ) { (service: KeyValueService, call) in try service.list(call) },
        .read("config-key ls", help: "list keys", module: "config-key") { (service: KeyValueService, call) in
            try service.list(call)
        },
        .read(
            "config-key dump name=key,type=CephString,req=false",
            help: "dump keys and values (with optional prefix)", module: "config-key"
        ) { (service: KeyValueService, call) in
            let values = try service.stored(beginningWith: try call.arguments.string("key") ?? "")
            return KeyValueService.pretty(call) { StoredKeys.dump(values, to: &$0) }
        },
    ]

    private func list(_ call: CommandCall) throws -> CommandReply {
        let keys = try store.keys(of: Self.valuePrefix)
        return KeyValueService.pretty(call) { StoredKeys.dumpList(keys, to: &$0) }
    }

    /// JSON for people where no format is asked for, and a line's end.
    private static func pretty(_ call: CommandCall, _ body: (inout CephFormatter) -> Void) -> CommandReply {
        var reply = call.formatted(.jsonPretty, body)
        // Forms for people end their line already, XML twice.
        let lines = reply.output.readableBytesView
        let end = lines.lastIndex { $0 != UInt8(ascii: "\n") }.map { $0 + 1 } ?? lines.startIndex
        reply.output = ByteBuffer(bytes: lines[..<end])
        reply.output.writeInteger(UInt8(ascii: "\n"))
        return reply
    }

    private static func set(_ service: KeyValueService, _ key: String, _ call: CommandCall) throws
        -> CommandReply
    {
        let value = try call.arguments.string("val").map { ByteBuffer(bytes: $0.cephBytes) } ?? call.input
        let limit = service.monitor.options.options.int("mon_config_key_max_entry_size")
        guard value.readableBytes <= limit else {
            throw CommandError(
                .fileTooLarge,
                "error: entry size limited to \(limit) bytes. Use 'mon config key max entry size' to manually adjust"
            )
        }
        service.set(key, to: value)
        return CommandReply(status: "set \(key)")
    }

    private static func erase(_ service: KeyValueService, _ key: String, _ call: CommandCall) -> CommandReply
    {
        service.erase(key)
        return CommandReply(status: "key deleted")
    }

    private static func read(
        _ word: String, _ help: String,
        _ body: @escaping @Sendable (KeyValueService, CommandCall) throws -> CommandReply
    ) -> Command {
        .read("config-key \(word) name=key,type=CephString", help: help, module: "config-key", body)
    }

    private static func write(
        _ word: String, _ help: String, value: Bool = false, flags: CommandDescription.Flags = [],
        change: @escaping @Sendable (KeyValueService, String, CommandCall) throws -> CommandReply
    ) -> Command {
        let rest = value ? " name=val,type=CephString,req=false" : ""
        return .write(
            "config-key \(word) name=key,type=CephString\(rest)", help: help, module: "config-key",
            flags: flags
        ) { (service: KeyValueService, call) in
            guard let key = try call.arguments.string("key") else {
                throw CommandError(.invalid, "must specify a key")
            }
            return .propose(try change(service, key, call), now: true)
        }
    }
}
