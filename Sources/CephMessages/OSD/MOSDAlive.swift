import CephEncoding

/// An OSD asks for its `up_thru` to be raised, so that it can serve what it peered
/// (src/messages/MOSDAlive.h). Its ``PaxosServiceHeader/version`` is the epoch that it has.
public struct MOSDAlive: PaxosServiceMessage, Equatable {
    public static let type = MessageType.osdAlive
    public static let headVersion: UInt16 = 1
    public static let compatVersion: UInt16 = 1

    public var paxos: PaxosServiceHeader
    /// The epoch up to which it wants to have been up.
    public var want: UInt32

    public init(
        paxos: PaxosServiceHeader = PaxosServiceHeader(), want: UInt32 = 0
    ) {
        self.paxos = paxos
        self.want = want
    }
}

extension MOSDAlive {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        paxos = try PaxosServiceHeader(from: &decoder)
        want = try decoder.decode("want")
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.encode(paxos)
        encoder.integer(want)
        return Self.current
    }
}

extension MOSDAlive: CustomStringConvertible {
    public var description: String { "osd_alive(want up_thru \(want) have \(paxos.version))" }
}
