import CephEncoding
import NIOCore

/// Answers ``MMonCommand`` (src/messages/MMonCommandAck.h).
public struct MMonCommandAck: PaxosServiceMessage, Equatable {
    public static let type = MessageType.monCommandAck
    public static let headVersion: UInt16 = 1
    public static let compatVersion: UInt16 = 1

    public var paxos: PaxosServiceHeader
    /// 0, or a negative error number.
    public var result: Int32
    /// What is said to the user.
    public var resultString: String
    /// The command that it answers.
    public var command: [String]
    /// What the command puts out.
    public var data: ByteBuffer

    public init(
        paxos: PaxosServiceHeader = PaxosServiceHeader(), result: Int32 = 0, resultString: String = "",
        command: [String] = [], data: ByteBuffer = ByteBuffer()
    ) {
        self.paxos = paxos
        self.result = result
        self.resultString = resultString
        self.command = command
        self.data = data
    }
}

extension MMonCommandAck {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        paxos = try PaxosServiceHeader(from: &decoder)
        result = try decoder.decode("r")
        resultString = try decoder.decode("rs")
        command = try decoder.decode("cmd")
        data = ByteBuffer()
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.encode(paxos)
        encoder.integer(result)
        encoder.encode(resultString)
        encoder.encode(command)
        return Self.current
    }
}

extension MMonCommandAck: CustomStringConvertible {
    /// Without the value of an option or key, which may be a secret.
    public var description: String {
        let words = CommandText.redacted(command) ?? command.streamText
        return "mon_command_ack(\(words)=\(result) \(resultString) v\(paxos.version))"
    }
}
