import CephEncoding
import CephTypes

/// Answers ``MPGStats`` (src/messages/MPGStatsAck.h).
public struct MPGStatsAck: CephMessage, Equatable {
    public static let type = MessageType.pgStatsAck
    public static let headVersion: UInt16 = 1
    public static let compatVersion: UInt16 = 1

    /// Version and epoch of what was kept.
    public var pgStat: CephMap<PGID, Pair<UInt64, UInt32>>

    public init(
        pgStat: CephMap<PGID, Pair<UInt64, UInt32>> = [:]
    ) {
        self.pgStat = pgStat
    }
}

extension MPGStatsAck {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        pgStat = try decoder.decode("pg_stat")
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.encode(pgStat)
        return Self.current
    }
}

extension MPGStatsAck: EnvelopeDescribed {
    func described(tid: UInt64, source: EntityName) -> String {
        "pg_stats_ack(\(pgStat.count) pgs tid \(tid))"
    }

    public var description: String { described(tid: 0, source: .unknown) }
}
