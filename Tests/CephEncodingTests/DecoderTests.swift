import CephEncoding
import NIOCore
import Testing

@Suite struct DecoderTests {
    @Test func `Integers are little-endian`() throws {
        var decoder = CephDecoder(bytes: [
            1, 2, 1, 4, 3, 2, 1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        ])
        #expect(try decoder.decode("a", as: UInt8.self) == 1)
        #expect(try decoder.decode("b", as: UInt16.self) == 0x0102)
        #expect(try decoder.decode("c", as: UInt32.self) == 0x0102_0304)
        #expect(try decoder.decode("d", as: Int64.self) == -1)
        #expect(decoder.remaining == 0)
    }

    @Test func `An error names the field, the byte and what was expected`() throws {
        struct Pool: CephDecodable {
            init(from decoder: inout CephDecoder) throws {
                let _: UInt8 = try decoder.decode("size")
                let _: [UInt32] = try decoder.decode("snaps")
            }
        }
        struct Map: CephDecodable {
            init(from decoder: inout CephDecoder) throws { let _: [Pool] = try decoder.decode("pools") }
        }
        let bytes: [UInt8] = [2, 0, 0, 0, 7, 0, 0, 0, 0, 7, 1, 0, 0, 0, 9, 9]
        let error = #expect(throws: CephDecodingError.self) {
            try CephDecoder.decode(Map.self, from: ByteBuffer(bytes: bytes), named: "osdmap")
        }
        #expect(
            error?.description
                == "osdmap.pools[1].snaps[0]: at byte 14: expected a 4-byte integer, 2 bytes are left")
    }

    @Test func `A count that cannot fit is refused before anything is allocated`() {
        var decoder = CephDecoder(bytes: [0xff, 0xff, 0xff, 0xff, 0])
        #expect(throws: CephDecodingError.self) { try decoder.decode("list", as: [UInt64].self) }
        var text = CephDecoder(bytes: [0xff, 0xff, 0xff, 0x7f, 0])
        #expect(throws: CephDecodingError.self) { try text.decode("text", as: String.self) }
    }

    @Test func `An envelope's unknown tail is skipped`() throws {
        var decoder = CephDecoder(bytes: [9, 1, 3, 0, 0, 0, 5, 6, 7, 42])
        let value = try decoder.versioned(upTo: 2, named: "x") { version, body in
            #expect(version == 9)
            return try body.decode("known", as: UInt8.self)
        }
        #expect(value == 5)
        #expect(try decoder.decode("next", as: UInt8.self) == 42)
    }

    @Test func `An envelope for newer readers is refused by name`() {
        var decoder = CephDecoder(bytes: [9, 8, 0, 0, 0, 0])
        let error = #expect(throws: CephDecodingError.self) {
            try decoder.versioned(upTo: 7, named: "MonMap") { _, _ in }
        }
        #expect(error?.reason == "MonMap version 9 needs a reader of version 8, this one knows up to 7")
    }

    @Test func `A field cannot read beyond its envelope`() {
        var decoder = CephDecoder(bytes: [1, 1, 2, 0, 0, 0, 5, 6, 7, 8])
        #expect(throws: CephDecodingError.self) {
            try decoder.versioned(upTo: 1, named: "x") { _, body in try body.decode("wide", as: UInt32.self) }
        }
    }

    @Test func `Records older than envelopes have no length, or no compat`() throws {
        var bare = CephDecoder(bytes: [2, 77])
        let value = try bare.versioned(upTo: 5, compatSince: 3, lengthSince: 3, named: "x") { version, body in
            #expect(version == 2)
            return try body.decode("a", as: UInt8.self)
        }
        #expect(value == 77)
        var withCompat = CephDecoder(bytes: [3, 1, 78])
        #expect(
            try withCompat.versioned(upTo: 5, compatSince: 3, lengthSince: 4, named: "x") { _, body in
                try body.decode("a", as: UInt8.self)
            } == 78)
    }

    @Test func `Bytes behind a whole value are an error`() {
        #expect(throws: CephDecodingError.self) {
            try CephDecoder.decode(UInt8.self, from: ByteBuffer(bytes: [1, 2]))
        }
    }
}

@Suite struct EncoderTests {
    private func roundTrip<T: CephCodable & Equatable>(_ value: T, _ bytes: [UInt8]) throws {
        #expect(CephEncoder.encode(value).byteArray == bytes)
        #expect(try CephDecoder.decode(T.self, from: ByteBuffer(bytes: bytes)) == value)
    }

    @Test func `Primitives have Ceph's forms`() throws {
        try roundTrip(true, [1])
        try roundTrip("ceph", [4, 0, 0, 0, 0x63, 0x65, 0x70, 0x68])
        try roundTrip(UTime(seconds: 1, nanoseconds: 2), [1, 0, 0, 0, 2, 0, 0, 0])
        try roundTrip(Optional<UInt8>.some(3), [1, 3])
        try roundTrip(Optional<UInt8>.none, [0])
        try roundTrip([UInt16(1), 2], [2, 0, 0, 0, 1, 0, 2, 0])
        try roundTrip(1.5, [0, 0, 0, 0, 0, 0, 0xf8, 0x3f])
        try roundTrip(ByteBuffer(bytes: [9]), [1, 0, 0, 0, 9])
    }

    @Test func `Maps and sets are written in C++'s order`() throws {
        let map: CephMap<String, UInt8> = ["b": 2, "a": 1, "ab": 3]
        #expect(map.keys == ["a", "ab", "b"])
        try roundTrip(map, [3, 0, 0, 0, 1, 0, 0, 0, 0x61, 1, 2, 0, 0, 0, 0x61, 0x62, 3, 1, 0, 0, 0, 0x62, 2])
        try roundTrip(CephSet<Int32>([3, -1]), [2, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 3, 0, 0, 0])
    }

    @Test func `A map finds, replaces and removes`() {
        var map = CephMap<UInt32, String>()
        for key in [UInt32(5), 1, 9, 3, 7] { map[key] = "\(key)" }
        #expect(map.keys == [1, 3, 5, 7, 9])
        map[5] = "five"
        map[3] = nil
        map[9, default: ""] += "!"
        map[4, default: "4"] += "!"
        #expect(map.map { "\($0.key)=\($0.value)" } == ["1=1", "4=4!", "5=five", "7=7", "9=9!"])
        #expect(map.lowerBound(6) == 3)
        #expect(map[100] == nil)
    }

    @Test func `An envelope says version, compat and length`() {
        var encoder = CephEncoder()
        encoder.versioned(3, compatible: 2) { body in
            body.integer(UInt16(7))
            body.versioned(1, compatible: 1) { $0.integer(UInt8(9)) }
        }
        #expect(encoder.buffer.byteArray == [3, 2, 9, 0, 0, 0, 7, 0, 1, 1, 1, 0, 0, 0, 9])
    }
}

@Suite struct CephStringTests {
    @Test func `Any bytes survive in a string`() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            let bytes = (0..<Int.random(in: 0...12)).map { _ in
                [UInt8](arrayLiteral: 0xF4, 0x8F, 0xBF, 0xBE, 0x80, 0xC3, 0xA4, 0x61, 0xFF).randomElement(
                    using: &random)
                    ?? 0
            }
            #expect(String(cephBytes: bytes).cephBytes == bytes)
            #expect(CephEncoder.encode(String(cephBytes: bytes)).byteArray.dropFirst(4).elementsEqual(bytes))
        }
    }

    @Test func `Any four bytes survive, as what Swift calls valid or as escapes`() {
        // At and beside the ends of each range in UTF-8's grammar.
        let edges: [UInt8] = [
            0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBB, 0xBC, 0xBF, 0xC1, 0xC2, 0xE0, 0xED, 0xEF, 0xF0,
            0xF4, 0xF5,
        ]
        var wrong: [[UInt8]] = []
        for first in edges where first >= 0xC1 {
            for second in edges {
                for third in edges {
                    for fourth in edges {
                        let bytes = [first, second, third, fourth]
                        let string = String(cephBytes: bytes)
                        if string.cephBytes != bytes { wrong.append(bytes) }
                        let isReserved = bytes.starts(with: [0xF4, 0x8F]) && third >= 0xBC
                        guard !isReserved, let valid = String(validating: bytes, as: UTF8.self) else {
                            continue
                        }
                        if string != valid { wrong.append(bytes) }
                    }
                }
            }
        }
        #expect(wrong == [])
    }

    @Test(.timeLimit(.minutes(1))) func `A long string with an odd byte takes linear time`() {
        let bytes = [UInt8](repeating: 0x61, count: 1 << 20) + [0xFF]
        #expect(String(cephBytes: bytes).cephBytes == bytes)
    }

    @Test func `Valid UTF-8 stays what it is`() {
        #expect(String(cephBytes: Array("Köln 🐙".utf8)) == "Köln 🐙")
    }

    @Test func `Strings are ordered by bytes`() {
        #expect(String.precedes("Z", "a"))
        #expect(String.precedes("e\u{301}", "é"))
        #expect(!String.precedes("a", "a"))
    }
}

@Suite struct CRC32CTests {
    @Test func `The checksum is Ceph's: no inversions`() {
        // The check value of CRC-32C, e3069283, is that of inverted input and output.
        #expect(~CRC32C.checksum(Array("123456789".utf8), seed: .max) == 0xe306_9283)
        #expect(CRC32C.checksum([], seed: 7) == 7)
    }

    @Test func `A checksum goes on where another ended`() {
        let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let first = CRC32C.checksum(Array(bytes[..<377]), seed: 0)
        #expect(CRC32C.checksum(Array(bytes[377...]), seed: first) == CRC32C.checksum(bytes, seed: 0))
    }
}
