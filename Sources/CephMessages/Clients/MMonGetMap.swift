import CephEncoding

/// Who are the monitors? Answered without authentication (src/messages/MMonGetMap.h).
public struct MMonGetMap: CephMessage, Equatable {
    public static let type = MessageType.monGetMap
    public static let headVersion: UInt16 = 1
    public static let compatVersion: UInt16 = 1

    public init() {}
}

extension MMonGetMap {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        self.init()
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        return Self.current
    }
}

extension MMonGetMap: CustomStringConvertible {
    public var description: String { "mon_getmap magic: 0" }
}
