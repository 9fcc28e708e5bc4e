import CephAuth
import CephEncoding
import CephTypes
import Foundation
import NIOCore

/// As much of msgr2 (revision 0, mode crc) as comes before the first message, on a blocking socket: enough to put
/// a session before Ceph's own programs.
final class WireConnection {
    struct Failure: Error, CustomStringConvertible { let description: String }

    /// Frames' tags (src/msg/async/frames_v2.h).
    enum Tag {
        static let hello: UInt8 = 1
        static let authRequest: UInt8 = 2
        static let authBadMethod: UInt8 = 3
        static let authReplyMore: UInt8 = 4
        static let authRequestMore: UInt8 = 5
        static let authDone: UInt8 = 6
        static let authSignature: UInt8 = 7
        static let clientIdent: UInt8 = 8
        static let serverIdent: UInt8 = 9
        static let message: UInt8 = 17
    }

    private let descriptor: Int32
    /// All that went either way until the signatures.
    private(set) var sent = ByteBuffer()
    private(set) var received = ByteBuffer()

    init(descriptor: Int32) {
        self.descriptor = descriptor
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(descriptor) }

    convenience init(port: UInt16) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in.loopback(port)
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        self.init(descriptor: descriptor)
        guard status == 0 else { throw Failure(description: "connect: \(String(cString: strerror(errno)))") }
    }

    func write(_ bytes: ByteBuffer) throws {
        sent.writeImmutableBuffer(bytes)
        let array = Array(bytes.readableBytesView)
        guard send(descriptor, array, array.count, Int32(MSG_NOSIGNAL)) == array.count else {
            throw Failure(description: "send: \(String(cString: strerror(errno)))")
        }
    }

    func read(_ count: Int) throws -> ByteBuffer {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let got = bytes.withUnsafeMutableBytes {
                recv(descriptor, $0.baseAddress?.advanced(by: filled), count - filled, 0)
            }
            guard got > 0 else {
                let reason = got == 0 ? "closed by the peer" : String(cString: strerror(errno))
                throw Failure(description: "recv: \(reason)")
            }
            filled += got
        }
        received.writeBytes(bytes)
        return ByteBuffer(bytes: bytes)
    }

    func writeFrame(_ tag: UInt8, _ body: (inout CephEncoder) -> Void) throws {
        var segment = CephEncoder()
        body(&segment)
        var frame = CephEncoder()
        frame.integer(tag)
        frame.integer(UInt8(1))
        frame.count(segment.buffer.readableBytes)
        frame.integer(UInt16(8))
        frame.zeros(18 + 2)
        frame.integer(CRC32C.checksum(frame.buffer, seed: 0))
        frame.raw(segment.buffer)
        frame.integer(UInt8(0))
        frame.integer(CRC32C.checksum(segment.buffer, seed: .max))
        frame.zeros(12)
        try write(frame.buffer)
    }

    func readFrame() throws -> (tag: UInt8, body: ByteBuffer) {
        var preamble = CephDecoder(try read(32))
        let tag: UInt8 = try preamble.integer()
        let segments: UInt8 = try preamble.integer()
        var length = 0
        for _ in 0..<min(segments, 4) {
            length += Int(try preamble.integer(UInt32.self))
            try preamble.skip(2)
        }
        guard length < 1 << 20 else { throw Failure(description: "a frame of \(length) bytes") }
        let body = try read(length)
        _ = try read(17)
        return (tag, body)
    }

    func readFrame(_ tag: UInt8) throws -> CephDecoder {
        let frame = try readFrame()
        guard frame.tag == tag else { throw Failure(description: "frame \(frame.tag), not \(tag)") }
        return CephDecoder(frame.body)
    }

    /// Banners and HELLO, which each side sends.
    /// - Returns: what the peer says that it is.
    func greet(as type: EntityType) throws -> EntityType {
        var banner = CephEncoder()
        banner.raw(Array("ceph v2\n".utf8))
        banner.integer(UInt16(16))
        banner.zeros(16)
        try write(banner.buffer)
        let theirs = try read(10)
        guard theirs.getString(at: 0, length: 8) == "ceph v2\n",
            let length = theirs.getInteger(at: 8, endianness: .little, as: UInt16.self)
        else { throw Failure(description: "no banner") }
        _ = try read(Int(length))
        try writeFrame(Tag.hello) { frame in
            frame.integer(UInt8(type.rawValue))
            // Where the peer is seen.
            frame.encode(EntityAddress(loopbackPort: 40_000, nonce: 0))
        }
        var hello = try readFrame(Tag.hello)
        return EntityType(rawValue: UInt32(try hello.integer(UInt8.self)))
    }

    /// Both signatures, which show that nobody has changed anything on its way, and that both have the key.
    func exchangeSignatures(_ key: CryptoKey) throws {
        let (sent, received) = (sent, received)
        try writeFrame(Tag.authSignature) { $0.raw(key.hmacSHA256(received)) }
        var frame = try readFrame(Tag.authSignature)
        guard frame.rest().byteArray == key.hmacSHA256(sent) else {
            throw Failure(description: "the peer's signature is wrong")
        }
    }
}

/// A socket that waits for one connection.
final class WireListener {
    private let descriptor: Int32
    let port: UInt16

    init() throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in.loopback(0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let status = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) | listen(descriptor, 8) | getsockname(descriptor, $0, &length)
            }
        }
        port = UInt16(bigEndian: address.sin_port)
        guard status == 0 else { throw WireConnection.Failure(description: "cannot listen") }
    }

    deinit { close(descriptor) }

    func accept(limit: Int32 = 20) throws -> WireConnection {
        var poller = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&poller, 1, limit * 1000) == 1 else {
            throw WireConnection.Failure(description: "nobody has come")
        }
        return WireConnection(descriptor: Glibc.accept(descriptor, nil, nil))
    }
}

extension EntityAddress {
    fileprivate init(loopbackPort port: UInt16, nonce: UInt32) {
        self = EntityAddress("v2:127.0.0.1:\(port)/\(nonce)") ?? EntityAddress(kind: .msgr2, nonce: nonce)
    }
}

extension sockaddr_in {
    fileprivate static func loopback(_ port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        address.sin_port = port.bigEndian
        return address
    }
}

/// Why a server of msgr2 did not let a client in: `AUTH_BAD_METHOD`.
struct BadMethod: Error, Equatable {
    let result: Int32
    let methods: [UInt32]
    let modes: [UInt32]
}

extension WireConnection {
    /// Authenticates as a client.
    func authenticate(_ session: inout any AuthClientSession) throws -> AuthResult {
        let opening = try session.begin()
        try writeFrame(Tag.authRequest) { frame in
            frame.integer(opening.method.rawValue)
            frame.encode(opening.preferredModes.map(\.rawValue))
            frame.encode(opening.payload)
        }
        while true {
            let (tag, body) = try readFrame()
            var decoder = CephDecoder(body)
            switch tag {
            case Tag.authReplyMore:
                let payload = try session.handleMore(ByteBuffer(from: &decoder))
                try writeFrame(Tag.authRequestMore) { $0.encode(payload) }
            case Tag.authDone:
                let globalID: UInt64 = try decoder.integer()
                let mode = ConnectionMode(rawValue: try decoder.integer())
                return try session.handleDone(
                    globalID: globalID, mode: mode, payload: ByteBuffer(from: &decoder))
            case Tag.authBadMethod:
                try decoder.skip(4)
                throw BadMethod(
                    result: try decoder.integer(), methods: try decoder.decode("methods"),
                    modes: try decoder.decode("modes"))
            default: throw Failure(description: "frame \(tag) while authenticating")
            }
        }
    }

    /// Lets a client in, or another monitor.
    func serve(_ server: MonitorAuthServer, peer: EntityType) throws -> AuthResult {
        var decoder = try readFrame(Tag.authRequest)
        let method = AuthMethod(rawValue: try decoder.integer())
        let preferred = try decoder.decode("modes", as: [UInt32].self).map(ConnectionMode.init(rawValue:))
        guard let mode = server.pickMode(for: peer, method: method, preferred: preferred) else {
            throw Failure(description: "no mode of \(preferred)")
        }
        var payload = try ByteBuffer(from: &decoder)
        for round in 0..<3 {
            let request = AuthServerRequest(
                connectionID: 1, isFirst: round == 0, method: method, mode: mode, payload: payload,
                peerType: peer, peerAddress: EntityAddress())
            switch try server.answer(request) {
            case .more(let reply):
                try writeFrame(Tag.authReplyMore) { $0.encode(reply) }
                decoder = try readFrame(Tag.authRequestMore)
                payload = try ByteBuffer(from: &decoder)
            case .done(let result, let reply):
                try writeFrame(Tag.authDone) { frame in
                    frame.integer(result.globalID)
                    frame.integer(mode.rawValue)
                    frame.encode(reply)
                }
                return result
            case .badMethod(let status, _, _): throw Refusal(errno: -status, reason: "bad method")
            case .refused(let errno, let reason): throw Refusal(errno: errno, reason: reason)
            }
        }
        throw Failure(description: "no end")
    }

    /// Introduces itself behind the signatures, and waits for the server to do so.
    func identify(globalID: UInt64, port: UInt16, features: CephFeatures = .all) throws {
        try writeFrame(Tag.clientIdent) { frame in
            frame.encode(
                EntityAddressVector([EntityAddress(loopbackPort: 0, nonce: UInt32.random(in: 1...UInt32.max))]
                ))
            frame.encode(EntityAddress(loopbackPort: port, nonce: 0))
            frame.integer(globalID)
            frame.integer(UInt64(1))
            frame.integer(features.rawValue)
            frame.integer(UInt64(0))
            frame.integer(UInt64(1))
            frame.integer(UInt64(0))
        }
        _ = try readFrame(Tag.serverIdent)
    }

    /// Asks a monitor for its monmap, and waits for any message: only who is let in gets an answer.
    func askForMonMap() throws {
        try writeFrame(Tag.message) { frame in
            frame.integer(UInt64(1))
            frame.integer(UInt64(0))
            frame.integer(UInt16(5))
            frame.integer(UInt16(127))
            frame.integer(UInt16(1))
            frame.zeros(4 + 2 + 8 + 1)
            frame.integer(UInt16(1))
            frame.zeros(2)
        }
        while try readFrame().tag != Tag.message {}
    }
}
