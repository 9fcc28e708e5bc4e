import CephEncoding
import CephTypes

/// `spg_t`: a placement group, and which shard of it in an erasure-coded pool (src/osd/osd_types.h).
public struct ShardedPGID: Hashable, Sendable {
    public var pgid: PGID
    /// ``PGShard/noShard`` in replicated pools.
    public var shard: Int8

    public init(_ pgid: PGID = PGID(), shard: Int8 = PGShard.noShard) {
        self.pgid = pgid
        self.shard = shard
    }
}

extension ShardedPGID: CephCodable {
    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 1, named: "spg_t") { _, body in
            Self(try body.decode("pgid"), shard: try body.decode("shard"))
        }
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.versioned(1, compatible: 1) { body in
            body.encode(pgid)
            body.integer(shard)
        }
    }
}

extension ShardedPGID: CephOrdered {
    public static func precedes(_ left: ShardedPGID, _ right: ShardedPGID) -> Bool {
        left.pgid == right.pgid ? left.shard < right.shard : left.pgid < right.pgid
    }
}

extension ShardedPGID: CustomStringConvertible {
    /// `3.1b`, `3.1bs0`.
    public var description: String { shard == PGShard.noShard ? "\(pgid)" : "\(pgid)s\(shard)" }
}
