import CephEncoding
import Foundation
import NIOCore
import SeededRandom
import TestSupport
import Testing

@testable import Messenger

struct FrameTests {
    static let limits = FrameReader.Limits(message: 1 << 20)
    static let secret = (0..<40).map { UInt8($0) }

    static func buffer(_ count: Int, _ salt: Int = 0) -> ByteBuffer {
        ByteBuffer(bytes: (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 13 &+ salt) })
    }

    static let frames: [Frame] =
        [0, 1, 32, 47, 48, 49, 64, 1000].map { Frame(tag: .ack, first: buffer($0)) }
        + [(41, 100, 0, 0), (41, 0, 0, 0), (41, 16, 17, 4096), (41, 0, 0, 5), (41, 1, 3, 0), (60, 48, 0, 1)]
        .map {
            Frame(
                tag: .message, first: buffer($0.0), second: buffer($0.1, 1), third: buffer($0.2, 2),
                fourth: buffer($0.3, 3))
        }

    static func read(_ reader: inout FrameReader, _ bytes: ByteBuffer) throws -> [Frame] {
        var input = bytes
        var frames: [Frame] = []
        while true {
            switch try reader.next(&input) {
            case .incomplete: return frames
            case .frame(let frame): frames.append(frame)
            case .announced, .aborted: break
            }
        }
    }

    @Test(arguments: [false, true])
    func `frames come back as they were, in both modes`(isSecure: Bool) throws {
        var writer = FrameWriter()
        var reader = FrameReader(limits: Self.limits)
        if isSecure {
            writer.cipher = try FrameCipher.pair(secret: Self.secret, isServer: false).send
            reader.cipher = try FrameCipher.pair(secret: Self.secret, isServer: true).receive
        }
        var bytes = ByteBuffer()
        for frame in Self.frames { try writer.write(frame, to: &bytes) }
        #expect(try Self.read(&reader, bytes) == Self.frames)
    }

    @Test func `frames that arrive byte by byte are the same`() throws {
        var writer = FrameWriter()
        writer.cipher = try FrameCipher.pair(secret: Self.secret, isServer: true).send
        var reader = FrameReader(limits: Self.limits)
        reader.cipher = try FrameCipher.pair(secret: Self.secret, isServer: false).receive
        var bytes = ByteBuffer()
        for frame in Self.frames { try writer.write(frame, to: &bytes) }
        var input = ByteBuffer()
        var frames: [Frame] = []
        for byte in bytes.readableBytesView {
            input.writeInteger(byte)
            while true {
                let step = try reader.next(&input)
                if case .frame(let frame) = step { frames.append(frame) }
                if step == .incomplete { break }
            }
        }
        #expect(frames == Self.frames)
    }

    @Test func `an acknowledgement has the bytes that Ceph gives it`() throws {
        var bytes = ByteBuffer()
        var writer = FrameWriter()
        try writer.write(NumberFrame.frame(.ack, 5), to: &bytes)
        #expect(bytes.readableBytes == 32 + 8 + 4)
        let start: [UInt8] = [20, 1, 8, 0, 0, 0, 8, 0] + [UInt8](repeating: 0, count: 20)
        #expect(Array(bytes.readableBytesView.prefix(28)) == start)
        #expect(bytes.getInteger(at: 28, endianness: .little) == CRC32C.checksum(start, seed: 0))
        #expect(Array(bytes.readableBytesView[32..<40]) == [5, 0, 0, 0, 0, 0, 0, 0])
    }

    /// What a `ceph` of 16.2 and its monitor sent each other in mode crc.
    @Test(arguments: ["v2-crc-client", "v2-crc-server"])
    func `a recorded connection of Ceph is read, and written the same`(name: String) throws {
        var bytes = ByteBuffer(bytes: try Fixtures.data("messenger/\(name)"))
        #expect(bytes.readBytes(length: 8) == WireV2.banner)
        #expect(bytes.readInteger(endianness: .little, as: UInt16.self) == 16)
        #expect(bytes.readInteger(endianness: .little, as: UInt64.self) == WireV2.revision1)
        bytes.moveReaderIndex(forwardBy: 8)
        var reader = FrameReader(limits: Self.limits)
        let frames = try Self.read(&reader, bytes)
        let isServer = name.hasSuffix("server")
        let ident = isServer ? FrameTag.serverIdent : .clientIdent
        #expect(frames.prefix(1).map(\.tag) == [.hello])
        #expect(frames.map(\.tag).contains(ident))
        #expect(frames.contains { $0.tag == .message })
        var written = ByteBuffer()
        var writer = FrameWriter()
        for frame in frames { try writer.write(frame, to: &written) }
        #expect(written == bytes)
    }

    @Test func `the control frames of a recorded connection are read, and written the same`() throws {
        func check<T: ControlPayload & Equatable>(_ type: T.Type, _ frames: [Frame]) throws {
            let frame = try #require(frames.first { $0.tag == T.tag })
            #expect(try T.read(frame.first).frame == frame)
        }
        func frames(_ name: String) throws -> [Frame] {
            var bytes = ByteBuffer(bytes: try Fixtures.data("messenger/\(name)"))
            bytes.moveReaderIndex(forwardBy: 26)
            var reader = FrameReader(limits: Self.limits)
            return try Self.read(&reader, bytes)
        }
        let client = try frames("v2-crc-client")
        let server = try frames("v2-crc-server")
        for side in [client, server] {
            try check(HelloFrame.self, side)
            try check(AuthSignatureFrame.self, side)
        }
        try check(AuthRequestFrame.self, client)
        try check(AuthRequestMoreFrame.self, client)
        try check(ClientIdentFrame.self, client)
        try check(AuthReplyMoreFrame.self, server)
        try check(AuthDoneFrame.self, server)
        try check(ServerIdentFrame.self, server)
    }

    @Test func `a frame that its sender gave up is left out`() throws {
        var bytes = ByteBuffer()
        var writer = FrameWriter()
        let frame = Frame(tag: .message, first: Self.buffer(41), second: Self.buffer(10))
        try writer.write(frame, to: &bytes)
        bytes.setInteger(LateStatus.aborted, at: bytes.writerIndex - 13)
        try writer.write(Self.frames[1], to: &bytes)
        var reader = FrameReader(limits: Self.limits)
        #expect(try Self.read(&reader, bytes) == [Self.frames[1]])
        bytes.setInteger(UInt8(3), at: 32 + 45 + 10)
        var other = FrameReader(limits: Self.limits)
        #expect(throws: WireError.self) { try Self.read(&other, bytes) }
    }

    @Test(arguments: [false, true])
    func `any changed bit is noticed`(isSecure: Bool) throws {
        var random = SeededRandom(seed: 5)
        for _ in 0..<300 {
            var writer = FrameWriter()
            var reader = FrameReader(limits: Self.limits)
            if isSecure {
                writer.cipher = try FrameCipher.pair(secret: Self.secret, isServer: false).send
                reader.cipher = try FrameCipher.pair(secret: Self.secret, isServer: true).receive
            }
            let frame = try #require(Self.frames.dropFirst().randomElement(using: &random))
            var bytes = ByteBuffer()
            try writer.write(frame, to: &bytes)
            let at = Int.random(in: 0..<bytes.readableBytes, using: &random)
            let old = bytes.getInteger(at: at, as: UInt8.self) ?? 0
            bytes.setInteger(old ^ (1 << UInt8.random(in: 0..<8, using: &random)), at: at)
            do {
                let read = try Self.read(&reader, bytes)
                // Late status has bits that mean nothing, and crcs of segments that are not there are not looked at.
                #expect(read == [frame] && !isSecure)
            } catch is WireError {}
        }
    }

    @Test func `a length of 4 GiB is refused before anything is allocated`() throws {
        for tag in [FrameTag.message, .authRequest] {
            var bytes = ByteBuffer()
            FramePreamble(tag: tag, lengths: SIMD4(.max, .max, .max, .max)).write(into: &bytes)
            var reader = FrameReader(limits: Self.limits)
            #expect(throws: WireError.self) { try reader.next(&bytes) }
        }
    }
}
