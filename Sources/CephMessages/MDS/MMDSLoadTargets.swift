import CephEncoding

/// To which ranks a metadata server may move parts of the tree (src/messages/MMDSLoadTargets.h).
public struct MMDSLoadTargets: PaxosServiceMessage, Equatable {
    public static let type = MessageType.mdsOffloadTargets
    public static let headVersion: UInt16 = 1
    public static let compatVersion: UInt16 = 1

    public var paxos: PaxosServiceHeader
    public var globalID: UInt64
    public var targets: CephSet<Int32>

    public init(
        paxos: PaxosServiceHeader = PaxosServiceHeader(), globalID: UInt64 = 0, targets: CephSet<Int32> = []
    ) {
        self.paxos = paxos
        self.globalID = globalID
        self.targets = targets
    }
}

extension MMDSLoadTargets {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        paxos = try PaxosServiceHeader(from: &decoder)
        globalID = try decoder.decode("global_id")
        targets = try decoder.decode("targets")
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.encode(paxos)
        encoder.integer(globalID)
        encoder.encode(targets)
        return Self.current
    }
}

extension MMDSLoadTargets: CustomStringConvertible {
    public var description: String { "mds_load_targets(\(globalID) \(targets.streamText))" }
}
