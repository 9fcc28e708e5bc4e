import CephEncoding
import CephTypes

/// Which manager is active, for who subscribed to it (src/messages/MMgrMap.h).
public struct MMgrMap: CephMessage, Equatable {
    public static let type = MessageType.mgrMap
    public static let headVersion: UInt16 = 1
    public static let compatVersion: UInt16 = 1

    public var map: MgrMap

    public init(
        map: MgrMap = MgrMap()
    ) {
        self.map = map
    }
}

extension MMgrMap {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        map = try decoder.decode("map")
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.encodeAsPacific(map)
        return Self.current
    }
}

extension MMgrMap: CustomStringConvertible {
    public var description: String { "mgrmap(e \(map.epoch))" }
}
