import CephEncoding
import CephTypes

/// An OSD wants to be marked up (src/messages/MOSDBoot.h).
public struct MOSDBoot: PaxosServiceMessage, Equatable {
    public static let type = MessageType.osdBoot
    public static let headVersion: UInt16 = 7
    public static let compatVersion: UInt16 = 7

    public var paxos: PaxosServiceHeader
    public var superblock: OSDSuperblock
    public var heartbeatBackAddresses: EntityAddressVector
    public var clusterAddresses: EntityAddressVector
    /// When this life of the OSD was marked up before; 0 for not yet.
    public var bootEpoch: UInt32
    public var heartbeatFrontAddresses: EntityAddressVector
    public var metadata: CephMap<String, String>
    public var features: UInt64

    public init(
        paxos: PaxosServiceHeader = PaxosServiceHeader(), superblock: OSDSuperblock = OSDSuperblock(),
        heartbeatBackAddresses: EntityAddressVector = EntityAddressVector(),
        clusterAddresses: EntityAddressVector = EntityAddressVector(), bootEpoch: UInt32 = 0,
        heartbeatFrontAddresses: EntityAddressVector = EntityAddressVector(),
        metadata: CephMap<String, String> = [:], features: UInt64 = 0
    ) {
        self.paxos = paxos
        self.superblock = superblock
        self.heartbeatBackAddresses = heartbeatBackAddresses
        self.clusterAddresses = clusterAddresses
        self.bootEpoch = bootEpoch
        self.heartbeatFrontAddresses = heartbeatFrontAddresses
        self.metadata = metadata
        self.features = features
    }
}

extension MOSDBoot {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        paxos = try PaxosServiceHeader(from: &decoder)
        superblock = try decoder.decode("sb")
        // Before nautilus an address, which a vector's decoder reads as well.
        heartbeatBackAddresses = try decoder.decode("hb_back_addrs")
        clusterAddresses = version >= 2 ? try decoder.decode("cluster_addrs") : EntityAddressVector()
        bootEpoch = version >= 3 ? try decoder.decode("boot_epoch") : 0
        heartbeatFrontAddresses = version >= 4 ? try decoder.decode("hb_front_addrs") : EntityAddressVector()
        metadata = version >= 5 ? try decoder.decode("metadata") : [:]
        features = version >= 6 ? try decoder.decode("osd_features") : 0
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        let isNautilus = encoder.features.contains(.serverNautilus)
        encoder.encode(paxos)
        encoder.encode(superblock)
        encoder.addresses(heartbeatBackAddresses)
        encoder.addresses(clusterAddresses)
        encoder.integer(bootEpoch)
        encoder.addresses(heartbeatFrontAddresses)
        encoder.encode(metadata)
        encoder.integer(features)
        return isNautilus ? Self.current : MessageVersion(version: 6, compatible: 6)
    }
}

extension MOSDBoot: CustomStringConvertible {
    public var description: String {
        "osd_boot(osd.\(superblock.whoami) booted \(bootEpoch) features \(features) v\(paxos.version))"
    }
}
