import CephEncoding

/// An OSD no longer hears from another, or hears it again (src/messages/MOSDFailure.h).
public struct MOSDFailure: PaxosServiceMessage, Equatable {
    public static let type = MessageType.osdFailure
    public static let headVersion: UInt16 = 4
    public static let compatVersion: UInt16 = 4

    public struct Flags: OptionSet, Hashable, Sendable {
        public let rawValue: UInt8
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// Without it, the sender takes back what it said.
        public static let failed = Flags(rawValue: 1)
        /// Nobody listens there: no further reporter is needed.
        public static let immediate = Flags(rawValue: 2)
    }

    public var paxos: PaxosServiceHeader
    public var fsid: CephUUID
    public var targetOSD: Int32
    public var targetAddresses: EntityAddressVector
    /// The map that the sender has.
    public var epoch: UInt32
    public var flags: Flags
    /// Seconds since it was last heard.
    public var failedFor: Int32

    public init(
        paxos: PaxosServiceHeader = PaxosServiceHeader(), fsid: CephUUID = .zero, targetOSD: Int32 = 0,
        targetAddresses: EntityAddressVector = EntityAddressVector(), epoch: UInt32 = 0,
        flags: Flags = [.failed], failedFor: Int32 = 0
    ) {
        self.paxos = paxos
        self.fsid = fsid
        self.targetOSD = targetOSD
        self.targetAddresses = targetAddresses
        self.epoch = epoch
        self.flags = flags
        self.failedFor = failedFor
    }
}

extension MOSDFailure {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        paxos = try PaxosServiceHeader(from: &decoder)
        fsid = try decoder.decode("fsid")
        if version < 4 {
            let target: EntityInstance = try decoder.decode("target")
            targetOSD = Int32(truncatingIfNeeded: target.first.number)
            targetAddresses = EntityAddressVector([target.second])
        } else {
            targetOSD = try decoder.decode("target_osd")
            targetAddresses = try decoder.decode("target_addrs")
        }
        epoch = try decoder.decode("epoch")
        flags = version >= 2 ? Flags(rawValue: try decoder.decode("flags")) : .failed
        failedFor = version >= 3 ? try decoder.decode("failed_for") : 0
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
        encoder.integer(flags.rawValue)
        encoder.integer(failedFor)
        return isNautilus ? Self.current : MessageVersion(version: 3, compatible: 3)
    }
}

extension MOSDFailure: CustomStringConvertible {
    public var description: String {
        let kind =
            (flags.contains(.failed) ? "failed " : "recovered ")
            + (flags.contains(.immediate) ? "immediate" : "timeout")
        return "osd_failure(\(kind) osd.\(targetOSD) \(targetAddresses) for \(failedFor)sec e\(epoch)"
            + " v\(paxos.version))"
    }
}
