import CephEncoding
import CephTypes
import Foundation
import NIOCore
import Testing

struct KeyRingTests {
    static let key = "AQB8QgFrsJLpMBAAJq/m/4C3rO5K5CdGgxfFXA=="

    /// Texts and what `ceph-authtool -l` of Ceph 16.2.15 makes of them; nil where it cannot read them.
    static let cases: [(text: String, printed: String?)] = [
        ("[client.a]\n\tkey = \(key)\n", "[client.a]\n\tkey = \(key)\n"),
        ("[client.a]\n\tkey = \(key)", nil),
        (
            "[client.a]\n\tkey=\(key) # c\n ; hi\n\n\tcaps mon = \"allow \\\"r\\\" x\"\n",
            "[client.a]\n\tkey = \(key)\n\tcaps mon = \"allow \\\"r\\\" x\"\n"
        ),
        (" [client.a]\n\tkey=\(key)\n", nil),
        ("# hello\n[client.a]\n\tkey=\(key)\n", "[client.a]\n\tkey = \(key)\n"),
        (
            "\n\n[client.a]\n\tkey=\(key)\n\n[client.b]\nkey=\(key)\ncaps_mon = 'allow *'\nauid = 3\n",
            "[client.a]\n\tkey = \(key)\n[client.b]\n\tkey = \(key)\n\tcaps mon = \"allow *\"\n"
        ),
        (
            "[client.a]\n\tkey=\(key)\n\tcaps mon = allow r\n\tcaps  osd = allow  rw ; x\n",
            "[client.a]\n\tkey = \(key)\n\tcaps mon = \"allow r\"\n\tcaps osd = \"allow  rw\"\n"
        ),
        ("[client.a]\n\tkey=\(key)\n\tfoo = 1\n", nil),
        ("[global]\nx=1\n[client.a]\n\tkey=\(key)\n", "[client.a]\n\tkey = \(key)\n"),
        ("[bad]\n\tkey=\(key)\n", nil),
        ("[client.a]\n\tkey=xyz\n", nil),
        ("[client.a]\n", ""),
        ("[client.a]\n\tkey=\(key)\n\tcaps mon = \"allow r\" x\n", nil),
        ("[client.a] # c\n\tkey=\(key)\n", "[client.a]\n\tkey = \(key)\n"),
        ("\n", ""),
        ("key=\(key)\n", ""),
        (
            "[client.a]\n\tkey=\(key)\n[mon.]\n\tkey=\(key)\n[client.a]\n\tcaps osd = z\n",
            "[mon.]\n\tkey = \(key)\n[client.a]\n\tkey = \(key)\n\tcaps osd = \"z\"\n"
        ),
        ("[client.a]\n\tkey=\(key)\n\tcaps mon = \"allow ; # r\"\n", nil),
        ("[client.a]\r\n\tkey=\(key)\r\n", "[client.a]\n\tkey = \(key)\n"),
    ]

    @Test("Texts are read and written as ceph-authtool does", arguments: cases.indices)
    func texts(_ index: Int) {
        let (text, printed) = Self.cases[index]
        #expect((try? KeyRing(text: text))?.plain == printed, "\(text)")
    }

    @Test("The binary form is read and written")
    func binary() throws {
        let ring = try KeyRing(text: "[mon.]\n\tkey = \(Self.key)\n\tcaps mon = \"allow *\"\n")
        #expect(try KeyRing(bytes: ring.binary) == ring)
        #expect(try KeyRing(bytes: ByteBuffer(string: ring.plain)) == ring)
    }

    @Test("An entity dumps as auth get -f json writes it")
    func json() throws {
        let ring = try KeyRing(text: "[client.z]\n\tkey = \(Self.key)\n\tcaps mon = \"profile rbd\"\n")
        var json = CephFormatter(.json)
        ring.dump("auth", to: &json)
        #expect(json.text == #"[{"entity":"client.z","key":"\#(Self.key)","caps":{"mon":"profile rbd"}}]"#)
    }

    @Test("A key's text holds its kind, birth and secret")
    func keyText() throws {
        let key = try #require(CryptoKey(base64: Self.key))
        #expect(key.kind == .aes)
        #expect(key.secret.count == 16)
        #expect(key.description == Self.key)
        #expect(CryptoKey().description == "AAAAAAAAAAAAAAAA")
        #expect(CryptoKey(base64: "AQB8QgFr") == nil)
        #expect(CryptoKey(base64: "****") == nil)
    }

    @Test("Base64 of every length comes back, and nothing else is taken")
    func base64() {
        for length in 0..<70 {
            let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 37) }
            let text = Base64.encode(bytes)
            #expect(text == Data(bytes).base64EncodedString())
            #expect(Base64.decode(text) == bytes)
        }
        for text in ["A", "AA", "AAA", "A===", "AA==AAAA", "A-AA", "AA=A", "===="] {
            #expect(Base64.decode(text) == nil, "\(text)")
        }
        #expect(Base64.decode("AA\nAA") == [0, 0, 0])
    }

    @Test("Any text is a keyring or an error")
    func hostile() {
        let pieces = [
            "[", "]", "client.a", "\n", "=", "\"", "'", "\\", "#", "key", "caps mon", " ", "\t", Self.key,
            "\u{0}",
        ]
        var seed: UInt64 = 7
        for _ in 0..<5000 {
            var text = ""
            for _ in 0..<12 {
                seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text += pieces[Int(seed >> 33) % pieces.count]
            }
            _ = try? KeyRing(text: text)
            _ = try? KeyRing(bytes: ByteBuffer(string: text + "\n"))
        }
    }
}

struct AuthEntityNameTests {
    @Test("A name is a known type, a point and any text")
    func reads() {
        #expect(AuthEntityName("client.a.b") == AuthEntityName(.client, "a.b"))
        #expect(AuthEntityName("mon.") == AuthEntityName(.mon, ""))
        #expect(AuthEntityName("mon") == nil)
        #expect(AuthEntityName("host.a") == nil)
        #expect(AuthEntityName(EntityName(.osd, 3)).description == "osd.3")
        #expect(AuthEntityName().description == "")
    }
}
