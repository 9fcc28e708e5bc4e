import CephEncoding
import CephTypes

/// Answers ``MMonGetPurgedSnaps`` (src/messages/MMonGetPurgedSnapsReply.h).
public struct MMonGetPurgedSnapsReply: PaxosServiceMessage, Equatable {
    public static let type = MessageType.monGetPurgedSnapsReply
    public static let headVersion: UInt16 = 1
    public static let compatVersion: UInt16 = 1

    public var paxos: PaxosServiceHeader
    public var start: UInt32
    /// The last epoch that was looked at.
    public var last: UInt32
    /// By epoch and pool.
    public var purgedSnaps: CephMap<UInt32, CephMap<Int64, SnapIntervalSet>>

    public init(
        paxos: PaxosServiceHeader = PaxosServiceHeader(), start: UInt32 = 0, last: UInt32 = 0,
        purgedSnaps: CephMap<UInt32, CephMap<Int64, SnapIntervalSet>> = [:]
    ) {
        self.paxos = paxos
        self.start = start
        self.last = last
        self.purgedSnaps = purgedSnaps
    }
}

extension MMonGetPurgedSnapsReply {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        paxos = try PaxosServiceHeader(from: &decoder)
        start = try decoder.decode("start")
        last = try decoder.decode("last")
        purgedSnaps = try decoder.decode("purged_snaps")
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.encode(paxos)
        encoder.integer(start)
        encoder.integer(last)
        encoder.encode(purgedSnaps)
        return Self.current
    }
}

extension MMonGetPurgedSnapsReply: CustomStringConvertible {
    public var description: String { "mon_get_purged_snaps_reply([\(start),\(last)])" }
}
