import CephEncoding

/// `object_stat_collection_t` (src/osd/osd_types.h): an ``ObjectStatSum`` in an envelope. Before jewel objects
/// had categories, each with a sum of its own; Ceph reads and drops those, and writes none.
public struct ObjectStatCollection: Hashable, Sendable {
    public var sum = ObjectStatSum()

    public init(sum: ObjectStatSum = ObjectStatSum()) { self.sum = sum }

    public var isZero: Bool { sum.isZero }
    public mutating func add(_ other: ObjectStatCollection) { sum.add(other.sum) }
    public mutating func subtract(_ other: ObjectStatCollection) { sum.subtract(other.sum) }
    public mutating func floor(at least: Int64) { sum.floor(at: least) }
}

extension ObjectStatCollection: CephRecord {
    public static let cephTypeName = "object_stat_collection_t"

    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 2, compatSince: 2, lengthSince: 2) { _, body in
            let sum = try body.decode("sum", as: ObjectStatSum.self)
            _ = try body.decode("cat_sum", as: CephMap<String, ObjectStatSum>.self)
            return ObjectStatCollection(sum: sum)
        }
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.versioned(2, compatible: 2) { body in
            body.encode(sum)
            body.count(0)
        }
    }

    public func dump(to formatter: inout CephFormatter) {
        formatter.dump("stat_sum", sum)
    }
}
