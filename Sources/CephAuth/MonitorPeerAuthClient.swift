import CephEncoding
import CephTypes
import NIOCore

/// A monitor's ``AuthClient`` towards other monitors and the manager (`Monitor::get_authorizer`).
///
/// A monitor needs no ticket from anyone: it has the keys, and makes its tickets itself. Those for monitors are
/// sealed with their common key, those for a manager with the managers' rotating one.
public struct MonitorPeerAuthClient: AuthClient {
    /// As it calls itself, `mon.a`; its tickets say `mon.`.
    private let name: AuthEntityName
    private let environment: MonitorAuthServer.Environment

    public init(name: AuthEntityName, environment: MonitorAuthServer.Environment) {
        self.name = name
        self.environment = environment
    }

    public func makeSession(
        peer: EntityType, peerAddresses: EntityAddressVector
    ) -> any AuthClientSession {
        AuthorizerSession(peer: peer, policy: environment.policy()) { () throws(AuthError) -> Authorizer in
            try makeAuthorizer(peer)
        }
    }

    public func makeV1Session(
        peer: EntityType, peerAddresses: EntityAddressVector
    ) -> any AuthV1ClientSession {
        AuthorizerSession(peer: peer, policy: environment.policy()) { () throws(AuthError) -> Authorizer in
            try makeAuthorizer(peer)
        }
    }

    private func makeAuthorizer(_ peer: EntityType) throws(AuthError) -> Authorizer {
        guard peer == .mon || peer == .mgr else {
            throw .denied("a monitor connects to monitors and managers only, not to \(peer.name)")
        }
        let policy = environment.policy()
        guard policy.clusterMethods.contains(.cephx) else { return .none(name: name, globalID: 0) }
        let keys = environment.keys() ?? KeyServer()
        let ticket = AuthTicket(name: AuthEntityName(.mon), globalID: 0)
        let now = environment.now()
        var random = environment.random
        let grant: TicketGrant
        if peer == .mon {
            let monitors = AuthEntityName(.mon)
            guard let secret = keys.keyring.secret(of: monitors) ?? keys.secret(of: monitors) else {
                throw AuthError(
                    AuthError.noEntity, "couldn't get secret for mon service from keyring or keyserver")
            }
            grant = try keys.grant(
                .mon, parent: ticket, secret: secret, id: TicketGrant.generalSecret,
                lifetime: policy.serviceTicketLifetime, now: now, using: &random)
        } else {
            grant = try keys.grant(peer, parent: ticket, now: now, policy: policy, using: &random)
        }
        return .cephx(
            CephXAuthorizer(
                globalID: 0, service: peer, ticket: try grant.blob(), sessionKey: grant.sessionKey,
                using: &random), name: name, globalID: 0, expires: grant.ticket.expires)
    }
}
