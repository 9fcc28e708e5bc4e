import CephEncoding

/// Answers ``MMonSubscribe``, for those from before `MON_STATEFUL_SUB` (src/messages/MMonSubscribeAck.h).
public struct MMonSubscribeAck: CephMessage, Equatable {
    public static let type = MessageType.monSubscribeAck
    public static let headVersion: UInt16 = 1
    public static let compatVersion: UInt16 = 1

    /// Seconds after which the subscription must be renewed.
    public var interval: UInt32
    public var fsid: CephUUID

    public init(
        interval: UInt32 = 0, fsid: CephUUID = .zero
    ) {
        self.interval = interval
        self.fsid = fsid
    }
}

extension MMonSubscribeAck {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        interval = try decoder.decode("interval")
        fsid = try decoder.decode("fsid")
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.integer(interval)
        encoder.encode(fsid)
        return Self.current
    }
}

extension MMonSubscribeAck: CustomStringConvertible {
    public var description: String { "mon_subscribe_ack(\(interval)s)" }
}
