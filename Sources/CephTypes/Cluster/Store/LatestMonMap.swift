import CephEncoding
import NIOCore

/// The value at `monmap/latest`, which `ceph-mon --inject-monmap` leaves: a version u64, and its map as a
/// bufferlist (src/ceph_mon.cc).
public struct LatestMonMap: Hashable, Sendable {
    public var version: UInt64
    public var map: MonMap

    public init(version: UInt64, map: MonMap) {
        self.version = version
        self.map = map
    }
}

extension LatestMonMap: CephRecord {
    public static let cephTypeName = "MonmapMonitor latest"

    public init(from decoder: inout CephDecoder) throws {
        version = try decoder.decode("version")
        let bytes = try decoder.decode("monmap", as: ByteBuffer.self)
        map = try decoder.field("monmap") { _ in try MonMap.decode(from: bytes) }
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.integer(version)
        encoder.encode(map.encoded(features: encoder.features))
    }

    public func dump(to formatter: inout CephFormatter) {
        formatter.int("version", version)
        formatter.dump("monmap", map)
    }
}
