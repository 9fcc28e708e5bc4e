import CephEncoding

extension PGPool {
    /// All bits that a placement group's number can have, for `stableMod`.
    public var pgNumMask: UInt32 { Self.mask(pgNum) }
    public var pgpNumMask: UInt32 { Self.mask(pgpNum) }

    private static func mask(_ count: UInt32) -> UInt32 {
        guard count > 1 else { return 0 }
        return UInt32.max >> UInt32((count - 1).leadingZeroBitCount)
    }

    /// `ceph_stable_mod`: a remainder that moves few numbers when `count` grows.
    @inline(__always)
    static func stableMod(_ number: UInt32, _ count: UInt32, _ mask: UInt32) -> UInt32 {
        number & mask < count ? number & mask : number & (mask >> 1)
    }

    /// The placement seed of an object's name or locator key.
    public func hashKey(_ key: String, namespace: String = "") -> UInt32 {
        let name = key.cephBytes
        guard !namespace.isEmpty else { return hash(name) }
        return hash(namespace.cephBytes + [0x1f] + name)
    }

    private func hash(_ bytes: [UInt8]) -> UInt32 {
        switch ObjectHash(rawValue: objectHash) {
        case .linux: CephStringHash.linux(bytes)
        case .rjenkins: CephStringHash.rjenkins(bytes)
        // As C's -1 («unknown hash»).
        case nil: .max
        }
    }

    /// The placement group that a full 32-bit seed falls into.
    public func actualPG(_ raw: PGID) -> PGID {
        PGID(pool: raw.pool, seed: Self.stableMod(raw.seed, pgNum, pgNumMask))
    }

    /// CRUSH's input for a placement group (`raw_pg_to_pps`). Where the flag `hashpspool` is not set,
    /// group 1 of pool 1 lies where group 0 of pool 2 does.
    public func placementSeed(_ raw: PGID) -> UInt32 {
        let seed = Self.stableMod(raw.seed, pgpNum, pgpNumMask)
        let pool = UInt32(truncatingIfNeeded: raw.pool)
        return flags.contains(.hashPSPool) ? CrushHash.hash(seed, pool) : seed &+ pool
    }
}
