import CephEncoding
import NIOCore

/// A message of a kind that this side does not read: kept as it came, so that it can be told of.
public struct UnknownMessage: CephMessage, Hashable {
    /// No kind at all; what came is in ``unknownType``.
    public static let type = MessageType(0)
    public static let headVersion: UInt16 = 0
    public static let compatVersion: UInt16 = 0

    public var unknownType: MessageType
    public var version: UInt16
    public var compatible: UInt16
    public var front: ByteBuffer
    public var data: ByteBuffer

    public init(
        _ unknownType: MessageType, version: UInt16 = 0, compatible: UInt16 = 0,
        front: ByteBuffer = ByteBuffer(), data: ByteBuffer = ByteBuffer()
    ) {
        self.unknownType = unknownType
        self.version = version
        self.compatible = compatible
        self.front = front
        self.data = data
    }

    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        self.init(Self.type, version: version, front: decoder.rest())
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.raw(front)
        return MessageVersion(version: version, compatible: compatible)
    }
}

extension UnknownMessage: CustomStringConvertible {
    public var description: String {
        "unknown(type \(unknownType.rawValue) v\(version), \(front.readableBytes) bytes)"
    }
}
