import CephEncoding

/// `pool_snap_info_t`: a snapshot of a whole pool (src/osd/osd_types.h).
public struct PoolSnapInfo: Hashable, Sendable {
    public var snapID: UInt64
    public var stamp: UTime
    public var name: String

    public init(snapID: UInt64 = 0, stamp: UTime = .zero, name: String = "") {
        self.snapID = snapID
        self.stamp = stamp
        self.name = name
    }
}

extension PoolSnapInfo: CephRecord {
    public static let cephTypeName = "pool_snap_info_t"

    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 2, compatSince: 2, lengthSince: 2) { _, body in
            PoolSnapInfo(
                snapID: try body.decode("snapid"), stamp: try body.decode("stamp"),
                name: try body.decode("name"))
        }
    }

    public func encode(into encoder: inout CephEncoder) {
        guard encoder.features.contains(.pgPool3) else {
            encoder.integer(UInt8(1))
            return encodeFields(into: &encoder)
        }
        encoder.versioned(2, compatible: 2, encodeFields(into:))
    }

    private func encodeFields(into encoder: inout CephEncoder) {
        encoder.integer(snapID)
        encoder.encode(stamp)
        encoder.encode(name)
    }

    public func dump(to formatter: inout CephFormatter) {
        formatter.int("snapid", snapID)
        formatter.stream("stamp", stamp)
        formatter.string("name", name)
    }
}
