import CephEncoding
import NIOCore

/// What the manager can't know itself, for its modules (src/messages/MMgrDigest.h).
public struct MMgrDigest: CephMessage, Equatable {
    public static let type = MessageType.mgrDigest
    public static let headVersion: UInt16 = 1
    public static let compatVersion: UInt16 = 1

    /// JSON: what `mon_status` says.
    public var monStatus: ByteBuffer
    /// JSON: what `health` says.
    public var health: ByteBuffer

    public init(
        monStatus: ByteBuffer = ByteBuffer(), health: ByteBuffer = ByteBuffer()
    ) {
        self.monStatus = monStatus
        self.health = health
    }
}

extension MMgrDigest {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        monStatus = try decoder.decode("mon_status_json")
        health = try decoder.decode("health_json")
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.encode(monStatus)
        encoder.encode(health)
        return Self.current
    }
}

extension MMgrDigest: CustomStringConvertible {
    public var description: String { "mgrdigest" }
}
