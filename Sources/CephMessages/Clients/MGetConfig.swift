import CephEncoding
import CephTypes

/// Asks for a program's options before it has its key (src/messages/MGetConfig.h).
public struct MGetConfig: CephMessage, Equatable {
    public static let type = MessageType.getConfig
    public static let headVersion: UInt16 = 1
    public static let compatVersion: UInt16 = 1

    public var name: AuthEntityName
    public var host: String
    public var deviceClass: String

    public init(
        name: AuthEntityName = AuthEntityName(), host: String = "", deviceClass: String = ""
    ) {
        self.name = name
        self.host = host
        self.deviceClass = deviceClass
    }
}

extension MGetConfig {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        name = try decoder.decode("name")
        host = try decoder.decode("host")
        deviceClass = try decoder.decode("device_class")
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.encode(name)
        encoder.encode(host)
        encoder.encode(deviceClass)
        return Self.current
    }
}

extension MGetConfig: CustomStringConvertible {
    public var description: String {
        let device = deviceClass.isEmpty ? "" : " device_class \(deviceClass)"
        return "get_config(\(name)@\(host)\(device))"
    }
}
