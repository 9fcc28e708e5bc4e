import CephEncoding
import NIOCore

/// A whole message within another: what a peon forwards, and what the leader sends back through it.
///
/// On the wire as `encode_message` (src/msg/Message.cc) writes it, which does not depend on the protocol
/// between the two: the header of msgr v1 (53 bytes), the footer without signature (13 bytes: three
/// checksums u32, flags u8), then front, middle and data segment, each behind its length u32.
public struct EmbeddedMessage: Sendable {
    public var message: MessageEnvelope
    /// The header's number of the message on its connection.
    public var sequence: UInt64
    /// The header's version of the message, where it was read.
    public private(set) var receivedVersion: UInt16?

    public init(_ message: MessageEnvelope, sequence: UInt64 = 0) {
        self.message = message
        self.sequence = sequence
    }
}

/// `struct ceph_msg_header` (src/include/msgr.h).
private struct EmbeddedHeader {
    var sequence: UInt64
    var tid: UInt64
    var type: MessageType
    var priority: UInt16
    var version: UInt16
    var source: EntityName
    var compatible: UInt16
}

extension EmbeddedMessage {
    /// `CEPH_MSG_FOOTER_COMPLETE`: the writer did not give up half-way.
    private static let footerComplete: UInt8 = 1

    /// - Throws: `CephDecodingError`; also for a forwarded message in a forwarded one, which no monitor makes
    ///   and which could be as deep as there are bytes.
    public init(from decoder: inout CephDecoder) throws {
        let header = try decoder.field("header") { try EmbeddedHeader(from: &$0) }
        try decoder.field("footer") { try $0.skip(13) }
        let front: ByteBuffer = try decoder.decode("front")
        _ = try decoder.decode("middle", as: ByteBuffer.self)
        let data: ByteBuffer = try decoder.decode("data")
        guard header.type != .forward, header.type != .route else {
            throw decoder.failure("a forwarded message within a forwarded one")
        }
        let body = try MessageCatalog.decode(
            type: header.type, version: header.version, compatible: header.compatible, front: front,
            data: data, features: decoder.features)
        message = MessageEnvelope(
            body, tid: header.tid, priority: header.priority, source: header.source)
        sequence = header.sequence
        receivedVersion = header.version
    }

    /// - Parameter features: what the message is encoded for: no more than who sent it had.
    public func encode(into encoder: inout CephEncoder, features: CephFeatures) {
        let (front, version) = message.body.encodedPayload(features: features)
        let data = message.body.data
        let header = encoder.bytesWritten { part in
            part.integer(sequence)
            part.integer(message.tid)
            part.integer(message.body.messageType.rawValue)
            part.integer(message.priority)
            part.integer(version.version)
            part.count(front.readableBytes)
            part.count(0)
            part.count(data.readableBytes)
            // data_off: how the data lay in pages.
            part.integer(UInt16(0))
            part.encode(message.source)
            part.integer(version.compatible)
            // reserved
            part.integer(UInt16(0))
        }
        encoder.integer(CRC32C.checksum(header, seed: 0))
        encoder.integer(CRC32C.checksum(front, seed: 0))
        encoder.integer(UInt32(0))
        encoder.integer(CRC32C.checksum(data, seed: 0))
        encoder.integer(Self.footerComplete)
        encoder.encode(front)
        encoder.count(0)
        encoder.encode(data)
    }
}

extension EmbeddedHeader {
    init(from decoder: inout CephDecoder) throws {
        sequence = try decoder.decode("seq")
        tid = try decoder.decode("tid")
        type = MessageType(try decoder.decode("type"))
        priority = try decoder.decode("priority")
        version = try decoder.decode("version")
        // Three lengths, which the segments have themselves, and data_off.
        try decoder.skip(14)
        source = try decoder.decode("src")
        compatible = try decoder.decode("compat_version")
        // reserved, and the checksum that the outer message has as well.
        try decoder.skip(6)
    }
}

extension EmbeddedMessage: CustomStringConvertible {
    /// As Ceph prints a message: what it says, and the version in its header.
    public var description: String {
        let version = receivedVersion ?? message.body.encodedPayload().version.version
        return "\(message)" + (version == 0 ? "" : " v\(version)")
    }
}
