import CephEncoding
import CephTypes
import NIOCore

extension KeyValueService {
    static let keyValueCommands: [Command] = [
        .read("config-key get name=key,type=CephString", help: "get <key>", module: "config-key", get),
        .write(
            "config-key set name=key,type=CephString name=val,type=CephString,req=false",
            help: "set <key> to value <val>", module: "config-key", set),
        .write(
            "config-key put name=key,type=CephString name=val,type=CephString,req=false",
            help: "put <key>, value <val>", module: "config-key", flags: .deprecated, set),
        .write(
            "config-key del name=key,type=CephString", help: "delete <key>", module: "config-key",
            flags: .deprecated, remove),
        .write("config-key rm name=key,type=CephString", help: "rm <key>", module: "config-key", remove),
        .read(
            "config-key exists name=key,type=CephString", help: "check for <key>'s existence",
            module: "config-key", exists),
        .read("config-key list", help: "list keys", module: "config-key", flags: .deprecated, list),
        .read("config-key ls", help: "list keys", module: "config-key", list),
        .read(
            "config-key dump name=key,type=CephString,req=false",
            help: "dump keys and values (with optional prefix)", module: "config-key", dump),
    ]

    private static let get: @Sendable (KeyValueService, CommandCall) throws -> CommandReply = {
        service, call in
        guard let value = try service.stored(try call.arguments.string("key") ?? "") else {
            throw CommandError(.noEntry, "")
        }
        return CommandReply(output: value)
    }

    private static let exists: @Sendable (KeyValueService, CommandCall) throws -> CommandReply = {
        service, call in
        let key = try call.arguments.string("key") ?? ""
        guard try service.stored(key) != nil else {
            throw CommandError(.noEntry, "key '\(key)' doesn't exist")
        }
        return CommandReply(status: "key '\(key)' exists")
    }

    private static let list: @Sendable (KeyValueService, CommandCall) throws -> CommandReply = {
        service, call in
        let keys = try service.store.keys(of: ConfigMap.storePrefix)
        return call.streamed { StoredKeys.dumpList(keys, to: &$0) }
    }

    private static let dump: @Sendable (KeyValueService, CommandCall) throws -> CommandReply = {
        service, call in
        let keys = try service.stored(beginningWith: try call.arguments.string("key") ?? "")
        return call.streamed { StoredKeys.dump(keys, to: &$0) }
    }

    private static func key(_ call: CommandCall) throws -> String {
        guard let key = try call.arguments.string("key") else {
            throw CommandError(.invalid, "must specify a key")
        }
        return key
    }

    private static let set: @Sendable (KeyValueService, CommandCall) throws -> CommandOutcome = {
        service, call in
        let key = try key(call)
        let value = try call.arguments.string("val").map { ByteBuffer(bytes: $0.cephBytes) } ?? call.input
        let most = service.monitor.options.options.int("mon_config_key_max_entry_size")
        guard value.readableBytes <= most else {
            throw CommandError(
                .fileTooLarge,
                "error: entry size limited to \(most) bytes. "
                    + "Use 'mon config key max entry size' to manually adjust")
        }
        service.pending[key] = .some(value)
        return .propose(CommandReply(status: "set \(key)"), now: true)
    }

    private static let remove: @Sendable (KeyValueService, CommandCall) throws -> CommandOutcome = {
        service, call in
        service.pending[try key(call)] = .some(nil)
        return .propose(CommandReply(status: "key deleted"), now: true)
    }
}

extension CommandCall {
    /// Output that Ceph's formatter writes through a stream: pretty JSON unless another format was asked for,
    /// and one line's end behind it.
    func streamed(_ body: (inout CephFormatter) throws -> Void) rethrows -> CommandReply {
        var reply = try formatted(.jsonPretty, body)
        let lines = reply.output.readableBytesView
        let end = lines.lastIndex { $0 != UInt8(ascii: "\n") }.map { $0 + 1 } ?? lines.startIndex
        reply.output = ByteBuffer(bytes: lines[..<end])
        reply.output.writeString("\n")
        return reply
    }
}
