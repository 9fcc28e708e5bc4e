import CephEncoding
import CephTypes
import Foundation
import Monitor
import NIOCore

/// What the admin socket answers: the monitor's own commands, and some of the process.
final class AdminCommands {
    let monitor: Monitor
    private let log: FileLog
    let network: MonitorNetwork?
    private let session: Session

    init(monitor: Monitor, log: FileLog, network: MonitorNetwork?) {
        self.monitor = monitor
        self.log = log
        self.network = network
        session = Session(connection: ConnectionID(0), name: EntityName(.client, 0))
        session.caps = .allowAll
        session.isAuthenticated = true
    }

    private typealias Answer = @Sendable (AdminCommands, CommandArguments, inout CephFormatter) throws -> Void

    /// Signature, help and handler.
    private static let own: [(signature: String, help: String, body: Answer)] = [
        (
            "version", "get ceph version",
            { _, _, formatter in
                formatter.object("version") { item in
                    item.string("version", MonitorVersion.short)
                    item.string("release", MonitorVersion.release)
                    item.string("release_type", MonitorVersion.releaseType)
                }
            }
        ),
        (
            "git_version", "get git sha1",
            { _, _, formatter in
                formatter.object("version") {
                    $0.string("git_version", MonitorVersion.commit)
                }
            }
        ),
        (
            "config show", "dump current config settings",
            { commands, _, formatter in
                formatter.object("config show") { commands.monitor.options.options.show(to: &$0) }
            }
        ),
        (
            "config diff", "dump diff of current config and default config",
            { commands, _, formatter in
                formatter.object("config diff") { commands.monitor.options.options.diff(to: &$0) }
            }
        ),
        (
            "config get name=var,type=CephString", "config get <field>: get the config value",
            { commands, arguments, formatter in
                let name = try arguments.required("var")
                guard ConfigOptionTable.option(named: name) != nil else {
                    throw CommandError(.noEntry, "error getting '\(name)': (2) No such file or directory")
                }
                let options = commands.monitor.options.options
                formatter.object("config get") { $0.string(name, options.expand(options.string(name))) }
            }
        ),
        (
            "config set name=var,type=CephString name=val,type=CephString,n=N",
            "config set <field> <val> [<val> ...]: set a config variable",
            { commands, arguments, formatter in
                let name = try arguments.required("var")
                let value = try arguments.strings("val").joined(separator: " ")
                try commands.setOption(name, value)
                formatter.object("config set") { $0.string("success", "") }
            }
        ),
        (
            "sessions", "list existing sessions",
            { commands, _, formatter in commands.dumpSessions(to: &formatter) }
        ),
        (
            "ops", "show the ops currently in flight",
            { _, _, formatter in
                formatter.object("ops") { item in
                    item.array("ops") { _ in }
                    item.int("num_ops", 0)
                }
            }
        ),
        (
            "perf dump name=logger,type=CephString,req=false name=counter,type=CephString,req=false",
            "dump perfcounters value", { commands, _, formatter in commands.dumpCounters(to: &formatter) }
        ),
        (
            "perf schema name=logger,type=CephString,req=false name=counter,type=CephString,req=false",
            "dump perfcounters schema", { commands, _, formatter in commands.dumpSchema(to: &formatter) }
        ),
        ("log flush", "flush log entries to log file", { _, _, _ in }),
        ("log reopen", "reopen log file", { commands, _, _ in commands.log.reopen() }),
        (
            "memory", "what this process takes of the host's memory",
            { _, _, formatter in
                let memory = ProcessMemory.current
                formatter.object("memory") { item in
                    item.int("rss_bytes", memory.resident)
                    item.int("peak_rss_bytes", memory.peak)
                }
            }
        ),
    ]

    /// Runs one line of JSON. Errors go out as text, as Ceph's socket does.
    func run(_ text: String, _ done: @escaping (ByteBuffer) -> Void) {
        let arguments: CommandArguments
        do {
            arguments = try CommandArguments(json: [text])
        } catch {
            return done(ByteBuffer(string: "ERROR: -22: \(error)\n"))
        }
        switch arguments.prefix {
        case "help": done(formatted(arguments, dumpHelp))
        case "get_command_descriptions": done(formatted(arguments, dumpDescriptions))
        default:
            if let command = Self.own.first(where: {
                CommandSignature($0.signature).prefix == arguments.prefix
            }) {
                do {
                    var formatter = formatter(arguments)
                    try command.body(self, arguments, &formatter)
                    done(ByteBuffer(bytes: formatter.bytes))
                } catch {
                    done(ByteBuffer(string: "ERROR: \(error)\n"))
                }
                return
            }
            runOnMonitor(arguments, done)
        }
    }

    private func runOnMonitor(_ arguments: CommandArguments, _ done: @escaping (ByteBuffer) -> Void) {
        var arguments = arguments
        if arguments["format"] == nil { arguments["format"] = .string("json-pretty") }
        guard monitor.commands[arguments.prefix] != nil else {
            return done(ByteBuffer(string: "ERROR: -22: unrecognized command \(arguments.prefix)\n"))
        }
        monitor.execute(arguments, session: session) { reply in
            guard reply.code != 0 else {
                return done(reply.output.readableBytes > 0 ? reply.output : ByteBuffer(string: reply.status))
            }
            done(ByteBuffer(string: "ERROR: \(reply.code): \(reply.status)\n"))
        }
    }

    private func formatter(_ arguments: CommandArguments) -> CephFormatter {
        guard case .string(let name)? = arguments["format"], let style = CephFormatter.Style(rawValue: name)
        else {
            return CephFormatter(.jsonPretty)
        }
        return CephFormatter(style)
    }

    private func formatted(_ arguments: CommandArguments, _ body: (inout CephFormatter) -> Void) -> ByteBuffer
    {
        var formatter = formatter(arguments)
        body(&formatter)
        return ByteBuffer(bytes: formatter.bytes)
    }

    // MARK: What there is

    /// The monitor's commands that need no quorum.
    private var ofMonitor: [Command] { monitor.commands.commands.filter(\.isOfMonitor) }

    private func dumpHelp(to formatter: inout CephFormatter) {
        formatter.object("help") { section in
            var lines = Self.own.map { (CommandSignature($0.signature).prefix, $0.help) }
            lines += ofMonitor.map { ($0.prefix, $0.help) }
            for (prefix, help) in lines.sorted(by: { $0.0 < $1.0 }) { section.string(prefix, help) }
        }
    }

    private func dumpDescriptions(to formatter: inout CephFormatter) {
        var registry = CommandRegistry()
        registry.add(ofMonitor)
        let own = Self.own.map {
            CommandDescription(
                signature: $0.signature, help: $0.help, module: "mon", requiredPermissions: "rw")
        }
        registry.dump(to: &formatter, with: own, withHidden: true)
    }

    // MARK: The process

    private func setOption(_ name: String, _ value: String) throws {
        do throws(MonitorOptions.SetError) {
            try monitor.changeOptions { (options) throws(MonitorOptions.SetError) in
                try options.set(name, to: value, at: .override)
            }
        } catch {
            throw CommandError(.invalid, "error setting '\(name)' to '\(value)': \(error)")
        }
        let settings = FileLog.Settings(monitor.options.options, toStandardError: false)
        log.change { $0.levels = settings.levels }
    }

    private func dumpSessions(to formatter: inout CephFormatter) {
        formatter.array("sessions") { list in
            for session in monitor.sessions.values.sorted(by: {
                $0.connection.rawValue < $1.connection.rawValue
            }) {
                list.object("session") { item in
                    item.stream("name", session.name)
                    item.stream("entity_name", session.authName)
                    item.object("addrs") { addresses in
                        addresses.array("addrvec") { vector in
                            for address in session.addresses.addresses { vector.stream("addr", address) }
                        }
                    }
                    item.stream("socket_addr", session.socketAddress)
                    item.int("con_features", session.features.rawValue)
                    item.bool("open", true)
                    item.object("caps") { $0.string("text", session.caps.text) }
                    item.bool("authenticated", session.isAuthenticated)
                    item.int("global_id", session.globalID)
                    item.int("osd_epoch", session.osdEpoch)
                    item.string("remote_host", "")
                }
            }
        }
    }
}
