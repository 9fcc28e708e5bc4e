import CephAuth
import CephEncoding
import NIOCore
import SeededRandom
import Testing

@testable import Messenger

/// Damaged, cut, doubled and foreign bytes at any point of both protocols' handshakes, on both sides: an
/// error or nothing, never a trap, and never much memory.
///
/// `MESSENGER_FUZZ` is the number of inputs a protocol and side; 100,000 in all take some minutes.
struct HandshakeFuzzTests {
    static let count = Environment.number("MESSENGER_FUZZ") ?? 500

    enum Target: CaseIterable, Sendable {
        case serverV1
        case clientV1
        case serverV2
        case clientV2
        case serverV2Ready
    }

    /// What one side says in a good handshake, in the pieces that it said it in, and some messages.
    static func conversation(isV1: Bool, fromServer: Bool, keys: TestKeys) throws -> [[UInt8]] {
        var pair = WirePair(isV1: isV1, keys: keys, clientType: .mon, authClient: keys.monitor("b"))
        pair.start()
        try pair.run()
        for seq in 1...3 { try pair.client.write(.sample(seq: UInt64(seq), front: 200), acknowledging: 0) }
        for seq in 1...3 { try pair.server.write(.sample(seq: UInt64(seq), front: 200), acknowledging: 0) }
        try pair.client.writeKeepalive(at: UTime(seconds: 1))
        try pair.server.writeAcknowledgement(3)
        try pair.run()
        let bytes = Array((fromServer ? pair.fromServer : pair.fromClient).readableBytesView)
        return stride(from: 0, to: bytes.count, by: 61).map { Array(bytes[$0..<min($0 + 61, bytes.count)]) }
    }

    @Test(arguments: Target.allCases)
    func `both handshakes take any bytes`(target: Target) throws {
        let keys = TestKeys(modes: [.crc])
        let isV1 = target == .serverV1 || target == .clientV1
        let isServer = target != .clientV1 && target != .clientV2
        var random = SeededRandom(seed: 77)
        let pieces = try Self.conversation(isV1: isV1, fromServer: !isServer, keys: keys)
        var refused = 0
        for _ in 0..<Self.count {
            var pair = WirePair(isV1: isV1, keys: keys, clientType: .mon, authClient: keys.monitor("b"))
            pair.start()
            if target == .serverV2Ready { try pair.run() }
            // A recorded conversation's answers do not fit this one's challenges, so damage comes early too.
            var input = pieces
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let at = Int.random(in: 0..<input.count, using: &random)
                input[at] = random.damage(input[at])
            }
            if target == .serverV2Ready { input = Array(input.suffix(12)) }
            do {
                for piece in input {
                    let bytes = ByteBuffer(bytes: piece)
                    if isServer { try pair.giveServer(bytes) } else { try pair.giveClient(bytes) }
                }
            } catch {
                refused += 1
            }
            let side = isServer ? pair.server : pair.client
            #expect(side.output.readableBytes < 64 << 10)
        }
        #expect(refused > 0)
    }

    /// Frames that are right in themselves, with contents and an order that are not.
    @Test(arguments: [false, true])
    func `well-formed frames in any order are answered or refused`(isReady: Bool) throws {
        let keys = TestKeys(modes: [.crc])
        var random = SeededRandom(seed: 78)
        for _ in 0..<Self.count {
            var pair = WirePair(isV1: false, keys: keys)
            pair.start()
            if isReady {
                try pair.run()
            } else {
                try? pair.giveServer(pair.client.output)
            }
            var bytes = ByteBuffer()
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let tag = FrameTag(rawValue: .random(in: 1...20, using: &random)) ?? .ack
                let size = Int.random(in: 0...120, using: &random)
                let content = (0..<size).map { _ in
                    Bool.random(using: &random) ? 0 : UInt8.random(in: 0...255, using: &random)
                }
                var writer = FrameWriter()
                var frame = Frame(tag: tag, first: ByteBuffer(bytes: content))
                if tag == .message { frame.second = ByteBuffer(bytes: content) }
                try writer.write(frame, to: &bytes)
            }
            try? pair.giveServer(bytes)
            #expect(pair.server.output.readableBytes < 64 << 10)
        }
    }

    @Test func `a handshake without end is cut off`() throws {
        let keys = TestKeys(modes: [.crc])
        for isV1 in [false, true] {
            var pair = WirePair(isV1: isV1, keys: keys)
            pair.start()
            try pair.giveServer(pair.client.output)
            var sent = 0
            #expect(throws: WireError.self) {
                if isV1 { try pair.giveServer(CephEncoder.encode(TestAddress.v1(0), features: [])) }
                while sent < 10 << 20 {
                    var bytes = ByteBuffer()
                    if isV1 {
                        var connect = V1Connect()
                        connect.hostType = .client
                        connect.protocolVersion = 1
                        connect.authorizerLength = 60_000
                        connect.write(to: &bytes)
                        bytes.writeRepeatingByte(0, count: 60_000)
                    } else {
                        var writer = FrameWriter()
                        let request = AuthRequestFrame(
                            method: .cephx, preferredModes: [],
                            payload: ByteBuffer(repeating: 0, count: 60_000))
                        try writer.write(request.frame, to: &bytes)
                    }
                    sent += bytes.readableBytes
                    try pair.giveServer(bytes)
                }
            }
            #expect(sent < 1 << 20)
        }
    }
}
