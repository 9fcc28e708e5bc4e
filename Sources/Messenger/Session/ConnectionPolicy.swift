import CephEncoding

/// How connections with peers of one type behave (src/msg/Policy.h).
public struct ConnectionPolicy: Hashable, Sendable {
    /// A broken connection is over, and with it whatever was queued. Otherwise it is made again, and nothing
    /// is lost or doubled.
    public var isLossy: Bool
    /// This side never connects; it waits for the peer.
    public var isServer: Bool
    /// A broken connection with nothing to send is made again only when there is something.
    public var standsBy: Bool
    /// A peer that has lost the session makes this side forget it as well.
    public var checksReset: Bool
    /// A second connection of the same peer replaces the first.
    public var registersLossyClients: Bool
    public var supported: CephFeatures
    public var required: CephFeatures

    public init(
        isLossy: Bool, isServer: Bool, standsBy: Bool, checksReset: Bool, registersLossyClients: Bool,
        supported: CephFeatures = .all, required: CephFeatures = []
    ) {
        self.isLossy = isLossy
        self.isServer = isServer
        self.standsBy = standsBy
        self.checksReset = checksReset
        self.registersLossyClients = registersLossyClients
        self.supported = supported
        self.required = required
    }

    /// A server whose clients come and go.
    public static func statelessServer(required: CephFeatures = []) -> ConnectionPolicy {
        ConnectionPolicy(
            isLossy: true, isServer: true, standsBy: false, checksReset: false, registersLossyClients: false,
            required: required)
    }

    /// A server that waits for its clients to come back.
    public static func statefulServer(required: CephFeatures = []) -> ConnectionPolicy {
        ConnectionPolicy(
            isLossy: false, isServer: true, standsBy: true, checksReset: true, registersLossyClients: true,
            required: required)
    }

    /// One of equals, of whom either may connect; a peer that was started again is noticed.
    public static func losslessPeerReuse(required: CephFeatures = []) -> ConnectionPolicy {
        ConnectionPolicy(
            isLossy: false, isServer: false, standsBy: true, checksReset: true, registersLossyClients: true,
            required: required)
    }

    /// The same without noticing.
    public static func losslessPeer(required: CephFeatures = []) -> ConnectionPolicy {
        ConnectionPolicy(
            isLossy: false, isServer: false, standsBy: true, checksReset: false, registersLossyClients: true,
            required: required)
    }

    /// A client that begins anew when its connection breaks.
    public static func lossyClient(required: CephFeatures = []) -> ConnectionPolicy {
        ConnectionPolicy(
            isLossy: true, isServer: false, standsBy: false, checksReset: false, registersLossyClients: true,
            required: required)
    }

    /// A client that goes on where its connection broke.
    public static func losslessClient(required: CephFeatures = []) -> ConnectionPolicy {
        ConnectionPolicy(
            isLossy: false, isServer: false, standsBy: false, checksReset: true, registersLossyClients: true,
            required: required)
    }
}

/// The policies of a program, by the type of the peer.
public struct PolicySet: Hashable, Sendable {
    public var standard: ConnectionPolicy
    public var byType: [EntityType: ConnectionPolicy]

    public init(standard: ConnectionPolicy, byType: [EntityType: ConnectionPolicy] = [:]) {
        self.standard = standard
        self.byType = byType
    }

    public subscript(type: EntityType) -> ConnectionPolicy { byType[type] ?? standard }

    /// As a monitor sets them (src/ceph_mon.cc).
    public static let monitor = PolicySet(
        standard: .statelessServer(),
        byType: [
            .mon: .losslessPeerReuse(required: .serverLuminous),
            .osd: .statelessServer(required: .serverLuminous),
        ])

    /// As a client sets them.
    public static let client = PolicySet(standard: .lossyClient())
}
