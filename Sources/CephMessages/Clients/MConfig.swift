import CephEncoding

/// The options that the configuration database has for the receiver (src/messages/MConfig.h).
public struct MConfig: CephMessage, Equatable {
    public static let type = MessageType.config
    public static let headVersion: UInt16 = 1
    public static let compatVersion: UInt16 = 1

    public var config: CephMap<String, String>

    public init(
        config: CephMap<String, String> = [:]
    ) {
        self.config = config
    }
}

extension MConfig {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        config = try decoder.decode("config")
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.encode(config)
        return Self.current
    }
}

extension MConfig: CustomStringConvertible {
    public var description: String { "config(\(config.count) keys)" }
}
