import CephEncoding

/// A peon asks the leader for more numbers for sessions (src/messages/MMonGlobalID.h).
public struct MMonGlobalID: PaxosServiceMessage, Equatable {
    public static let type = MessageType.monGlobalID
    public static let headVersion: UInt16 = 1
    public static let compatVersion: UInt16 = 1

    public var paxos: PaxosServiceHeader
    /// The highest that the peon may give out now.
    public var oldMaxID: UInt64

    public init(
        paxos: PaxosServiceHeader = PaxosServiceHeader(), oldMaxID: UInt64 = 0
    ) {
        self.paxos = paxos
        self.oldMaxID = oldMaxID
    }
}

extension MMonGlobalID {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        paxos = try PaxosServiceHeader(from: &decoder)
        oldMaxID = try decoder.decode("old_max_id")
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.encode(paxos)
        encoder.integer(oldMaxID)
        return Self.current
    }
}

extension MMonGlobalID: CustomStringConvertible {
    public var description: String { "global_id  (\(oldMaxID))" }
}
