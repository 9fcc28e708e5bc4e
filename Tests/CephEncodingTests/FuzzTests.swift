import CephEncoding
import NIOCore
import SeededRandom
import TestSupport
import Testing

@Suite struct FuzzTests {
    @Test func `Damaged input gives an error or a value, never a trap`() {
        let whole = AddressTests.vector
        var random = SeededRandom(seed: 1)
        var refused = 0
        for _ in 0..<40_000 {
            let bytes = random.damage(whole)
            if (try? CephDecoder.decode(EntityAddressVector.self, from: ByteBuffer(bytes: bytes))) == nil {
                refused += 1
            }
        }
        #expect(refused > 1000)
    }

    @Test func `Nested collections of damaged input stay bounded`() {
        typealias Nested = CephMap<String, [CephMap<UInt32, ByteBuffer>]>
        let value: Nested = ["pools": [[1: ByteBuffer(bytes: [1, 2, 3]), 9: ByteBuffer()]], "x": []]
        let whole = CephEncoder.encode(value).byteArray
        var random = SeededRandom(seed: 2)
        for _ in 0..<30_000 {
            _ = try? CephDecoder.decode(Nested.self, from: ByteBuffer(bytes: random.damage(whole)))
        }
        for end in 0..<whole.count {
            #expect(throws: CephDecodingError.self) {
                try CephDecoder.decode(Nested.self, from: ByteBuffer(bytes: whole[..<end]))
            }
        }
    }
}
