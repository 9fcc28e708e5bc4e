import CephEncoding
import CephTypes
import Foundation
import Monitor
import MonitorStore
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import TestSupport
import Testing

@testable import MonitorDaemon

/// `mon_compact_on_bootstrap`, on a real store.
@Suite struct CompactionTests {
    private final class Lines: DaemonLog {
        let lines = NIOLockedValueBox<[String]>([])
        func isWanted(_ level: Int, _ subsystem: LogSubsystem) -> Bool { level <= 0 }
        func write(_ level: Int, _ subsystem: LogSubsystem, _ line: String, at time: UTime) {
            lines.withLockedValue { $0.append(line) }
        }
        func writeCluster(_ entries: [LogEntry]) {}
    }

    /// A new monitor's store, in which 50,000 keys were written over and over.
    private func overwrittenStore(in folder: TemporaryFolder, on loop: any EventLoop) throws -> String {
        let path = "\(folder.path)/mon"
        try StandaloneMonitor.create(in: path, on: loop, synced: false).stop()
        let store = try onceFree { try LevelDBStore(path: "\(path)/store.db") }
        for round in 0..<3 {
            for chunk in 0..<50 {
                var batch = WriteBatch()
                for number in 0..<1000 {
                    // Nothing that could be compressed.
                    var state = UInt64(round * 50_000 + chunk * 1000 + number) &* 0x9e37_79b9_7f4a_7c15
                    var value = ByteBuffer()
                    for _ in 0..<16 {
                        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                        value.writeInteger(state)
                    }
                    batch.put(StoreKey("mon_config_key", "bench/\(chunk * 1000 + number)").combined, value)
                }
                try store.write(batch, sync: false)
            }
        }
        return path
    }

    /// The thread that wrote a store may give it up only a moment after it was ended.
    private func onceFree<T>(_ body: () throws -> T) throws -> T {
        for _ in 0..<500 {
            if let done = try? body() { return done }
            usleep(10_000)
        }
        return try body()
    }

    private func size(_ folder: String) throws -> Int {
        let files = FileManager.default
        return try files.contentsOfDirectory(atPath: "\(folder)/store.db").reduce(0) {
            $0 + ((try files.attributesOfItem(atPath: "\(folder)/store.db/\($1)")[.size] as? Int) ?? 0)
        }
    }

    /// Starts the store's monitor, waits until it leads, ends it, and says what its log had of compactions.
    private func run(_ folder: String, on loop: any EventLoop, _ settings: [String: String]) throws
        -> [String]
    {
        let log = Lines()
        let monitor = try onceFree {
            try StandaloneMonitor.open(
                folder, on: loop, synced: false, log: log, settings: MonitorSettings(settings))
        }
        let deadline = Date().addingTimeInterval(60)
        while try !loop.submit({ monitor.monitor.isLeader }).wait() {
            guard Date() < deadline else { throw OwnCluster.Failure(description: "it does not lead") }
            usleep(10_000)
        }
        try monitor.stop()
        return log.lines.withLockedValue { $0.filter { $0.contains("compaction") } }
    }

    @Test func `a store with overwritten keys shrinks on bootstrap, if the option says so`() throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        defer { try? group.syncShutdownGracefully() }
        let folder = try TemporaryFolder()
        let path = try overwrittenStore(in: folder, on: group.next())
        // What is in LevelDB's log becomes a table when the store is opened: that is no compaction.
        #expect(try run(path, on: group.next(), [:]) == [])
        let before = try size(path)
        #expect(try run(path, on: group.next(), ["mon_compact_on_bootstrap": "false"]) == [])
        #expect(Double(try size(path)) > Double(before) * 0.95)
        let lines = try run(path, on: group.next(), ["mon_compact_on_bootstrap": "true"])
        let after = try size(path)
        #expect(Double(after) < Double(before) * 0.75, "\(before) to \(after)")
        #expect(after > 50_000 * 128)
        #expect(lines.first == "bootstrap -- triggering compaction")
        let told = try #require(
            lines.last?.wholeMatch(of: /bootstrap -- finished compaction: (\d+) to (\d+) bytes in ([\d.]+) s/)
        )
        #expect(try #require(Int(told.1)) > before * 9 / 10)
        #expect(try #require(Int(told.2)) < before * 3 / 4)
        #expect(try #require(Double(told.3)) > 0)
    }
}
