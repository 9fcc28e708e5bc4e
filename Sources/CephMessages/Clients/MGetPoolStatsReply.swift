import CephEncoding
import CephTypes

/// Answers ``MGetPoolStats`` (src/messages/MGetPoolStatsReply.h).
public struct MGetPoolStatsReply: PaxosServiceMessage, Equatable {
    public static let type = MessageType.getPoolStatsReply
    public static let headVersion: UInt16 = 2
    public static let compatVersion: UInt16 = 1

    public var paxos: PaxosServiceHeader
    public var fsid: CephUUID
    public var poolStats: CephMap<String, PoolStat>
    /// Whether OSDs count bytes by pool.
    public var isPerPool: Bool

    public init(
        paxos: PaxosServiceHeader = PaxosServiceHeader(), fsid: CephUUID = .zero,
        poolStats: CephMap<String, PoolStat> = [:], isPerPool: Bool = false
    ) {
        self.paxos = paxos
        self.fsid = fsid
        self.poolStats = poolStats
        self.isPerPool = isPerPool
    }
}

extension MGetPoolStatsReply {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        paxos = try PaxosServiceHeader(from: &decoder)
        fsid = try decoder.decode("fsid")
        poolStats = try decoder.decode("pool_stats")
        isPerPool = version >= 2 ? try decoder.decode("per_pool") : false
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.encode(paxos)
        encoder.encode(fsid)
        encoder.encode(poolStats)
        encoder.encode(isPerPool)
        return Self.current
    }
}

extension MGetPoolStatsReply: EnvelopeDescribed {
    func described(tid: UInt64, source: EntityName) -> String {
        "getpoolstatsreply(\(tid) v\(paxos.version))"
    }

    public var description: String { described(tid: 0, source: .unknown) }
}
