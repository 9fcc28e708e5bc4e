import CephAuth
import CephEncoding
import CephTypes
import NIOCore

/// A peer that talks to this monitor (src/mon/Session.h: `MonSession`).
public final class Session {
    public let connection: ConnectionID
    /// What it calls itself: `client.4123`, `osd.0`.
    public var name: EntityName
    /// Whose key it has.
    public var authName: AuthEntityName
    public var addresses: EntityAddressVector
    /// The address that its packets came from: capabilities may name networks.
    public var socketAddress: EntityAddress
    public var features: CephFeatures
    /// The host that it says it runs on; empty while it has not.
    public internal(set) var remoteHost = ""
    public var caps = MonCap()
    public var globalID: UInt64 = 0
    /// Whether it has proved who it is.
    public var isAuthenticated = false
    /// Its exchange, which answers the `MAuth` messages by which it renews its tickets.
    public var authentication = AuthMessageExchange()
    /// What it wants to be told of, by the subscription's name (`osdmap`, `monmap`, `log-info`, …).
    public var subscriptions: [String: Subscription] = [:]
    /// The options that it was sent last; nil where it never was.
    var options: CephMap<String, String>?
    /// The last OSD map epoch it was sent.
    public var osdEpoch: UInt32 = 0
    /// When it is closed unless it is heard of.
    public var timeout: Duration
    /// A peon forwarded it: answers go back through that peon, to its request with this number.
    public var proxy: Proxy?
    /// The name of the peon.
    public var proxyName: String?
    /// When it began, and whether a release is known: for `sessions` and `features`.
    public let created: UTime

    public struct Proxy: Hashable, Sendable {
        public var connection: ConnectionID
        public var tid: UInt64
    }

    public init(
        connection: ConnectionID, name: EntityName, authName: AuthEntityName = AuthEntityName(),
        addresses: EntityAddressVector = EntityAddressVector(),
        socketAddress: EntityAddress = EntityAddress(),
        features: CephFeatures = .all, created: UTime = .zero
    ) {
        self.connection = connection
        self.name = name
        self.authName = authName
        self.addresses = addresses
        self.socketAddress = socketAddress
        self.features = features
        self.created = created
        timeout = .zero
    }

    /// Takes over who it has proved to be, and what it may do here.
    public func accept(_ result: AuthResult) {
        isAuthenticated = true
        authName = result.entityName
        globalID = result.globalID
        if let session = result.serverSession { authentication = AuthMessageExchange(session: session) }
        if result.allowAll {
            caps = .allowAll
        } else if let text = try? CephDecoder.decode(String.self, from: result.capabilities, named: "caps") {
            caps = (try? MonCap(text)) ?? MonCap()
        }
    }

    /// Whether its capabilities allow `permissions` on a service's messages.
    public func isCapable(_ service: String, _ permissions: CapPermissions) -> Bool {
        caps.isCapable(authName, service: service, needs: permissions, peer: socketAddress)
    }
}

/// What a session asked to be told of (`MMonSubscribe`).
public struct Subscription: Hashable, Sendable {
    /// The first version that it does not have yet.
    public var next: UInt64
    /// It ends after one answer.
    public var isOneTime: Bool
    /// Send increments only for what follows the first full map.
    public var incrementalOnly = false

    public init(next: UInt64, isOneTime: Bool) {
        self.next = next
        self.isOneTime = isOneTime
    }
}
