import CephEncoding

/// How full are these pools? (src/messages/MGetPoolStats.h)
public struct MGetPoolStats: PaxosServiceMessage, Equatable {
    public static let type = MessageType.getPoolStats
    public static let headVersion: UInt16 = 1
    public static let compatVersion: UInt16 = 1

    public var paxos: PaxosServiceHeader
    public var fsid: CephUUID
    /// Names.
    public var pools: [String]

    public init(
        paxos: PaxosServiceHeader = PaxosServiceHeader(), fsid: CephUUID = .zero, pools: [String] = []
    ) {
        self.paxos = paxos
        self.fsid = fsid
        self.pools = pools
    }
}

extension MGetPoolStats {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        paxos = try PaxosServiceHeader(from: &decoder)
        fsid = try decoder.decode("fsid")
        pools = try decoder.decode("pools")
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.encode(paxos)
        encoder.encode(fsid)
        encoder.encode(pools)
        return Self.current
    }
}

extension MGetPoolStats: EnvelopeDescribed {
    func described(tid: UInt64, source: EntityName) -> String {
        "getpoolstats(\(tid) \(pools.streamText) v\(paxos.version))"
    }

    public var description: String { described(tid: 0, source: .unknown) }
}
