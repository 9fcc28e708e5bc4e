import CephEncoding

/// Answers ``MLog``: these lines are kept (src/messages/MLogAck.h).
public struct MLogAck: CephMessage, Equatable {
    public static let type = MessageType.logAck
    public static let headVersion: UInt16 = 1
    public static let compatVersion: UInt16 = 1

    public var fsid: CephUUID
    /// The sequence number of the last line that is kept.
    public var last: UInt64
    public var channel: String

    public init(
        fsid: CephUUID = .zero, last: UInt64 = 0, channel: String = ""
    ) {
        self.fsid = fsid
        self.last = last
        self.channel = channel
    }
}

extension MLogAck {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        fsid = try decoder.decode("fsid")
        last = try decoder.decode("last")
        channel = decoder.remaining > 0 ? try decoder.decode("channel") : ""
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.encode(fsid)
        encoder.integer(last)
        encoder.encode(channel)
        return Self.current
    }
}

extension MLogAck: CustomStringConvertible {
    public var description: String { "log(last \(last))" }
}
