import ArgumentParser
import CephTypes
import FoundationEssentials
import Messenger
import Monitor
import NIOCore
import NIOPosix
import SystemPackage

/// Sends one command to a cluster's monitors: what `ceph` does, where it is not installed.
@main
struct Monctl: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "monctl",
        abstract: "Gives a command to a cluster's monitors, ours or Ceph's.",
        discussion: """
            Any command of a monitor, as with 'ceph': status, health detail, osd tree, config-key set KEY VALUE, … \
            Options stand before the command. What the manager answers is not known here.
            """)

    @Option(name: [.short, .long], help: "The cluster's ceph.conf (CEPH_CONF, or /etc/ceph/ceph.conf).")
    var conf: String?
    @Option(name: [.short, .long], help: "Whose key is used.")
    var name = "client.admin"
    @Option(name: [.short, .long], help: "Where the key is, if not where ceph.conf says.")
    var keyring: String?
    @Option(name: .customShort("m"), help: "The monitors' addresses, if not those of ceph.conf.")
    var monHost: String?
    @Option(name: [.short, .long], help: "plain, json, json-pretty, xml or xml-pretty.")
    var format = "plain"
    @Option(name: [.customShort("i"), .customLong("in-file")], help: "What goes with the command.")
    var input: String?
    @Option(help: "Seconds to wait for an answer; 0 waits for ever.")
    var timeout = 30

    @Argument(parsing: .captureForPassthrough, help: "The command.")
    var command: [String] = []

    func run() async throws {
        var words = command
        if words.first == "-s" { words[0] = "status" }
        guard !words.isEmpty else { throw ValidationError("which command? For instance: monctl status") }
        var arguments = try match(words)
        if format != "plain" { arguments["format"] = .string(format) }
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let client = MonClient(group: group, configuration: try cluster())
        let reply = try await answer(of: client, to: arguments.json(), input: try inputBytes())
        await client.shutdown()
        try await group.shutdownGracefully()
        try report(reply)
    }

    private func match(_ words: [String]) throws -> CommandArguments {
        do {
            return try CommandRegistry.ofMonitor.match(words)
        } catch let error as CommandError {
            throw failure(error.code, error.status)
        }
    }

    private func cluster() throws -> MonClientConfiguration {
        let path = conf ?? ProcessInfo.processInfo.environment["CEPH_CONF"] ?? "/etc/ceph/ceph.conf"
        var overrides: [(name: String, value: String)] = []
        if let keyring { overrides.append(("keyring", keyring)) }
        if let monHost { overrides.append(("mon_host", monHost)) }
        return try MonClientConfiguration(file: path, name: name, overrides: overrides)
    }

    private func inputBytes() throws -> ByteBuffer {
        guard let input else { return ByteBuffer() }
        guard let data = FileManager.default.contents(atPath: input == "-" ? "/dev/stdin" : input) else {
            throw ValidationError("\(input) cannot be read")
        }
        return ByteBuffer(bytes: data)
    }

    private func answer(
        of client: MonClient, to json: String, input: ByteBuffer
    ) async throws -> MonClientReply {
        guard timeout > 0 else { return try await client.command(json, input: input) }
        return try await withThrowingTaskGroup(of: MonClientReply?.self) { group in
            group.addTask { try await client.command(json, input: input) }
            group.addTask {
                try await Task.sleep(for: .seconds(timeout))
                // Ends the other task too: whatever waits for an answer fails.
                await client.shutdown()
                return nil
            }
            defer { group.cancelAll() }
            guard let reply = try await group.next() ?? nil else {
                throw NoAnswer(description: "no monitor has answered within \(timeout) s")
            }
            return reply
        }
    }

    /// The status to standard error, the output to standard output; a failure's number is the exit code.
    private func report(_ reply: MonClientReply) throws {
        if reply.code != 0 { throw failure(reply.code, reply.status) }
        if !reply.status.isEmpty { try write("\(reply.status)\n", to: .standardError) }
        guard reply.output.readableBytes > 0 else { return }
        try SystemPackage.FileDescriptor.standardOutput.writeAll(reply.output.readableBytesView)
        if reply.output.readableBytesView.last != UInt8(ascii: "\n") { try write("\n", to: .standardOutput) }
    }

    private func failure(_ code: Int32, _ status: String) -> ExitCode {
        let number = code == .min ? 1 : abs(code)
        try? write("Error \(CommandError(code: code, status: status).name): \(status)\n", to: .standardError)
        return ExitCode(number > 255 ? 1 : number)
    }

    private func write(_ text: String, to file: SystemPackage.FileDescriptor) throws {
        _ = try file.writeAll(text.utf8)
    }
}

/// Nobody was there, or nobody could decide.
struct NoAnswer: Error, CustomStringConvertible {
    let description: String
}
