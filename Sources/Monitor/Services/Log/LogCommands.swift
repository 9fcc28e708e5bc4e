import CephEncoding
import CephTypes
import NIOCore

extension LogService {
    static let logCommands: [Command] = [
        .write(
            "log name=logtext,type=CephString,n=N", help: "log supplied text to the monitor log",
            module: "mon", write),
        .read(
            """
            log last name=num,type=CephInt,range=1,req=false \
            name=level,type=CephChoices,strings=debug|info|sec|warn|error,req=false \
            name=channel,type=CephChoices,strings=*|cluster|audit|cephadm,req=false
            """,
            help: "print last few lines of the cluster log", module: "mon", last),
    ]

    private static let write: @Sendable (LogService, CommandCall) throws -> CommandOutcome = {
        service, call in
        // A text alone is no list, for Ceph.
        if case .string? = call.arguments["logtext"] {
            throw CommandError(.invalid, "bad or missing field 'logtext'")
        }
        let source = call.request?.message.source ?? call.session.name
        service.add(
            LogEntry(
                name: call.session.authName, rank: source,
                addresses: EntityAddressVector([call.session.addresses.front]),
                stamp: service.environment.now, priority: .info,
                message: try call.arguments.strings("logtext").joined(separator: " "),
                channel: LogChannel.cluster))
        return .propose(CommandReply())
    }

    private static let last: @Sendable (LogService, CommandCall) throws -> CommandReply = { service, call in
        let count = try call.arguments.int("num") ?? 20
        var level = ClogType.info
        if let name = try call.arguments.string("level") {
            guard let known = ClogType(level: name) else {
                throw CommandError(.invalid, "Invalid severity '\(name)'")
            }
            level = known
        }
        let channel = try call.arguments.string("channel") ?? LogChannel.cluster
        let lines = LogLast(of: service.summary, count: count, level: level, channel: channel)
        return call.reply(plain: lines.plain) { lines.dump(to: &$0) }
    }
}
