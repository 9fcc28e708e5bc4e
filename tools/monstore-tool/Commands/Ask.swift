import ArgumentParser
import CephEncoding
import CephTypes
import Foundation
import Monitor
import MonitorStore
import NIOCore

/// `ask`
struct Ask: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Answers a monitor's command from the store, with no monitor running.",
        discussion: """
            Any command that only reads: status, health detail, osd tree, osd dump, auth ls, config dump, … \
            The answer is what the monitor of this store would have given if it had been asked now: ages and \
            times since are counted from the present, or from --now.

            With --at-paxos-version the answer is that of an earlier time, as far back as the Paxos log reaches.
            """)

    @OptionGroup var store: StoreArgument
    @Argument(parsing: .captureForPassthrough, help: "the command, as 'ceph' takes it")
    var command: [String] = []

    func run() throws {
        let request = try AskRequest(command)
        let snapshot = try store.openForReading()
        var source: any KeyValueReader = snapshot
        if let version = request.version {
            let (past, unknown) = try PastStore.make(from: snapshot, at: version)
            for key in unknown {
                Terminal.write("\(key.prefix)/\(key.key): what it was then is not in the log any more\n")
            }
            source = past
        }
        let monitor = try Monitor.offline(store: source, name: request.monitorName, now: request.now)
        guard !request.words.isEmpty else { throw ValidationError("ask what? For instance: ask osd tree") }
        var arguments = try monitor.commands.match(request.words)
        guard let known = monitor.commands[arguments.prefix], !known.changesSomething else {
            throw CommandError(
                .operationNotPermitted,
                "'\(arguments.prefix)' changes the cluster; only questions can be answered from a store")
        }
        if let format = request.format { arguments["format"] = .string(format) }
        guard let reply = monitor.answer(arguments) else {
            throw CommandError(
                .again, "'\(arguments.prefix)' cannot be answered from this store: it has no such state yet")
        }
        try print(reply, isJSON: request.format?.hasPrefix("json") == true)
    }

    /// As `ceph` prints it: a line's end before JSON, the status on standard error.
    private func print(_ reply: CommandReply, isJSON: Bool) throws {
        guard reply.code == 0 else { throw CommandError(code: reply.code, status: reply.status) }
        if !reply.status.isEmpty { Terminal.write("\(reply.status)\n") }
        var output = Output()
        if isJSON && reply.output.readableBytes > 0 { try output.write("\n") }
        try output.write(reply.output.readableBytesView)
        try output.finish()
    }
}

/// `[-f FORMAT] [--at-paxos-version N] [--now TIME] WORDS…`: options may stand before or behind the words.
struct AskRequest {
    var words: [String] = []
    var format: String?
    var version: UInt64?
    var monitorName: String?
    var now: UTime

    init(_ arguments: [String]) throws {
        let seconds = Date().timeIntervalSince1970
        now = UTime(seconds: UInt32(seconds), nanoseconds: UInt32((seconds - seconds.rounded(.down)) * 1e9))
        var rest = arguments[...]
        func value(_ option: String) throws -> String {
            guard let value = rest.popFirst() else { throw ValidationError("\(option) needs a value") }
            return value
        }
        while let word = rest.popFirst() {
            switch word {
            case "-f", "--format": format = try value(word)
            case "-n", "--name": monitorName = try value(word)
            case "--at-paxos-version":
                let text = try value(word)
                guard let number = UInt64(text) else {
                    throw ValidationError("\(word) takes a number, not \(text)")
                }
                version = number
            case "--now":
                let text = try value(word)
                guard let time = UTime(iso: text) else {
                    throw ValidationError(
                        "\(word) takes a time such as 2026-11-21T07:19:39.049554+0000, not \(text)")
                }
                now = time
            default:
                if word.hasPrefix("--format=") {
                    format = String(word.dropFirst(9))
                } else {
                    words.append(word)
                }
            }
        }
        if format == "plain" { format = nil }
    }
}

extension UTime {
    /// `2026-11-21T07:19:39.049554+0000`, or seconds since 1970.
    init?(iso text: String) {
        if let seconds = Double(text), seconds >= 0, seconds < 4e9 {
            self.init(seconds: UInt32(seconds), nanoseconds: UInt32((seconds - seconds.rounded(.down)) * 1e9))
            return
        }
        let formatter = ISO8601DateFormatter()
        let pieces = text.split(separator: ".", maxSplits: 1)
        guard let whole = pieces.first else { return nil }
        let fraction = pieces.count > 1 ? pieces[1].prefix { $0.isNumber } : ""
        let base = String(whole.prefix(19)) + "Z"
        guard let date = formatter.date(from: base), date.timeIntervalSince1970 >= 0 else { return nil }
        let digits = String(fraction.prefix(9)).padding(toLength: 9, withPad: "0", startingAt: 0)
        self.init(seconds: UInt32(date.timeIntervalSince1970), nanoseconds: UInt32(digits) ?? 0)
    }
}
