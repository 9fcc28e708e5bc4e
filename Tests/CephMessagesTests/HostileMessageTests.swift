import CephEncoding
import CephMessages
import NIOCore
import SeededRandom
import Testing

/// Damaged messages give an error or a message, and never a trap.
@Suite struct HostileMessageTests {
    /// Everything that is done with a message that came in.
    private func use(_ message: any CephMessage) {
        _ = message.encodedPayload()
        _ = message.encodedPayload(features: .nautilus)
        _ = message.encodedPayload(features: [])
        _ = "\(MessageEnvelope(message))"
    }

    private func attempt(_ framed: FramedMessage, version: UInt16, _ front: [UInt8]) {
        let message = try? MessageCatalog.decode(
            type: framed.type, version: version, front: ByteBuffer(bytes: front), data: framed.data)
        if let message { use(message) }
    }

    @Test func `Messages that end early are read or refused`() throws {
        for (_, framed) in try RecordedTrafficTests.messages(in: "recorded") {
            let bytes = framed.front.byteArray
            for length in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 200)) {
                attempt(framed, version: framed.version, Array(bytes[..<length]))
            }
        }
    }

    @Test func `Damaged messages, and those of other versions, are read or refused`() throws {
        for (index, (_, framed)) in try RecordedTrafficTests.messages(in: "recorded").enumerated() {
            let bytes = framed.front.byteArray
            var random = SeededRandom(seed: UInt64(index))
            // Fewer attempts with large ones, which take longer.
            for _ in 0..<min(150, 10 + 100_000 / (bytes.count + 1)) {
                let version =
                    Bool.random(using: &random) ? framed.version : UInt16.random(in: 0...12, using: &random)
                attempt(framed, version: version, random.damage(bytes))
                attempt(framed, version: version, random.damageInPlace(bytes))
            }
        }
    }
}
