import CephEncoding
import NIOCore

/// Every kind of message that this side reads.
public enum MessageCatalog {
    public static let all: [any CephMessage.Type] = [
        QuorumMessages.all, ClientMessages.all, OSDMessages.all, MDSMessages.all, ManagerMessages.all,
    ].flatMap(\.self)

    private static let byType: [MessageType: any CephMessage.Type] = all.reduce(into: [:]) {
        $0[$1.type] = $1
    }

    /// The kind with that number, or nil.
    public static func message(of type: MessageType) -> (any CephMessage.Type)? { byType[type] }

    /// Reads one message. Bytes behind what its version has are a newer writer's, and are skipped.
    /// - Parameters:
    ///   - type: the header's.
    ///   - version: the header's.
    ///   - compatible: the header's oldest version of a reader; 0 where that is not told.
    ///   - front: the front segment.
    ///   - data: the data segment.
    ///   - features: what the writer's feature bits are.
    /// - Returns: an ``UnknownMessage`` for a type that is not in ``all``.
    /// - Throws: `CephDecodingError` for one that is damaged, or needs a newer reader.
    public static func decode(
        type: MessageType, version: UInt16, compatible: UInt16 = 0, front: ByteBuffer,
        data: ByteBuffer = ByteBuffer(), features: CephFeatures = .all
    ) throws -> any CephMessage {
        guard let kind = message(of: type) else {
            return UnknownMessage(type, version: version, compatible: compatible, front: front, data: data)
        }
        // As decode_message (src/msg/Message.cc) does it.
        guard compatible <= kind.headVersion else {
            throw CephDecodingError(
                offset: 0,
                reason: "version \(version) needs a reader of version \(compatible), this one knows up to "
                    + "\(kind.headVersion)",
                path: ["\(kind)"])
        }
        var decoder = CephDecoder(front, features: features)
        var message = try decoder.field("\(kind)") { try kind.init(from: &$0, version: version) }
        message.data = data
        return message
    }
}

extension CephMessage {
    /// The kind of this message: its type's, or what an ``UnknownMessage`` came as.
    public var messageType: MessageType { (self as? UnknownMessage)?.unknownType ?? Self.type }

    /// The front segment for a peer with these features, and its versions.
    public func encodedPayload(features: CephFeatures = .all) -> (front: ByteBuffer, version: MessageVersion)
    {
        var encoder = CephEncoder(features: features)
        let version = encodePayload(into: &encoder)
        return (encoder.buffer, version)
    }
}
