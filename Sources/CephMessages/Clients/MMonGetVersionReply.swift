import CephEncoding

/// Answers ``MMonGetVersion`` (src/messages/MMonGetVersionReply.h).
public struct MMonGetVersionReply: CephMessage, Equatable {
    public static let type = MessageType.monGetVersionReply
    public static let headVersion: UInt16 = 2
    public static let compatVersion: UInt16 = 2

    public var handle: UInt64
    /// The newest.
    public var version: UInt64
    public var oldestVersion: UInt64

    public init(
        handle: UInt64 = 0, version: UInt64 = 0, oldestVersion: UInt64 = 0
    ) {
        self.handle = handle
        self.version = version
        self.oldestVersion = oldestVersion
    }
}

extension MMonGetVersionReply {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        handle = try decoder.decode("handle")
        self.version = try decoder.decode("version")
        oldestVersion = version >= 2 ? try decoder.decode("oldest_version") : 0
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.integer(handle)
        encoder.integer(version)
        encoder.integer(oldestVersion)
        return Self.current
    }
}

extension MMonGetVersionReply: CustomStringConvertible {
    public var description: String { "mon_get_version_reply(handle=\(handle) version=\(version))" }
}
