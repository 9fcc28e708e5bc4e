import CephEncoding
import NIOCore

/// A record that Ceph stores or sends under a name of its own, as `ceph-dencoder` lists them.
public protocol CephRecord: CephCodable, CephDumpable, Sendable {
    /// Ceph's C++ name: `OSDMap::Incremental`.
    static var cephTypeName: String { get }
}

extension CephRecord {
    /// Reads a record that fills `bytes`; errors name the record.
    public static func decode(from bytes: ByteBuffer, features: CephFeatures = .all) throws -> Self {
        try CephDecoder.decode(Self.self, from: bytes, named: cephTypeName, features: features)
    }

    /// The record's bytes for a reader with these features.
    public func encoded(features: CephFeatures = .all) -> ByteBuffer {
        CephEncoder.encode(self, features: features)
    }
}

/// Every record type that this library reads and writes.
public enum RecordCatalog {
    public static let all: [any CephRecord.Type] = [
        OSDMapRecords.all, CrushRecords.all, ClusterRecords.all, PGMapRecords.all, AuthRecords.all,
        LogRecords.all,
    ].flatMap(\.self)

    /// The type with Ceph's name `name`, or nil.
    public static func type(named name: String) -> (any CephRecord.Type)? {
        all.first { $0.cephTypeName == name }
    }
}
