import CephEncoding
import CephTypes
import Foundation
import NIOCore
import TestSupport
import Testing

@testable import CephAuth

/// What a real monitor said to a client, and sealed with the keys of its store.
struct RecordedExchangeTests {
    private let admin = AuthEntityName(.client, "admin")
    private let keys: KeyServer
    private let now: UTime
    private let key: CryptoKey

    init() throws {
        let keyring = try KeyRing(bytes: Self.file("keyring"))
        keys = KeyServer(data: try storedKeys("auth/exchange/values/auth"), keyring: keyring)
        let osd = try #require(keys.data.rotatingSecrets[EntityType.osd.rawValue])
        now = try #require(osd.previous).key.created
        key = try #require(keys.secret(of: admin))
    }

    private static func file(_ name: String) throws -> ByteBuffer {
        ByteBuffer(bytes: try Fixtures.data("auth/exchange/\(name)"))
    }

    /// The bufferlist in a frame's body, behind so many bytes.
    private func payload(_ name: String, behind count: Int) throws -> ByteBuffer {
        var decoder = CephDecoder(try Self.file(name))
        try decoder.skip(count)
        return try ByteBuffer(from: &decoder)
    }

    private func receive(
        _ number: Int, globalID: UInt64 = 0, tickets: TicketHolder = TicketHolder()
    ) throws -> (session: CephXClientSession, progress: CephXClientSession.Progress) {
        let wanted: [EntityType] = [.mon, .osd, .mgr]
        var session = CephXClientSession(
            name: admin, key: key, wanted: wanted.reduce(0) { $0 | $1.rawValue }, globalID: globalID,
            tickets: tickets)
        let challenge = try payload("challenge-\(number)", behind: 0)
        #expect(try session.handle(challenge, now: now).hasMoreToAsk)
        let progress = try session.handle(payload("done-\(number)", behind: 12), now: now)
        return (session, progress)
    }

    /// A ticket as its service opens it, ready to be sealed again.
    private func grant(_ service: EntityType, _ tickets: TicketHolder) throws -> TicketGrant {
        let held = try #require(tickets[service])
        let secret = try #require(keys.serviceSecret(service.rawValue, id: held.blob.secretID))
        let info = try secret.open(CephXServiceTicketInfo.self, from: held.blob.blob)
        #expect(info.sessionKey == held.sessionKey)
        #expect(info.ticket.name == admin)
        let lifetime = info.ticket.expires.seconds(since: info.ticket.created)
        return TicketGrant(
            service: service, secretID: held.blob.secretID, serviceSecret: secret,
            sessionKey: info.sessionKey,
            ticket: info.ticket, validity: UTime(span: lifetime.rounded()))
    }

    @Test func `Tickets of a real monitor open with the keys of its store`() throws {
        let (session, progress) = try receive(1)
        #expect(!progress.hasMoreToAsk)
        #expect(progress.connectionSecret.isEmpty)
        #expect(progress.sessionKey == session.tickets[.auth]?.sessionKey)
        for service in [EntityType.auth, .mon, .osd, .mgr] {
            let grant = try grant(service, session.tickets)
            #expect(grant.ticket.globalID == 0x1003)
            #expect(grant.validity.seconds == (service == .auth ? 72 * 3600 : 3600))
            #expect(
                keys.serviceSecret(service, now: now, policy: AuthPolicy())?.id == grant.secretID)
        }
    }

    @Test func `The same tickets are sealed here to the same bytes`() throws {
        let (session, _) = try receive(1)
        let sessionKey = try #require(session.tickets[.auth]?.sessionKey)
        var encoder = CephEncoder()
        encoder.encode(CephXResponseHeader(requestType: CephXRequestHeader.authSessionKey, status: 0))
        encoder.raw(try TicketGrant.reply([grant(.auth, session.tickets)], secret: key))
        var secret = CephEncoder()
        try secret.encode(ByteBuffer(), sealedWith: sessionKey)
        encoder.encode(secret.buffer)
        let others = try [EntityType.mon, .osd, .mgr].map { try grant($0, session.tickets) }
        encoder.encode(try TicketGrant.reply(others, secret: sessionKey))
        #expect(encoder.buffer == (try payload("done-1", behind: 12)))
    }

    @Test func `The ticket of who comes back is sealed with the old one's session key`() throws {
        let (first, _) = try receive(1)
        // Without the old ticket the new one cannot be read.
        #expect(throws: AuthError.self) { try receive(2, globalID: 0x1003) }
        let (second, progress) = try receive(2, globalID: 0x1003, tickets: first.tickets)
        #expect(progress.sessionKey != nil)
        #expect(progress.sessionKey != first.tickets[.auth]?.sessionKey)
        #expect(second.tickets[.osd] == first.tickets[.osd])
        let grant = try grant(.auth, second.tickets)
        #expect(grant.ticket.globalID == 0x1003)
        var encoder = CephEncoder()
        encoder.encode(CephXResponseHeader(requestType: CephXRequestHeader.authSessionKey, status: 0))
        encoder.raw(
            try TicketGrant.reply([grant], secret: key, oldSessionKey: first.tickets[.auth]?.sessionKey))
        let reply = try payload("done-2", behind: 12)
        #expect(reply.getSlice(at: 0, length: encoder.buffer.readableBytes) == encoder.buffer)
    }

    @Test func `Rotating keys end when a real monitor's do`() throws {
        var random = SystemRandomNumberGenerator()
        let update = try #require(
            KeyServer().rotatingUpdate(now: now, policy: AuthPolicy(), using: &random))
        #expect(update.version == keys.data.rotatingVersion)
        #expect(update.secrets.map(\.key) == keys.data.rotatingSecrets.map(\.key))
        for (service, real) in keys.data.rotatingSecrets {
            let ours = try #require(update.secrets[service])
            #expect(ours.maxVersion == real.maxVersion)
            for (id, key) in real.secrets {
                let expiration = try #require(ours.secrets[id]?.expiration)
                #expect(abs(expiration.seconds(since: key.expiration)) < 0.1, "\(service) \(id)")
            }
        }
        // What is committed says the same as what the store has.
        let stored = try CephDecoder.decode(
            AuthVersion.self, from: ByteBuffer(bytes: Fixtures.data("auth/exchange/values/auth/1")))
        let changes = try stored.changes.compactMap { change -> KeyServerData.Incremental? in
            guard case .authData(_, let data) = change else { return nil }
            return try CephDecoder.decode(KeyServerData.Incremental.self, from: data)
        }
        #expect(changes.contains(KeyServerData.Incremental(keys.data.rotatingUpdate)))
    }
}
