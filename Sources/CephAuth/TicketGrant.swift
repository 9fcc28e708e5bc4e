import CephEncoding
import CephTypes
import NIOCore

/// A ticket before it is sealed (`CephXSessionAuthInfo`, src/auth/cephx/CephxProtocol.h): what its holder learns
/// of it, and what the service will.
public struct TicketGrant: Hashable, Sendable {
    public var service: EntityType
    /// Which of the service's keys seals it; ``generalSecret`` for the service's one lasting key.
    public var secretID: UInt64
    public var serviceSecret: CryptoKey
    /// Between holder and service.
    public var sessionKey: CryptoKey
    public var ticket: AuthTicket
    /// A span.
    public var validity: UTime

    /// The id that stands for the key of the entity `SERVICE.`, not for a rotating one.
    public static let generalSecret = UInt64.max

    /// The ticket as its service can open it.
    public func blob() throws(AuthError) -> CephXTicketBlob {
        let info = CephXServiceTicketInfo(ticket: ticket, sessionKey: sessionKey)
        return CephXTicketBlob(secretID: secretID, blob: try serviceSecret.seal(info))
    }

    /// What `cephx_build_service_ticket_reply` makes: version u8, a count, and of each ticket: the service u32,
    /// version u8, a sealed `CephXServiceTicket`, and the blob in a bufferlist, sealed or not.
    /// - Parameters:
    ///   - secret: what the holder has already.
    ///   - oldSessionKey: seals the blob too.
    static func reply(
        _ grants: [TicketGrant], secret: CryptoKey, oldSessionKey: CryptoKey? = nil
    ) throws(AuthError) -> ByteBuffer {
        var encoder = CephEncoder()
        encoder.integer(UInt8(1))
        encoder.count(grants.count)
        for grant in grants {
            encoder.integer(grant.service.rawValue)
            encoder.integer(UInt8(1))
            let known = CephXServiceTicket(sessionKey: grant.sessionKey, validity: grant.validity)
            try encoder.encode(known, sealedWith: secret)
            let blob = CephEncoder.encode(try grant.blob())
            encoder.encode(oldSessionKey != nil)
            if let oldSessionKey {
                try encoder.encode(blob, sealedWith: oldSessionKey)
            } else {
                encoder.encode(blob)
            }
        }
        return encoder.buffer
    }
}

extension KeyServer {
    /// A ticket for a service, sealed with its current rotating key (`KeyServer::build_session_auth_info`).
    /// - Parameter parent: the ticket for the monitors.
    /// - Throws: ``AuthError/accessDenied`` for a service without keys, ``AuthError/invalid`` for an entity that is
    ///   not known any more.
    public func grant(
        _ service: EntityType, parent: AuthTicket, now: UTime, policy: AuthPolicy,
        using random: inout some RandomNumberGenerator
    ) throws(AuthError) -> TicketGrant {
        guard let secret = serviceSecret(service, now: now, policy: policy) else {
            throw .denied("no rotating keys for service \(service.name) (\(service.rawValue))")
        }
        return try grant(
            service, parent: parent, secret: secret.key, id: secret.id, lifetime: secret.lifetime, now: now,
            using: &random)
    }

    /// A ticket for a service, sealed with the given key.
    /// - Parameter lifetime: in seconds.
    func grant(
        _ service: EntityType, parent: AuthTicket, secret: CryptoKey, id: UInt64, lifetime: Double,
        now: UTime,
        using random: inout some RandomNumberGenerator
    ) throws(AuthError) -> TicketGrant {
        var ticket = parent
        ticket.created = now
        ticket.expires = now.adding(lifetime)
        // A monitor looks up what its peers may do itself.
        if service != .mon {
            guard let caps = capabilities(of: parent.name, for: service) else {
                throw AuthError(AuthError.invalid, "couldn't find entity name: \(parent.name)")
            }
            ticket.caps = caps
        }
        return TicketGrant(
            service: service, secretID: id, serviceSecret: secret,
            sessionKey: .generate(now: now, using: &random), ticket: ticket, validity: UTime(span: lifetime))
    }
}
