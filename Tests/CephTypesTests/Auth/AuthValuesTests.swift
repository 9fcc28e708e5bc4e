import CephEncoding
import CephTypes
import Foundation
import NIOCore
import Testing

struct AuthValuesTests {
    static let stores = [StoredValues.fixture("auth")] + StoredValues.outside

    @Test("Every value of prefix auth decodes and re-encodes to the same bytes", arguments: stores.indices)
    func reencodes(_ index: Int) throws {
        var seen = 0
        for (key, bytes) in Self.stores[index].values("auth") {
            if UInt64(key) != nil {
                #expect(
                    CephEncoder.encode(try CephDecoder.decode(AuthVersion.self, from: bytes)) == bytes,
                    "\(key)")
            } else if key.hasPrefix("full_"), key != "full_latest" {
                #expect(
                    CephEncoder.encode(try CephDecoder.decode(AuthFull.self, from: bytes)) == bytes, "\(key)")
            } else {
                #expect(bytes.readableBytes == 8, "\(key)")
            }
            seen += 1
        }
        #expect(seen > 5)
    }

    @Test("A cephx change within a version re-encodes to the same bytes", arguments: stores.indices)
    func changesReencode(_ index: Int) throws {
        for (key, bytes) in Self.stores[index].values("auth") where UInt64(key) != nil {
            for change in try CephDecoder.decode(AuthVersion.self, from: bytes).changes {
                guard case .authData(AuthMonitorIncremental.cephx, let data) = change else { continue }
                let inner = try KeyServerData.Incremental.decode(from: data)
                #expect(inner.encoded() == data, "\(key)")
                if case .setRotating(let rotating) = inner {
                    let update = try CephDecoder.decode(KeyServerData.RotatingUpdate.self, from: rotating)
                    #expect(CephEncoder.encode(update) == rotating)
                }
            }
        }
    }

    /// All keys, from the first version to the last.
    private func latest(_ store: StoredValues) throws -> AuthFull {
        let values = store.values("auth")
        var full = AuthFull()
        while let bytes = values[String(full.keys.version + 1)] {
            try full.apply(CephDecoder.decode(AuthVersion.self, from: bytes))
        }
        return full
    }

    @Test("The versions lead from nothing to the full value that Ceph stored")
    func versionsLeadToFull() throws {
        let store = StoredValues.fixture("auth")
        var full = AuthFull()
        try full.apply(CephDecoder.decode(AuthVersion.self, from: #require(store.value("auth", "1"))))
        #expect(CephEncoder.encode(full) == store.value("auth", "full_1"))
    }

    @Test("Keys are listed as ceph auth ls lists them")
    func listing() throws {
        let ring = KeyRing(try latest(.fixture("auth")).keys)
        #expect(try ring.listing == StoredValues.answer("auth/answers/auth-ls.txt"))
        var json = CephFormatter(.json)
        json.object("auth") { ring.dump("auth_dump", to: &$0) }
        #expect(try json.text == StoredValues.answer("auth/answers/auth-ls.json"))
    }

    @Test("Every capability of a real cluster is valid")
    func realCapsAreValid() throws {
        let keys = try latest(.fixture("auth")).keys
        #expect(CapsValidation.problems(of: keys).isEmpty)
        for (_, auth) in keys.secrets {
            guard let text = auth.cap(for: "mon") else { continue }
            #expect(try !MonCap(text).grants.isEmpty)
        }
    }

    @Test("Hostile bytes never trap")
    func hostile() throws {
        let store = StoredValues.fixture("auth")
        survives(AuthVersion.self, try #require(store.value("auth", "1")), mutations: 1500)
        survives(AuthFull.self, try #require(store.value("auth", "full_1")), mutations: 1500)
        let version = try CephDecoder.decode(AuthVersion.self, from: #require(store.value("auth", "9")))
        guard case .authData(_, let data)? = version.changes.first else { return }
        survives(KeyServerData.Incremental.self, data)
        survives(CephXAuthenticate.self, CephXAuthenticate(oldTicket: CephXTicketBlob(blob: data)).encoded())
        survives(AuthTicket.self, AuthTicket(caps: AuthCapsInfo(caps: data)).encoded())
    }

    @Test("The kv versions re-encode to the same bytes", arguments: stores.indices)
    func keyValueVersions(_ index: Int) throws {
        for (key, bytes) in Self.stores[index].values("kv") where UInt64(key) != nil {
            let version = try CephDecoder.decode(KeyValueVersion.self, from: bytes)
            #expect(CephEncoder.encode(version) == bytes, "\(key)")
        }
    }

    @Test("cephx records without a corpus survive the way out and back")
    func roundTrips() throws {
        func check(_ record: some CephRecord & Equatable) throws {
            let again = try type(of: record).decode(from: record.encoded())
            #expect(again == record)
        }
        let key = try #require(CryptoKey(base64: "AQB8QgFrsJLpMBAAJq/m/4C3rO5K5CdGgxfFXA=="))
        let caps = AuthCapsInfo(allowAll: true, caps: EntityAuth.encodeCap("allow *"))
        let ticket = AuthTicket(
            name: AuthEntityName(.client, "admin"), globalID: 4123, created: UTime(seconds: 1), caps: caps,
            flags: 7)
        try check(ticket)
        try check(CephXServiceTicketInfo(ticket: ticket, sessionKey: key))
        try check(CephXServiceTicketRequest(keys: 0x3f))
        try check(CephXRequestHeader(requestType: CephXRequestHeader.rotatingKey))
        try check(CephXResponseHeader(requestType: 0x100, status: -13))
        try check(CephXChallengeBlob(serverChallenge: 1, clientChallenge: .max))
        try check(CephXAuthorizeChallenge(serverChallenge: 9))
        try check(CephXAuthorize(nonce: 1, hasChallenge: true, serverChallengePlusOne: 3))
        try check(CephXAuthorizeReply(noncePlusOne: 2))
        try check(CephXAuthorizeReply(noncePlusOne: 2, connectionSecret: ByteBuffer(bytes: [1, 2])))
    }
}

struct RotatingSecretsTests {
    private func key(until seconds: UInt32) -> ExpiringCryptoKey {
        ExpiringCryptoKey(expiration: UTime(seconds: seconds))
    }

    @Test("Three keys are kept and the second one is current")
    func keepsThree() {
        var secrets = RotatingSecrets()
        for end: UInt32 in [10, 20, 30, 40] {
            #expect(secrets.needsNewSecrets(now: .zero) == (end < 40))
            secrets.add(key(until: end))
        }
        #expect(secrets.secrets.keys == [2, 3, 4])
        #expect(secrets.previous == key(until: 20))
        #expect(secrets.current == key(until: 30))
        #expect(secrets.next == key(until: 40))
        #expect(!secrets.needsNewSecrets(now: UTime(seconds: 29)))
        #expect(secrets.needsNewSecrets(now: UTime(seconds: 30)))
    }
}
