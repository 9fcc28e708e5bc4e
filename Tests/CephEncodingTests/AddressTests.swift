import CephEncoding
import NIOCore
import Testing

@Suite struct AddressTests {
    /// From a 16.2 cluster (object corpus, entity_addrvec_t).
    static let vector: [UInt8] = [
        0x02, 0x02, 0, 0, 0, 0x01, 0x01, 0x01, 0x1c, 0, 0, 0, 0x02, 0, 0, 0, 0x7f, 0x5b, 0x03, 0, 0x10, 0, 0,
        0, 0x02,
        0, 0x1a, 0xa0, 0xac, 0x15, 0x40, 0x01, 0, 0, 0, 0, 0, 0, 0, 0, 0x01, 0x01, 0x01, 0x1c, 0, 0, 0, 0x01,
        0, 0, 0,
        0x7f, 0x5b, 0x03, 0, 0x10, 0, 0, 0, 0x02, 0, 0x1a, 0xa1, 0xac, 0x15, 0x40, 0x01, 0, 0, 0, 0, 0, 0, 0,
        0,
    ]

    @Test func `A vector of both protocols reads and writes as Ceph's`() throws {
        let addresses = try CephDecoder.decode(EntityAddressVector.self, from: ByteBuffer(bytes: Self.vector))
        #expect(addresses.description == "[v2:172.21.64.1:6816/220031,v1:172.21.64.1:6817/220031]")
        #expect(addresses.legacy?.socket.port == 6817)
        #expect(addresses.msgr2?.socket.port == 6816)
        #expect(CephEncoder.encode(addresses).byteArray == Self.vector)
    }

    @Test func `A peer before MSG_ADDR2 gets the legacy address as a sockaddr_storage`() throws {
        let addresses = try CephDecoder.decode(EntityAddressVector.self, from: ByteBuffer(bytes: Self.vector))
        let old = CephEncoder.encode(addresses, features: [.serverJewel]).byteArray
        #expect(old.count == 136)
        #expect(Array(old[..<16]) == [0, 0, 0, 0, 0x7f, 0x5b, 3, 0, 0, 2, 0x1a, 0xa1, 0xac, 0x15, 0x40, 1])
        let again = try CephDecoder.decode(EntityAddressVector.self, from: ByteBuffer(bytes: old))
        #expect(again.description == "v1:172.21.64.1:6817/220031")
    }

    @Test(arguments: [
        "v2:127.0.0.1:6700/0", "v1:127.0.0.1:6701/77", "[v2:[::1]:3300/0,v1:[::1]:6789/0]", "-",
        "127.0.0.1:0/1234", "v2:[2001:db8::17]:3300/9",
    ])
    func `Text goes there and back`(_ text: String) throws {
        let addresses = try #require(EntityAddressVector(text))
        #expect(addresses.description == text)
        let bytes = CephEncoder.encode(addresses)
        #expect(try CephDecoder.decode(EntityAddressVector.self, from: bytes) == addresses)
    }

    @Test(arguments: [
        "", "v2:", "1.2.3:5", "[v2:1.2.3.4:5", "1.2.3.4:99999", "1.2.3.4:1/x", "[::1", "host:1",
    ])
    func `Text that is no address is refused`(_ text: String) {
        #expect(EntityAddressVector(text) == nil)
    }

    @Test func `A socket address that is too long is refused`() {
        var decoder = CephDecoder(
            bytes: [1, 1, 1, 200, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 64, 0, 0, 0]
                + [UInt8](repeating: 0, count: 200))
        #expect(throws: CephDecodingError.self) { try decoder.decode("addr", as: EntityAddress.self) }
    }
}

@Suite struct TextFormTests {
    @Test func `Times print as Ceph prints them`() {
        #expect(
            UTime(seconds: 1_617_278_400, nanoseconds: 123_456_789).description
                == "2021-04-01T12:00:00.123456+0000")
        #expect(UTime(seconds: 951_782_400).description == "2000-02-29T00:00:00.000000+0000")
        #expect(UTime(seconds: 12, nanoseconds: 345_000).description == "12.000345")
    }

    @Test func `A uuid goes there and back`() throws {
        let text = "648d0fe0-c41a-420b-a7b6-a1e29c8e4cf9"
        let uuid = try #require(CephUUID(text))
        #expect(uuid.description == text)
        #expect(CephEncoder.encode(uuid).byteArray.first == 0x64)
        #expect(CephUUID("648d0fe0c41a420ba7b6a1e29c8e4cf9") == nil)
        #expect(CephUUID("648d0fe0-c41a-420b-a7b6-a1e29c8e4cfg") == nil)
    }

    @Test func `Entity names print as Ceph prints them`() {
        #expect(EntityName(.osd, 3).description == "osd.3")
        #expect(EntityName(.client, -1).description == "client.?")
    }
}
