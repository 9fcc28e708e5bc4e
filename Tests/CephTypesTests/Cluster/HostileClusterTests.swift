import CephEncoding
import NIOCore
import SeededRandom
import Testing

@testable import CephTypes

/// Damaged values give an error or a value, and never a trap.
@Suite struct HostileClusterTests {
    static let values: [(path: String, type: any CephRecord.Type)] = [
        ("live/monmap.6", MonMap.self), ("live/fsmap.19", FSMap.self), ("nautilus/fsmap", FSMap.self),
        ("pacific-rich/mgr/1", MgrMap.self), ("pacific-rich/health/quorum", QuorumHealth.self),
        ("pacific-rich/monitor/feature_set", CompatSet.self), ("live/mutes", HealthMutes.self),
        ("quorum/connectivity_scores", ConnectionTracker.self),
        ("pacific-rich/monitor_store/last_metadata", MonitorMetadata.self),
        ("pacific-rich/mgr_command_descs/_empty_", CommandDescriptions.self),
    ]

    @Test("A value that ends early is refused, at every byte", arguments: values.indices)
    func truncated(_ index: Int) throws {
        let (path, type) = Self.values[index]
        let bytes = try ClusterFixtures.bytes(path)
        for length in 0..<bytes.readableBytes {
            let part = try #require(bytes.getSlice(at: bytes.readerIndex, length: length))
            #expect(throws: CephDecodingError.self, "\(path) of \(length) bytes") {
                try type.decode(from: part)
            }
        }
    }

    @Test(
        "A value with changed bytes is read or refused, and what was read can be written",
        arguments: values.indices)
    func mutated(_ index: Int) throws {
        let (path, type) = Self.values[index]
        let original = try ClusterFixtures.bytes(path).byteArray
        var random = SeededRandom(seed: UInt64(index))
        // Ten values, some thousands of attempts: fewer with large ones, which take longer.
        for _ in 0..<min(1000, 400_000 / original.count) {
            var bytes = original
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: bytes.indices, using: &random)
                bytes[place] =
                    [0, 1, 0x7f, 0xff, UInt8.random(in: 0...255, using: &random)]
                    .randomElement(using: &random) ?? 0
            }
            guard let record = try? type.decode(from: ByteBuffer(bytes: bytes)) else { continue }
            _ = record.encoded()
            _ = record.encoded(features: [])
            _ = CephFormatter.format(record, as: .json)
            if let printed = record as? any CustomStringConvertible { _ = printed.description }
            if let map = record as? FSMap { _ = map.summary + map.daemonSummary }
        }
    }
}
