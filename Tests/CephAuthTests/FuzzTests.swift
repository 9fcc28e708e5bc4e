import CephAuth
import CephEncoding
import CephTypes
import NIOCore
import SeededRandom
import Testing

/// Damaged bytes before both sides, 100,000 in all. Whatever comes, it ends in an answer or an ``AuthError``.
struct FuzzTests {
    private let cluster = TestCluster()

    /// Bytes that the peer's key has sealed, and that are not what they should be inside.
    private func sealed(_ value: some CephEncodable, _ key: CryptoKey, _ random: inout SeededRandom) throws
        -> ByteBuffer
    {
        var encoder = CephEncoder()
        encoder.integer(UInt8(1))
        encoder.integer(0xff00_9cad_8826_aa55 as UInt64)
        let plain = CephEncoder.encode(value).byteArray
        encoder.raw(random.next() % 4 == 0 ? plain : random.damage(plain))
        return try key.encrypt(encoder.buffer)
    }

    private func damaged(_ bytes: ByteBuffer, _ random: inout SeededRandom) -> ByteBuffer {
        ByteBuffer(bytes: random.damage(bytes.byteArray))
    }

    /// Runs `body` many times; returns how often it threw.
    private func survive(_ times: Int, seed: UInt64, _ body: (inout SeededRandom) throws -> Void) -> Int {
        (0..<times).reduce(0) { failures, index in
            var random = SeededRandom(seed: seed &+ UInt64(index) << 16)
            do {
                try body(&random)
                return failures
            } catch {
                #expect(error is AuthError, "seed \(seed), \(index): \(error)")
                return failures + 1
            }
        }
    }

    @Test func `A server survives any first request`() throws {
        let server = MonitorAuthServer(cluster.environment)
        var client = cluster.client().makeSession(peer: .mon, peerAddresses: EntityAddressVector())
        let peer = MonitorPeerAuthClient(name: AuthEntityName(.mon, "b"), environment: cluster.environment)
        var monitor = peer.makeSession(peer: .mon, peerAddresses: EntityAddressVector())
        let openings = [try client.begin().payload, try monitor.begin().payload]
        var kinds: [Int: Int] = [:]
        _ = survive(30_000, seed: 1) { random in
            let opening = openings[Int(random.next() % 2)]
            let request = AuthServerRequest(
                connectionID: 1, isFirst: true, method: AuthMethod(rawValue: UInt32(random.next() % 4)),
                mode: .secure,
                payload: damaged(opening, &random), peerType: [.mon, .client, nil][Int(random.next() % 3)],
                peerAddress: EntityAddress(), isV1Authorizer: random.next() % 2 == 0)
            switch try server.answer(request) {
            case .more: kinds[0, default: 0] += 1
            case .done: kinds[1, default: 0] += 1
            case .badMethod, .refused: kinds[2, default: 0] += 1
            }
            server.connectionClosed(1)
        }
        #expect(kinds.values.allSatisfy { $0 > 20 } && kinds.count == 3, "\(kinds)")
    }

    @Test func `A server survives any answer and any request for tickets`() throws {
        let agreement = try MonitorAuthServer(cluster.environment).agree(with: cluster.client())
        let begun = try #require(agreement.server.serverSession)
        let client = try #require(agreement.client.clientSession)
        let (keys, policy, now) = (cluster.keys, cluster.policy, cluster.now)
        let key = try #require(keys.secret(of: TestCluster.admin))
        var source = cluster.source
        let authTicket = try #require(client.tickets[.auth])
        var tickets = CephEncoder()
        tickets.encode(CephXRequestHeader(requestType: CephXRequestHeader.principalSessionKey))
        tickets.raw(try client.tickets.authorizer(for: .auth, globalID: 4100, using: &source).payload())
        tickets.encode(CephXServiceTicketRequest(keys: .max))
        var challenged = CephXClientSession(name: TestCluster.admin, key: key, wanted: 0x3f)
        _ = try challenged.handle(agreement.challenge(cluster), now: now)
        let requests = [
            tickets.buffer, CephXClientSession.rotatingKeysRequest,
            try challenged.request(now: now, using: &source),
        ]
        let secret = try #require(keys.serviceSecret(EntityType.auth.rawValue, id: authTicket.blob.secretID))
        let info = try secret.open(CephXServiceTicketInfo.self, from: authTicket.blob.blob)
        let failures = survive(40_000, seed: 2) { random in
            var session = begun
            var request = requests[Int(random.next() % 3)]
            if random.next() % 3 == 0 {
                // A ticket and an authorizer that open, and are wrong inside.
                var encoder = CephEncoder()
                encoder.encode(CephXRequestHeader(requestType: CephXRequestHeader.principalSessionKey))
                encoder.integer(UInt8(1))
                encoder.integer(UInt64(4100))
                encoder.integer(EntityType.auth.rawValue)
                encoder.encode(
                    CephXTicketBlob(
                        secretID: authTicket.blob.secretID, blob: try sealed(info, secret, &random)))
                encoder.encode(try sealed(CephXAuthorize(nonce: 1), info.sessionKey, &random))
                encoder.integer(UInt8(1))
                encoder.integer(UInt32(truncatingIfNeeded: random.next()))
                request = encoder.buffer
            } else {
                request = damaged(request, &random)
            }
            _ = try session.handle(
                request, secretLength: 64, keys: keys, policy: policy, now: now, using: &random)
        }
        #expect((1000..<39_900).contains(failures), "\(failures)")
    }

    @Test func `A client survives any response`() throws {
        let key = try #require(cluster.keys.secret(of: TestCluster.osd))
        let now = cluster.now
        let responses = try recordedResponses()
        let failures = survive(20_000, seed: 3) { random in
            var session = CephXClientSession(name: TestCluster.osd, key: key, wanted: 0x3f)
            var random = random
            guard random.next() % 8 != 0 else {
                _ = try session.handle(damaged(responses[0], &random), now: now)
                return
            }
            _ = try session.handle(responses[0], now: now)
            let choice = Int(random.next() % 3)
            guard choice == 0 else {
                _ = try session.handle(damaged(responses[choice], &random), now: now)
                return
            }
            // Parts that open, and are wrong inside.
            var encoder = CephEncoder()
            encoder.encode(CephXResponseHeader(requestType: CephXRequestHeader.authSessionKey, status: 0))
            encoder.integer(UInt8(1))
            encoder.integer(UInt32(random.next() % 3))
            encoder.integer(EntityType.auth.rawValue)
            encoder.integer(UInt8(1))
            let ticket = CephXServiceTicket(
                sessionKey: key,
                validity: UTime(seconds: UInt32(truncatingIfNeeded: random.next()), nanoseconds: .max))
            encoder.encode(try sealed(ticket, key, &random))
            encoder.integer(UInt8(random.next() % 2))
            encoder.encode(CephEncoder.encode(CephXTicketBlob(secretID: 1)))
            encoder.encode(CephEncoder.encode(try sealed(ByteBuffer(bytes: [1, 2, 3]), key, &random)))
            encoder.encode(ByteBuffer())
            _ = try session.handle(encoder.buffer, now: now)
            _ = session.needsTickets(now: now)
        }
        #expect((1000..<19_900).contains(failures), "\(failures)")
    }

    /// A challenge, the answer to its answer, and rotating keys.
    private func recordedResponses() throws -> [ByteBuffer] {
        var source = cluster.source
        let key = try #require(cluster.keys.secret(of: TestCluster.osd))
        var server = CephXServerSession(
            name: TestCluster.osd, globalID: 4100, isNewGlobalID: true, using: &source)
        var client = CephXClientSession(name: TestCluster.osd, key: key, wanted: 0x3f)
        var responses = [server.challenge]
        _ = try client.handle(server.challenge, now: cluster.now)
        for request in [
            try client.request(now: cluster.now, using: &source), CephXClientSession.rotatingKeysRequest,
        ] {
            let answer = try server.handle(
                request, secretLength: 64, keys: cluster.keys, policy: cluster.policy, now: cluster.now,
                using: &source)
            switch answer {
            case .reply(let reply), .authenticated(_, let reply): responses.append(reply)
            }
        }
        return responses
    }

    @Test func `Both sides of an authorizer survive any bytes`() throws {
        let peer = MonitorPeerAuthClient(name: AuthEntityName(.mon, "b"), environment: cluster.environment)
        var session = peer.makeSession(peer: .mon, peerAddresses: EntityAddressVector())
        let opening = try session.begin().payload
        var source = cluster.source
        var begun = CephXAuthorizerCheck()
        let keyring = cluster.keys.keyring
        let first = try begun.check(
            opening, keys: keyring, secretLength: 64, asksChallenge: true, using: &source)
        guard case .challenge(let challenge) = first else { throw Refusal(errno: 0, reason: "") }
        let answer = try session.handleMore(challenge)
        var finished = begun
        let second = try finished.check(
            answer, keys: keyring, secretLength: 64, asksChallenge: true, using: &source)
        guard case .accepted(_, _, let reply) = second else { throw Refusal(errno: 0, reason: "") }
        let failures = survive(10_000, seed: 4) { random in
            switch random.next() % 3 {
            case 0:
                var check = begun
                _ = try check.check(
                    damaged(answer, &random), keys: keyring, secretLength: 64, asksChallenge: true,
                    using: &source)
            case 1: _ = try session.handleMore(damaged(challenge, &random))
            default:
                _ = try session.handleDone(
                    globalID: 0, mode: .secure, payload: damaged(reply, &random))
            }
        }
        // Damage to a padding's bytes can go unseen.
        #expect((9000...10_000).contains(failures), "\(failures)")
    }
}

extension Agreement {
    /// The challenge of this agreement's session.
    fileprivate func challenge(_ cluster: TestCluster) throws -> ByteBuffer {
        guard case .cephx(let session) = server.serverSession else { throw Refusal(errno: 0, reason: "") }
        return session.challenge
    }
}
