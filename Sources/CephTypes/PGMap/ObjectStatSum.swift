import CephEncoding

/// `object_stat_sum_t` (src/osd/osd_types.h): what is counted of objects, summed over a placement group, a pool
/// or all. Sizes in bytes unless the name says KiB; reads and writes are counts of operations.
public struct ObjectStatSum: Hashable, Sendable {
    // In the order of the wire; all but ``modes`` are alike, which `withCounters` relies upon.
    public var numBytes: Int64 = 0
    public var numObjects: Int64 = 0
    public var numObjectClones: Int64 = 0
    public var numObjectCopies: Int64 = 0
    public var numObjectsMissingOnPrimary: Int64 = 0
    public var numObjectsDegraded: Int64 = 0
    public var numObjectsUnfound: Int64 = 0
    public var numRd: Int64 = 0
    public var numRdKB: Int64 = 0
    public var numWr: Int64 = 0
    public var numWrKB: Int64 = 0
    public var numScrubErrors: Int64 = 0
    public var numObjectsRecovered: Int64 = 0
    public var numBytesRecovered: Int64 = 0
    public var numKeysRecovered: Int64 = 0
    public var numShallowScrubErrors: Int64 = 0
    public var numDeepScrubErrors: Int64 = 0
    public var numObjectsDirty: Int64 = 0
    public var numWhiteouts: Int64 = 0
    public var numObjectsOmap: Int64 = 0
    public var numObjectsHitSetArchive: Int64 = 0
    public var numObjectsMisplaced: Int64 = 0
    public var numBytesHitSetArchive: Int64 = 0
    public var numFlush: Int64 = 0
    public var numFlushKB: Int64 = 0
    public var numEvict: Int64 = 0
    public var numEvictKB: Int64 = 0
    public var numPromote: Int64 = 0
    public var numObjectsPinned: Int64 = 0
    public var numObjectsMissing: Int64 = 0
    public var numLegacySnapsets: Int64 = 0
    public var numLargeOmapObjects: Int64 = 0
    public var numObjectsManifest: Int64 = 0
    public var numOmapBytes: Int64 = 0
    public var numOmapKeys: Int64 = 0
    public var numObjectsRepaired: Int64 = 0
    /// How many placement groups of a cache tier are flushing (high, low) and evicting (some, full). On the
    /// wire between `num_promote` and `num_objects_pinned`.
    private var modes: SIMD4<Int32> = .zero

    public init() {}

    public var numFlushModeHigh: Int32 {
        get { modes[0] }
        set { modes[0] = newValue }
    }
    public var numFlushModeLow: Int32 {
        get { modes[1] }
        set { modes[1] = newValue }
    }
    public var numEvictModeSome: Int32 {
        get { modes[2] }
        set { modes[2] = newValue }
    }
    public var numEvictModeFull: Int32 {
        get { modes[3] }
        set { modes[3] = newValue }
    }

    public var isZero: Bool { self == ObjectStatSum() }
}

extension ObjectStatSum {
    private static let counters = 36
    /// Counters on the wire before ``modes``.
    private static let beforeModes = 28

    /// Gives all the 64-bit counters to `body` as one array.
    private mutating func withCounters<R>(_ body: (UnsafeMutableBufferPointer<Int64>) throws -> R) rethrows
        -> R
    {
        try withUnsafeMutableBytes(of: &self) { bytes in
            let counters = UnsafeMutableRawBufferPointer(rebasing: bytes.prefix(Self.counters * 8))
            return try body(counters.bindMemory(to: Int64.self))
        }
    }

    private mutating func combine(_ other: ObjectStatSum, _ operation: (Int64, Int64) -> Int64) {
        var other = other
        withCounters { mine in
            other.withCounters { theirs in
                for index in mine.indices { mine[index] = operation(mine[index], theirs[index]) }
            }
        }
    }

    /// Sums wrap around as Ceph's do.
    public mutating func add(_ other: ObjectStatSum) {
        combine(other, &+)
        modes &+= other.modes
    }

    public mutating func subtract(_ other: ObjectStatSum) {
        combine(other, &-)
        modes &-= other.modes
    }

    /// Raises what is below `least` to it. Differences can be negative: OSDs may report and then go back.
    public mutating func floor(at least: Int64) {
        withCounters { for index in $0.indices { $0[index] = max($0[index], least) } }
        let small = Int32(clamping: least)
        modes.replace(with: small, where: modes .< small)
        numScrubErrors = numShallowScrubErrors &+ numDeepScrubErrors
    }
}

extension ObjectStatSum: CephRecord {
    public static let cephTypeName = "object_stat_sum_t"

    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 20, compatSince: 3, lengthSince: 3, ObjectStatSum.init(version:_:))
    }

    /// How many counters each version has, from version 3 on; 1 and 2 had a size in KiB as well.
    private static func counters(in version: UInt8) -> Int {
        switch version {
        case ...1: 10
        case 2, 3: 11
        case 4: 12
        case 5: 15
        case 6: 17
        case 7: 19
        case 8: 20
        case 9: 21
        case 10: 22
        case 11: 23
        case 12, 13: 28
        case 14: 29
        case 15: 30
        case 16: 31
        case 17: 32
        case 18: 33
        case 19: 35
        default: 36
        }
    }

    private init(version: UInt8, _ decoder: inout CephDecoder) throws {
        self.init()
        if version < 3 {
            try self.init(ancient: version, &decoder)
            return
        }
        let count = Self.counters(in: version)
        try withCounters { counters in
            for index in 0..<min(count, Self.beforeModes) { counters[index] = try decoder.integer() }
        }
        if version >= 13 {
            for index in 0..<4 { modes[index] = try decoder.integer() }
        }
        if count > Self.beforeModes {
            try withCounters { counters in
                for index in Self.beforeModes..<count { counters[index] = try decoder.integer() }
            }
        }
        // Writers before 16 did not count them; each clone may have one.
        if version < 16 { numLegacySnapsets = numObjectClones }
    }

    private init(ancient version: UInt8, _ decoder: inout CephDecoder) throws {
        self.init()
        numBytes = try decoder.decode("num_bytes")
        _ = try decoder.decode("num_kb", as: UInt64.self)
        numObjects = try decoder.decode("num_objects")
        numObjectClones = try decoder.decode("num_object_clones")
        numObjectCopies = try decoder.decode("num_object_copies")
        numObjectsMissingOnPrimary = try decoder.decode("num_objects_missing_on_primary")
        numObjectsDegraded = try decoder.decode("num_objects_degraded")
        if version >= 2 { numObjectsUnfound = try decoder.decode("num_objects_unfound") }
        numRd = try decoder.decode("num_rd")
        numRdKB = try decoder.decode("num_rd_kb")
        numWr = try decoder.decode("num_wr")
        numWrKB = try decoder.decode("num_wr_kb")
        numLegacySnapsets = numObjectClones
    }

    public func encode(into encoder: inout CephEncoder) {
        var copy = self
        encoder.versioned(20, compatible: 14) { body in
            copy.withCounters { counters in
                for index in 0..<Self.beforeModes { body.integer(counters[index]) }
                for index in 0..<4 { body.integer(modes[index]) }
                for index in Self.beforeModes..<Self.counters { body.integer(counters[index]) }
            }
        }
    }
}

extension ObjectStatSum: CephDumpable {
    public func dump(to formatter: inout CephFormatter) {
        formatter.int("num_bytes", numBytes)
        formatter.int("num_objects", numObjects)
        formatter.int("num_object_clones", numObjectClones)
        formatter.int("num_object_copies", numObjectCopies)
        formatter.int("num_objects_missing_on_primary", numObjectsMissingOnPrimary)
        formatter.int("num_objects_missing", numObjectsMissing)
        formatter.int("num_objects_degraded", numObjectsDegraded)
        formatter.int("num_objects_misplaced", numObjectsMisplaced)
        formatter.int("num_objects_unfound", numObjectsUnfound)
        formatter.int("num_objects_dirty", numObjectsDirty)
        formatter.int("num_whiteouts", numWhiteouts)
        formatter.int("num_read", numRd)
        formatter.int("num_read_kb", numRdKB)
        formatter.int("num_write", numWr)
        formatter.int("num_write_kb", numWrKB)
        formatter.int("num_scrub_errors", numScrubErrors)
        formatter.int("num_shallow_scrub_errors", numShallowScrubErrors)
        formatter.int("num_deep_scrub_errors", numDeepScrubErrors)
        formatter.int("num_objects_recovered", numObjectsRecovered)
        formatter.int("num_bytes_recovered", numBytesRecovered)
        formatter.int("num_keys_recovered", numKeysRecovered)
        formatter.int("num_objects_omap", numObjectsOmap)
        formatter.int("num_objects_hit_set_archive", numObjectsHitSetArchive)
        formatter.int("num_bytes_hit_set_archive", numBytesHitSetArchive)
        formatter.int("num_flush", numFlush)
        formatter.int("num_flush_kb", numFlushKB)
        formatter.int("num_evict", numEvict)
        formatter.int("num_evict_kb", numEvictKB)
        formatter.int("num_promote", numPromote)
        formatter.int("num_flush_mode_high", numFlushModeHigh)
        formatter.int("num_flush_mode_low", numFlushModeLow)
        formatter.int("num_evict_mode_some", numEvictModeSome)
        formatter.int("num_evict_mode_full", numEvictModeFull)
        formatter.int("num_objects_pinned", numObjectsPinned)
        formatter.int("num_legacy_snapsets", numLegacySnapsets)
        formatter.int("num_large_omap_objects", numLargeOmapObjects)
        formatter.int("num_objects_manifest", numObjectsManifest)
        formatter.int("num_omap_bytes", numOmapBytes)
        formatter.int("num_omap_keys", numOmapKeys)
        formatter.int("num_objects_repaired", numObjectsRepaired)
    }
}
