import CephEncoding
import NIOCore

/// One step of authentication, of a client with msgr v1, and of any later for tickets and rotating keys
/// (src/messages/MAuth.h).
public struct MAuth: PaxosServiceMessage, Equatable {
    public static let type = MessageType.auth
    public static let headVersion: UInt16 = 1
    public static let compatVersion: UInt16 = 1

    public var paxos: PaxosServiceHeader
    /// `CEPH_AUTH_…`; 0 in the first step, whose payload lists those that the client knows.
    public var protocolNumber: UInt32
    public var authPayload: ByteBuffer
    /// Of the monmap that the client has.
    public var monMapEpoch: UInt32

    public init(
        paxos: PaxosServiceHeader = PaxosServiceHeader(), protocolNumber: UInt32 = 0,
        authPayload: ByteBuffer = ByteBuffer(), monMapEpoch: UInt32 = 0
    ) {
        self.paxos = paxos
        self.protocolNumber = protocolNumber
        self.authPayload = authPayload
        self.monMapEpoch = monMapEpoch
    }
}

extension MAuth {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        paxos = try PaxosServiceHeader(from: &decoder)
        protocolNumber = try decoder.decode("protocol")
        authPayload = try decoder.decode("auth_payload")
        monMapEpoch = decoder.remaining > 0 ? try decoder.decode("monmap_epoch") : 0
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.encode(paxos)
        encoder.integer(protocolNumber)
        encoder.encode(authPayload)
        encoder.integer(monMapEpoch)
        return Self.current
    }
}

extension MAuth: CustomStringConvertible {
    public var description: String {
        "auth(proto \(protocolNumber) \(authPayload.readableBytes) bytes epoch \(monMapEpoch))"
    }
}
