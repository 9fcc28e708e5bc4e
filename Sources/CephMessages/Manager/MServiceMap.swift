import CephEncoding
import CephTypes

/// Daemons that are neither OSDs nor monitors, for who subscribed to it (src/messages/MServiceMap.h).
public struct MServiceMap: CephMessage, Equatable {
    public static let type = MessageType.serviceMap
    public static let headVersion: UInt16 = 1
    public static let compatVersion: UInt16 = 1

    public var serviceMap: ServiceMap

    public init(
        serviceMap: ServiceMap = ServiceMap()
    ) {
        self.serviceMap = serviceMap
    }
}

extension MServiceMap {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        serviceMap = try decoder.decode("service_map")
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.encode(serviceMap)
        return Self.current
    }
}

extension MServiceMap: CustomStringConvertible {
    public var description: String { "service_map(e\(serviceMap.epoch) \(serviceMap.services.count) svc)" }
}
