import CephEncoding

/// Which snapshots were purged? An OSD asks from time to time, to look whether anything of them is left
/// (src/messages/MMonGetPurgedSnaps.h).
public struct MMonGetPurgedSnaps: PaxosServiceMessage, Equatable {
    public static let type = MessageType.monGetPurgedSnaps
    public static let headVersion: UInt16 = 1
    public static let compatVersion: UInt16 = 1

    public var paxos: PaxosServiceHeader
    /// Epochs: from ``start`` up to, and without, ``last``.
    public var start: UInt32
    public var last: UInt32

    public init(
        paxos: PaxosServiceHeader = PaxosServiceHeader(), start: UInt32 = 0, last: UInt32 = 0
    ) {
        self.paxos = paxos
        self.start = start
        self.last = last
    }
}

extension MMonGetPurgedSnaps {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        paxos = try PaxosServiceHeader(from: &decoder)
        start = try decoder.decode("start")
        last = try decoder.decode("last")
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.encode(paxos)
        encoder.integer(start)
        encoder.integer(last)
        return Self.current
    }
}

extension MMonGetPurgedSnaps: CustomStringConvertible {
    public var description: String { "mon_get_purged_snaps([\(start),\(last)])" }
}
