import CephEncoding

/// `osd_xinfo_t`: more of an OSD (src/osd/OSDMap.h).
public struct OSDXInfo: Hashable, Sendable {
    /// When it was last marked down.
    public var downStamp = UTime.zero
    /// 0 to 1; on the wire a u32 of which all bits set mean 1.
    public var laggyProbability: Float = 0
    /// Seconds.
    public var laggyInterval: UInt32 = 0
    /// What the OSD said it can.
    public var features: UInt64 = 0
    /// The weight it had before it was marked out on its own.
    public var oldWeight: UInt32 = 0
    public var lastPurgedSnapsScrub = UTime.zero
    /// The epoch since which it surely is dead.
    public var deadEpoch: UInt32 = 0

    public init() {}
}

extension OSDXInfo: CephRecord {
    public static let cephTypeName = "osd_xinfo_t"

    public init(from decoder: inout CephDecoder) throws {
        if let info = decoder.withUpcoming(Self.currentSize, OSDXInfo.current) {
            self = info
        } else {
            self = try decoder.versioned(upTo: 4, OSDXInfo.init(bodyFrom:_:))
        }
    }

    /// Bytes of version 4 with its envelope.
    private static let currentSize = 46

    /// Version 4 in one piece, if it is that.
    private static func current(_ bytes: UnsafeRawBufferPointer) -> (value: OSDXInfo, size: Int)? {
        func word(_ at: Int) -> UInt32 {
            UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt32.self))
        }
        guard bytes.count == currentSize, bytes[0] == 4, bytes[1] == 1, word(2) == currentSize - 6 else {
            return nil
        }
        var info = OSDXInfo()
        info.downStamp = UTime(seconds: word(6), nanoseconds: word(10))
        info.laggyProbability = Float(word(14)) / wholeProbability
        info.laggyInterval = word(18)
        info.features = UInt64(word(22)) | UInt64(word(26)) << 32
        info.oldWeight = word(30)
        info.lastPurgedSnapsScrub = UTime(seconds: word(34), nanoseconds: word(38))
        info.deadEpoch = word(42)
        return (info, currentSize)
    }

    private init(bodyFrom version: UInt8, _ body: inout CephDecoder) throws {
        downStamp = try body.decode("down_stamp")
        laggyProbability = Float(try body.integer(UInt32.self)) / Self.wholeProbability
        laggyInterval = try body.integer()
        if version >= 2 { features = try body.integer() }
        if version >= 3 { oldWeight = try body.integer() }
        if version >= 4 {
            lastPurgedSnapsScrub = try body.decode("last_purged_snaps_scrub")
            deadEpoch = try body.integer()
        }
    }

    /// All bits of a u32, as a float has it.
    private static let wholeProbability = Float(UInt32.max)

    public func encode(into encoder: inout CephEncoder) {
        let version: UInt8 = encoder.features.contains(.serverOctopus) ? 4 : 3
        let size = version >= 4 ? Self.currentSize : Self.currentSize - 12
        // In one piece: a large map has thousands.
        encoder.buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: size) { bytes in
            func put(_ value: UInt32, _ at: Int) {
                bytes.storeBytes(of: value.littleEndian, toByteOffset: at, as: UInt32.self)
            }
            bytes[0] = version
            bytes[1] = 1
            put(UInt32(size - 6), 2)
            put(downStamp.seconds, 6)
            put(downStamp.nanoseconds, 10)
            put(wireProbability, 14)
            put(laggyInterval, 18)
            put(UInt32(truncatingIfNeeded: features), 22)
            put(UInt32(truncatingIfNeeded: features >> 32), 26)
            put(oldWeight, 30)
            guard version >= 4 else { return size }
            put(lastPurgedSnapsScrub.seconds, 34)
            put(lastPurgedSnapsScrub.nanoseconds, 38)
            put(deadEpoch, 42)
            return size
        }
    }

    /// Rounded as C++ does it: 1 comes out as 2^32, of which 32 bits are 0.
    private var wireProbability: UInt32 {
        let scaled = (laggyProbability * Self.wholeProbability).rounded(.towardZero)
        return UInt32(truncatingIfNeeded: Int64(exactly: scaled) ?? 0)
    }

    public func dump(to formatter: inout CephFormatter) {
        formatter.stream("down_stamp", downStamp)
        formatter.float("laggy_probability", Double(laggyProbability))
        formatter.int("laggy_interval", laggyInterval)
        formatter.int("features", Int64(bitPattern: features))
        formatter.int("old_weight", oldWeight)
        formatter.stream("last_purged_snaps_scrub", lastPurgedSnapsScrub)
        formatter.int("dead_epoch", deadEpoch)
    }
}
