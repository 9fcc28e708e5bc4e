import CephAuth
import CephEncoding
import CephTypes
import NIOCore
import SeededRandom
import Testing

struct KeyServerTests {
    private let begin = UTime(seconds: 1_700_000_000, nanoseconds: 500)
    private var random = SeededRandom(seed: 3)

    private func later(_ seconds: UInt32) -> UTime {
        UTime(seconds: begin.seconds + seconds, nanoseconds: begin.nanoseconds)
    }

    @Test mutating func `The first rotating keys are three for each service`() throws {
        let update = try #require(
            KeyServer().rotatingUpdate(now: begin, policy: AuthPolicy(), using: &random))
        #expect(update.version == 1)
        #expect(update.secrets.map(\.key) == [1, 2, 4, 0x10, 0x20])
        for (service, rotating) in update.secrets {
            let lifetime: UInt32 = service == 0x20 ? 72 * 3600 : 3600
            #expect(rotating.maxVersion == 3)
            #expect(rotating.secrets.map(\.key) == [1, 2, 3])
            #expect(
                rotating.secrets.map(\.value.expiration)
                    == [later(lifetime), later(2 * lifetime), later(3 * lifetime)])
            #expect(Set(rotating.secrets.map(\.value.key)).count == 3)
            #expect(rotating.secrets.allSatisfy { $0.value.key.created == begin })
        }
    }

    @Test mutating func `A key is added when the current one has ended`() throws {
        var server = KeyServer()
        let policy = AuthPolicy()
        func apply(_ update: KeyServerData.RotatingUpdate?) throws {
            try server.data.apply(KeyServerData.Incremental(#require(update)))
        }
        try apply(server.rotatingUpdate(now: begin, policy: policy, using: &random))
        let almost = UTime(seconds: begin.seconds + 7200)
        #expect(server.rotatingUpdate(now: almost, policy: policy, using: &random) == nil)
        try apply(server.rotatingUpdate(now: later(7200), policy: policy, using: &random))
        #expect(server.data.rotatingVersion == 2)
        let osd = try #require(server.data.rotatingSecrets[EntityType.osd.rawValue])
        #expect(osd.secrets.map(\.key) == [2, 3, 4])
        #expect(osd.next?.expiration == later(4 * 3600))
        #expect(server.data.rotatingSecrets[EntityType.auth.rawValue]?.maxVersion == 3)
        // After a long time without a monitor all three are new, and last from now on.
        let year: UInt32 = 365 * 24 * 3600
        try apply(server.rotatingUpdate(now: later(year), policy: policy, using: &random))
        let renewed = try #require(server.data.rotatingSecrets[EntityType.osd.rawValue])
        #expect(renewed.current.map { $0.expiration > later(year) } == true)
        #expect(server.rotatingUpdate(now: later(year), policy: policy, using: &random) == nil)
        // Tickets that live for no time make no endless work.
        var broken = policy
        broken.serviceTicketLifetime = 0
        #expect(server.rotatingUpdate(now: later(2 * year), policy: broken, using: &random) != nil)
    }

    @Test mutating func `Tickets are sealed with the current key, and end with the newest`() throws {
        var server = KeyServer()
        var policy = AuthPolicy()
        #expect(server.serviceSecret(.osd, now: begin, policy: policy) == nil)
        let update = try #require(server.rotatingUpdate(now: begin, policy: policy, using: &random))
        server.data.rotatingSecrets = update.secrets
        func current(_ seconds: UInt32) throws -> (id: UInt64, lifetime: Double) {
            let secret = try #require(server.serviceSecret(.osd, now: later(seconds), policy: policy))
            #expect(server.serviceSecret(EntityType.osd.rawValue, id: secret.id) == secret.key)
            return (secret.id, secret.lifetime)
        }
        #expect(try current(0) == (2, 3600))
        #expect(try current(7200) == (2, 3600))
        #expect(try current(7201) == (3, 3599))
        // A lifetime that has just been made longer ends with the keys.
        policy.serviceTicketLifetime = 24 * 3600
        #expect(try current(0) == (2, 3 * 3600))
        // None is left: the next rotation comes before the ticket is used.
        #expect(try current(4 * 3600) == (3, 24 * 3600))
    }

    @Test func `What a store has of keys answers who may do what`() throws {
        let folder = "auth/values/auth"
        let data = try storedKeys(folder)
        let server = KeyServer(data: data)
        let admin = AuthEntityName(.client, "admin")
        #expect(server.secret(of: admin)?.isUsable == true)
        let caps = server.capabilities(of: admin, for: .mon)
        #expect(caps == AuthCapsInfo(caps: EntityAuth.encodeCap("allow *")))
        #expect(server.capabilities(of: admin, for: .auth)?.caps.readableBytes == 0)
        #expect(server.capabilities(of: AuthEntityName(.client, "nobody"), for: .mon) == nil)
        #expect(KeyServer.rotatingServices.allSatisfy { data.rotatingSecrets[$0.rawValue] != nil })
    }

    @Test func `Spans and times are counted as Ceph counts them`() throws {
        let cluster = TestCluster()
        cluster.state.withLock { $0.policy.serviceTicketLifetime = 1800.25 }
        cluster.now = UTime(seconds: 1_700_000_000, nanoseconds: 800_000_000)
        let client = cluster.client()
        let server = MonitorAuthServer(cluster.environment)
        _ = try server.agree(with: client)
        let held = try #require(client.tickets[.osd])
        #expect(held.expires == UTime(seconds: 1_700_001_801, nanoseconds: 50_000_000))
        #expect(held.renewAfter == UTime(seconds: 1_700_001_351, nanoseconds: 50_000_000))
    }
}
