import CephEncoding

/// `pg_shard_t` (src/osd/osd_types.h): an OSD, and which shard of an erasure-coded placement group it holds.
/// On the wire an envelope with OSD i32, shard i8.
public struct PGShard: Hashable, Sendable {
    public var osd: Int32
    public var shard: Int8

    public init(osd: Int32, shard: Int8 = PGShard.noShard) {
        self.osd = osd
        self.shard = shard
    }

    /// `shard_id_t::NO_SHARD`: the group is replicated.
    public static let noShard: Int8 = -1
    /// `CRUSH_ITEM_NONE`: no OSD at all.
    public static let noOSD: Int32 = 0x7fff_ffff
}

extension PGShard: CephCodable, CephOrdered, Comparable {
    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 1) { _, body in
            PGShard(osd: try body.decode("osd"), shard: try body.decode("shard"))
        }
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.versioned(1, compatible: 1) { body in
            body.integer(osd)
            body.integer(shard)
        }
    }

    public static func < (left: PGShard, right: PGShard) -> Bool {
        (left.osd, left.shard) < (right.osd, right.shard)
    }
}

extension PGShard: CustomStringConvertible {
    /// `3`, `3(1)` with a shard, `?` for an OSD that is not known.
    public var description: String {
        if osd == -1 { return "?" }
        return shard == Self.noShard ? "\(osd)" : "\(osd)(\(UInt8(bitPattern: shard)))"
    }
}
