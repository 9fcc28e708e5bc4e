import CephEncoding
import CephTypes

/// Which methods and modes a program allows to whom (src/auth/AuthRegistry.cc), and how strict it is about
/// what came later (src/common/options.cc of 16.2).
public struct AuthPolicy: Hashable, Sendable {
    /// What this program is: the same options mean other peers to a monitor than to a client.
    public var ownType: EntityType

    /// `auth_cluster_required`, `auth_service_required`, `auth_client_required`, best first.
    public var clusterMethods: [AuthMethod] = [.cephx]
    public var serviceMethods: [AuthMethod] = [.cephx]
    public var clientMethods: [AuthMethod] = [.cephx, .none]

    /// `ms_mon_cluster_mode` and its neighbours, best first.
    public var monClusterModes: [ConnectionMode] = [.secure, .crc]
    public var monServiceModes: [ConnectionMode] = [.secure, .crc]
    public var monClientModes: [ConnectionMode] = [.secure, .crc]
    public var clusterModes: [ConnectionMode] = [.crc, .secure]
    public var serviceModes: [ConnectionMode] = [.crc, .secure]
    public var clientModes: [ConnectionMode] = [.crc, .secure]

    /// What peers must be able to do that speak msgr v1.
    public var clusterRequirements = CephXRequirements()
    public var serviceRequirements = CephXRequirements()
    /// `cephx_sign_messages`: whether messages of msgr v1 are signed, and signatures looked at.
    public var signsMessages = true

    /// `auth_mon_ticket_ttl`, in seconds: how long a client may come back to the monitors.
    public var monTicketLifetime: Double = 72 * 3600
    /// `auth_service_ticket_ttl`, in seconds.
    public var serviceTicketLifetime: Double = 3600
    /// `auth_allow_insecure_global_id_reclaim`: whether old clients may take up their global id again without
    /// showing the ticket that says it is theirs.
    public var allowsInsecureReclaim = true
    /// `auth_expose_insecure_global_id_reclaim`: whether clients of which that is not known must connect again,
    /// so that it shows. See ``GlobalIDStatus/mustReconnect(under:)``.
    public var exposesInsecureReclaim = true

    /// 16.2's defaults.
    public init(ownType: EntityType = .mon) { self.ownType = ownType }

    /// What a peer of the type may use, best first.
    public func methods(for peer: EntityType) -> [AuthMethod] {
        switch ownType {
        case .client: clientMethods
        case .mon, .mgr: [.mon, .mgr].contains(peer) ? clusterMethods : serviceMethods
        default: Self.isDaemon(peer) ? clusterMethods : serviceMethods
        }
    }

    /// What protects connections with a peer of the type, best first. Without keys there is only crc.
    public func modes(for peer: EntityType, method: AuthMethod) -> [ConnectionMode] {
        let modes = modes(for: peer)
        return method == .none ? modes.filter { $0 == .crc } : modes
    }

    private func modes(for peer: EntityType) -> [ConnectionMode] {
        let isMonitorLike = peer == .mon || peer == .mgr
        switch ownType {
        case .client: return isMonitorLike ? monClientModes : clientModes
        case .mon, .mgr: return isMonitorLike ? monClusterModes : monServiceModes
        default:
            if isMonitorLike { return monClusterModes }
            return Self.isDaemon(peer) ? clusterModes : serviceModes
        }
    }

    /// What an entity may use that wants a session with a monitor, by its name and not by its connection
    /// (src/mon/Monitor.cc).
    public func sessionMethods(for name: AuthEntityName) -> [AuthMethod] {
        Self.isDaemon(name.type) ? clusterMethods : serviceMethods
    }

    /// What a peer that shows an authorizer may use (`AuthRegistry::get_handler`).
    public func authorizerMethods(for peer: EntityType) -> [AuthMethod] {
        Self.isDaemon(peer) ? clusterMethods : serviceMethods
    }

    static func isDaemon(_ type: EntityType) -> Bool { [.mon, .mgr, .osd, .mds].contains(type) }
}

/// What is asked of peers that use cephx over msgr v1.
public struct CephXRequirements: Hashable, Sendable {
    /// `cephx_require_signatures` or its form for the cluster or for services.
    public var signatures: Bool
    /// `cephx_require_version` or its form for the cluster or for services: 2 means challenged authorizers and
    /// the newer signatures.
    public var version: Int

    public init(signatures: Bool = false, version: Int = 2) {
        self.signatures = signatures
        self.version = version
    }

    /// The features that follow from it.
    public var features: CephFeatures {
        var features: CephFeatures = signatures ? .msgAuth : []
        if version >= 2 { features.insert(.cephxV2) }
        return features
    }
}

extension AuthPolicy {
    /// The features that a v1 peer needs for its authorizer (src/msg/async/ProtocolV1.cc).
    public func requiredFeatures(for peer: EntityType, method: AuthMethod) -> CephFeatures {
        guard method == .cephx else { return [] }
        return [.osd, .mds, .mgr].contains(peer) ? clusterRequirements.features : serviceRequirements.features
    }

    /// The best of the methods that a v1 client offers in its first `MAuth`; nil where none is allowed
    /// (src/mon/AuthMonitor.cc).
    /// - Parameter features: those of the connection.
    public func pickMethod(for name: AuthEntityName, offered: [AuthMethod], features: CephFeatures)
        -> AuthMethod?
    {
        let required = Self.isDaemon(name.type) ? clusterRequirements : serviceRequirements
        // Who cannot sign is asked for that alone.
        let lacksFeatures =
            features.contains(.msgAuth)
            ? required.version >= 2 && !features.contains(.cephxV2) : required.signatures
        let allowed = sessionMethods(for: name)
        return offered.sorted { $0.rawValue > $1.rawValue }.first {
            allowed.contains($0) && !($0 == .cephx && lacksFeatures)
        }
    }
}

extension AuthPolicy {
    /// Reads an option's list, as `cephx, none`. What is unknown is left out; an empty list means cephx.
    /// - Returns: the methods, and the words that name none, for a warning.
    public static func methods(parsing text: String) -> (methods: [AuthMethod], unknown: [String]) {
        let (methods, unknown) = parse(text, [AuthMethod.cephx, .none], \.name)
        return (methods.isEmpty ? [.cephx] : methods, unknown)
    }

    /// Reads an option's list, as `secure crc`. What is unknown is left out.
    public static func modes(parsing text: String) -> (modes: [ConnectionMode], unknown: [String]) {
        let (modes, unknown) = parse(text, [ConnectionMode.crc, .secure], \.name)
        return (modes, unknown)
    }

    private static func parse<T>(_ text: String, _ known: [T], _ name: (T) -> String?) -> ([T], [String]) {
        var (found, unknown): ([T], [String]) = ([], [])
        for word in text.split(whereSeparator: { ";,= \t".contains($0) }) {
            if let value = known.first(where: { name($0) == String(word) }) {
                found.append(value)
            } else {
                unknown.append(String(word))
            }
        }
        return (found, unknown)
    }
}
