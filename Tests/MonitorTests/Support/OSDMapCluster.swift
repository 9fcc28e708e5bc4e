import CephEncoding
import CephTypes
import Foundation
import MonitorStore
import NIOCore

@testable import Monitor

/// A monitor on the OSD maps of a real cluster (Tests/Fixtures/osdmap).
enum OSDMapCluster {
    static func fixture(_ file: String) throws -> Data {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try Data(contentsOf: tests.appendingPathComponent("Fixtures/osdmap/\(file)"))
    }

    static func text(_ file: String) throws -> String {
        String(decoding: try fixture(file), as: UTF8.self)
    }

    private static func values(_ file: String) throws -> CephMap<String, ByteBuffer> {
        try CephDecoder.decode(
            CephMap<String, ByteBuffer>.self, from: ByteBuffer(bytes: try fixture(file)), named: file)
    }

    /// The monitor of pacific-rich, as its store was left: at epoch 70.
    static func pacificRich() throws -> (Monitor, TestEnvironment) {
        let environment = TestEnvironment()
        environment.now = UTime(seconds: 1_795_247_220)
        var transaction = StoreTransaction()
        for (key, value) in try values("pacific-rich.values") {
            let parts = key.split(separator: "/", maxSplits: 1)
            transaction.put(String(parts[0]), String(parts[1]), value)
        }
        for (key, value) in try values("pacific-rich.metadata.values") {
            let parts = key.split(separator: "/", maxSplits: 1)
            transaction.put(String(parts[0]), String(parts[1]), value)
        }
        transaction.put("osdmap", "first_committed", version: 1)
        transaction.put("osdmap", "last_committed", version: 70)
        // Without `full_latest` every increment is applied, as in the monitor that gave the answers: the order of
        // the blocklist depends on it.
        try environment.memory.apply(transaction)
        let full = try OSDMap.decode(
            from: environment.memory.value(of: StoreKey("osdmap", "full_70")) ?? ByteBuffer())
        var map = MonMap()
        map.fsid = full.fsid
        let addresses =
            EntityAddressVector("[v2:127.0.0.1:3300/0,v1:127.0.0.1:6789/0]") ?? EntityAddressVector()
        _ = map.add(MonInfo(name: "a", publicAddresses: addresses))
        try environment.memory.apply(MonitorMkfs(monmap: map, keyring: nil).transaction)
        return (try TestEnvironment.start(environment), environment)
    }
}
