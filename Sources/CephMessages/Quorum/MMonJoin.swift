import CephEncoding

/// A monitor asks to be put into the monmap (src/messages/MMonJoin.h).
public struct MMonJoin: PaxosServiceMessage, Equatable {
    public static let type = MessageType.monJoin
    public static let headVersion: UInt16 = 3
    public static let compatVersion: UInt16 = 2

    public var paxos: PaxosServiceHeader
    public var fsid: CephUUID
    public var name: String
    public var addresses: EntityAddressVector
    /// For stretch mode: where it is, bucket type to name.
    public var crushLocation: CephMap<String, String>
    /// Whether ``crushLocation`` replaces what the monmap has.
    public var forceLocation: Bool

    public init(
        paxos: PaxosServiceHeader = PaxosServiceHeader(), fsid: CephUUID = .zero, name: String = "",
        addresses: EntityAddressVector = EntityAddressVector(), crushLocation: CephMap<String, String> = [:],
        forceLocation: Bool = false
    ) {
        self.paxos = paxos
        self.fsid = fsid
        self.name = name
        self.addresses = addresses
        self.crushLocation = crushLocation
        self.forceLocation = forceLocation
    }
}

extension MMonJoin {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        paxos = try PaxosServiceHeader(from: &decoder)
        fsid = try decoder.decode("fsid")
        name = try decoder.decode("name")
        if version <= 1 {
            addresses = EntityAddressVector([try decoder.decode("addr")])
        } else {
            addresses = try decoder.decode("addrs")
        }
        crushLocation = version >= 3 ? try decoder.decode("crush_loc") : [:]
        forceLocation = version >= 3 ? try decoder.decode("force_loc") : false
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.encode(paxos)
        encoder.encode(fsid)
        encoder.encode(name)
        guard encoder.features.contains(.serverNautilus) else {
            encoder.encode(addresses.legacy ?? EntityAddress())
            return MessageVersion(version: 1, compatible: 1)
        }
        encoder.encode(addresses)
        encoder.encode(crushLocation)
        encoder.encode(forceLocation)
        return Self.current
    }
}

extension MMonJoin: CustomStringConvertible {
    public var description: String {
        "mon_join(\(name) \(addresses) \(crushLocation.streamText))"
    }
}
