import CephEncoding
import CephTypes
import NIOCore

/// One step of an election (src/messages/MMonElection.h).
public struct MMonElection: CephMessage, Equatable {
    public static let type = MessageType.monElection
    public static let headVersion: UInt16 = 9
    public static let compatVersion: UInt16 = 5

    public enum Op: Int32, CustomStringConvertible, Sendable {
        case propose = 1
        case ack = 2
        case nak = 3
        case victory = 4

        public var description: String {
            switch self {
            case .propose: "propose"
            case .ack: "ack"
            case .nak: "nak"
            case .victory: "victory"
            }
        }
    }

    public var fsid: CephUUID
    public var op: Op
    /// The election epoch: odd while electing, even afterwards.
    public var epoch: UInt32
    /// The sender's monmap, encoded with all features.
    public var monMap: ByteBuffer
    /// In ``Op/victory``: the ranks of the quorum.
    public var quorum: CephSet<Int32>
    /// Feature bits: of the sender, or in ``Op/victory`` those that all of the quorum have.
    public var quorumFeatures: UInt64
    /// In ``Op/nak``: the encoded features that the leader requires.
    public var sharing: ByteBuffer
    public var monFeatures: MonFeatures
    /// In ``Op/ack``: what the peon says of itself.
    public var metadata: CephMap<String, String>
    public var monRelease: CephRelease
    /// An encoded `ConnectionTracker`: how the sender sees its connections.
    public var scoring: ByteBuffer
    /// By which rule the sender elects.
    public var strategy: MonMap.ElectionStrategy

    public init(
        fsid: CephUUID = .zero, op: Op = .propose, epoch: UInt32 = 0, monMap: ByteBuffer = ByteBuffer(),
        quorum: CephSet<Int32> = [], quorumFeatures: UInt64 = 0, sharing: ByteBuffer = ByteBuffer(),
        monFeatures: MonFeatures = [], metadata: CephMap<String, String> = [:],
        monRelease: CephRelease = .unknown, scoring: ByteBuffer = ByteBuffer(),
        strategy: MonMap.ElectionStrategy = .classic
    ) {
        self.fsid = fsid
        self.op = op
        self.epoch = epoch
        self.monMap = monMap
        self.quorum = quorum
        self.quorumFeatures = quorumFeatures
        self.sharing = sharing
        self.monFeatures = monFeatures
        self.metadata = metadata
        self.monRelease = monRelease
        self.scoring = scoring
        self.strategy = strategy
    }
}

extension MMonElection {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        fsid = try decoder.decode("fsid")
        op = try decoder.operation()
        epoch = try decoder.decode("epoch")
        monMap = try decoder.decode("monmap_bl")
        quorum = try decoder.decode("quorum")
        quorumFeatures = version >= 3 ? try decoder.decode("quorum_features") : 0
        // Two numbers that no longer mean anything.
        if version >= 4 { try decoder.skip(16) }
        sharing = version >= 5 ? try decoder.decode("sharing_bl") : ByteBuffer()
        monFeatures = version >= 6 ? try decoder.decode("mon_features") : []
        metadata = version >= 7 ? try decoder.decode("metadata") : [:]
        monRelease = version >= 8 ? try decoder.decode("mon_release") : monFeatures.impliedRelease
        scoring = version >= 9 ? try decoder.decode("scoring_bl") : ByteBuffer()
        strategy = version >= 9 ? MonMap.ElectionStrategy(rawValue: try decoder.decode("strategy")) : .classic
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.encode(fsid)
        encoder.integer(op.rawValue)
        encoder.integer(epoch)
        // The whole form is given to all that know it, whatever protocol they speak.
        encoder.monMap(monMap, unless: [.monNames, .monEnc, .serverNautilus])
        encoder.encode(quorum)
        encoder.integer(quorumFeatures)
        encoder.zeros(16)
        encoder.encode(sharing)
        encoder.encode(monFeatures)
        encoder.encode(metadata)
        encoder.encode(monRelease)
        encoder.encode(scoring)
        encoder.integer(strategy.rawValue)
        return Self.current
    }
}

extension MMonElection: CustomStringConvertible {
    public var description: String { "election(\(fsid) \(op) rel \(monRelease.rawValue) e\(epoch))" }
}
