import CephEncoding
import CephTypes
import Foundation
import MonitorStore
import NIOCore

@testable import Monitor

/// The store of a real 16.2.15 monitor (Tests/Fixtures/monitor), without old versions of its maps, and what that
/// monitor answered at that very state.
enum RecordedStore {
    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Fixtures/monitor")

    /// When the answers were recorded.
    static let recorded = UTime(seconds: 1_795_247_240)

    /// A monitor that leads on a copy of the store, as far into its quorum as the real one was.
    static func monitor() throws -> Monitor {
        let data = try Data(contentsOf: folder.appendingPathComponent("pacific-rich.transaction"))
        let environment = TestEnvironment()
        environment.now = recorded
        try environment.memory.apply(try StoreTransaction.decode(from: ByteBuffer(bytes: data)))
        // It runs where the recorded one ran.
        let key = StoreKey("monitor_store", "last_metadata")
        let metadata = try MonitorMetadata.decode(from: environment.memory.value(of: key) ?? ByteBuffer())
        environment.hostMetadata = metadata.monitors[0] ?? DaemonMetadata()
        let monitor = try TestEnvironment.start(environment)
        // It had not been restarted.
        monitor.elector.epoch = 3
        environment.monotonicTime = monitor.quorumSince + .seconds(2571)
        return monitor
    }

    /// What `ceph` printed; nil where that is not kept. JSON begins with an empty line there.
    static func answer(_ name: String) throws -> String? {
        let file = folder.appendingPathComponent("answers/\(name)")
        guard FileManager.default.fileExists(atPath: file.path) else { return nil }
        let data = try Data(contentsOf: file)
        let text = String(decoding: data, as: UTF8.self)
        return name.hasSuffix(".json") ? String(text.dropFirst()) : text
    }
}
