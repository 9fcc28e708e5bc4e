import CephEncoding
import CephTypes

/// An OSD tells that its disk is nearly full, full, or no longer (src/messages/MOSDFull.h).
public struct MOSDFull: PaxosServiceMessage, Equatable {
    public static let type = MessageType.osdFull
    public static let headVersion: UInt16 = 1
    public static let compatVersion: UInt16 = 1

    public var paxos: PaxosServiceHeader
    /// The map that the sender has.
    public var mapEpoch: UInt32
    /// `CEPH_OSD_NEARFULL`, `_BACKFILLFULL`, `_FULL`, as in the map.
    public var state: UInt32

    public init(
        paxos: PaxosServiceHeader = PaxosServiceHeader(), mapEpoch: UInt32 = 0, state: UInt32 = 0
    ) {
        self.paxos = paxos
        self.mapEpoch = mapEpoch
        self.state = state
    }
}

extension MOSDFull {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        paxos = try PaxosServiceHeader(from: &decoder)
        mapEpoch = try decoder.decode("map_epoch")
        state = try decoder.decode("state")
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.encode(paxos)
        encoder.integer(mapEpoch)
        encoder.integer(state)
        return Self.current
    }
}

extension MOSDFull: CustomStringConvertible {
    public var description: String {
        "osd_full(e\(mapEpoch) \(OSDState(rawValue: state).names.joined(separator: ",")) v\(paxos.version))"
    }
}
