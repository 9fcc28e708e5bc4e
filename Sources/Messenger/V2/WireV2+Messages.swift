import CephEncoding
import CephMessages
import NIOCore

// An open session: messages, acknowledgements, signs of life.

/// `ceph_msg_header2` (src/include/msgr.h): 41 bytes, the first segment of a message.
enum MessageHeader2 {
    static let size = 41
    /// `CEPH_MSG_FOOTER_COMPLETE`
    private static let complete: UInt8 = 1

    static func write(_ header: MessageHeader, acknowledging ack: UInt64, to buffer: inout ByteBuffer) {
        buffer.writeMultipleIntegers(
            header.seq, header.tid, header.type.rawValue, header.priority, header.version, UInt32(0),
            header.dataOffset, ack, complete, header.compatible, UInt16(0), endianness: .little)
    }

    static func read(
        _ segment: ByteBuffer, source: EntityName
    ) throws(WireError) -> (header: MessageHeader, acknowledged: UInt64) {
        var bytes = segment
        guard
            let fields = bytes.readMultipleIntegers(
                endianness: .little,
                as: (
                    UInt64, UInt64, UInt16, UInt16, UInt16, UInt32, UInt16, UInt64, UInt8, UInt16, UInt16
                ).self)
        else { throw WireError("a message's header of \(segment.readableBytes) bytes; \(size) are needed") }
        let header = MessageHeader(
            seq: fields.0, tid: fields.1, type: MessageType(fields.2), priority: fields.3,
            version: fields.4, compatible: fields.9, dataOffset: fields.6, source: source)
        return (header, fields.7)
    }
}

extension WireV2 {
    mutating func handleReady(_ frame: Frame) throws(WireError) -> WireEvent? {
        switch frame.tag {
        case .message:
            let source = EntityName(peerType ?? EntityType(rawValue: 0), peerNumber)
            let (header, acknowledged) = try MessageHeader2.read(frame.first, source: source)
            waiting.append(.acknowledged(acknowledged))
            return .message(
                WireMessage(header: header, front: frame.second, middle: frame.third, data: frame.fourth))
        case .ack:
            return .acknowledged(try NumberFrame.read(frame))
        case .keepalive2:
            // The peer's own time comes back to it.
            try send(Frame(tag: .keepalive2Ack, first: frame.first))
            return .keepalive
        case .keepalive2Ack:
            do {
                return .keepaliveAcknowledged(try CephDecoder.decode(from: frame.first))
            } catch {
                throw WireError("frame \(frame.tag): \(error)")
            }
        default:
            throw WireError("a frame \(frame.tag) within a session")
        }
    }

    mutating func write(_ message: WireMessage, acknowledging: UInt64) throws(WireError) {
        var header = ByteBuffer()
        MessageHeader2.write(message.header, acknowledging: acknowledging, to: &header)
        let frame = Frame(
            tag: .message, first: header, second: message.front, third: message.middle, fourth: message.data)
        try writer.write(frame, to: &output)
    }

    mutating func writeAcknowledgement(_ seq: UInt64) throws(WireError) {
        try writer.write(NumberFrame.frame(.ack, seq), to: &output)
    }

    mutating func writeKeepalive(at time: UTime) throws(WireError) {
        try writer.write(Frame(tag: .keepalive2, first: CephEncoder.encode(time)), to: &output)
    }
}
