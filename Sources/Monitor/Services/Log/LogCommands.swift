import CephEncoding
import CephTypes
import NIOCore

extension LogService {
    static let logCommands: [Command] = [
        .write(
            "log name=logtext,type=CephString,n=N", help: "log supplied text to the monitor log",
            module: "mon"
        ) { (service: LogService, call) in
            // A text alone is no list, for Ceph.
            if case .string? = call.arguments["logtext"] {
                throw CommandError(.invalid, "bad or missing field 'logtext'")
            }
            let words = try call.arguments.strings("logtext")
            let (session, environment) = (call.session, service.environment)
            // When it came, which is before whatever else this monitor says of it.
            let stamp = call.request.map {
                environment.now.advanced(by: $0.received - environment.monotonicTime)
            }
            service.addAnyway(
                LogEntry(
                    name: session.authName, rank: session.name, addresses: session.addresses,
                    stamp: stamp ?? environment.now, priority: .info, message: words.joined(separator: " "),
                    channel: LogChannel.cluster))
            return .propose(CommandReply())
        },
        .read(
            "log last name=num,type=CephInt,range=1,req=false"
                + " name=level,type=CephChoices,strings=debug|info|sec|warn|error,req=false"
                + " name=channel,type=CephChoices,strings=*|cluster|audit|cephadm,req=false",
            help: "print last few lines of the cluster log", module: "mon"
        ) { (service: LogService, call) in
            var level = ClogType.info
            if let name = try call.arguments.string("level") {
                guard let known = ClogType(level: name) else {
                    throw CommandError(.invalid, "Invalid severity '\(name)'")
                }
                level = known
            }
            let last = LogLast(
                of: service.summary, count: try call.arguments.int("num") ?? 20, level: level,
                channel: try call.arguments.string("channel") ?? LogChannel.cluster)
            return call.reply(plain: last.plain) { last.dump(to: &$0) }
        },
    ]
}
