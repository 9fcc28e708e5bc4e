import CephAuth
import CephEncoding
import CephTypes
import NIOCore
import Testing

/// Exchanges in `MAuth` messages: all of them over msgr v1, renewals over both.
struct MessageSessionTests {
    private let cluster = TestCluster()

    /// A monitor's answers to one connection's `MAuth` messages.
    private struct Monitor {
        let cluster: TestCluster
        var exchange: AuthMessageExchange
        var result: AuthResult?

        init(cluster: TestCluster, session: AuthServerSession? = nil) {
            self.cluster = cluster
            exchange = AuthMessageExchange(session: session)
        }

        var session: AuthServerSession? { exchange.session }

        mutating func outcome(
            _ payload: ByteBuffer, method: AuthMethod = .cephx, newGlobalID: UInt64? = nil,
            features: CephFeatures = .all
        ) -> AuthMessageExchange.Outcome {
            var random = cluster.source
            return exchange.handle(
                method: method, payload: payload, newGlobalID: newGlobalID,
                AuthMessageExchange.Circumstances(
                    keys: cluster.keys, policy: cluster.policy, features: features, now: cluster.now),
                using: &random)
        }

        mutating func reply(to outcome: AuthMessageExchange.Outcome) throws -> ByteBuffer {
            guard case .reply(let reply) = outcome else {
                throw Refusal(errno: 0, reason: "\(outcome)")
            }
            guard reply.result == 0 else { throw Refusal(errno: -reply.result, reason: reply.reason ?? "") }
            result = reply.authenticated ?? result
            return reply.payload
        }

        mutating func begin(_ payload: ByteBuffer) throws -> ByteBuffer {
            let first = outcome(payload, method: .unknown)
            guard case .needsGlobalID = first else { return try reply(to: first) }
            return try reply(to: outcome(payload, method: .unknown, newGlobalID: 4300))
        }

        mutating func handle(_ payload: ByteBuffer) throws -> ByteBuffer { try reply(to: outcome(payload)) }
    }

    @Test func `First messages that offer nothing, or make no sense, are refused`() throws {
        var monitor = Monitor(cluster: cluster)
        func refused(_ payload: ByteBuffer, _ method: AuthMethod = .unknown, _ features: CephFeatures = .all)
            -> Int32?
        {
            guard case .reply(let reply) = monitor.outcome(payload, method: method, features: features) else {
                return nil
            }
            return reply.result
        }
        let introduction = AuthIntroduction(methods: [.cephx], name: TestCluster.admin, globalID: 7)
        #expect(refused(ByteBuffer()) == -AuthError.invalid)
        #expect(refused(introduction.message, .cephx) == -AuthError.invalid)
        var believing = introduction
        believing.methods = [.none]
        #expect(refused(believing.message) == -AuthError.notSupported)
        #expect(refused(introduction.message, .unknown, .msgAuth) == -AuthError.notSupported)
        #expect(monitor.session == nil)
        #expect(refused(introduction.message) == 0)
        #expect(monitor.session?.globalIDStatus == .reclaimPending)
    }

    @Test func `A message waits until there are keys`() throws {
        let keys = cluster.keys
        cluster.state.withLock { $0.keys.data.rotatingSecrets = [:] }
        let client = cluster.client()
        var monitor = Monitor(cluster: cluster)
        var session = client.makeMessageSession()
        let challenge = try monitor.begin(session.begin())
        guard
            case .send(let proof) = try session.handle(
                method: .cephx, result: 0, globalID: 4300, payload: challenge)
        else { throw Refusal(errno: 0, reason: "") }
        let before = monitor.exchange
        #expect(monitor.outcome(proof) == .needsKeys)
        #expect(monitor.exchange == before)
        cluster.state.withLock { $0.keys = keys }
        #expect(try monitor.handle(proof).readableBytes > 0)
        #expect(monitor.result?.entityName == TestCluster.admin)
    }

    @Test func `A v1 client authenticates in messages`() throws {
        let client = cluster.client()
        var monitor = Monitor(cluster: cluster)
        var session = client.makeMessageSession()
        var reply = try monitor.begin(session.begin())
        for _ in 0..<4 {
            let step = try session.handle(method: .cephx, result: 0, globalID: 4300, payload: reply)
            guard case .done(let result) = step else {
                if case .send(let payload) = step { reply = try monitor.handle(payload) }
                continue
            }
            #expect(result.globalID == 4300)
            #expect(result.sessionKey == monitor.result?.sessionKey)
            #expect(monitor.result?.connectionSecret.isEmpty == true)
            #expect(client.tickets[.osd] != nil)
            return
        }
        Issue.record("no end")
    }

    @Test func `A refusal in a message ends the exchange`() {
        var session = cluster.client().makeMessageSession()
        #expect(
            refusal {
                try session.handle(method: .cephx, result: -13, globalID: 0, payload: ByteBuffer())
            } == AuthError.accessDenied)
        #expect(
            refusal { try session.handle(method: .none, result: .min, globalID: 0, payload: ByteBuffer()) }
                == .max)
        var strict = AuthPolicy(ownType: .client)
        strict.clientMethods = [.cephx]
        var careful = cluster.client(policy: strict).makeMessageSession()
        #expect(
            refusal { try careful.handle(method: .none, result: 0, globalID: 1, payload: ByteBuffer()) }
                == AuthError.accessDenied)
    }

    @Test func `Tickets are renewed on an open connection`() throws {
        let server = MonitorAuthServer(cluster.environment)
        let agreement = try server.agree(with: cluster.client())
        var client = try #require(agreement.client.clientSession)
        var monitor = Monitor(cluster: cluster, session: agreement.server.serverSession)
        var random = cluster.source
        #expect(!client.needsTickets(now: cluster.now))
        // After three quarters of an hour, services' tickets only.
        cluster.advance(2700)
        #expect(client.needsTickets(now: cluster.now))
        let old = client.tickets
        let services = try monitor.handle(client.request(now: cluster.now, using: &random))
        #expect(!(try client.handle(services, now: cluster.now)).hasMoreToAsk)
        #expect(client.tickets[.osd]?.sessionKey != old[.osd]?.sessionKey)
        #expect(client.tickets[.auth] == old[.auth])
        // After three quarters of three days, that for the monitors too; the old one is shown for it.
        cluster.advance(72 * 3600 * 3 / 4)
        cluster.rotate()
        let all = try monitor.handle(client.request(now: cluster.now, using: &random))
        #expect(!(try client.handle(all, now: cluster.now)).hasMoreToAsk)
        #expect(client.tickets[.auth]?.sessionKey != old[.auth]?.sessionKey)
        #expect(monitor.session?.globalIDStatus == .reclaimOK)
    }

    @Test func `A daemon gets the keys of its own service`() throws {
        let server = MonitorAuthServer(cluster.environment)
        let agreement = try server.agree(with: cluster.client(TestCluster.osd), as: .osd)
        var client = try #require(agreement.client.clientSession)
        var monitor = Monitor(cluster: cluster, session: agreement.server.serverSession)
        let reply = try monitor.handle(CephXClientSession.rotatingKeysRequest)
        let progress = try client.handle(reply, now: cluster.now)
        #expect(progress.rotatingSecrets?.secrets.count == 3)
        #expect(progress.rotatingSecrets == cluster.keys.data.rotatingSecrets[EntityType.osd.rawValue])
        // A client has no service.
        let other = try server.agree(with: cluster.client()).server
        var second = Monitor(cluster: cluster, session: other.serverSession)
        #expect(
            refusal { try second.handle(CephXClientSession.rotatingKeysRequest) } == AuthError.accessDenied)
    }

    @Test func `Requests that make no sense are refused`() throws {
        let server = MonitorAuthServer(cluster.environment)
        let agreement = try server.agree(with: cluster.client())
        var monitor = Monitor(cluster: cluster, session: agreement.server.serverSession)
        #expect(refusal { try monitor.handle(ByteBuffer()) } == AuthError.notPermitted)
        #expect(refusal { try monitor.handle(ByteBuffer(bytes: [0, 1])) } == AuthError.notPermitted)
        #expect(refusal { try monitor.handle(ByteBuffer(bytes: [0, 3])) } == AuthError.invalid)
        #expect(refusal { try monitor.handle(ByteBuffer(bytes: [0, 2])) } == AuthError.accessDenied)
    }

    @Test func `A service without keys is an error only where there are no others`() throws {
        let server = MonitorAuthServer(cluster.environment)
        let agreement = try server.agree(with: cluster.client(wanted: [.osd]))
        let tickets = try #require(agreement.client.clientSession).tickets
        var monitor = Monitor(cluster: cluster, session: agreement.server.serverSession)
        func status(_ services: UInt32) throws -> Int32 {
            var random = cluster.source
            var encoder = CephEncoder()
            encoder.encode(CephXRequestHeader(requestType: CephXRequestHeader.principalSessionKey))
            encoder.raw(try tickets.authorizer(for: .auth, globalID: 4100, using: &random).payload())
            encoder.encode(CephXServiceTicketRequest(keys: services))
            var decoder = CephDecoder(try monitor.handle(encoder.buffer))
            return try CephXResponseHeader(from: &decoder).status
        }
        #expect(try status(EntityType.osd.rawValue) == 0)
        #expect(try status(.max) == 0)
        #expect(try status(1 << 31) == -AuthError.accessDenied)
        #expect(try status(0) == 0)
    }
}
