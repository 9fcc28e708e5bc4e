import CephEncoding
import NIOCore

/// Monitors watch their connections for elections by connectivity (src/messages/MMonPing.h).
public struct MMonPing: CephMessage, Equatable {
    public static let type = MessageType.monPing
    public static let headVersion: UInt16 = 1
    public static let compatVersion: UInt16 = 1

    public enum Op: UInt8, CustomStringConvertible, Sendable {
        case ping = 1
        case pingReply = 2

        public var description: String { self == .ping ? "ping" : "ping_reply" }
    }

    public var op: Op
    /// When the ping was sent; a reply repeats it.
    public var stamp: UTime
    /// An encoded `ConnectionTracker`.
    public var tracker: ByteBuffer
    /// Zeros fill the message to as many bytes, so that a network that loses large packets is noticed.
    public var minimumSize: UInt32

    public init(
        op: Op = .ping, stamp: UTime = .zero, tracker: ByteBuffer = ByteBuffer(), minimumSize: UInt32 = 0
    ) {
        self.op = op
        self.stamp = stamp
        self.tracker = tracker
        self.minimumSize = minimumSize
    }
}

extension MMonPing {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        let start = decoder.offset
        op = try decoder.operation()
        stamp = try decoder.decode("stamp")
        tracker = try decoder.decode("tracker_bl")
        let size = decoder.offset - start
        let padding = try decoder.decode("padding", as: UInt32.self)
        try decoder.skip(Int(padding))
        minimumSize = padding &+ UInt32(truncatingIfNeeded: size)
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        let written = encoder.bytesWritten { part in
            part.integer(op.rawValue)
            part.encode(stamp)
            part.encode(tracker)
        }
        let padding = max(0, Int(minimumSize) - written.readableBytes)
        encoder.count(padding)
        encoder.zeros(padding)
        return Self.current
    }
}

extension MMonPing: CustomStringConvertible {
    public var description: String { "mon_ping(\(op) stamp \(stamp))" }
}
