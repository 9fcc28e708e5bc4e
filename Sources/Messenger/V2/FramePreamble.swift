import CephEncoding
import NIOCore

/// The first 32 bytes of a frame: tag u8, number of segments u8, four of (length u32, alignment u16),
/// flags u8, a reserved byte, and the crc (seed 0) of all that.
struct FramePreamble: Hashable, Sendable {
    static let size = 32
    /// How much of the first segment is encrypted together with the preamble.
    static let inlineSize = 48
    /// What a segment's memory should be aligned to: said on the wire, and used by nobody here.
    private static let alignments: [UInt16] = [8, 8, 8, 4096]

    var tag: FrameTag
    /// 1 to 4; the last segment is empty only where it is the only one.
    var segmentCount: Int
    var lengths: SIMD4<UInt32>

    /// The bytes of all segments but the first, which a message's throttles count.
    var trailingLength: UInt64 { UInt64(lengths[1]) + UInt64(lengths[2]) + UInt64(lengths[3]) }

    /// - Parameter lengths: of the segments; empty ones at the end are not counted.
    init(tag: FrameTag, lengths: SIMD4<UInt32>) {
        self.tag = tag
        self.lengths = lengths
        segmentCount = 1 + (lengths[1] > 0 ? 1 : 0)
        if lengths[2] > 0 { segmentCount = 3 }
        if lengths[3] > 0 { segmentCount = 4 }
    }

    func write(into buffer: inout ByteBuffer) {
        buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: Self.size) { bytes in
            bytes.storeBytes(of: tag.rawValue, as: UInt8.self)
            bytes.storeBytes(of: UInt8(segmentCount), toByteOffset: 1, as: UInt8.self)
            for index in 0..<4 {
                let isUsed = index < segmentCount
                let alignment = isUsed ? Self.alignments[index] : 0
                bytes.storeBytes(
                    of: lengths[index].littleEndian, toByteOffset: 2 + 6 * index, as: UInt32.self)
                bytes.storeBytes(of: alignment.littleEndian, toByteOffset: 6 + 6 * index, as: UInt16.self)
            }
            bytes.storeBytes(of: 0, toByteOffset: 26, as: UInt16.self)
            let crc = CRC32C.checksum(UnsafeRawBufferPointer(rebasing: bytes[..<28]), seed: 0)
            bytes.storeBytes(of: crc.littleEndian, toByteOffset: 28, as: UInt32.self)
            return Self.size
        }
    }

    /// Reads and checks the 32 bytes at the reader index, and moves it behind them.
    init(from buffer: inout ByteBuffer) throws(WireError) {
        guard let bytes = buffer.readSlice(length: Self.size) else { throw WireError("a cut off preamble") }
        func word<T: FixedWidthInteger>(_ at: Int, as type: T.Type = T.self) -> T {
            bytes.getInteger(at: bytes.readerIndex + at, endianness: .little) ?? 0
        }
        let crc = bytes.withUnsafeReadableBytes {
            CRC32C.checksum(UnsafeRawBufferPointer(rebasing: $0[..<28]), seed: 0)
        }
        guard crc == word(28, as: UInt32.self) else { throw WireError("a frame's preamble has a wrong crc") }
        guard let tag = FrameTag(rawValue: word(0)) else {
            throw WireError("a frame of unknown tag \(word(0, as: UInt8.self))")
        }
        let count = Int(word(1, as: UInt8.self))
        guard (1...4).contains(count) else { throw WireError("a frame of \(count) segments") }
        var lengths = SIMD4<UInt32>()
        for index in 0..<count { lengths[index] = word(2 + 6 * index) }
        guard count == 1 || lengths[count - 1] > 0 else {
            throw WireError("a frame whose last segment is empty")
        }
        self.tag = tag
        self.segmentCount = count
        self.lengths = lengths
    }
}

/// A whole frame. Segments that it does not have are empty.
struct Frame: Hashable, Sendable {
    var tag: FrameTag
    var first = ByteBuffer()
    var second = ByteBuffer()
    var third = ByteBuffer()
    var fourth = ByteBuffer()
}

/// `FRAME_LATE_STATUS_*`: whether a sender gave up a message after its preamble was out. Two words that
/// differ in all four bits, the others being free.
enum LateStatus {
    static let aborted: UInt8 = 0x1
    static let complete: UInt8 = 0xe

    /// - Returns: whether the frame is to be used.
    static func isComplete(_ byte: UInt8) throws(WireError) -> Bool {
        switch byte & 0xf {
        case complete: return true
        case aborted: return false
        default: throw WireError("a frame of late status \(byte)")
        }
    }
}
