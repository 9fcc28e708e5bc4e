import CephEncoding

/// `osd_info_t`: in which epochs an OSD was alive (src/osd/OSDMap.h).
/// On the wire: version u8 (1), six u32.
public struct OSDInfo: Hashable, Sendable {
    /// The last interval that ended with a clean shutdown.
    public var lastCleanBegin: UInt32 = 0
    public var lastCleanEnd: UInt32 = 0
    /// The epoch that marked it up.
    public var upFrom: UInt32 = 0
    /// The last epoch in which it is known to have been alive.
    public var upThru: UInt32 = 0
    /// The epoch that marked it down.
    public var downAt: UInt32 = 0
    /// The last epoch in which its data was given up.
    public var lostAt: UInt32 = 0

    public init() {}
}

extension OSDInfo: CephRecord {
    public static let cephTypeName = "osd_info_t"
    static let encodedSize = 25

    public init(from decoder: inout CephDecoder) throws {
        try decoder.skip(1)
        lastCleanBegin = try decoder.integer()
        lastCleanEnd = try decoder.integer()
        upFrom = try decoder.integer()
        upThru = try decoder.integer()
        downAt = try decoder.integer()
        lostAt = try decoder.integer()
    }

    /// Reads the ``encodedSize`` bytes at `offset`, which must be there.
    init(raw bytes: UnsafeRawBufferPointer, at offset: Int) {
        func field(_ number: Int) -> UInt32 {
            UInt32(
                littleEndian: bytes.loadUnaligned(fromByteOffset: offset + 1 + 4 * number, as: UInt32.self))
        }
        lastCleanBegin = field(0)
        lastCleanEnd = field(1)
        upFrom = field(2)
        upThru = field(3)
        downAt = field(4)
        lostAt = field(5)
    }

    public func encode(into encoder: inout CephEncoder) {
        // In one piece: a large map has thousands.
        encoder.buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: Self.encodedSize) { bytes in
            func put(_ value: UInt32, _ number: Int) {
                bytes.storeBytes(of: value.littleEndian, toByteOffset: 1 + 4 * number, as: UInt32.self)
            }
            bytes[0] = 1
            put(lastCleanBegin, 0)
            put(lastCleanEnd, 1)
            put(upFrom, 2)
            put(upThru, 3)
            put(downAt, 4)
            put(lostAt, 5)
            return Self.encodedSize
        }
    }

    public func dump(to formatter: inout CephFormatter) {
        formatter.int("last_clean_begin", lastCleanBegin)
        formatter.int("last_clean_end", lastCleanEnd)
        formatter.int("up_from", upFrom)
        formatter.int("up_thru", upThru)
        formatter.int("down_at", downAt)
        formatter.int("lost_at", lostAt)
    }
}

extension OSDInfo: CustomStringConvertible {
    public var description: String {
        "up_from \(upFrom) up_thru \(upThru) down_at \(downAt) "
            + "last_clean_interval [\(lastCleanBegin),\(lastCleanEnd))"
            + (lostAt == 0 ? "" : " lost_at \(lostAt)")
    }
}
