import CephEncoding

/// An OSD, back after a while, tells that it served nothing since the epoch when it was marked down
/// (src/messages/MOSDMarkMeDead.h).
public struct MOSDMarkMeDead: PaxosServiceMessage, Equatable {
    public static let type = MessageType.osdMarkMeDead
    public static let headVersion: UInt16 = 1
    public static let compatVersion: UInt16 = 1

    public var paxos: PaxosServiceHeader
    public var fsid: CephUUID
    public var targetOSD: Int32
    public var epoch: UInt32

    public init(
        paxos: PaxosServiceHeader = PaxosServiceHeader(), fsid: CephUUID = .zero, targetOSD: Int32 = 0,
        epoch: UInt32 = 0
    ) {
        self.paxos = paxos
        self.fsid = fsid
        self.targetOSD = targetOSD
        self.epoch = epoch
    }
}

extension MOSDMarkMeDead {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        paxos = try PaxosServiceHeader(from: &decoder)
        fsid = try decoder.decode("fsid")
        targetOSD = try decoder.decode("target_osd")
        epoch = try decoder.decode("epoch")
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.encode(paxos)
        encoder.encode(fsid)
        encoder.integer(targetOSD)
        encoder.integer(epoch)
        return Self.current
    }
}

extension MOSDMarkMeDead: CustomStringConvertible {
    public var description: String { "MOSDMarkMeDead(osd.\(targetOSD), epoch \(epoch), fsid=\(fsid))" }
}
