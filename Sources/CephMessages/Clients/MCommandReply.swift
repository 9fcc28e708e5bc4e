import CephEncoding
import NIOCore

/// Answers ``MCommand`` (src/messages/MCommandReply.h).
public struct MCommandReply: CephMessage, Equatable {
    public static let type = MessageType.commandReply
    public static let headVersion: UInt16 = 1
    public static let compatVersion: UInt16 = 1

    /// 0, or a negative error number.
    public var result: Int32
    public var resultString: String
    /// What the command puts out.
    public var data: ByteBuffer

    public init(
        result: Int32 = 0, resultString: String = "", data: ByteBuffer = ByteBuffer()
    ) {
        self.result = result
        self.resultString = resultString
        self.data = data
    }
}

extension MCommandReply {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        result = try decoder.decode("r")
        resultString = try decoder.decode("rs")
        data = ByteBuffer()
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.integer(result)
        encoder.encode(resultString)
        return Self.current
    }
}

extension MCommandReply: EnvelopeDescribed {
    func described(tid: UInt64, source: EntityName) -> String {
        "command_reply(tid \(tid): \(result) \(resultString))"
    }

    public var description: String { described(tid: 0, source: .unknown) }
}
