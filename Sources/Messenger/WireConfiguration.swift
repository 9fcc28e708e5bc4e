import CephAuth
import CephEncoding

/// What a protocol on one socket has to know of its surroundings.
struct WireConfiguration: Sendable {
    enum Role: Hashable, Sendable {
        /// This side has connected, to a program of this type.
        case client(peer: EntityType)
        /// This side was connected to.
        case server
    }

    var role: Role
    var connectionID: UInt64
    var ownType: EntityType
    /// `mon.0`'s 0; -1 for a client that has none yet.
    var ownNumber: Int64
    var ownAddresses: EntityAddressVector
    /// For a side that listens nowhere.
    var ownNonce: UInt32
    /// The address that was connected to; for a server, the other end of the socket.
    var peerAddress: EntityAddress
    var policies: PolicySet
    var authPolicy: AuthPolicy
    var authServer: (any AuthServer)?
    var authClient: (any AuthClient)?
    /// msgr v1: the version of the protocol among programs of this type.
    var clusterProtocol: UInt32
    /// Bytes in a message's segments.
    var maximumMessageSize: UInt64

    var isServer: Bool { role == .server }

    /// What may come of a connecting peer before it has proven who it is: its part of the handshake.
    static let maximumHandshakeSize = 256 << 10
}
