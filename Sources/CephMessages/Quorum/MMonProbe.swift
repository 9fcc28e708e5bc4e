import CephEncoding
import CephTypes
import NIOCore

/// A monitor looks for the others before it joins or calls an election (src/messages/MMonProbe.h).
public struct MMonProbe: CephMessage, Equatable {
    public static let type = MessageType.monProbe
    public static let headVersion: UInt16 = 8
    public static let compatVersion: UInt16 = 5

    public enum Op: Int32, CustomStringConvertible, Sendable {
        case probe = 1
        case reply = 2
        case slurp = 3
        case slurpLatest = 4
        case data = 5
        case missingFeatures = 6

        public var description: String {
            switch self {
            case .probe: "probe"
            case .reply: "reply"
            case .slurp: "slurp"
            case .slurpLatest: "slurp_latest"
            case .data: "data"
            case .missingFeatures: "missing_features"
            }
        }
    }

    public var fsid: CephUUID
    public var op: Op
    /// The sender's name in the monmap.
    public var name: String
    /// In ``Op/reply``: the ranks of the sender's quorum, if it is in one.
    public var quorum: CephSet<Int32>
    /// In ``Op/reply``: the sender's monmap, encoded with all features.
    public var monMap: ByteBuffer
    /// Whether the sender was ever in a quorum.
    public var hasEverJoined: Bool
    public var paxosFirstVersion: UInt64
    public var paxosLastVersion: UInt64
    /// Feature bits without which nobody can join the sender's quorum.
    public var requiredFeatures: UInt64
    public var monRelease: CephRelease
    /// The leader's rank; -1 where there is none.
    public var leader: Int32

    public init(
        fsid: CephUUID = .zero, op: Op = .probe, name: String = "", quorum: CephSet<Int32> = [],
        monMap: ByteBuffer = ByteBuffer(), hasEverJoined: Bool = false, paxosFirstVersion: UInt64 = 0,
        paxosLastVersion: UInt64 = 0, requiredFeatures: UInt64 = 0, monRelease: CephRelease = .unknown,
        leader: Int32 = -1
    ) {
        self.fsid = fsid
        self.op = op
        self.name = name
        self.quorum = quorum
        self.monMap = monMap
        self.hasEverJoined = hasEverJoined
        self.paxosFirstVersion = paxosFirstVersion
        self.paxosLastVersion = paxosLastVersion
        self.requiredFeatures = requiredFeatures
        self.monRelease = monRelease
        self.leader = leader
    }
}

extension MMonProbe {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        try decoder.require(version, atLeast: 5)
        fsid = try decoder.decode("fsid")
        op = try decoder.operation()
        name = try decoder.decode("name")
        quorum = try decoder.decode("quorum")
        monMap = try decoder.decode("monmap_bl")
        hasEverJoined = try decoder.decode("has_ever_joined")
        paxosFirstVersion = try decoder.decode("paxos_first_version")
        paxosLastVersion = try decoder.decode("paxos_last_version")
        requiredFeatures = version >= 6 ? try decoder.decode("required_features") : 0
        monRelease = version >= 7 ? try decoder.decode("mon_release") : .unknown
        leader = version >= 8 ? try decoder.decode("leader") : quorum.first ?? -1
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.encode(fsid)
        encoder.integer(op.rawValue)
        encoder.encode(name)
        encoder.encode(quorum)
        encoder.monMap(monMap)
        encoder.encode(hasEverJoined)
        encoder.integer(paxosFirstVersion)
        encoder.integer(paxosLastVersion)
        encoder.integer(requiredFeatures)
        encoder.encode(monRelease)
        encoder.integer(leader)
        return Self.current
    }
}

extension MMonProbe: CustomStringConvertible {
    public var description: String {
        var text = "mon_probe(\(op) \(fsid) name \(name)"
        if !quorum.isEmpty { text += " quorum \(quorum.streamText)" }
        text += " leader \(leader)"
        if op == .reply { text += " paxos( fc \(paxosFirstVersion) lc \(paxosLastVersion) )" }
        if !hasEverJoined { text += " new" }
        if requiredFeatures != 0 { text += " required_features \(requiredFeatures)" }
        if monRelease != .unknown { text += " mon_release \(monRelease)" }
        return text + ")"
    }
}
