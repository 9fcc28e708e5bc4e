import CephEncoding
import CephTypes
import NIOCore

/// A monitor's side of cephx with one client, from the challenge on until the connection ends
/// (src/auth/cephx/CephxServiceHandler.cc of 16.2).
///
/// The client answers the challenge with its key, gets the ticket for the monitors with others on top, and asks for
/// more tickets and for rotating keys later on.
public struct CephXServerSession: Hashable, Sendable {
    public let name: AuthEntityName
    public let globalID: UInt64
    public private(set) var globalIDStatus: GlobalIDStatus
    /// Never 0.
    private let serverChallenge: UInt64

    /// - Parameter isNewGlobalID: whether the monitor has just given it, and not the client said it.
    public init(
        name: AuthEntityName, globalID: UInt64, isNewGlobalID: Bool,
        using random: inout some RandomNumberGenerator
    ) {
        self.name = name
        self.globalID = globalID
        globalIDStatus = isNewGlobalID ? .newPending : .reclaimPending
        serverChallenge = UInt64.random(in: 1...UInt64.max, using: &random)
    }

    /// The first thing that the client is sent.
    public var challenge: ByteBuffer {
        CephEncoder.encode(CephXServerChallenge(serverChallenge: serverChallenge))
    }

    /// What a request is answered with.
    public enum Answer: Sendable {
        /// Tickets or keys, for a client that has proven its key; nothing else changes.
        case reply(ByteBuffer)
        /// The client has proven its key just now.
        case authenticated(AuthResult, reply: ByteBuffer)
    }

    /// Answers one request.
    /// - Parameters:
    ///   - secretLength: of the connection's secret in bytes; nil where the request came in an `MAuth` message, whose
    ///     connection needs none.
    /// - Throws: ``AuthError`` with the errno that the client is told.
    public mutating func handle(
        _ request: ByteBuffer, secretLength: Int?, keys: KeyServer, policy: AuthPolicy, now: UTime,
        using random: inout some RandomNumberGenerator
    ) throws(AuthError) -> Answer {
        var decoder = CephDecoder(request)
        let header = try decoder.read("CephXRequestHeader", as: CephXRequestHeader.self)
        var issue = Issue(keys: keys, policy: policy, now: now, random: random)
        defer { random = issue.random }
        switch header.requestType {
        case CephXRequestHeader.authSessionKey:
            let request = try decoder.read("CephXAuthenticate", as: CephXAuthenticate.self)
            return try authenticate(request, secretLength: secretLength, &issue)
        case CephXRequestHeader.principalSessionKey: return .reply(try serviceTickets(&decoder, &issue))
        case CephXRequestHeader.rotatingKey: return .reply(try rotatingKeys(keys))
        default: throw AuthError(AuthError.invalid, "unknown request type \(header.requestType)")
        }
    }

    /// What every ticket is made from.
    private struct Issue<Generator: RandomNumberGenerator> {
        let keys: KeyServer
        let policy: AuthPolicy
        let now: UTime
        var random: Generator

        /// Tickets for a mask of services. That for the monitors themselves is had by the key only.
        mutating func grants(
            _ services: UInt32, parent: AuthTicket
        ) -> (grants: [TicketGrant], missing: AuthError?) {
            var (grants, missing): ([TicketGrant], AuthError?) = ([], nil)
            for bit in 0..<UInt32.bitWidth {
                let service = EntityType(rawValue: 1 << UInt32(bit))
                guard services & service.rawValue != 0, service != .auth else { continue }
                do {
                    let grant = try keys.grant(
                        service, parent: parent, now: now, policy: policy, using: &random)
                    grants.append(grant)
                } catch {
                    missing = error
                }
            }
            return (grants, missing)
        }
    }
}

extension CephXServerSession {
    /// `CEPHX_GET_AUTH_SESSION_KEY`. The answer: a header, the ticket for the monitors, and for who asks for other
    /// tickets too, the sealed secret of the connection and those tickets, each as a bufferlist.
    private mutating func authenticate<Generator>(
        _ request: CephXAuthenticate, secretLength: Int?, _ issue: inout Issue<Generator>
    ) throws(AuthError) -> Answer {
        let key = try provenKey(request, issue.keys)
        let oldSessionKey = try checkGlobalID(request, issue.keys, issue.policy)
        guard let secret = issue.keys.serviceSecret(.auth, now: issue.now, policy: issue.policy) else {
            throw AuthError(AuthError.inputOutput, "no rotating keys for the monitors' tickets yet")
        }
        guard let caps = issue.keys.capabilities(of: name, for: .mon), caps.caps.readableBytes > 4 else {
            throw .denied("mon caps null for \(name)")
        }
        // The monitors' own ticket says nothing of capabilities: they look them up.
        var ticket = AuthTicket(name: name, globalID: globalID, created: issue.now)
        ticket.expires = issue.now.adding(secret.lifetime)
        let grant = TicketGrant(
            service: .auth, secretID: secret.id, serviceSecret: secret.key,
            sessionKey: .generate(now: issue.now, using: &issue.random), ticket: ticket,
            validity: UTime(span: secret.lifetime))

        var reply = CephEncoder()
        reply.encode(CephXResponseHeader(requestType: CephXRequestHeader.authSessionKey, status: 0))
        reply.raw(try TicketGrant.reply([grant], secret: key, oldSessionKey: oldSessionKey))
        var connectionSecret: [UInt8] = []
        // Clients since 14.2 ask for everything at once.
        if request.otherKeys != 0 {
            var sealed = ByteBuffer()
            if let secretLength {
                connectionSecret = issue.random.bytes(secretLength)
                var encoder = CephEncoder()
                try encoder.encode(ByteBuffer(bytes: connectionSecret), sealedWith: grant.sessionKey)
                sealed = encoder.buffer
            }
            reply.encode(sealed)
            let others = issue.grants(request.otherKeys, parent: ticket).grants
            let extra =
                others.isEmpty ? ByteBuffer() : try TicketGrant.reply(others, secret: grant.sessionKey)
            reply.encode(extra)
        }
        let result = AuthResult(
            entityName: name, globalID: globalID, sessionKey: grant.sessionKey,
            connectionSecret: connectionSecret, capabilities: caps.caps, ticketExpires: ticket.expires,
            serverSession: .cephx(self))
        return .authenticated(result, reply: reply.buffer)
    }

    /// The client's key, which it must have used for its answer.
    private func provenKey(_ request: CephXAuthenticate, _ keys: KeyServer) throws(AuthError) -> CryptoKey {
        guard let key = keys.secret(of: name) else { throw .denied("couldn't find entity name: \(name)") }
        let expected: UInt64
        do {
            expected = try key.proof(
                serverChallenge: serverChallenge, clientChallenge: request.clientChallenge)
        } catch {
            throw .denied("cannot check the key of \(name): \(error)")
        }
        guard request.key == expected else { throw .denied("unexpected key of \(name)") }
        return key
    }

    /// Whether the global id is the client's (`verify_old_ticket`).
    /// - Returns: the session key of the old ticket, where that proved it: it seals the new one.
    private mutating func checkGlobalID(
        _ request: CephXAuthenticate, _ keys: KeyServer, _ policy: AuthPolicy
    ) throws(AuthError) -> CryptoKey? {
        let isLegacyClient = !request.promisesOldTicket
        let isShown = request.oldTicket.blob.readableBytes > 0
        if globalIDStatus == .newPending {
            guard !isShown else {
                throw AuthError(AuthError.invalid, "superfluous ticket presented by \(name)")
            }
            globalIDStatus = isLegacyClient ? .newNotExposed : .newOK
            return nil
        }
        let complaint: String
        if isShown {
            let old: CephXServiceTicketInfo? = try? request.oldTicket.open(
                service: EntityType.auth.rawValue, keys: keys)
            if let old, old.ticket.globalID == globalID {
                globalIDStatus = .reclaimOK
                return old.sessionKey
            }
            complaint = old == nil ? "using bad ticket" : "using mismatching ticket"
        } else {
            complaint = "without presenting ticket"
        }
        guard policy.allowsInsecureReclaim, isLegacyClient else {
            throw .denied("attempt to reclaim global_id \(globalID) \(complaint)")
        }
        globalIDStatus = .reclaimInsecure
        return nil
    }

    /// `CEPHX_GET_PRINCIPAL_SESSION_KEY`: an authorizer for the monitors, and a mask of services. The answer: a
    /// header and tickets.
    private func serviceTickets<Generator>(
        _ decoder: inout CephDecoder, _ issue: inout Issue<Generator>
    ) throws(AuthError) -> ByteBuffer {
        let (shown, _) = try CephXAuthorizerCheck.open(&decoder, keys: issue.keys)
        let request = try decoder.read("CephXServiceTicketRequest", as: CephXServiceTicketRequest.self)
        let (grants, missing) = issue.grants(request.keys, parent: shown.ticket)
        // A service without keys (one that came with an upgrade) is no error while there are others.
        let status = grants.isEmpty ? -(missing?.errno ?? 0) : 0
        var reply = CephEncoder()
        reply.encode(
            CephXResponseHeader(requestType: CephXRequestHeader.principalSessionKey, status: status))
        reply.raw(try TicketGrant.reply(grants, secret: shown.sessionKey))
        return reply.buffer
    }

    /// `CEPHX_GET_ROTATING_KEY`: a header and the sealed `RotatingSecrets`, as a bufferlist.
    private func rotatingKeys(_ keys: KeyServer) throws(AuthError) -> ByteBuffer {
        guard let sealed = try keys.sealedRotatingSecrets(for: name) else {
            throw .denied("no rotating keys for \(name)")
        }
        var reply = CephEncoder()
        reply.encode(CephXResponseHeader(requestType: CephXRequestHeader.rotatingKey, status: 0))
        reply.encode(sealed)
        return reply.buffer
    }
}
