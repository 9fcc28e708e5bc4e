import CephAuth
import CephEncoding
import CephTypes
import FoundationEssentials
import Messenger
import Monitor
import MonitorStore
import NIOCore
import NIOPosix

/// A running monitor: its store, its loop, its network, its sockets for the operator.
public final class MonitorDaemon: @unchecked Sendable {
    // Unchecked: what is of the monitor is touched on `loop` only; the rest does not change after `start`.
    private let configuration: DaemonConfiguration
    private let group: MultiThreadedEventLoopGroup
    private let loop: any EventLoop
    private let log: FileLog
    private let store: LevelDBStore
    private var environment: DaemonEnvironment?
    private var monitor: Monitor?
    private var network: MonitorNetwork?
    private var messenger: Messenger?
    private var managerLink: ManagerLink?
    private var adminCommands: AdminCommands?
    private var adminSocket: AdminSocket?
    private var metrics: MetricsServer?
    private let ended: EventLoopPromise<String?>

    init(_ configuration: DaemonConfiguration) throws {
        self.configuration = configuration
        group = MultiThreadedEventLoopGroup(numberOfThreads: Self.loops(configuration.options))
        loop = group.next()
        var settings = FileLog.Settings(
            configuration.options, toStandardError: configuration.commandLine.logsToStandardError)
        settings.asJSON = configuration.commandLine.logsJSON
        log = FileLog(settings)
        store = try StoreTasks.open(configuration)
        ended = loop.makePromise(of: String?.self)
    }

    /// Loads the store, listens, and joins the quorum.
    func start() async throws {
        if configuration.options.bool("mon_compact_on_start") || configuration.commandLine.compact {
            log.write(0, .mon, "compacting monitor store ...", at: SystemTime.now)
            try store.compactAll()
            log.write(0, .mon, "done compacting", at: SystemTime.now)
        }
        if configuration.commandLine.forceSync { try markForSync() }
        let snapshot = KeySnapshot(keyring: ownKeyring(), policy: AuthPolicy(options: configuration.options))
        let (network, addresses, rank) = try await loop.submit { try self.makeMonitor(snapshot) }.get()
        let authEnvironment = snapshot.environment(loop: loop) { [weak self] use in
            self?.monitor?.turn { self?.monitor?.service(AuthService.self).allocateGlobalID(use) }
        }
        var settings = MessengerConfiguration.monitor(
            rank: Int64(rank), authServer: MonitorAuthServer(authEnvironment),
            authClient: MonitorPeerAuthClient(
                name: AuthEntityName(.mon, configuration.id), environment: authEnvironment),
            clientBytes: configuration.options.int("mon_client_bytes"),
            daemonBytes: configuration.options.int("mon_daemon_bytes"))
        settings.authPolicy = AuthPolicy(options: configuration.options)
        let limiter = LogLimiter(linesPerSecond: 50)
        settings.log = { [log] level, line in
            guard level <= 0 else { return }
            for line in limiter.admit(line, at: .now()) { log.write(level, .mon, line, at: SystemTime.now) }
        }
        try await loop.submit { [settings] in self.openManagerLink(settings) }.get()
        let messenger = Messenger(group: group, configuration: settings, dispatcher: network)
        try await messenger.bind(addresses.bound, announcing: addresses.announced)
        network.messenger = messenger
        self.messenger = messenger
        try await openSockets()
        try await loop.submit { self.monitor?.start() }.get()
    }

    private func makeMonitor(_ snapshot: KeySnapshot) throws -> (MonitorNetwork, OwnAddresses, Int) {
        let environment = DaemonEnvironment(
            loop: loop, store: store, dataFolder: configuration.dataFolder, log: log)
        let monmap = try MonMap.stored(in: store)
        let monitor = Monitor(
            name: configuration.id, monmap: monmap, environment: environment,
            settings: MonitorSettings(configuration.options))
        let auth = monitor.service(AuthService.self)
        auth.policy = AuthPolicy(options: configuration.options)
        auth.keyring = ownKeyring()
        auth.onKeysChanged = { snapshot.update($0) }
        monitor.onOptionsChanged = { [log, unowned monitor] in log.adopt(monitor.options.options) }
        try monitor.load()
        monitor.changeOptions { $0.isRunning = true }
        snapshot.update(auth.keyServer)
        let own = try OwnAddresses(configuration, monmap: monitor.monmap)
        if !monitor.monmap.contains(configuration.id) {
            note("mon.\(configuration.id) does not exist in monmap, will attempt to join an existing cluster")
        }
        monitor.listeningAddresses = own.announced
        environment.onShutdown = { [weak self] reason in self?.ended.succeed(reason) }
        let network = MonitorNetwork(loop: loop, group: group, monitor: monitor)
        environment.transport = network
        (self.environment, self.monitor, self.network) = (environment, monitor, network)
        return (network, own, monitor.rank)
    }

    private func openManagerLink(_ settings: MessengerConfiguration) {
        guard let monitor else { return }
        let link = ManagerLink(loop: loop, group: group, monitor: monitor, settings: settings)
        environment?.managerLink = link
        managerLink = link
    }

    private func ownKeyring() -> KeyRing {
        for path in [
            configuration.commandLine.keyring, configuration.path("keyring"),
            "\(configuration.dataFolder)/keyring",
        ] {
            guard let path, let data = FileManager.default.contents(atPath: path) else { continue }
            if let ring = try? KeyRing(bytes: ByteBuffer(bytes: data)) { return ring }
        }
        return KeyRing()
    }

    /// `--force-sync`: the next start gives up what is here and takes everything from another monitor.
    private func markForSync() throws {
        guard configuration.commandLine.reallyMeanIt else {
            throw UsageError(
                "are you SURE? this will mean the monitor store will be erased the next time the monitor is "
                    + "restarted.  pass --yes-i-really-mean-it if you really do.")
        }
        var transaction = StoreTransaction()
        transaction.put("mon_sync", "force_sync", version: 1)
        try store.apply(transaction, sync: true)
    }

    private func openSockets() async throws {
        let sources = try await loop.submit {
            self.monitor.map { monitor in
                let counters = CounterCollection(
                    monitor: monitor, store: self.store.counters, messenger: self.messenger)
                let commands = AdminCommands(monitor: monitor, log: self.log, counters: counters)
                monitor.onTell = { [unowned commands] in commands.run($0, for: $1, $2) }
                monitor.manager.counters = { [weak counters] in counters?.all ?? [] }
                self.adminCommands = commands
                return (
                    NIOLoopBound(commands, eventLoop: self.loop),
                    NIOLoopBound(
                        Metrics(monitor: monitor, counters: counters, network: self.network),
                        eventLoop: self.loop)
                )
            }
        }.get()
        guard let (commands, metrics) = sources else { return }
        let path = configuration.path("admin_socket")
        if !path.isEmpty { adminSocket = try await AdminSocket.open(path, on: loop, commands: commands) }
        if let address = configuration.commandLine.metricsAddress {
            self.metrics = try await MetricsServer.open(address, on: loop, source: metrics)
        }
    }

    /// Waits until somebody asks it to end. The reason is nil for a clean end.
    func waitUntilEnd() async throws -> String? { try await ended.futureResult.get() }

    /// Asks it to end, from any thread.
    func requestEnd() { ended.succeed(nil) }

    func reopenLogs() { log.reopen() }

    func dumpRecentLines() { log.dumpRecent() }

    func note(_ line: String) { log.write(0, .mon, line, at: SystemTime.now) }

    /// The first loop has the monitor and its share of the sockets. Where there are two processors, a second loop
    /// costs a commit more in hops between threads than it gains.
    private static func loops(_ options: MonitorOptions) -> Int {
        let name = "ms_async_op_threads"
        if options.namesSet.contains(name) { return min(max(1, Int(options.int(name))), 24) }
        return System.coreCount > 2 ? 2 : 1
    }

    /// Ends everything in order: no more messages, what waits is written, the store is closed.
    func stop() async throws {
        await messenger?.shutdown()
        await managerLink?.shutdown()
        try await adminSocket?.close()
        try await metrics?.close()
        try await loop.submit {
            self.monitor?.shutDown()
            self.environment?.close()
            self.monitor = nil
            self.adminCommands = nil
            self.environment = nil
        }.get()
        try await group.shutdownGracefully()
    }
}
