import CephEncoding
import CephTypes
import FoundationEssentials
import Monitor
import MonitorStore
import NIOCore

/// A monitor of one in this process, without a network: a new store, or one that is there.
public final class StandaloneMonitor: @unchecked Sendable {
    // Unchecked: `monitor` and `environment` are only touched on `loop`.
    public let loop: any EventLoop
    public let monitor: Monitor
    public let environment: DaemonEnvironment

    private init(loop: any EventLoop, monitor: Monitor, environment: DaemonEnvironment) {
        self.loop = loop
        self.monitor = monitor
        self.environment = environment
    }

    /// Makes a new cluster's store in a folder that is not there yet, and starts its only monitor.
    /// - Parameter synced: false gives up durability, to measure what it costs.
    public static func create(
        in folder: String, on loop: any EventLoop, synced: Bool = true, log: any DaemonLog = QuietLog()
    ) throws -> StandaloneMonitor {
        let mkfs = MonitorMkfs(
            monmap: try initialMap(), keyring: ByteBuffer(string: MonitorKeyring.generate()))
        try MonitorFolder.mkfs(mkfs, in: folder)
        return try open(folder, on: loop, synced: synced, log: log)
    }

    /// Starts the monitor of a store that is there.
    public static func open(
        _ folder: String, on loop: any EventLoop, synced: Bool = true, log: any DaemonLog = QuietLog(),
        settings: MonitorSettings = MonitorSettings()
    ) throws -> StandaloneMonitor {
        let store = try LevelDBStore(path: "\(folder)/store.db")
        return try loop.submit {
            let environment = DaemonEnvironment(
                loop: loop, store: store, dataFolder: folder, log: log, synced: synced)
            let monmap = try MonMap.stored(in: store)
            let name = monmap.ranks.first ?? "a"
            let monitor = Monitor(
                name: name, monmap: monmap, environment: environment, settings: settings)
            try monitor.load()
            monitor.start()
            return StandaloneMonitor(loop: loop, monitor: monitor, environment: environment)
        }.wait()
    }

    /// Ends it; what was submitted is written first.
    public func stop() throws {
        try loop.submit { [self] in
            monitor.shutDown()
            environment.close()
        }.wait()
    }

    private static func initialMap() throws -> MonMap {
        var map = MonMap()
        var generator = SystemRandomNumberGenerator()
        map.fsid = .random(using: &generator)
        let addresses = EntityAddressVector("[v2:127.0.0.1:3300/0,v1:127.0.0.1:6789/0]")
        _ = map.add(MonInfo(name: "a", publicAddresses: addresses ?? EntityAddressVector()))
        return map
    }
}
