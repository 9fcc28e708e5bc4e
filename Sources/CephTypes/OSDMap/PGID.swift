import CephEncoding

/// `pg_t`: a placement group, by pool and placement seed (src/osd/osd_types.h).
///
/// On the wire: version u8 (1), pool u64, seed u32, and an i32 that once preferred an OSD and is -1 now.
public struct PGID: Hashable, Sendable {
    public var pool: Int64
    public var seed: UInt32

    public init(pool: Int64 = 0, seed: UInt32 = 0) {
        self.pool = pool
        self.seed = seed
    }
}

extension PGID: CephRecord {
    public static let cephTypeName = "pg_t"

    /// Bytes on the wire.
    public static let encodedSize = 17

    public init(from decoder: inout CephDecoder) throws {
        let version = try decoder.integer(UInt8.self)
        guard version == 1 else { throw decoder.failure("a pg_t of version \(version), this one knows 1") }
        pool = try decoder.integer()
        seed = try decoder.integer()
        try decoder.skip(4)
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.integer(UInt8(1))
        encoder.integer(pool)
        encoder.integer(seed)
        encoder.integer(Int32(-1))
    }

    public func dump(to formatter: inout CephFormatter) {
        formatter.int("pool", UInt64(bitPattern: pool))
        formatter.int("seed", seed)
    }

    /// Reads the form before `PGID64`: preferred OSD i16, seed u16, pool u32.
    init(legacyFrom decoder: inout CephDecoder) throws {
        try decoder.skip(2)
        seed = UInt32(try decoder.integer(UInt16.self))
        pool = Int64(try decoder.integer(UInt32.self))
    }

    func encode(legacyInto encoder: inout CephEncoder) {
        encoder.integer(Int16(-1))
        encoder.integer(UInt16(truncatingIfNeeded: seed))
        encoder.integer(UInt32(truncatingIfNeeded: pool))
    }
}

extension PGID: CephOrdered, Comparable {
    public static func < (left: PGID, right: PGID) -> Bool {
        left.pool == right.pool
            ? left.seed < right.seed : UInt64(bitPattern: left.pool) < UInt64(bitPattern: right.pool)
    }
}

extension PGID: CustomStringConvertible {
    /// `3.1b`: the pool in decimal, the seed in hexadecimal.
    public var description: String { "\(UInt64(bitPattern: pool)).\(String(seed, radix: 16))" }

    /// Reads what ``description`` writes.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let pool = Int64(parts[0]), pool >= 0,
            let seed = UInt32(parts[1], radix: 16), parts[1].first != "+"
        else { return nil }
        self.init(pool: pool, seed: seed)
    }
}
