import CephEncoding
import NIOCore

/// Takes frames of msgr 2.1 apart; ``FrameWriter`` says how they are put together.
///
/// It works in two steps, so that a frame's size can be judged (and waited for) between them. What it
/// holds in memory is what has arrived, never what a length says.
struct FrameReader: Sendable {
    /// How much of a frame there may be.
    struct Limits: Hashable, Sendable {
        /// Bytes in a frame that is not a message.
        var control: UInt32 = 64 << 10
        /// Bytes in all segments of a message.
        var message: UInt64
    }

    enum Step: Hashable, Sendable {
        /// More bytes are needed.
        case incomplete
        /// A preamble was read; the next step reads the rest.
        case announced(FramePreamble)
        case frame(Frame)
        /// The sender gave a frame up; there is nothing to be used of it.
        case aborted
    }

    var cipher: FrameCipher?
    var limits: Limits
    private var announced: (preamble: FramePreamble, inline: ByteBuffer)?

    init(limits: Limits) { self.limits = limits }

    static func padded(_ length: Int) -> Int {
        (length + FrameCipher.blockSize - 1) & ~(FrameCipher.blockSize - 1)
    }

    /// Takes the next step on `input`, whose reader index moves behind what was used.
    mutating func next(_ input: inout ByteBuffer) throws(WireError) -> Step {
        if let announced {
            return try readBody(announced.preamble, announced.inline, &input)
        }
        let size =
            cipher == nil
            ? FramePreamble.size : FramePreamble.size + FramePreamble.inlineSize + FrameCipher.tagSize
        guard var bytes = input.readSlice(length: size) else { return .incomplete }
        if let plain = try cipher?.open(bytes) { bytes = plain }
        let preamble = try FramePreamble(from: &bytes)
        try check(preamble)
        announced = (preamble, bytes)
        return .announced(preamble)
    }

    private func check(_ preamble: FramePreamble) throws(WireError) {
        guard preamble.tag != .message else {
            guard preamble.trailingLength <= limits.message, preamble.lengths[0] <= limits.control else {
                let size = preamble.trailingLength + UInt64(preamble.lengths[0])
                throw WireError("a message of \(size) bytes; \(limits.message) are allowed")
            }
            return
        }
        guard preamble.segmentCount == 1, preamble.lengths[0] <= limits.control else {
            throw WireError(
                "a frame \(preamble.tag) of \(preamble.segmentCount) segments and \(preamble.lengths[0]) bytes; "
                    + "one of \(limits.control) is allowed")
        }
    }

    private mutating func readBody(
        _ preamble: FramePreamble, _ inline: ByteBuffer, _ input: inout ByteBuffer
    ) throws(WireError) -> Step {
        guard input.readableBytes >= bodySize(preamble),
            var body = input.readSlice(length: bodySize(preamble))
        else { return .incomplete }
        announced = nil
        return cipher == nil ? try readPlain(preamble, &body) : try readSealed(preamble, inline, &body)
    }

    /// Bytes of a frame behind its preamble.
    private func bodySize(_ preamble: FramePreamble) -> Int {
        let first = Int(preamble.lengths[0])
        let trailing = (1..<4).map { Int(preamble.lengths[$0]) }
        guard cipher != nil else {
            let start = first > 0 ? first + 4 : 0
            return preamble.segmentCount == 1 ? start : start + trailing.reduce(0, +) + 13
        }
        let rest = Self.padded(first) - FramePreamble.inlineSize
        let start = rest > 0 ? rest + FrameCipher.tagSize : 0
        guard preamble.segmentCount > 1 else { return start }
        let segments = trailing.reduce(0) { $0 + Self.padded($1) }
        return start + segments + FrameCipher.blockSize + FrameCipher.tagSize
    }

    private func readPlain(_ preamble: FramePreamble, _ body: inout ByteBuffer) throws(WireError) -> Step {
        var frame = Frame(tag: preamble.tag)
        if preamble.lengths[0] > 0 {
            frame.first = try Self.take(Int(preamble.lengths[0]), &body)
            try Self.check(frame.first, body.readInteger(endianness: .little))
        }
        guard preamble.segmentCount > 1 else { return .frame(frame) }
        frame.second = try Self.take(Int(preamble.lengths[1]), &body)
        frame.third = try Self.take(Int(preamble.lengths[2]), &body)
        frame.fourth = try Self.take(Int(preamble.lengths[3]), &body)
        let status = body.readInteger(as: UInt8.self) ?? 0
        for (index, segment) in [frame.second, frame.third, frame.fourth].enumerated() {
            let crc = body.readInteger(endianness: .little, as: UInt32.self)
            if index + 1 < preamble.segmentCount { try Self.check(segment, crc) }
        }
        return try LateStatus.isComplete(status) ? .frame(frame) : .aborted
    }

    private mutating func readSealed(
        _ preamble: FramePreamble, _ inline: ByteBuffer, _ body: inout ByteBuffer
    ) throws(WireError) -> Step {
        var frame = Frame(tag: preamble.tag)
        let rest = Self.padded(Int(preamble.lengths[0])) - FramePreamble.inlineSize
        var first = inline
        if rest > 0, let plain = try cipher?.open(try Self.take(rest + FrameCipher.tagSize, &body)) {
            first.writeImmutableBuffer(plain)
        }
        frame.first = try Self.take(Int(preamble.lengths[0]), &first)
        guard preamble.segmentCount > 1, var plain = try cipher?.open(body) else { return .frame(frame) }
        frame.second = try Self.takePadded(Int(preamble.lengths[1]), &plain)
        frame.third = try Self.takePadded(Int(preamble.lengths[2]), &plain)
        frame.fourth = try Self.takePadded(Int(preamble.lengths[3]), &plain)
        return try LateStatus.isComplete(plain.readInteger() ?? 0) ? .frame(frame) : .aborted
    }

    private static func take(_ length: Int, _ input: inout ByteBuffer) throws(WireError) -> ByteBuffer {
        guard let slice = input.readSlice(length: length) else { throw WireError("a cut off segment") }
        return slice
    }

    private static func takePadded(_ length: Int, _ input: inout ByteBuffer) throws(WireError) -> ByteBuffer {
        var padded = try take(padded(length), &input)
        return try take(length, &padded)
    }

    private static func check(_ segment: ByteBuffer, _ crc: UInt32?) throws(WireError) {
        guard crc == FrameWriter.crc(segment) else { throw WireError("a frame's segment has a wrong crc") }
    }
}
