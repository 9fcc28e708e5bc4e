import CephEncoding
import CephTypes

/// A metadata server is alive, and tells what it does (src/messages/MMDSBeacon.h); the monitor sends it back
/// as its answer. Its ``PaxosServiceHeader/version`` is the epoch that it has.
public struct MMDSBeacon: PaxosServiceMessage, Equatable {
    public static let type = MessageType.mdsBeacon
    public static let headVersion: UInt16 = 8
    public static let compatVersion: UInt16 = 6

    public var paxos: PaxosServiceHeader
    public var fsid: CephUUID
    public var globalID: UInt64
    public var state: MDSState
    public var sequence: UInt64
    public var name: String
    /// Of metadata servers before nautilus: for whom it stands by.
    public var standbyForRank: Int32
    public var standbyForName: String
    public var compat: CompatSet
    public var health: MDSHealth
    /// While it boots: its metadata.
    public var systemInfo: CephMap<String, String>
    public var features: UInt64
    public var standbyForFSCID: Int32
    public var standbyReplay: Bool
    /// The file system that it would rather serve.
    public var fsName: String

    public init(
        paxos: PaxosServiceHeader = PaxosServiceHeader(), fsid: CephUUID = .zero, globalID: UInt64 = 0,
        state: MDSState = .boot, sequence: UInt64 = 0, name: String = "", standbyForRank: Int32 = -1,
        standbyForName: String = "", compat: CompatSet = CompatSet(), health: MDSHealth = MDSHealth(),
        systemInfo: CephMap<String, String> = [:], features: UInt64 = 0, standbyForFSCID: Int32 = -1,
        standbyReplay: Bool = false, fsName: String = ""
    ) {
        self.paxos = paxos
        self.fsid = fsid
        self.globalID = globalID
        self.state = state
        self.sequence = sequence
        self.name = name
        self.standbyForRank = standbyForRank
        self.standbyForName = standbyForName
        self.compat = compat
        self.health = health
        self.systemInfo = systemInfo
        self.features = features
        self.standbyForFSCID = standbyForFSCID
        self.standbyReplay = standbyReplay
        self.fsName = fsName
    }
}

extension MMDSBeacon {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        paxos = try PaxosServiceHeader(from: &decoder)
        fsid = try decoder.decode("fsid")
        globalID = try decoder.decode("global_id")
        state = try decoder.decode("state")
        sequence = try decoder.decode("seq")
        name = try decoder.decode("name")
        standbyForRank = try decoder.decode("standby_for_rank")
        standbyForName = try decoder.decode("standby_for_name")
        compat = version >= 2 ? try decoder.decode("compat") : CompatSet()
        health = version >= 3 ? try decoder.decode("health") : MDSHealth()
        systemInfo = version >= 4 && state == .boot ? try decoder.decode("sys_info") : [:]
        features = version >= 5 ? try decoder.decode("mds_features") : 0
        standbyForFSCID = version >= 6 ? try decoder.decode("standby_for_fscid") : -1
        standbyReplay = version >= 7 ? try decoder.decode("standby_replay") : false
        fsName = version >= 8 ? try decoder.decode("fs") : ""
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.encode(paxos)
        encoder.encode(fsid)
        encoder.integer(globalID)
        encoder.encode(state)
        encoder.integer(sequence)
        encoder.encode(name)
        encoder.integer(standbyForRank)
        encoder.encode(standbyForName)
        encoder.encode(compat)
        encoder.encode(health)
        if state == .boot { encoder.encode(systemInfo) }
        encoder.integer(features)
        encoder.integer(standbyForFSCID)
        encoder.encode(standbyReplay)
        encoder.encode(fsName)
        return Self.current
    }
}

extension MMDSBeacon: CustomStringConvertible {
    public var description: String {
        "mdsbeacon(\(globalID)/\(name) \(state) seq=\(sequence) v\(paxos.version))"
    }
}
