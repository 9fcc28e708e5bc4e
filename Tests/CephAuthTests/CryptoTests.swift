import CephAuth
import CephEncoding
import CephTypes
import NIOCore
import Testing

struct CryptoTests {
    /// Key and text of Ceph's own unit test (src/test/crypto.cc).
    private let key = CryptoKey(aes: (0x0706_0504_0302_0100, 0x0f0e_0d0c_0b0a_0908), created: .zero)
    private let plain = ByteBuffer(bytes: (0..<16).map { UInt8($0 * 0x11) })
    private let sealed = ByteBuffer(bytes: [
        0xb3, 0x8f, 0x5b, 0xc9, 0x35, 0x4c, 0xf8, 0xc6, 0x13, 0x15, 0x66, 0x6f, 0x37, 0xd7, 0x79, 0x3a,
        0x11, 0x90, 0x7b, 0xe9, 0xd8, 0x3c, 0x35, 0x70, 0x58, 0x7b, 0x97, 0x9b, 0x03, 0xd2, 0xa5, 0x01,
    ])

    @Test func `A text becomes the bytes that Ceph makes of it, and comes back`() throws {
        #expect(key.secret == Array(0..<16))
        #expect(try key.encrypt(plain) == sealed)
        #expect(try key.decrypt(sealed) == plain)
    }

    @Test func `Only whole blocks are decrypted, and odd padding is no error of its own`() throws {
        for length in [0, 1, 15, 17, 31] {
            let part = try #require(sealed.getSlice(at: 0, length: length))
            #expect(throws: AuthError.self) { try key.decrypt(part) }
        }
        // The first block alone: its last byte, 0xff, is taken for 16 bytes of padding at most.
        let first = try #require(sealed.getSlice(at: 0, length: 16))
        #expect(try key.decrypt(first).readableBytes == 0)
    }

    @Test func `Keys that are empty, short or of an unknown kind encrypt nothing`() throws {
        let short = try #require(CryptoKey(kind: .aes, created: .zero, secret: Array(0..<15)))
        let unknown = try #require(
            CryptoKey(kind: CryptoKey.Kind(rawValue: 2), created: .zero, secret: Array(0..<32)))
        for key in [CryptoKey(), short, unknown] {
            #expect(throws: AuthError.self) { try key.encrypt(plain) }
            #expect(throws: AuthError.self) { try key.decrypt(sealed) }
        }
        let long = try #require(CryptoKey(kind: .aes, created: .zero, secret: Array(0..<40)))
        #expect(try long.encrypt(plain) == sealed)
        let none = try #require(CryptoKey(kind: .none, created: .zero, secret: [1]))
        #expect(try none.encrypt(plain) == plain)
        #expect(try none.decrypt(plain) == plain)
    }

    @Test func `A value opens with its key only`() throws {
        let value = CephXServiceTicketRequest(keys: 0x3d)
        let box = try key.seal(value)
        #expect(try key.open(from: box) == value)
        let other = CryptoKey(aes: (1, 2), created: .zero)
        #expect(throws: AuthError.self) { try other.open(CephXServiceTicketRequest.self, from: box) }
        // Too short for what it should be.
        #expect(throws: AuthError.self) { try key.open(AuthTicket.self, from: box) }
    }

    @Test func `Frames are signed with HMAC-SHA256`() throws {
        // RFC 4231, test case 2.
        let key = try #require(CryptoKey(kind: .aes, created: .zero, secret: Array("Jefe".utf8)))
        let code = key.hmacSHA256(ByteBuffer(string: "what do ya want for nothing?"))
        let hex = code.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        #expect(hex == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    }

    @Test func `A proof is the combined words of the sealed challenges`() throws {
        let (server, client): (UInt64, UInt64) = (0x1234_5678_9abc_def0, 42)
        let challenges = CephXChallengeBlob(serverChallenge: server, clientChallenge: client)
        let bytes = [32, 0, 0, 0] + (try key.seal(challenges)).readableBytesView
        #expect(bytes.count == 36)
        let expected = (0..<4).reduce(UInt64(0)) { word, index in
            word ^ bytes[(index * 8)..<(index * 8 + 8)].reversed().reduce(0) { $0 << 8 | UInt64($1) }
        }
        #expect(try key.proof(serverChallenge: server, clientChallenge: client) == expected)
        #expect(try key.proof(serverChallenge: server &+ 1, clientChallenge: client) != expected)
    }
}
