import CephEncoding
import CephTypes

/// A placement group is there, and the monitor need not ask for it any more (src/messages/MOSDPGCreated.h).
public struct MOSDPGCreated: PaxosServiceMessage, Equatable {
    public static let type = MessageType.osdPGCreated
    public static let headVersion: UInt16 = 1
    public static let compatVersion: UInt16 = 1

    public var paxos: PaxosServiceHeader
    public var pgid: PGID

    public init(
        paxos: PaxosServiceHeader = PaxosServiceHeader(), pgid: PGID = PGID()
    ) {
        self.paxos = paxos
        self.pgid = pgid
    }
}

extension MOSDPGCreated {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        paxos = try PaxosServiceHeader(from: &decoder)
        pgid = try decoder.decode("pgid")
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.encode(paxos)
        encoder.encode(pgid)
        return Self.current
    }
}

extension MOSDPGCreated: CustomStringConvertible {
    public var description: String { "osd_pg_created(\(pgid))" }
}
