import CephEncoding

/// A metadata server removes snapshots of its pools (src/messages/MRemoveSnaps.h).
public struct MRemoveSnaps: PaxosServiceMessage, Equatable {
    public static let type = MessageType.removeSnaps
    public static let headVersion: UInt16 = 1
    public static let compatVersion: UInt16 = 1

    public var paxos: PaxosServiceHeader
    /// By pool.
    public var snaps: CephMap<Int32, [UInt64]>

    public init(
        paxos: PaxosServiceHeader = PaxosServiceHeader(), snaps: CephMap<Int32, [UInt64]> = [:]
    ) {
        self.paxos = paxos
        self.snaps = snaps
    }
}

extension MRemoveSnaps {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        paxos = try PaxosServiceHeader(from: &decoder)
        snaps = try decoder.decode("snaps")
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.encode(paxos)
        encoder.encode(snaps)
        return Self.current
    }
}

extension MRemoveSnaps: CustomStringConvertible {
    public var description: String {
        let pools = snaps.map {
            "\($0.key)=[\($0.value.map { String($0, radix: 16) }.joined(separator: ","))]"
        }
        return "remove_snaps({\(pools.joined(separator: ","))} v\(paxos.version))"
    }
}
