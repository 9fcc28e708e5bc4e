import CephEncoding

/// A message without content: nobody sends `CEPH_MSG_SHUTDOWN` any more (src/messages/MGenericMessage.h).
public struct MGenericMessage: CephMessage, Equatable {
    public static let type = MessageType.shutdown
    public static let headVersion: UInt16 = 1
    public static let compatVersion: UInt16 = 1

    public init() {}
}

extension MGenericMessage {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        self.init()
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        return Self.current
    }
}

extension MGenericMessage: CustomStringConvertible {
    public var description: String { "generic1 magic: 0" }
}
