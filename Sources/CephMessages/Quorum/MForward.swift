import CephEncoding
import CephTypes

/// A peon gives a client's message to the leader, with what the leader must know of the client to judge
/// what it may (src/messages/MForward.h).
public struct MForward: CephMessage {
    public static let type = MessageType.forward
    public static let headVersion: UInt16 = 4
    public static let compatVersion: UInt16 = 4

    /// The peon's number of it; ``MRoute`` repeats it.
    public var tid: UInt64
    public var clientType: EntityType
    public var clientAddresses: EntityAddressVector
    /// From where the peon sees the client come.
    public var clientSocketAddress: EntityAddress
    public var clientCaps: MonCap
    /// The feature bits of the client's connection.
    public var connectionFeatures: CephFeatures
    public var entityName: AuthEntityName
    public var message: EmbeddedMessage

    public init(
        tid: UInt64 = 0, clientType: EntityType = .client,
        clientAddresses: EntityAddressVector = EntityAddressVector(),
        clientSocketAddress: EntityAddress = EntityAddress(), clientCaps: MonCap = MonCap(),
        connectionFeatures: CephFeatures = .all, entityName: AuthEntityName = AuthEntityName(),
        message: EmbeddedMessage
    ) {
        self.tid = tid
        self.clientType = clientType
        self.clientAddresses = clientAddresses
        self.clientSocketAddress = clientSocketAddress
        self.clientCaps = clientCaps
        self.connectionFeatures = connectionFeatures
        self.entityName = entityName
        self.message = message
    }
}

extension MForward {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        tid = try decoder.decode("tid")
        if version < 4 {
            let client: EntityInstance = try decoder.decode("client")
            clientType = client.first.type
            clientAddresses = EntityAddressVector([client.second])
            clientSocketAddress = client.second
        } else {
            clientType = EntityType(rawValue: UInt32(try decoder.decode("client_type", as: UInt8.self)))
            clientAddresses = try decoder.decode("client_addrs")
            clientSocketAddress = try decoder.decode("client_socket_addr")
        }
        clientCaps = try decoder.decode("client_caps")
        message = try decoder.field("msg") { try EmbeddedMessage(from: &$0) }
        let features: UInt64 = version >= 2 ? try decoder.decode("con_features") : 0
        connectionFeatures = CephFeatures(rawValue: features)
        // Older peons did not tell the name.
        entityName = version >= 3 ? try decoder.decode("entity_name") : AuthEntityName(clientType, "?")
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        let isNautilus = encoder.features.contains(.serverNautilus)
        encoder.integer(tid)
        if isNautilus {
            encoder.integer(UInt8(truncatingIfNeeded: clientType.rawValue))
            encoder.encode(clientAddresses)
            encoder.encode(clientSocketAddress)
        } else {
            encoder.encode(EntityName(clientType, EntityName.anyNumber))
            encoder.encode(clientAddresses.legacy ?? EntityAddress())
        }
        encoder.encode(clientCaps)
        message.encode(into: &encoder, features: encoder.features.intersection(connectionFeatures))
        encoder.integer(connectionFeatures.rawValue)
        encoder.encode(entityName)
        return isNautilus ? Self.current : MessageVersion(version: 3, compatible: 3)
    }
}

extension MForward: CustomStringConvertible {
    public var description: String {
        "forward(\(message) caps \(clientCaps) tid \(tid) con_features \(connectionFeatures.rawValue))"
    }
}
