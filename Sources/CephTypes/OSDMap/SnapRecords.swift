import CephEncoding
import NIOCore

/// Keys and values of the store's prefix `osd_snap` (src/mon/OSDMonitor.cc): which snapshots of which pools
/// are gone.
///
/// | key | value |
/// | --- | --- |
/// | `purged_snap_POOL_LAST` | first, one behind the last (each u64), epoch u32 |
/// | `purged_epoch_EPOCH` (since octopus) | the epoch's snapshots by pool |
/// | `removed_snap_POOL_LAST` (mimic and nautilus) | as of `purged_snap` |
/// | `removed_epoch_POOL_EPOCH` (mimic and nautilus) | the epoch's snapshots of the pool |
///
/// POOL is decimal, LAST has 16 and EPOCH 8 hexadecimal digits. A range is found by its last snapshot, so
/// that the first key not before a snapshot's is the only one that can hold it.
public enum SnapKey: Hashable, Sendable {
    case purgedSnap(pool: Int64, last: UInt64)
    case purgedEpoch(UInt32)
    case removedSnap(pool: Int64, last: UInt64)
    case removedEpoch(pool: Int64, epoch: UInt32)

    public static let prefix = "osd_snap"

    /// Reads what ``description`` writes.
    public init?(_ key: some StringProtocol) {
        let parts = key.split(separator: "_", omittingEmptySubsequences: false)
        guard parts.count >= 3 else { return nil }
        switch (parts[0], parts[1], parts.count) {
        case ("purged", "epoch", 3):
            guard let epoch = UInt32(parts[2], radix: 16) else { return nil }
            self = .purgedEpoch(epoch)
        case ("removed", "epoch", 4):
            guard let pool = Int64(parts[2]), let epoch = UInt32(parts[3], radix: 16) else { return nil }
            self = .removedEpoch(pool: pool, epoch: epoch)
        case ("purged", "snap", 4), ("removed", "snap", 4):
            guard let pool = Int64(parts[2]), let last = UInt64(parts[3], radix: 16) else { return nil }
            self =
                parts[0] == "purged"
                ? .purgedSnap(pool: pool, last: last) : .removedSnap(pool: pool, last: last)
        default: return nil
        }
    }
}

extension SnapKey: CustomStringConvertible {
    public var description: String {
        func hex(_ number: some BinaryInteger, _ width: Int) -> String {
            let digits = String(number, radix: 16)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        switch self {
        case .purgedSnap(let pool, let last): return "purged_snap_\(pool)_\(hex(last, 16))"
        case .purgedEpoch(let epoch): return "purged_epoch_\(hex(epoch, 8))"
        case .removedSnap(let pool, let last): return "removed_snap_\(pool)_\(hex(last, 16))"
        case .removedEpoch(let pool, let epoch): return "removed_epoch_\(pool)_\(hex(epoch, 8))"
        }
    }
}

/// The value of a `purged_snap` or `removed_snap` key.
public struct SnapRange: Hashable, Sendable, CephCodable, CephDumpable {
    public var begin: UInt64
    /// One behind the last.
    public var end: UInt64
    public var epoch: UInt32

    public init(begin: UInt64, end: UInt64, epoch: UInt32) {
        self.begin = begin
        self.end = end
        self.epoch = epoch
    }

    public init(from decoder: inout CephDecoder) throws {
        begin = try decoder.decode("begin")
        end = try decoder.decode("end")
        epoch = try decoder.decode("epoch")
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.integer(begin)
        encoder.integer(end)
        encoder.integer(epoch)
    }

    public func dump(to formatter: inout CephFormatter) {
        formatter.int("begin", begin)
        formatter.int("end", end)
        formatter.int("epoch", epoch)
    }
}

/// A value of the prefix, read by its key.
public enum SnapValue: Hashable, Sendable {
    case range(SnapRange)
    case byPool(CephMap<Int64, SnapIntervalSet>)
    case snaps(SnapIntervalSet)

    public init(_ key: SnapKey, from bytes: ByteBuffer) throws {
        let name = key.description
        switch key {
        case .purgedSnap, .removedSnap: self = .range(try CephDecoder.decode(from: bytes, named: name))
        case .purgedEpoch: self = .byPool(try CephDecoder.decode(from: bytes, named: name))
        case .removedEpoch: self = .snaps(try CephDecoder.decode(from: bytes, named: name))
        }
    }
}

extension SnapValue: CephEncodable {
    public func encode(into encoder: inout CephEncoder) {
        switch self {
        case .range(let range): encoder.encode(range)
        case .byPool(let pools): encoder.encode(pools)
        case .snaps(let snaps): encoder.encode(snaps)
        }
    }
}
