import CephEncoding
import NIOCore

/// Puts frames of msgr 2.1 together (src/msg/async/frames_v2.cc, revision 1).
///
/// Without a cipher: preamble; the first segment and its crc, unless it is empty; where there are more
/// segments, those and an epilogue (late status u8, three crcs). Crcs of segments have the seed -1.
///
/// With a cipher, three parts each with a tag behind it, all padded to blocks of 16: the preamble with the
/// first 48 bytes of the first segment; the rest of that, if any; the other segments with an epilogue (late
/// status u8), if any.
struct FrameWriter: Sendable {
    var cipher: FrameCipher?

    /// Appends a frame to `output`.
    mutating func write(_ frame: Frame, to output: inout ByteBuffer) throws(WireError) {
        let lengths = try SIMD4(
            Self.length(frame.first), Self.length(frame.second), Self.length(frame.third),
            Self.length(frame.fourth))
        let preamble = FramePreamble(tag: frame.tag, lengths: lengths)
        if cipher == nil {
            writePlain(frame, preamble, to: &output)
        } else {
            try writeSealed(frame, preamble, to: &output)
        }
    }

    private static func length(_ segment: ByteBuffer) throws(WireError) -> UInt32 {
        guard let length = UInt32(exactly: segment.readableBytes) else {
            throw WireError("a segment of \(segment.readableBytes) bytes does not fit into a frame")
        }
        return length
    }

    private func writePlain(_ frame: Frame, _ preamble: FramePreamble, to output: inout ByteBuffer) {
        output.reserveCapacity(
            minimumWritableBytes: FramePreamble.size + 17 + Int(preamble.lengths[0])
                + Int(preamble.trailingLength))
        preamble.write(into: &output)
        if frame.first.readableBytes > 0 {
            output.writeImmutableBuffer(frame.first)
            output.writeInteger(Self.crc(frame.first), endianness: .little)
        }
        guard preamble.segmentCount > 1 else { return }
        for segment in [frame.second, frame.third, frame.fourth] { output.writeImmutableBuffer(segment) }
        output.writeInteger(LateStatus.complete)
        for (index, segment) in [frame.second, frame.third, frame.fourth].enumerated() {
            let crc = index + 1 < preamble.segmentCount ? Self.crc(segment) : 0
            output.writeInteger(crc, endianness: .little)
        }
    }

    static func crc(_ segment: ByteBuffer) -> UInt32 { CRC32C.checksum(segment, seed: UInt32.max) }

    private mutating func writeSealed(
        _ frame: Frame, _ preamble: FramePreamble, to output: inout ByteBuffer
    ) throws(WireError) {
        var part = ByteBuffer()
        preamble.write(into: &part)
        var first = frame.first
        let inline = min(first.readableBytes, FramePreamble.inlineSize)
        if let start = first.readSlice(length: inline) { part.writeImmutableBuffer(start) }
        part.writeRepeatingByte(0, count: FramePreamble.inlineSize - inline)
        try cipher?.seal(part, into: &output)
        if first.readableBytes > 0 {
            part.clear()
            Self.writePadded(first, to: &part)
            try cipher?.seal(part, into: &output)
        }
        guard preamble.segmentCount > 1 else { return }
        part.clear()
        for segment in [frame.second, frame.third, frame.fourth] { Self.writePadded(segment, to: &part) }
        part.writeInteger(LateStatus.complete)
        part.writeRepeatingByte(0, count: FrameCipher.blockSize - 1)
        try cipher?.seal(part, into: &output)
    }

    private static func writePadded(_ segment: ByteBuffer, to output: inout ByteBuffer) {
        output.writeImmutableBuffer(segment)
        output.writeRepeatingByte(0, count: FrameReader.padded(segment.readableBytes) - segment.readableBytes)
    }
}
