import CephEncoding

/// A message for one of the services, which a peon forwards to the leader (src/messages/PaxosServiceMessage.h).
public protocol PaxosServiceMessage: CephMessage {
    var paxos: PaxosServiceHeader { get set }
}

/// What every ``PaxosServiceMessage`` begins with. On the wire: version u64, session_mon i16,
/// session_mon_tid u64.
public struct PaxosServiceHeader: Hashable, Sendable {
    /// The version that the sender has of what it asks about; the service waits until it has one as new.
    public var version: UInt64
    /// Which monitor forwarded it: no longer used, -1.
    public var sessionMon: Int16
    /// The tid of the forwarding monitor: no longer used, 0.
    public var sessionMonTid: UInt64

    public init(version: UInt64 = 0, sessionMon: Int16 = -1, sessionMonTid: UInt64 = 0) {
        self.version = version
        self.sessionMon = sessionMon
        self.sessionMonTid = sessionMonTid
    }
}

extension PaxosServiceHeader: CephCodable {
    public init(from decoder: inout CephDecoder) throws {
        version = try decoder.decode("version")
        sessionMon = try decoder.decode("session_mon")
        sessionMonTid = try decoder.decode("session_mon_tid")
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.integer(version)
        encoder.integer(sessionMon)
        encoder.integer(sessionMonTid)
    }
}
