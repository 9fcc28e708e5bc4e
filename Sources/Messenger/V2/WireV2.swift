import CephAuth
import CephEncoding
import CephMessages
import NIOCore

/// msgr v2.1 on one socket, either side of it (doc/dev/msgr2.rst, src/msg/async/ProtocolV2.cc).
///
/// Banner; `HELLO`; the authentication's exchange, then both sides sign what they have received so far, and
/// all that follows is in the agreed mode; the session is opened or taken up; messages.
struct WireV2: WireProtocol {
    enum State: Hashable, Sendable {
        case banner
        case bannerPayload(Int)
        case hello
        /// Connecting side: the exchange goes on.
        case authenticating
        /// Accepting side: `AUTH_REQUEST`, or more of it, is expected.
        case authenticationExpected(isFirst: Bool)
        /// Accepting side: the answer to a request is awaited from the owner.
        case authenticationPending
        case signature
        /// Connecting side: the owner is asked to open a session.
        case openingPending
        case opening(isNew: Bool)
        /// Accepting side: a session may be asked for.
        case sessionExpected
        case sessionPending
        case ready
    }

    static let banner = Array("ceph v2\n".utf8)
    /// What the banner's payload says: revision 1 of the frames is supported and required; compression,
    /// which newer ones offer, is not.
    static let revision1: UInt64 = 1
    /// What a session over msgr v2 needs (`msgr2_required`).
    static let requiredFeatures = CephFeatures.msgAddr2

    let configuration: WireConfiguration
    var output = ByteBuffer()
    var input = ByteBuffer()
    var state = State.banner
    var reader: FrameReader
    var writer = FrameWriter()
    /// What both sides will sign; nil once they have.
    var transcript: Transcript? = Transcript()
    /// Events that have happened together with one that was given out.
    var waiting: [WireEvent] = []

    var peerType: EntityType?
    var peerNumber: Int64 = -1
    var features = CephFeatures()
    var authentication: AuthResult?
    var mode = ConnectionMode.unknown
    var method = AuthMethod.unknown
    var clientSession: (any AuthClientSession)?

    struct Transcript: Sendable {
        var received = ByteBuffer()
        var sent = ByteBuffer()
    }

    init(_ configuration: WireConfiguration) {
        self.configuration = configuration
        reader = FrameReader(limits: FrameReader.Limits(message: configuration.maximumMessageSize))
    }

    var isReady: Bool { state == .ready }
    var messagesAcknowledge: Bool { true }

    var policy: ConnectionPolicy { configuration.policies[peerType ?? EntityType(rawValue: 0)] }
    var required: CephFeatures { policy.required.union(Self.requiredFeatures) }

    mutating func start() {
        var bytes = ByteBuffer(bytes: Self.banner)
        bytes.writeInteger(UInt16(16), endianness: .little)
        bytes.writeInteger(Self.revision1, endianness: .little)
        bytes.writeInteger(Self.revision1, endianness: .little)
        transcript?.sent.writeImmutableBuffer(bytes)
        output.writeImmutableBuffer(bytes)
    }

    mutating func receive(_ bytes: ByteBuffer) {
        if input.readableBytes == 0 {
            input = bytes
        } else {
            input.writeImmutableBuffer(bytes)
        }
    }

    mutating func next() throws(WireError) -> WireEvent? {
        while true {
            if !waiting.isEmpty { return waiting.removeFirst() }
            switch state {
            case .banner:
                guard try readBanner() else { return nil }
            case .bannerPayload(let length):
                guard try readBannerPayload(length) else { return nil }
            case .authenticationPending, .openingPending, .sessionPending:
                return nil
            default:
                switch try nextStep() {
                case .incomplete: return nil
                case .aborted: continue
                case .announced(let preamble):
                    guard preamble.tag == .message else { continue }
                    guard state == .ready else { throw WireError("a message before the session is open") }
                    return .announced(size: Int(preamble.trailingLength))
                case .frame(let frame):
                    if let event = try handle(frame) { return event }
                }
            }
        }
    }

    private mutating func readBanner() throws(WireError) -> Bool {
        let start = input.readableBytesView.prefix(Self.banner.count)
        guard Self.banner.starts(with: start) else {
            let isV1 = start.starts(with: Array("ceph v0".utf8))
            throw WireError(isV1 ? "the peer speaks msgr v1" : "this is not the banner of msgr v2")
        }
        guard var bytes = take(Self.banner.count + 2) else { return false }
        bytes.moveReaderIndex(forwardBy: Self.banner.count)
        state = .bannerPayload(Int(bytes.readInteger(endianness: .little, as: UInt16.self) ?? 0))
        return true
    }

    private mutating func readBannerPayload(_ length: Int) throws(WireError) -> Bool {
        guard var bytes = take(length) else { return false }
        guard let supported = bytes.readInteger(endianness: .little, as: UInt64.self),
            let required = bytes.readInteger(endianness: .little, as: UInt64.self)
        else { throw WireError("a banner with a payload of \(length) bytes; 16 are needed") }
        guard supported & Self.revision1 != 0 else {
            throw WireError("the peer knows msgr v2.0 only; v2.1 is needed")
        }
        guard required & ~Self.revision1 == 0 else {
            throw WireError(
                "the peer needs features of msgr v2 that are not here: \(String(required, radix: 16))")
        }
        state = .hello
        try send(HelloFrame(type: configuration.ownType, peerAddress: configuration.peerAddress).frame)
        return true
    }

    /// Takes bytes out of ``input`` while the handshake is not yet signed.
    private mutating func take(_ count: Int) -> ByteBuffer? {
        guard let bytes = input.readSlice(length: count) else { return nil }
        transcript?.received.writeImmutableBuffer(bytes)
        return bytes
    }

    private mutating func nextStep() throws(WireError) -> FrameReader.Step {
        let before = input
        let step = try reader.next(&input)
        if transcript != nil,
            let used = before.getSlice(
                at: before.readerIndex, length: before.readableBytes - input.readableBytes)
        {
            transcript?.received.writeImmutableBuffer(used)
            guard (transcript?.received.readableBytes ?? 0) <= WireConfiguration.maximumHandshakeSize else {
                throw WireError("a handshake of more than \(WireConfiguration.maximumHandshakeSize) bytes")
            }
        }
        return step
    }

    mutating func send(_ frame: Frame) throws(WireError) {
        guard transcript != nil else { return try writer.write(frame, to: &output) }
        var bytes = ByteBuffer()
        try writer.write(frame, to: &bytes)
        transcript?.sent.writeImmutableBuffer(bytes)
        output.writeImmutableBuffer(bytes)
    }

    private mutating func handle(_ frame: Frame) throws(WireError) -> WireEvent? {
        switch (state, frame.tag) {
        case (.hello, .hello): return try handleHello(HelloFrame.read(frame.first))
        case (.authenticating, _): return try handleAsClient(frame)
        case (.authenticationExpected(let isFirst), _): return try handleAsServer(frame, isFirst: isFirst)
        case (.signature, .authSignature): return try handleSignature(AuthSignatureFrame.read(frame.first))
        case (.opening(let isNew), _): return try handleAnswer(frame, isNew: isNew)
        case (.sessionExpected, _): return try handleSessionRequest(frame)
        case (.ready, _): return try handleReady(frame)
        default: throw WireError("a frame \(frame.tag) in state \(state)")
        }
    }

    private mutating func handleHello(_ hello: HelloFrame) throws(WireError) -> WireEvent? {
        if case .client(let expected) = configuration.role, expected != hello.type {
            throw WireError("the peer is of type \(hello.type.name), not \(expected.name)")
        }
        peerType = hello.type
        if configuration.isServer {
            state = .authenticationExpected(isFirst: true)
        } else {
            state = .authenticating
            try beginAuthentication()
        }
        return .hello(hello.type, ownAddress: hello.peerAddress)
    }

    private mutating func handleSignature(_ frame: AuthSignatureFrame) throws(WireError) -> WireEvent? {
        guard frame.signature == sign(transcript?.sent ?? ByteBuffer()) else {
            throw WireError("the peer's signature of the handshake is wrong: it was changed on its way")
        }
        transcript = nil
        guard configuration.isServer else {
            state = .openingPending
            return .sessionWanted
        }
        state = .sessionExpected
        return nil
    }

    func sign(_ bytes: ByteBuffer) -> [UInt8] {
        guard let key = authentication?.sessionKey, !key.isEmpty else {
            return [UInt8](repeating: 0, count: AuthSignatureFrame.size)
        }
        return key.hmacSHA256(bytes)
    }

    /// The mode is agreed: this side's signature is the first frame in it.
    mutating func finishAuthentication(_ result: AuthResult) throws(WireError) {
        authentication = result
        guard mode == .crc || mode == .secure else {
            throw WireError("a connection cannot be in mode \(mode.rawValue)")
        }
        if mode == .secure {
            let pair = try FrameCipher.pair(secret: result.connectionSecret, isServer: configuration.isServer)
            reader.cipher = pair.receive
            writer.cipher = pair.send
        }
        let signature = AuthSignatureFrame(signature: sign(transcript?.received ?? ByteBuffer()))
        // Neither signature is part of what is signed.
        try writer.write(signature.frame, to: &output)
        state = .signature
    }
}
