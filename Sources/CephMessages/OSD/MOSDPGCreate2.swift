import CephEncoding
import CephTypes

/// Tells an OSD to create placement groups (src/messages/MOSDPGCreate2.h).
public struct MOSDPGCreate2: CephMessage, Equatable {
    public static let type = MessageType.osdPGCreate2
    public static let headVersion: UInt16 = 2
    public static let compatVersion: UInt16 = 1

    /// The map that asks for them.
    public var epoch: UInt32
    /// The epoch and the time since which it should be there.
    public var pgs: CephMap<ShardedPGID, Pair<UInt32, UTime>>
    /// What is known of who served it before it was there.
    public var pgExtra: CephMap<ShardedPGID, Pair<PGHistory, PastIntervals>>

    public init(
        epoch: UInt32 = 0, pgs: CephMap<ShardedPGID, Pair<UInt32, UTime>> = [:],
        pgExtra: CephMap<ShardedPGID, Pair<PGHistory, PastIntervals>> = [:]
    ) {
        self.epoch = epoch
        self.pgs = pgs
        self.pgExtra = pgExtra
    }
}

extension MOSDPGCreate2 {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        epoch = try decoder.decode("epoch")
        pgs = try decoder.decode("pgs")
        pgExtra = version >= 2 ? try decoder.decode("pg_extra") : [:]
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.integer(epoch)
        encoder.encode(pgs)
        encoder.encode(pgExtra)
        return Self.current
    }
}

extension MOSDPGCreate2: CustomStringConvertible {
    public var description: String {
        let all = pgs.map { "\($0.key)=\($0.value.first),\($0.value.second)" }
        return "pg_create2(e\(epoch) {\(all.joined(separator: ","))})"
    }
}
