import CephEncoding
import CephTypes

/// The two placement groups of a merge stand still, or can't (src/messages/MOSDPGReadyToMerge.h).
public struct MOSDPGReadyToMerge: PaxosServiceMessage, Equatable {
    public static let type = MessageType.osdPGReadyToMerge
    public static let headVersion: UInt16 = 1
    public static let compatVersion: UInt16 = 1

    public var paxos: PaxosServiceHeader
    /// The one that goes into the other.
    public var pgid: PGID
    public var sourceVersion: EVersion
    public var targetVersion: EVersion
    public var lastEpochStarted: UInt32
    public var lastEpochClean: UInt32
    public var isReady: Bool

    public init(
        paxos: PaxosServiceHeader = PaxosServiceHeader(), pgid: PGID = PGID(),
        sourceVersion: EVersion = .zero, targetVersion: EVersion = .zero, lastEpochStarted: UInt32 = 0,
        lastEpochClean: UInt32 = 0, isReady: Bool = true
    ) {
        self.paxos = paxos
        self.pgid = pgid
        self.sourceVersion = sourceVersion
        self.targetVersion = targetVersion
        self.lastEpochStarted = lastEpochStarted
        self.lastEpochClean = lastEpochClean
        self.isReady = isReady
    }
}

extension MOSDPGReadyToMerge {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        paxos = try PaxosServiceHeader(from: &decoder)
        pgid = try decoder.decode("pgid")
        sourceVersion = try decoder.decode("source_version")
        targetVersion = try decoder.decode("target_version")
        lastEpochStarted = try decoder.decode("last_epoch_started")
        lastEpochClean = try decoder.decode("last_epoch_clean")
        isReady = try decoder.decode("ready")
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.encode(paxos)
        encoder.encode(pgid)
        encoder.encode(sourceVersion)
        encoder.encode(targetVersion)
        encoder.integer(lastEpochStarted)
        encoder.integer(lastEpochClean)
        encoder.encode(isReady)
        return Self.current
    }
}

extension MOSDPGReadyToMerge: CustomStringConvertible {
    public var description: String {
        let ready = isReady ? " ready" : " NOT READY"
        return "osd_pg_ready_to_merge(\(pgid) sv \(sourceVersion) tv \(targetVersion)"
            + " les/c \(lastEpochStarted)/\(lastEpochClean)\(ready) v\(paxos.version))"
    }
}
