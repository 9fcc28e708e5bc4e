import CephEncoding
import CephTypes
import Foundation
import NIOCore
import Testing

/// Files of `Tests/Fixtures/cluster`: values of real stores, and what Ceph's programs said of them.
enum ClusterFixtures {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Fixtures/cluster").path

    static func bytes(_ path: String) throws -> ByteBuffer {
        ByteBuffer(bytes: try #require(FileManager.default.contents(atPath: "\(root)/\(path)"), "\(path)"))
    }

    static func text(_ path: String) throws -> String { String(cephBytes: try bytes(path).byteArray) }

    static func record<T: CephRecord>(_ path: String, as type: T.Type = T.self) throws -> T {
        try T.decode(from: try bytes(path))
    }
}

/// JSON without the line breaks that the `ceph` program puts around it.
func trimmed(_ text: String) -> String { text.trimmingCharacters(in: .newlines) }
