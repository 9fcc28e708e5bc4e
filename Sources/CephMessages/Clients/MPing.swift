import CephEncoding

/// Is there anybody? (src/messages/MPing.h)
public struct MPing: CephMessage, Equatable {
    public static let type = MessageType.ping
    public static let headVersion: UInt16 = 1
    public static let compatVersion: UInt16 = 1

    public init() {}
}

extension MPing {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        self.init()
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        return Self.current
    }
}

extension MPing: CustomStringConvertible {
    public var description: String { "ping" }
}
