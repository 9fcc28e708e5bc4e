import CephEncoding
import CephMessages
import CephTypes
import Foundation
import Messenger
import Monitor
import MonitorStore
import NIOCore
import NIOPosix
import TestSupport
import Testing

@testable import MonitorDaemon

/// A monitor of one, and what its admin socket answers.
enum AdminTesting {
    private struct NoDispatcher: Dispatcher {
        func messengerReady(_ connection: Connection) {}
        func received(
            _ message: MessageEnvelope, on connection: Connection, reservation: MessageReservation
        ) {}
        func reset(_ connection: Connection, _ kind: ResetKind) {}
    }

    /// Runs `body` on the loop of a new monitor of one.
    static func withCommands(
        _ body: @escaping @Sendable (AdminCommands, StandaloneMonitor) throws -> Void
    ) throws {
        let folder = try TemporaryFolder()
        let group = MultiThreadedEventLoopGroup.singleton
        let standalone = try StandaloneMonitor.create(
            in: "\(folder.path)/mon", on: group.next(), synced: false)
        try standalone.loop.submit {
            var configuration = MessengerConfiguration(name: EntityName(.mon, 0), policies: .monitor)
            configuration.dispatchThrottle = MessageThrottle(
                name: "msgr_dispatch_throttler-mon", maximumBytes: 100)
            configuration.throttles = [
                .client: MessageThrottle(name: "mon_client_bytes", maximumBytes: 100)
            ]
            let counters = CounterCollection(
                monitor: standalone.monitor, store: standalone.environment.leveldb.counters,
                messenger: Messenger(
                    group: group, configuration: configuration, dispatcher: NoDispatcher()))
            let log = FileLog(settings(logFile: "\(folder.path)/log"))
            try body(
                AdminCommands(monitor: standalone.monitor, log: log, counters: counters), standalone)
        }.wait()
        try standalone.stop()
    }

    static func settings(logFile: String?) -> FileLog.Settings {
        let options = MonitorOptions(monitor: .init(name: AuthEntityName(.mon, "a")))
        var settings = FileLog.Settings(options, toStandardError: false)
        settings.path = logFile
        settings.clusterPaths = [:]
        return settings
    }

    /// An answer that is one object of JSON.
    static func answer(_ command: String, _ commands: AdminCommands) throws -> [String: Any] {
        var output = ByteBuffer()
        commands.run(command) { output = $0 }
        let text = Data(output.readableBytesView)
        return try #require(try JSONSerialization.jsonObject(with: text) as? [String: Any])
    }
}
