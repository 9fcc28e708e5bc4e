import CephEncoding
import CephTypes

/// An OSD's statistics of its placement groups and of itself, for the manager, and before luminous for the
/// monitors (src/messages/MPGStats.h).
public struct MPGStats: PaxosServiceMessage, Equatable {
    public static let type = MessageType.pgStats
    public static let headVersion: UInt16 = 2
    public static let compatVersion: UInt16 = 1

    public var paxos: PaxosServiceHeader
    public var fsid: CephUUID
    public var osdStat: OSDStat
    public var pgStat: CephMap<PGID, PGStat>
    public var epoch: UInt32
    /// How long the sender has had the newest map: no longer used.
    public var hadMapFor: UTime
    public var poolStat: CephMap<Int64, StoreStatFS>

    public init(
        paxos: PaxosServiceHeader = PaxosServiceHeader(), fsid: CephUUID = .zero,
        osdStat: OSDStat = OSDStat(), pgStat: CephMap<PGID, PGStat> = [:], epoch: UInt32 = 0,
        hadMapFor: UTime = .zero, poolStat: CephMap<Int64, StoreStatFS> = [:]
    ) {
        self.paxos = paxos
        self.fsid = fsid
        self.osdStat = osdStat
        self.pgStat = pgStat
        self.epoch = epoch
        self.hadMapFor = hadMapFor
        self.poolStat = poolStat
    }
}

extension MPGStats {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        paxos = try PaxosServiceHeader(from: &decoder)
        fsid = try decoder.decode("fsid")
        osdStat = try decoder.decode("osd_stat")
        pgStat = try decoder.decode("pg_stat")
        epoch = try decoder.decode("epoch")
        hadMapFor = try decoder.decode("had_map_for")
        poolStat = version >= 2 ? try decoder.decode("pool_stat") : [:]
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.encode(paxos)
        encoder.encode(fsid)
        encoder.encode(osdStat)
        encoder.encode(pgStat)
        encoder.integer(epoch)
        encoder.encode(hadMapFor)
        encoder.encode(poolStat)
        return Self.current
    }
}

extension MPGStats: CustomStringConvertible {
    public var description: String { "pg_stats(\(pgStat.count) pgs seq \(osdStat.seq) v \(paxos.version))" }
}
