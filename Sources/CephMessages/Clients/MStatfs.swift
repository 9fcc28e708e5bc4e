import CephEncoding

/// How full is the cluster, or one pool? (src/messages/MStatfs.h)
public struct MStatfs: PaxosServiceMessage, Equatable {
    public static let type = MessageType.statfs
    public static let headVersion: UInt16 = 2
    public static let compatVersion: UInt16 = 1

    public var paxos: PaxosServiceHeader
    public var fsid: CephUUID
    /// nil for the whole cluster.
    public var dataPool: Int64?

    public init(
        paxos: PaxosServiceHeader = PaxosServiceHeader(), fsid: CephUUID = .zero, dataPool: Int64? = nil
    ) {
        self.paxos = paxos
        self.fsid = fsid
        self.dataPool = dataPool
    }
}

extension MStatfs {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        paxos = try PaxosServiceHeader(from: &decoder)
        fsid = try decoder.decode("fsid")
        dataPool = version >= 2 ? try decoder.decode("data_pool") : nil
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.encode(paxos)
        encoder.encode(fsid)
        encoder.encode(dataPool)
        return Self.current
    }
}

extension MStatfs: EnvelopeDescribed {
    func described(tid: UInt64, source: EntityName) -> String {
        "statfs(\(tid) pool \(dataPool ?? -1) v\(paxos.version))"
    }

    public var description: String { described(tid: 0, source: .unknown) }
}
