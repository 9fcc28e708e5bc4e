import CephEncoding

/// `store_statfs_t` (src/osd/osd_types.h): the space of an object store, in bytes.
public struct StoreStatFS: Hashable, Sendable {
    public var total: UInt64 = 0
    public var available: UInt64 = 0
    /// Kept back by the store for itself.
    public var internallyReserved: UInt64 = 0
    /// Taken by users' data.
    public var allocated: Int64 = 0
    /// What users stored.
    public var dataStored: Int64 = 0
    public var dataCompressed: Int64 = 0
    public var dataCompressedAllocated: Int64 = 0
    public var dataCompressedOriginal: Int64 = 0
    public var omapAllocated: Int64 = 0
    public var internalMetadata: Int64 = 0

    public init() {}

    public var isZero: Bool { self == StoreStatFS() }

    public var used: UInt64 { total &- available &- internallyReserved }
    /// With what the store keeps back.
    public var usedRaw: UInt64 { total &- available }
    public var usedRawRatio: Float { total == 0 ? 0 : Float(usedRaw) / Float(total) }

    public var kb: UInt64 { total >> 10 }
    public var kbAvailable: UInt64 { available >> 10 }
    public var kbUsedRaw: UInt64 { usedRaw >> 10 }
    // Signed sizes shift as such and are then seen as unsigned, as in C++.
    public var kbUsedData: UInt64 { UInt64(bitPattern: allocated >> 10) }
    public var kbUsedOmap: UInt64 { UInt64(bitPattern: omapAllocated >> 10) }
    public var kbUsedInternalMetadata: UInt64 { UInt64(bitPattern: internalMetadata >> 10) }

    public mutating func add(_ other: StoreStatFS) {
        total &+= other.total
        available &+= other.available
        internallyReserved &+= other.internallyReserved
        allocated &+= other.allocated
        dataStored &+= other.dataStored
        dataCompressed &+= other.dataCompressed
        dataCompressedAllocated &+= other.dataCompressedAllocated
        dataCompressedOriginal &+= other.dataCompressedOriginal
        omapAllocated &+= other.omapAllocated
        internalMetadata &+= other.internalMetadata
    }

    public mutating func subtract(_ other: StoreStatFS) {
        total &-= other.total
        available &-= other.available
        internallyReserved &-= other.internallyReserved
        allocated &-= other.allocated
        dataStored &-= other.dataStored
        dataCompressed &-= other.dataCompressed
        dataCompressedAllocated &-= other.dataCompressedAllocated
        dataCompressedOriginal &-= other.dataCompressedOriginal
        omapAllocated &-= other.omapAllocated
        internalMetadata &-= other.internalMetadata
    }

    /// Raises what is below `least` to it; unsigned sizes count as signed here.
    public mutating func floor(at least: Int64) {
        func raised(_ size: UInt64) -> UInt64 { UInt64(bitPattern: max(Int64(bitPattern: size), least)) }
        total = raised(total)
        available = raised(available)
        internallyReserved = raised(internallyReserved)
        allocated = max(allocated, least)
        dataStored = max(dataStored, least)
        dataCompressed = max(dataCompressed, least)
        dataCompressedAllocated = max(dataCompressedAllocated, least)
        dataCompressedOriginal = max(dataCompressedOriginal, least)
        omapAllocated = max(omapAllocated, least)
        internalMetadata = max(internalMetadata, least)
    }
}

extension StoreStatFS: CephRecord {
    public static let cephTypeName = "store_statfs_t"

    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 1) { _, body in
            var stat = StoreStatFS()
            stat.total = try body.decode("total")
            stat.available = try body.decode("available")
            stat.internallyReserved = try body.decode("internally_reserved")
            stat.allocated = try body.decode("allocated")
            stat.dataStored = try body.decode("data_stored")
            stat.dataCompressed = try body.decode("data_compressed")
            stat.dataCompressedAllocated = try body.decode("data_compressed_allocated")
            stat.dataCompressedOriginal = try body.decode("data_compressed_original")
            stat.omapAllocated = try body.decode("omap_allocated")
            stat.internalMetadata = try body.decode("internal_metadata")
            return stat
        }
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.versioned(1, compatible: 1) { body in
            body.integer(total)
            body.integer(available)
            body.integer(internallyReserved)
            body.integer(allocated)
            body.integer(dataStored)
            body.integer(dataCompressed)
            body.integer(dataCompressedAllocated)
            body.integer(dataCompressedOriginal)
            body.integer(omapAllocated)
            body.integer(internalMetadata)
        }
    }

    public func dump(to formatter: inout CephFormatter) {
        formatter.int("total", Int64(bitPattern: total))
        formatter.int("available", Int64(bitPattern: available))
        formatter.int("internally_reserved", Int64(bitPattern: internallyReserved))
        formatter.int("allocated", allocated)
        formatter.int("data_stored", dataStored)
        formatter.int("data_compressed", dataCompressed)
        formatter.int("data_compressed_allocated", dataCompressedAllocated)
        formatter.int("data_compressed_original", dataCompressedOriginal)
        formatter.int("omap_allocated", omapAllocated)
        formatter.int("internal_metadata", internalMetadata)
    }
}
