import CephEncoding

/// `PastIntervals`: which OSDs may have written to a placement group since it was last known to be clean
/// (src/osd/osd_types.h). The number in front says which form follows: 0 none, 2 the compact one (1, the
/// whole one, was never released).
public struct PastIntervals: Hashable, Sendable {
    public struct Interval: Hashable, Sendable {
        public var first: UInt32
        public var last: UInt32
        public var acting: CephSet<PGShard>

        public init(first: UInt32, last: UInt32, acting: CephSet<PGShard>) {
            self.first = first
            self.last = last
            self.acting = acting
        }
    }

    /// The compact form's content.
    public struct Compact: Hashable, Sendable {
        public var first: UInt32 = 0
        public var last: UInt32 = 0
        public var allParticipants: CephSet<PGShard> = []
        public var intervals: [Interval] = []

        public init() {}
    }

    public var content: Compact?

    public init(_ content: Compact? = Compact()) { self.content = content }
}

extension PastIntervals: CephRecord {
    public static let cephTypeName = "PastIntervals"

    public init(from decoder: inout CephDecoder) throws {
        content = try decoder.versioned(upTo: 1, named: Self.cephTypeName) { _, body in
            switch try body.decode("type", as: UInt8.self) {
            case 0: return nil
            case 2: return try body.decode("intervals", as: Compact.self)
            case let type: throw body.failure("expected the form of past intervals (0 or 2), found \(type)")
            }
        }
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.versioned(1, compatible: 1) { body in
            body.integer(UInt8(content == nil ? 0 : 2))
            if let content { body.encode(content) }
        }
    }

    public func dump(to formatter: inout CephFormatter) {
        guard let content else { return }
        formatter.object("PastIntervals::compact_rep") {
            $0.stream("first", content.first)
            $0.stream("last", content.last)
            $0.dumpShards("all_participants", content.allParticipants)
            $0.array("intervals") { list in
                for interval in content.intervals {
                    list.object("compact_interval_t") {
                        $0.stream("first", interval.first)
                        $0.stream("last", interval.last)
                        $0.dumpShards("acting", interval.acting)
                    }
                }
            }
        }
    }
}

extension PastIntervals.Compact: CephCodable {
    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 1) { _, body in
            var compact = Self()
            compact.first = try body.decode("first")
            compact.last = try body.decode("last")
            compact.allParticipants = try body.decode("all_participants")
            compact.intervals = try body.decode("intervals")
            return compact
        }
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.versioned(1, compatible: 1) { body in
            body.integer(first)
            body.integer(last)
            body.encode(allParticipants)
            body.encode(intervals)
        }
    }
}

extension PastIntervals.Interval: CephCodable {
    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 1) { _, body in
            Self(
                first: try body.decode("first"), last: try body.decode("last"),
                acting: try body.decode("acting"))
        }
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.versioned(1, compatible: 1) { body in
            body.integer(first)
            body.integer(last)
            body.encode(acting)
        }
    }
}

extension CephFormatter {
    fileprivate mutating func dumpShards(_ name: String, _ shards: CephSet<PGShard>) {
        array(name) { list in
            for shard in shards {
                list.object("pg_shard") {
                    $0.int("osd", UInt32(bitPattern: shard.osd))
                    if shard.shard != PGShard.noShard { $0.int("shard", shard.shard) }
                }
            }
        }
    }
}
