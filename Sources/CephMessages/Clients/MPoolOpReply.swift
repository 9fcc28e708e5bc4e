import CephEncoding
import NIOCore

/// Answers ``MPoolOp`` (src/messages/MPoolOpReply.h).
public struct MPoolOpReply: PaxosServiceMessage, Equatable {
    public static let type = MessageType.poolOpReply
    public static let headVersion: UInt16 = 1
    public static let compatVersion: UInt16 = 1

    public var paxos: PaxosServiceHeader
    public var fsid: CephUUID
    /// 0, or a negative error number (as 32 bits).
    public var replyCode: UInt32
    /// The OSD map that has the change.
    public var epoch: UInt32
    /// An encoded snapshot id, where one was made.
    public var response: ByteBuffer?

    public init(
        paxos: PaxosServiceHeader = PaxosServiceHeader(), fsid: CephUUID = .zero, replyCode: UInt32 = 0,
        epoch: UInt32 = 0, response: ByteBuffer? = nil
    ) {
        self.paxos = paxos
        self.fsid = fsid
        self.replyCode = replyCode
        self.epoch = epoch
        self.response = response
    }
}

extension MPoolOpReply {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        paxos = try PaxosServiceHeader(from: &decoder)
        fsid = try decoder.decode("fsid")
        replyCode = try decoder.decode("replyCode")
        epoch = try decoder.decode("epoch")
        response = try decoder.decode("response_data")
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.encode(paxos)
        encoder.encode(fsid)
        encoder.integer(replyCode)
        encoder.integer(epoch)
        encoder.encode(response)
        return Self.current
    }
}

extension MPoolOpReply: EnvelopeDescribed {
    func described(tid: UInt64, source: EntityName) -> String {
        let code = Int32(bitPattern: replyCode)
        return "pool_op_reply(tid \(tid) \(ErrorText.text(of: code)) v\(paxos.version))"
    }

    public var description: String { described(tid: 0, source: .unknown) }
}
