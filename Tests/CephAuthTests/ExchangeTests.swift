import CephAuth
import CephEncoding
import CephTypes
import NIOCore
import Synchronization
import Testing

/// Clients against the server, over msgr2 in memory.
struct ExchangeTests {
    private let cluster = TestCluster()
    private let server: MonitorAuthServer

    init() { server = MonitorAuthServer(cluster.environment) }

    @Test func `A client with its key gets a session, a secret and its tickets`() throws {
        let client = cluster.client()
        let agreement = try server.agree(with: client)
        #expect(agreement.rounds == 1)
        #expect(agreement.server.entityName == TestCluster.admin)
        #expect(agreement.server.globalID == 4100)
        #expect(agreement.client.globalID == 4100)
        #expect(agreement.server.sessionKey == agreement.client.sessionKey)
        #expect(agreement.server.sessionKey?.secret.count == 16)
        #expect(agreement.server.connectionSecret.count == 64)
        #expect(agreement.server.connectionSecret == agreement.client.connectionSecret)
        #expect(agreement.server.capabilities == EntityAuth.encodeCap("allow *"))
        #expect(agreement.server.serverSession?.globalIDStatus == .newOK)
        let now = cluster.now
        #expect(agreement.server.ticketExpires == UTime(seconds: now.seconds + 72 * 3600))
        #expect(
            client.tickets.needed(of: 0x3f, now: now) == EntityType.client.rawValue | EntityType.mds.rawValue)
        #expect(client.tickets[.osd]?.expires == UTime(seconds: now.seconds + 3600))
        #expect(client.tickets[.osd]?.renewAfter == UTime(seconds: now.seconds + 2700))
        // The ticket for OSDs says to them who this is and what it may do.
        let blob = try #require(client.tickets[.osd]?.blob)
        let secret = try #require(
            cluster.keys.serviceSecret(EntityType.osd.rawValue, id: blob.secretID))
        let info = try secret.open(CephXServiceTicketInfo.self, from: blob.blob)
        #expect(info.ticket.name == TestCluster.admin)
        #expect(info.ticket.globalID == 4100)
        #expect(info.ticket.caps == AuthCapsInfo(caps: EntityAuth.encodeCap("allow *")))
        #expect(info.sessionKey == client.tickets[.osd]?.sessionKey)
    }

    @Test func `A wrong key, an unknown name and no capability are refused`() throws {
        var keyring = KeyRing()
        keyring.keys[TestCluster.admin] = EntityAuth(key: CryptoKey(aes: (1, 2), created: .zero))
        let nobody = AuthEntityName(.client, "nobody")
        keyring.keys[nobody] = EntityAuth(key: CryptoKey(aes: (1, 2), created: .zero))
        #expect(
            refusal { try server.agree(with: cluster.client(keyring: keyring)) } == AuthError.accessDenied)
        #expect(
            refusal { try server.agree(with: cluster.client(nobody, keyring: keyring)) }
                == AuthError.accessDenied)
        #expect(
            refusal { try server.agree(with: cluster.client(TestCluster.powerless)) }
                == AuthError.accessDenied)
        #expect(
            refusal { try server.agree(with: cluster.client(keyring: KeyRing())) } == AuthError.noEntity)
    }

    @Test func `A monitor's key in its own keyring is as good as a committed one`() throws {
        let client = cluster.client(AuthEntityName(.mon), keyring: cluster.keys.keyring)
        let result = try server.agree(with: client).server
        #expect(result.entityName.description == "mon.")
        #expect(result.capabilities == EntityAuth.encodeCap("allow *"))
    }

    @Test func `Without a quorum or a global id clients are told to come later`() throws {
        cluster.state.withLock { $0.isFormed = false }
        #expect(refusal { try server.agree(with: cluster.client()) } == AuthError.busy)
        cluster.state.withLock {
            $0.isFormed = true
            $0.nextGlobalID = nil
        }
        #expect(refusal { try server.agree(with: cluster.client()) } == AuthError.busy)
        cluster.state.withLock { $0.nextGlobalID = 5000 }
        #expect(try server.agree(with: cluster.client()).client.globalID == 5000)
    }

    @Test func `Without rotating keys there are no tickets yet`() throws {
        cluster.state.withLock { $0.keys.data.rotatingSecrets = [:] }
        #expect(refusal { try server.agree(with: cluster.client()) } == AuthError.inputOutput)
        // One service without keys is no reason to give no tickets at all.
        let other = TestCluster(seed: 2)
        other.state.withLock { _ = $0.keys.data.rotatingSecrets.removeValue(forKey: EntityType.osd.rawValue) }
        let client = other.client()
        _ = try MonitorAuthServer(other.environment).agree(with: client)
        #expect(client.tickets[.osd] == nil)
        #expect(client.tickets[.mgr] != nil)
    }

    @Test func `Who comes back takes up its global id with the old ticket`() throws {
        let client = cluster.client()
        let first = try server.agree(with: client)
        cluster.advance(10)
        let second = try server.agree(with: client)
        #expect(second.client.globalID == first.client.globalID)
        #expect(second.server.serverSession?.globalIDStatus == .reclaimOK)
        #expect(second.client.sessionKey != first.client.sessionKey)
        #expect(second.client.sessionKey == second.server.sessionKey)
    }

    @Test func `Nobody takes up another's global id`() throws {
        let client = cluster.client()
        _ = try server.agree(with: client)
        // Its own id, but the ticket's key is gone.
        cluster.advance(10 * 24 * 3600)
        cluster.rotate()
        #expect(refusal { try server.agree(with: client) } == AuthError.accessDenied)
        // Another's id and no ticket.
        let thief = try begin(globalID: 4100)
        #expect(thief.refusal(old: nil, promises: true) == AuthError.accessDenied)
        // Another's id and one's own ticket.
        let other = cluster.client()
        _ = try server.agree(with: other)
        #expect(thief.refusal(old: other.tickets[.auth]?.blob, promises: true) == AuthError.accessDenied)
    }

    @Test func `Old clients may leave the ticket out as long as that is allowed`() throws {
        let client = cluster.client()
        _ = try server.agree(with: client)
        let returning = try begin(globalID: 4100)
        #expect(returning.status(old: nil, promises: false) == .reclaimInsecure)
        #expect(returning.status(old: client.tickets[.auth]?.blob, promises: false) == .reclaimOK)
        let bad = CephXTicketBlob(secretID: 1, blob: ByteBuffer(bytes: [1, 2, 3]))
        #expect(returning.status(old: bad, promises: false) == .reclaimInsecure)
        cluster.state.withLock { $0.policy.allowsInsecureReclaim = false }
        #expect(returning.refusal(old: nil, promises: false) == AuthError.accessDenied)
        #expect(returning.refusal(old: bad, promises: false) == AuthError.accessDenied)
        let new = try begin(globalID: 4200, isNew: true)
        #expect(new.status(old: nil, promises: false) == .newNotExposed)
        #expect(new.status(old: nil, promises: true) == .newOK)
        #expect(new.refusal(old: bad, promises: true) == AuthError.invalid)
        #expect(GlobalIDStatus.newNotExposed.mustReconnect(under: cluster.policy))
        #expect(!GlobalIDStatus.newOK.mustReconnect(under: cluster.policy))
    }

    private func begin(globalID: UInt64, isNew: Bool = false) throws -> Reclaim {
        var random = cluster.source
        let session = CephXServerSession(
            name: TestCluster.admin, globalID: globalID, isNewGlobalID: isNew, using: &random)
        return Reclaim(cluster: cluster, session: session)
    }

    @Test func `An answer to another challenge is worth nothing`() throws {
        let client = cluster.client()
        var session = client.makeSession(peer: .mon, peerAddresses: EntityAddressVector())
        let opening = try session.begin()
        func request(_ id: UInt64, _ first: Bool, _ payload: ByteBuffer) -> AuthServerRequest {
            AuthServerRequest(
                connectionID: id, isFirst: first, method: .cephx, mode: .crc, payload: payload,
                peerType: .client, peerAddress: EntityAddress())
        }
        guard case .more(let challenge) = try server.answer(request(1, true, opening.payload)),
            case .more = try server.answer(request(2, true, opening.payload))
        else { throw Refusal(errno: 0, reason: "no challenge") }
        let proof = try session.handleMore(challenge)
        guard case .refused(let errno, _) = try server.answer(request(2, false, proof)) else {
            throw Refusal(errno: 0, reason: "a replayed answer is taken")
        }
        #expect(errno == AuthError.accessDenied)
        guard case .done(let result, let reply) = try server.answer(request(1, false, proof)) else {
            throw Refusal(errno: 0, reason: "the right answer is refused")
        }
        #expect(
            try session.handleDone(globalID: result.globalID, mode: .crc, payload: reply).globalID == 4100)
        // The exchange is over: the same again has nothing to belong to.
        guard case .refused = try server.answer(request(1, false, proof)) else {
            throw Refusal(errno: 0, reason: "an answer after the end is taken")
        }
    }

    @Test func `A client believes no monitor that does not know its key`() throws {
        let other = TestCluster(seed: 99)
        let client = cluster.client()
        var session = client.makeSession(peer: .mon, peerAddresses: EntityAddressVector())
        let opening = try session.begin()
        let impostor = MonitorAuthServer(other.environment)
        let request = AuthServerRequest(
            connectionID: 1, isFirst: true, method: .cephx, mode: .secure, payload: opening.payload,
            peerType: .client, peerAddress: EntityAddress())
        guard case .more(let challenge) = try impostor.answer(request) else {
            throw Refusal(errno: 0, reason: "")
        }
        _ = try session.handleMore(challenge)
        var random = other.source
        let foreign = CephXServerSession(
            name: TestCluster.admin, globalID: 1, isNewGlobalID: true, using: &random)
        var otherClient = CephXClientSession(
            name: TestCluster.admin, key: try #require(other.keys.secret(of: TestCluster.admin)), wanted: 0)
        _ = try otherClient.handle(foreign.challenge, now: other.now)
        var serving = foreign
        let answer = try serving.handle(
            otherClient.request(now: other.now, using: &random), secretLength: 64, keys: other.keys,
            policy: other.policy, now: other.now, using: &random)
        guard case .authenticated(_, let reply) = answer else { throw Refusal(errno: 0, reason: "") }
        #expect(throws: AuthError.self) {
            try session.handleDone(globalID: 1, mode: .secure, payload: reply)
        }
    }

    @Test func `Method none believes every name, where it is allowed`() throws {
        var policy = AuthPolicy(ownType: .client)
        policy.clientMethods = [.none]
        let client = cluster.client(keyring: KeyRing(), policy: policy)
        #expect(refusal { try server.agree(with: client) } == AuthError.notSupported)
        cluster.state.withLock { $0.policy.serviceMethods = [.none] }
        let agreement = try server.agree(with: client)
        #expect(agreement.rounds == 0)
        #expect(agreement.server.allowAll)
        #expect(agreement.server.sessionKey == nil)
        #expect(agreement.client.globalID == 4100)
        // A client that prefers cephx tries what is left.
        policy.clientMethods = [.cephx, .none]
        #expect(try server.agree(with: cluster.client(policy: policy)).server.allowAll)
    }

    @Test func `A closed connection is forgotten, even while it waits for a global id`() throws {
        let waiting = Waiting()
        var environment = cluster.environment
        environment.allocateGlobalID = { use in waiting.uses.withLock { $0.append(use) } }
        let server = MonitorAuthServer(environment)
        var session = cluster.client().makeSession(peer: .mon, peerAddresses: EntityAddressVector())
        let request = AuthServerRequest(
            connectionID: 7, isFirst: true, method: .cephx, mode: .crc, payload: try session.begin().payload,
            peerType: .client, peerAddress: EntityAddress())
        server.authenticate(request) { reply in waiting.replies.withLock { $0.append(reply) } }
        #expect(waiting.replies.withLock { $0.isEmpty })
        server.connectionClosed(7)
        waiting.uses.withLock { $0.first }?(4711)
        guard case .refused = waiting.replies.withLock({ $0.first }) else {
            throw Refusal(errno: 0, reason: "a closed connection goes on")
        }
        server.authenticate(request) { reply in waiting.replies.withLock { $0.append(reply) } }
        waiting.uses.withLock { $0.last }?(4712)
        guard case .more = waiting.replies.withLock({ $0.last }) else {
            throw Refusal(errno: 0, reason: "no challenge once the global id is there")
        }
    }
}

/// What a server waits for, and says.
private final class Waiting: Sendable {
    let uses = Mutex<[@Sendable (UInt64?) -> Void]>([])
    let replies = Mutex<[AuthServerReply]>([])
}

/// Answers to a challenge that say different things of an old ticket.
private struct Reclaim {
    let cluster: TestCluster
    let session: CephXServerSession

    private func run(_ old: CephXTicketBlob?, _ promises: Bool) throws -> GlobalIDStatus {
        var (session, random) = (session, cluster.source)
        let challenge = try CephDecoder.decode(CephXServerChallenge.self, from: session.challenge)
        let key = try #require(cluster.keys.secret(of: session.name))
        var encoder = CephEncoder()
        encoder.encode(CephXRequestHeader(requestType: CephXRequestHeader.authSessionKey))
        encoder.encode(
            CephXAuthenticate(
                clientChallenge: 5,
                key: try key.proof(serverChallenge: challenge.serverChallenge, clientChallenge: 5),
                oldTicket: old ?? CephXTicketBlob(), otherKeys: 0, promisesOldTicket: promises))
        _ = try session.handle(
            encoder.buffer, secretLength: 0, keys: cluster.keys, policy: cluster.policy, now: cluster.now,
            using: &random)
        return session.globalIDStatus
    }

    func status(old: CephXTicketBlob?, promises: Bool) -> GlobalIDStatus? { try? run(old, promises) }

    func refusal(old: CephXTicketBlob?, promises: Bool) -> Int32? {
        CephAuthTests.refusal { try run(old, promises) }
    }
}
