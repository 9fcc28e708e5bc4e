import CephEncoding

/// An OSD is about to stop (src/messages/MOSDMarkMeDown.h).
public struct MOSDMarkMeDown: PaxosServiceMessage, Equatable {
    public static let type = MessageType.osdMarkMeDown
    public static let headVersion: UInt16 = 4
    public static let compatVersion: UInt16 = 3

    public var paxos: PaxosServiceHeader
    public var fsid: CephUUID
    public var targetOSD: Int32
    public var targetAddresses: EntityAddressVector
    /// The map that the sender has.
    public var epoch: UInt32
    /// Whether it waits for the same message as an answer.
    public var requestAck: Bool
    /// Whether it is certain to serve nothing any more.
    public var downAndDead: Bool

    public init(
        paxos: PaxosServiceHeader = PaxosServiceHeader(), fsid: CephUUID = .zero, targetOSD: Int32 = 0,
        targetAddresses: EntityAddressVector = EntityAddressVector(), epoch: UInt32 = 0,
        requestAck: Bool = false, downAndDead: Bool = false
    ) {
        self.paxos = paxos
        self.fsid = fsid
        self.targetOSD = targetOSD
        self.targetAddresses = targetAddresses
        self.epoch = epoch
        self.requestAck = requestAck
        self.downAndDead = downAndDead
    }
}

extension MOSDMarkMeDown {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        paxos = try PaxosServiceHeader(from: &decoder)
        fsid = try decoder.decode("fsid")
        if version < 3 {
            let target: EntityInstance = try decoder.decode("target")
            targetOSD = Int32(truncatingIfNeeded: target.first.number)
            targetAddresses = EntityAddressVector([target.second])
        } else {
            targetOSD = try decoder.decode("target_osd")
            targetAddresses = try decoder.decode("target_addrs")
        }
        epoch = try decoder.decode("epoch")
        requestAck = try decoder.decode("request_ack")
        downAndDead = version >= 4 ? try decoder.decode("down_and_dead") : false
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        let isNautilus = encoder.features.contains(.serverNautilus)
        encoder.encode(paxos)
        encoder.encode(fsid)
        if isNautilus {
            encoder.integer(targetOSD)
            encoder.encode(targetAddresses)
        } else {
            encoder.encode(EntityName(.osd, Int64(targetOSD)))
            encoder.encode(targetAddresses.legacy ?? EntityAddress())
        }
        encoder.integer(epoch)
        encoder.encode(requestAck)
        if isNautilus { encoder.encode(downAndDead) }
        return isNautilus ? Self.current : MessageVersion(version: 2, compatible: 2)
    }
}

extension MOSDMarkMeDown: CustomStringConvertible {
    public var description: String {
        "MOSDMarkMeDown(request_ack=\(requestAck ? 1 : 0), down_and_dead=\(downAndDead ? 1 : 0)"
            + ", osd.\(targetOSD), \(targetAddresses), fsid=\(fsid))"
    }
}
