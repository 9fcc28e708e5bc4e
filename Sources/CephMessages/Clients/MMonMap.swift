import CephEncoding
import NIOCore

/// The monmap, for who subscribed to it or asked for it (src/messages/MMonMap.h).
public struct MMonMap: CephMessage, Equatable {
    public static let type = MessageType.monMap
    public static let headVersion: UInt16 = 1
    public static let compatVersion: UInt16 = 1

    /// Encoded with all features.
    public var monMap: ByteBuffer

    public init(
        monMap: ByteBuffer = ByteBuffer()
    ) {
        self.monMap = monMap
    }
}

extension MMonMap {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        monMap = try decoder.decode("monmapbl")
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.monMap(monMap)
        return Self.current
    }
}

extension MMonMap: CustomStringConvertible {
    public var description: String { "mon_map magic: 0" }
}
