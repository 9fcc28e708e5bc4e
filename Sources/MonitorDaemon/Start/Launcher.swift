import CephTypes
import Dispatch
import FoundationEssentials
import Glibc
import Monitor

/// From the command line to a running daemon and its exit code.
public enum Launcher {
    /// - Returns: the process's exit code.
    public static func run(_ arguments: [String], environment: [String: String]) async -> Int32 {
        do {
            let commandLine = try MonitorCommandLine(arguments)
            switch commandLine.task {
            case .help:
                print(MonitorCommandLine.usage, terminator: "")
                return 0
            case .version:
                print("\(MonitorVersion.pretty), swift-ceph-mon")
                return 0
            case .generateKeyring(let path):
                try MonitorKeyring.write(to: path)
                return 0
            default: break
            }
            let configuration = try DaemonConfiguration(commandLine, environment: environment)
            for complaint in configuration.complaints { StandardError.write("\(complaint)\n") }
            return try await carryOut(configuration, arguments)
        } catch {
            StandardError.write("swift-ceph-mon: \(error)\n")
            return 1
        }
    }

    private static func carryOut(_ configuration: DaemonConfiguration, _ arguments: [String]) async throws
        -> Int32
    {
        switch configuration.commandLine.task {
        case .makeStore: try StoreTasks.makeStore(configuration)
        case .extractMonMap(let path): try StoreTasks.extractMonMap(path, configuration)
        case .injectMonMap(let path): try StoreTasks.injectMonMap(path, configuration)
        case .run:
            if configuration.commandLine.isForeground { return try await serve(configuration) }
            return try Background.start(arguments)
        case .help, .version, .generateKeyring: break
        }
        return 0
    }

    private static func serve(_ configuration: DaemonConfiguration) async throws -> Int32 {
        try Privileges.drop(
            user: configuration.commandLine.user, group: configuration.commandLine.group)
        let daemon = try MonitorDaemon(configuration)
        let signals = Signals(end: { daemon.requestEnd() }, reopen: { daemon.reopenLogs() })
        defer { signals.stop() }
        let pidFile = configuration.path("pid_file")
        do {
            try await daemon.start()
        } catch {
            daemon.requestEnd()
            try? await daemon.stop()
            throw error
        }
        if !pidFile.isEmpty {
            try "\(ProcessInfo.processInfo.processIdentifier)\n".write(
                toFile: pidFile, atomically: true, encoding: .utf8)
        }
        Background.tellReady()
        let reason = try await daemon.waitUntilEnd()
        if let reason {
            daemon.note("*** \(reason) ***")
            daemon.dumpRecentLines()
        }
        try await daemon.stop()
        if !pidFile.isEmpty { unlink(pidFile) }
        return reason == nil ? 0 : 1
    }
}

/// TERM and INT end the daemon, HUP has it open its logs anew.
private final class Signals {
    private var sources: [any DispatchSourceSignal] = []

    init(end: @escaping @Sendable () -> Void, reopen: @escaping @Sendable () -> Void) {
        // A peer that closes its end must not end us.
        signal(SIGPIPE, SIG_IGN)
        for (number, action) in [(SIGTERM, end), (SIGINT, end), (SIGHUP, reopen)] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler(handler: action)
            source.resume()
            sources.append(source)
        }
    }

    func stop() { for source in sources { source.cancel() } }
}

/// `--setuser`, `--setgroup`
private enum Privileges {
    static func drop(user: String?, group: String?) throws {
        if let group {
            guard let id = gid_t(group) ?? getgrnam(group)?.pointee.gr_gid else {
                throw UsageError("--setgroup: there is no group \(group)")
            }
            guard setgid(id) == 0 else {
                throw UsageError("--setgroup \(group): \(String(cString: strerror(errno)))")
            }
        }
        guard let user else { return }
        let entry = getpwnam(user)
        guard let id = uid_t(user) ?? entry?.pointee.pw_uid else {
            throw UsageError("--setuser: there is no user \(user)")
        }
        if group == nil, let own = entry?.pointee.pw_gid { setgid(own) }
        guard setuid(id) == 0 else {
            throw UsageError("--setuser \(user): \(String(cString: strerror(errno)))")
        }
    }
}
