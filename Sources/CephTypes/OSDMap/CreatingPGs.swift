import CephEncoding

/// `creating_pgs_t`: the placement groups that monitors still have to get created (src/mon/CreatingPGs.h),
/// in the store under `osd_pg_creating` / `creating`.
public struct CreatingPGs: Hashable, Sendable {
    /// One group that OSDs have been told to create.
    public struct PG: Hashable, Sendable {
        public var createEpoch: UInt32 = 0
        public var createStamp = UTime.zero
        /// What follows is known since octopus.
        public var up: [Int32] = []
        public var upPrimary: Int32 = -1
        public var acting: [Int32] = []
        public var actingPrimary: Int32 = -1
        public var history = PGHistory()
        public var pastIntervals = PastIntervals()

        public init() {}
    }

    /// A pool of which some groups have not even begun.
    public struct Pool: Hashable, Sendable {
        public var created: UInt32 = 0
        public var modified = UTime.zero
        /// The seeds of the groups that are left: first, and one more than the last.
        public var start: UInt64 = 0
        public var end: UInt64 = 0

        public init() {}

        public var isDone: Bool { start >= end }
    }

    /// Maps up to this one have been searched for new pools.
    public var lastScanEpoch: UInt32 = 0
    public var pgs: CephMap<PGID, PG> = [:]
    public var queue: CephMap<Int64, Pool> = [:]
    /// Pools of which at least one group has been created.
    public var createdPools: CephSet<Int64> = []

    public init() {}
}

extension CreatingPGs: CephRecord {
    public static let cephTypeName = "creating_pgs_t"

    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 3) { version, body in
            var creating = CreatingPGs()
            creating.lastScanEpoch = try body.decode("last_scan_epoch")
            creating.pgs =
                version >= 3
                ? try body.decode("pgs")
                : try body.decode("pgs", as: CephMap<PGID, Pair<UInt32, UTime>>.self).mapValues(
                    PG.init(legacy:))
            creating.createdPools = try body.decode("created_pools")
            if version >= 2 { creating.queue = try body.decode("queue") }
            return creating
        }
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.versioned(encoder.features.contains(.serverOctopus) ? 3 : 2, compatible: 1) { body in
            body.integer(lastScanEpoch)
            body.encode(pgs)
            body.encode(createdPools)
            body.encode(queue)
        }
    }

    public func dump(to formatter: inout CephFormatter) {
        formatter.int("last_scan_epoch", lastScanEpoch)
        formatter.array("creating_pgs") { list in
            for (pg, info) in pgs {
                list.object("pg") {
                    $0.stream("pgid", pg)
                    $0.dump("pg_create_info", info)
                }
            }
        }
        formatter.array("queue") { list in
            for (number, pool) in queue {
                list.object("pool") {
                    $0.int("pool", UInt64(bitPattern: number))
                    $0.int("created", pool.created)
                    $0.stream("modified", pool.modified)
                    $0.int("ps_start", pool.start)
                    $0.int("ps_end", pool.end)
                }
            }
        }
        formatter.ints("created_pools", each: "pool", createdPools.lazy.map { UInt64(bitPattern: $0) })
    }
}

extension CreatingPGs.PG: CephCodable, CephDumpable {
    fileprivate init(legacy pair: Pair<UInt32, UTime>) {
        createEpoch = pair.first
        createStamp = pair.second
    }

    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 1) { _, body in
            var info = Self()
            info.createEpoch = try body.decode("create_epoch")
            info.createStamp = try body.decode("create_stamp")
            info.up = try body.field("up") { try $0.integers() }
            info.upPrimary = try body.decode("up_primary")
            info.acting = try body.field("acting") { try $0.integers() }
            info.actingPrimary = try body.decode("acting_primary")
            info.history = try body.decode("history")
            info.pastIntervals = try body.decode("past_intervals")
            return info
        }
    }

    public func encode(into encoder: inout CephEncoder) {
        guard encoder.features.contains(.serverOctopus) else {
            encoder.integer(createEpoch)
            encoder.encode(createStamp)
            return
        }
        encoder.versioned(1, compatible: 1) { body in
            body.integer(createEpoch)
            body.encode(createStamp)
            body.integers(up)
            body.integer(upPrimary)
            body.integers(acting)
            body.integer(actingPrimary)
            body.encode(history)
            body.encode(pastIntervals)
        }
    }

    public func dump(to formatter: inout CephFormatter) {
        formatter.int("create_epoch", createEpoch)
        formatter.stream("create_stamp", createStamp)
        formatter.ints("up", each: "osd", up.lazy.map { UInt32(bitPattern: $0) })
        formatter.int("up_primary", upPrimary)
        formatter.ints("acting", each: "osd", acting.lazy.map { UInt32(bitPattern: $0) })
        // Ceph shows the primary of the set before in this place.
        formatter.int("acting_primary", upPrimary)
        formatter.dump("pg_history", history)
        formatter.dump("past_intervals", pastIntervals)
    }
}

extension CreatingPGs.Pool: CephCodable {
    public init(from decoder: inout CephDecoder) throws {
        created = try decoder.decode("created")
        modified = try decoder.decode("modified")
        start = try decoder.decode("start")
        end = try decoder.decode("end")
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.integer(created)
        encoder.encode(modified)
        encoder.integer(start)
        encoder.integer(end)
    }
}
