import CephEncoding

/// `eversion_t`: a position in a placement group's log, by epoch and version (src/osd/osd_types.h).
/// On the wire: version u64, epoch u32.
public struct EVersion: Hashable, Sendable {
    public var version: UInt64
    public var epoch: UInt32

    public init(epoch: UInt32 = 0, version: UInt64 = 0) {
        self.version = version
        self.epoch = epoch
    }

    public static let zero = EVersion()
}

extension EVersion: CephRecord {
    public static let cephTypeName = "eversion_t"

    public init(from decoder: inout CephDecoder) throws {
        version = try decoder.integer()
        epoch = try decoder.integer()
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.integer(version)
        encoder.integer(epoch)
    }

    public func dump(to formatter: inout CephFormatter) {
        formatter.int("version", version)
        formatter.int("epoch", epoch)
    }
}

extension EVersion: CephOrdered, Comparable {
    public static func < (left: EVersion, right: EVersion) -> Bool {
        left.epoch == right.epoch ? left.version < right.version : left.epoch < right.epoch
    }
}

extension EVersion: CustomStringConvertible {
    /// `12'345`: the epoch, then the version.
    public var description: String { "\(epoch)'\(version)" }
}
