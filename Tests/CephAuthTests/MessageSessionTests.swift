import CephAuth
import CephEncoding
import CephTypes
import NIOCore
import Testing

/// Exchanges in `MAuth` messages: all of them over msgr v1, renewals over both.
struct MessageSessionTests {
    private let cluster = TestCluster()

    /// A monitor's answers to one connection's `MAuth` messages, as src/mon/AuthMonitor.cc gives them.
    private struct Monitor {
        let cluster: TestCluster
        var session: AuthServerSession?
        var result: AuthResult?

        mutating func begin(_ payload: ByteBuffer) throws -> ByteBuffer {
            let introduction = try AuthIntroduction(message: payload)
            let method = try #require(
                cluster.policy.pickMethod(
                    for: introduction.name, offered: introduction.methods, features: .all))
            var random = cluster.source
            let (session, beginning) = try AuthServerSession.begin(
                method, name: introduction.name,
                globalID: introduction.globalID == 0 ? 4300 : introduction.globalID,
                isNewGlobalID: introduction.globalID == 0, using: &random)
            self.session = session
            switch beginning {
            case .challenge(let payload): return payload
            case .authenticated(let result):
                self.result = result
                return ByteBuffer()
            }
        }

        mutating func handle(_ payload: ByteBuffer) throws -> ByteBuffer {
            var random = cluster.source
            var session = try #require(session)
            defer { self.session = session }
            switch try session.handle(
                payload, secretLength: nil, keys: cluster.keys, policy: cluster.policy, now: cluster.now,
                using: &random)
            {
            case .reply(let reply): return reply
            case .authenticated(let result, let reply):
                self.result = result
                return reply
            }
        }
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
