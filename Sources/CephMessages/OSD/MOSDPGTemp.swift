import CephEncoding
import CephTypes

/// An OSD asks for other OSDs than CRUSH's to serve placement groups for a time (src/messages/MOSDPGTemp.h).
public struct MOSDPGTemp: PaxosServiceMessage, Equatable {
    public static let type = MessageType.osdPGTemp
    public static let headVersion: UInt16 = 2
    public static let compatVersion: UInt16 = 1

    public var paxos: PaxosServiceHeader
    /// The map that the sender has.
    public var mapEpoch: UInt32
    /// OSDs; none for CRUSH's again.
    public var pgTemp: CephMap<PGID, [Int32]>
    /// Whether to set what is no different from CRUSH's, too.
    public var forced: Bool

    public init(
        paxos: PaxosServiceHeader = PaxosServiceHeader(), mapEpoch: UInt32 = 0,
        pgTemp: CephMap<PGID, [Int32]> = [:], forced: Bool = false
    ) {
        self.paxos = paxos
        self.mapEpoch = mapEpoch
        self.pgTemp = pgTemp
        self.forced = forced
    }
}

extension MOSDPGTemp {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        paxos = try PaxosServiceHeader(from: &decoder)
        mapEpoch = try decoder.decode("map_epoch")
        pgTemp = try decoder.decode("pg_temp")
        forced = version >= 2 ? try decoder.decode("forced") : false
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.encode(paxos)
        encoder.integer(mapEpoch)
        encoder.encode(pgTemp)
        encoder.encode(forced)
        return Self.current
    }
}

extension MOSDPGTemp: CustomStringConvertible {
    public var description: String {
        "osd_pgtemp(e\(mapEpoch) {\(pgTemp.map { "\($0.key)=\($0.value.streamText)" }.joined(separator: ","))} v\(paxos.version))"
    }
}
