import CephEncoding
import NIOCore

/// Answers ``MAuth`` (src/messages/MAuthReply.h).
public struct MAuthReply: CephMessage, Equatable {
    public static let type = MessageType.authReply
    public static let headVersion: UInt16 = 1
    public static let compatVersion: UInt16 = 1

    public var protocolNumber: UInt32
    /// 0, or a negative error number.
    public var result: Int32
    /// The client's number.
    public var globalID: UInt64
    public var resultPayload: ByteBuffer
    public var resultMessage: String

    public init(
        protocolNumber: UInt32 = 0, result: Int32 = 0, globalID: UInt64 = 0,
        resultPayload: ByteBuffer = ByteBuffer(), resultMessage: String = ""
    ) {
        self.protocolNumber = protocolNumber
        self.result = result
        self.globalID = globalID
        self.resultPayload = resultPayload
        self.resultMessage = resultMessage
    }
}

extension MAuthReply {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        protocolNumber = try decoder.decode("protocol")
        result = try decoder.decode("result")
        globalID = try decoder.decode("global_id")
        resultPayload = try decoder.decode("result_bl")
        resultMessage = try decoder.decode("result_msg")
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.integer(protocolNumber)
        encoder.integer(result)
        encoder.integer(globalID)
        encoder.encode(resultPayload)
        encoder.encode(resultMessage)
        return Self.current
    }
}

extension MAuthReply: CustomStringConvertible {
    public var description: String {
        let message = resultMessage.isEmpty ? "" : ": \(resultMessage)"
        return "auth_reply(proto \(protocolNumber) \(result) \(ErrorText.text(of: result))\(message))"
    }
}
