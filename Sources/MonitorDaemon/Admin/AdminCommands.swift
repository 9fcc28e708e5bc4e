import CephEncoding
import CephTypes
import FoundationEssentials
import Glibc
import Monitor
import NIOCore

/// What this process answers on its admin socket, and to whom it is told over the network (`ceph daemon`,
/// `ceph tell mon.a`): commands of the process, and those of the monitor that need no cluster.
final class AdminCommands {
    let monitor: Monitor
    let log: FileLog
    let counters: CounterCollection
    private let session: Session

    init(monitor: Monitor, log: FileLog, counters: CounterCollection) {
        self.monitor = monitor
        self.log = log
        self.counters = counters
        session = Session(connection: ConnectionID(0), name: EntityName(.client, 0))
        session.caps = .allowAll
        session.isAuthenticated = true
    }

    /// A command: its grammar, its help, and what answers it.
    struct Entry: Sendable {
        typealias Body = @Sendable (AdminCommands, AdminCall) throws -> CommandReply

        let signature: CommandSignature
        let help: String
        let body: Body

        init(_ signature: String, _ help: String, _ body: @escaping Body) {
            self.signature = CommandSignature(signature)
            self.help = help
            self.body = body
        }
    }

    private static let entries =
        [
            Entry("help", "list available commands") { commands, call in
                call.formatted("help", commands.dumpHelp)
            },
            Entry("get_command_descriptions", "list available commands") { commands, call in
                call.formatted("command_descriptions", commands.dumpDescriptions)
            },
        ] + processEntries + counterEntries + optionEntries + operationEntries

    private static let entriesByPrefix = Dictionary(
        entries.map { ($0.signature.prefix, $0) }, uniquingKeysWith: { first, _ in first })

    /// Runs one line of JSON from the socket. There are no numbers there: errors go out as text.
    func run(_ text: String, _ done: @escaping (ByteBuffer) -> Void) {
        let reply: (CommandReply) -> Void = { answer in
            guard answer.code < 0 else { return done(answer.output) }
            let words = String(cString: strerror(-answer.code))
            var text = ByteBuffer(string: "ERROR: (\(-answer.code)) \(words)\n\(answer.status)\n")
            text.writeImmutableBuffer(answer.output)
            done(text)
        }
        do {
            run(try CommandArguments(json: [text]), for: session, reply)
        } catch let error as CommandError {
            reply(CommandReply(code: error.code, status: error.status))
        } catch {
            reply(CommandReply(code: -ErrorNumber.invalid.rawValue, status: "\(error)"))
        }
    }

    /// Answers one command.
    func run(_ arguments: CommandArguments, for session: Session, _ done: @escaping (CommandReply) -> Void) {
        if let entry = Self.entriesByPrefix[arguments.prefix] {
            return done(CommandReply(catching: { try entry.body(self, AdminCall(arguments: arguments)) }))
        }
        guard monitor.commands[arguments.prefix]?.isTold ?? false else {
            let status = "unknown command prefix \(arguments.prefix)"
            return done(CommandReply(code: -ErrorNumber.invalid.rawValue, status: status))
        }
        var arguments = arguments
        if arguments["format"] == nil { arguments["format"] = .string("json-pretty") }
        monitor.execute(arguments, session: session, done: done)
    }

    // MARK: What there is

    /// Everything, by its words.
    private var known: [(prefix: String, signature: CommandSignature, help: String)] {
        let ofMonitor = monitor.commands.commands.filter {
            $0.isTold && Self.entriesByPrefix[$0.prefix] == nil
        }
        let all =
            Self.entries.map { ($0.signature.prefix, $0.signature, $0.help) }
            + ofMonitor.map { ($0.prefix, $0.signature, $0.help) }
        return all.sorted { $0.0 < $1.0 }
    }

    private func dumpHelp(to formatter: inout CephFormatter) {
        for one in known where !one.help.isEmpty { formatter.string(one.prefix, one.help) }
    }

    private func dumpDescriptions(to formatter: inout CephFormatter) {
        for (number, one) in known.enumerated() {
            formatter.object(CommandRegistry.descriptionName(number)) {
                one.signature.dump(to: &$0)
                $0.string("help", one.help)
            }
        }
    }
}

/// One command that somebody gave to the process.
struct AdminCall {
    let arguments: CommandArguments

    /// An object in the format that was asked for; indented JSON where none was.
    func formatted(_ name: String, _ body: (inout CephFormatter) throws -> Void) rethrows -> CommandReply {
        var formatter = self.formatter
        try formatter.object(name) { try body(&$0) }
        return CommandReply(output: ByteBuffer(bytes: formatter.bytes))
    }

    /// As ``formatted(_:_:)``, for a list.
    func list(_ name: String, _ body: (inout CephFormatter) throws -> Void) rethrows -> CommandReply {
        var formatter = self.formatter
        try formatter.array(name) { try body(&$0) }
        return CommandReply(output: ByteBuffer(bytes: formatter.bytes))
    }

    private var formatter: CephFormatter {
        guard case .string(let name)? = arguments["format"], let style = CephFormatter.Style(rawValue: name)
        else {
            return CephFormatter(.jsonPretty)
        }
        return CephFormatter(style)
    }
}
