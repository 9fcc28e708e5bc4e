import CephAuth
import CephEncoding
import CephTypes
import NIOCore
import Testing

/// Authorizers: monitors among themselves, and clients before services.
struct AuthorizerTests {
    private let cluster = TestCluster()
    private let server: MonitorAuthServer
    private let peer: MonitorPeerAuthClient

    init() {
        server = MonitorAuthServer(cluster.environment)
        peer = MonitorPeerAuthClient(name: AuthEntityName(.mon, "b"), environment: cluster.environment)
    }

    @Test func `Monitors know each other by their common key`() throws {
        let agreement = try server.agree(with: peer, as: .mon)
        #expect(agreement.rounds == 1)
        #expect(agreement.server.entityName.description == "mon.")
        #expect(agreement.server.globalID == 0)
        #expect(agreement.server.peerType == .mon)
        #expect(agreement.server.sessionKey == agreement.client.sessionKey)
        #expect(agreement.server.sessionKey != nil)
        #expect(agreement.server.connectionSecret.count == 64)
        #expect(agreement.server.connectionSecret == agreement.client.connectionSecret)
        #expect(agreement.server.serverSession == nil)
    }

    @Test func `A monitor of another cluster is refused`() throws {
        let other = TestCluster(seed: 5)
        let stranger = MonitorPeerAuthClient(
            name: AuthEntityName(.mon, "b"), environment: other.environment)
        #expect(refusal { try server.agree(with: stranger, as: .mon) } == AuthError.accessDenied)
        other.state.withLock { $0.keys.keyring = KeyRing() }
        #expect(refusal { try server.agree(with: stranger, as: .mon) } == AuthError.noEntity)
    }

    @Test func `Without cephx in the cluster, monitors believe each other`() throws {
        cluster.state.withLock { $0.policy.clusterMethods = [.none] }
        let result = try server.agree(with: peer, as: .mon).server
        #expect(result.entityName.description == "mon.b")
        #expect(result.allowAll)
    }

    @Test func `A monitor connects to no clients`() {
        #expect(refusal { try server.agree(with: peer, peer: .osd) } == AuthError.accessDenied)
    }

    @Test func `A monitor's ticket for the manager opens with the managers' key`() throws {
        var session = peer.makeSession(peer: .mgr, peerAddresses: EntityAddressVector())
        let payload = try session.begin().payload
        let (check, keys) = (CephXAuthorizerCheck(), cluster.keys)
        let result = try Service(check: check, keys: keys).accept(payload) { try session.handleMore($0) }
        #expect(result.ticket.ticket.name.description == "mon.")
        #expect(result.ticket.ticket.caps.caps == ByteBuffer())
        #expect(result.secret.count == 64)
        let done = try session.handleDone(globalID: 0, mode: .secure, payload: result.reply)
        #expect(done.connectionSecret == result.secret)
        #expect(done.sessionKey == result.ticket.sessionKey)
    }

    @Test func `A client shows OSDs the ticket that the monitor gave it`() throws {
        let client = cluster.client()
        let early = client.makeSession(peer: .osd, peerAddresses: EntityAddressVector())
        var tooEarly = early
        #expect(throws: AuthError.self) { try tooEarly.begin() }
        _ = try server.agree(with: client)
        var session = client.makeSession(peer: .osd, peerAddresses: EntityAddressVector())
        let payload = try session.begin().payload
        let service = Service(check: CephXAuthorizerCheck(), keys: cluster.keys)
        let result = try service.accept(payload) { try session.handleMore($0) }
        #expect(result.ticket.ticket.name == TestCluster.admin)
        #expect(result.ticket.ticket.globalID == client.globalID)
        #expect(try session.handleDone(globalID: 0, mode: .secure, payload: result.reply).peerType == .osd)
        // When the OSDs' keys have gone on, the ticket is worth nothing.
        cluster.advance(4 * 3600)
        cluster.rotate()
        let later = Service(check: CephXAuthorizerCheck(), keys: cluster.keys)
        #expect(refusal { try later.accept(payload) { $0 } } == AuthError.accessDenied)
    }

    @Test func `An authorizer that was overheard is worth nothing`() throws {
        var session = peer.makeSession(peer: .mon, peerAddresses: EntityAddressVector())
        let payload = try session.begin().payload
        var (check, random) = (CephXAuthorizerCheck(), cluster.source)
        func outcome(_ payload: ByteBuffer) throws -> CephXAuthorizerCheck.Outcome {
            try check.check(
                payload, keys: cluster.keys.keyring, secretLength: 0, asksChallenge: true, using: &random)
        }
        guard case .challenge(let challenge) = try outcome(payload) else {
            throw Refusal(errno: 0, reason: "")
        }
        let answer = try session.handleMore(challenge)
        // The same authorizer without an answer.
        #expect(refusal { try outcome(payload) } == AuthError.accessDenied)
        guard case .accepted(_, _, let reply) = try outcome(answer) else {
            throw Refusal(errno: 0, reason: "")
        }
        #expect(try session.handleDone(globalID: 0, mode: .crc, payload: reply).connectionSecret.isEmpty)
        // A secure connection needs a secret.
        #expect(throws: AuthError.self) {
            try session.handleDone(globalID: 0, mode: .secure, payload: reply)
        }
        // The overheard answer, on another connection.
        check = CephXAuthorizerCheck()
        guard case .challenge = try outcome(payload) else { throw Refusal(errno: 0, reason: "") }
        #expect(refusal { try outcome(answer) } == AuthError.accessDenied)
        // A reply to somebody else.
        var other = peer.makeSession(peer: .mon, peerAddresses: EntityAddressVector())
        _ = try other.begin()
        #expect(throws: AuthError.self) { try other.handleDone(globalID: 0, mode: .crc, payload: reply) }
    }

    @Test func `Over msgr v1 monitors show authorizers in their connect messages`() throws {
        var session = peer.makeV1Session(peer: .mon, peerAddresses: EntityAddressVector())
        let (method, payload) = try session.authorizer()
        #expect(method == .cephx)
        func request(_ payload: ByteBuffer, first: Bool, canAnswer: Bool = true, id: UInt64 = 1)
            -> AuthServerRequest
        {
            AuthServerRequest(
                connectionID: id, isFirst: first, method: method, mode: .crc, payload: payload,
                peerType: .mon,
                peerAddress: EntityAddress(), isV1Authorizer: true, canAnswerChallenge: canAnswer)
        }
        guard case .more(let challenge) = try server.answer(request(payload, first: true)),
            case .done(let result, let reply) = try server.answer(
                request(session.handleChallenge(challenge), first: false))
        else { throw Refusal(errno: 0, reason: "refused") }
        #expect(try session.handleReply(reply).sessionKey == result.sessionKey)
        #expect(result.connectionSecret.isEmpty)
        // One that came before challenges.
        guard
            case .done(_, let old) = try server.answer(request(payload, first: true, canAnswer: false, id: 2))
        else {
            throw Refusal(errno: 0, reason: "refused")
        }
        #expect(try session.handleReply(old).sessionKey == result.sessionKey)
    }

    @Test func `Over msgr v1 only clients come without an authorizer`() throws {
        var session = cluster.client().makeV1Session(peer: .mon, peerAddresses: EntityAddressVector())
        let (method, payload) = try session.authorizer()
        #expect(method == .unknown && payload.readableBytes == 0)
        func answer(_ peer: EntityType, v1: Bool) throws -> AuthServerReply {
            try server.answer(
                AuthServerRequest(
                    connectionID: 1, isFirst: true, method: method, mode: .crc, payload: payload,
                    peerType: peer,
                    peerAddress: EntityAddress(), isV1Authorizer: v1))
        }
        guard case .done(let result, let reply) = try answer(.client, v1: true) else {
            throw Refusal(errno: 0, reason: "refused")
        }
        #expect(result.sessionKey == nil && result.capabilities.readableBytes == 0 && !result.allowAll)
        #expect(try session.handleReply(reply).entityName == TestCluster.admin)
        for (peer, v1) in [(EntityType.mon, true), (.client, false)] {
            guard case .refused(AuthError.accessDenied, _) = try answer(peer, v1: v1) else {
                throw Refusal(errno: 0, reason: "\(peer.name) is let in with nothing")
            }
        }
    }
}

/// A service that looks at authorizers.
private struct Service {
    var check: CephXAuthorizerCheck
    let keys: KeyServer

    func accept(
        _ payload: ByteBuffer, answering: (ByteBuffer) throws -> ByteBuffer
    ) throws -> (ticket: CephXServiceTicketInfo, secret: [UInt8], reply: ByteBuffer) {
        var (check, random) = (check, RandomSource.system)
        var payload = payload
        for _ in 0..<2 {
            let outcome = try check.check(
                payload, keys: keys, secretLength: 64, asksChallenge: true, using: &random)
            switch outcome {
            case .challenge(let challenge): payload = try answering(challenge)
            case .accepted(let ticket, let secret, let reply): return (ticket, secret, reply)
            }
        }
        throw Refusal(errno: 0, reason: "asked twice")
    }
}
