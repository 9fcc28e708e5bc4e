import CephAuth
import CephEncoding
import NIOCore

/// msgr v1 on one socket, either side of it (src/msg/async/ProtocolV1.cc).
///
/// Banner and addresses; connect messages and their replies, until one is «ready»; then tags with what
/// belongs to each. Between monitors the connect message carries a cephx authorizer; a client authenticates
/// by messages once the connection is open.
struct WireV1: WireProtocol {
    enum State: Hashable, Sendable {
        case banner
        /// Connecting side: the owner is asked to open a session.
        case openingPending
        case reply
        case replyAuthorizer
        case replySeq
        /// Accepting side.
        case connect
        case connectAuthorizer
        case authenticationPending
        case sessionPending
        case seqExpected
        case ready
        case messageHeader
        case messageBody(V1MessageHeader)
        case closed
    }

    static let banner = Array("ceph v027".utf8)
    /// `ceph_entity_addr`: type u32, nonce u32, sockaddr_storage.
    static let addressSize = 136
    static let maximumAuthorizerSize: UInt32 = 64 << 10

    let configuration: WireConfiguration
    var output = ByteBuffer()
    var input = ByteBuffer()
    var state = State.banner
    var waiting: [WireEvent] = []

    var peerType: EntityType?
    var features = CephFeatures()
    var authentication: AuthResult?
    var signer: MessageSigner?
    /// Where the peer says that it is.
    var peerAddress: EntityAddress

    // The connecting side's.
    var opening: SessionOpening?
    var clientSession: (any AuthV1ClientSession)?
    var authorizer: (method: AuthMethod, payload: ByteBuffer)?
    var reply = V1ConnectReply()

    // The accepting side's.
    var connect = V1Connect()
    var isChallenged = false
    /// The authorizer that was good, and what was said to it.
    var proof: (authorizer: ByteBuffer, reply: ByteBuffer)?
    var authorizerPayload = ByteBuffer()
    var handshakeSize = 0

    init(_ configuration: WireConfiguration) {
        self.configuration = configuration
        peerAddress = configuration.peerAddress
        if case .client(let peer) = configuration.role { peerType = peer }
    }

    var isReady: Bool {
        switch state {
        case .ready, .messageHeader, .messageBody: true
        default: false
        }
    }
    var mode: ConnectionMode { .crc }
    var messagesAcknowledge: Bool { false }
    var policy: ConnectionPolicy { configuration.policies[peerType ?? EntityType(rawValue: 0)] }
    var ownAddress: EntityAddress { configuration.ownAddresses.legacy ?? EntityAddress(kind: .legacy) }

    mutating func start() {
        output.writeBytes(Self.banner)
        guard configuration.isServer else { return }
        write(ownAddress)
        write(configuration.peerAddress)
    }

    /// The form before `MSG_ADDR2`.
    mutating func write(_ address: EntityAddress) {
        output.writeImmutableBuffer(CephEncoder.encode(address, features: []))
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
            let before = (input.readableBytes, state)
            if let event = try step() { return event }
            // Nothing was used and nothing has changed: more bytes, or an answer, are needed.
            if before == (input.readableBytes, state) && waiting.isEmpty { return nil }
        }
    }

    private mutating func step() throws(WireError) -> WireEvent? {
        switch state {
        case .openingPending, .authenticationPending, .sessionPending, .closed: return nil
        case .banner: return try readBanner()
        case .reply: return try readReply()
        case .replyAuthorizer: return try readReplyAuthorizer()
        case .replySeq: return try readReplySeq()
        case .connect: return try readConnect()
        case .connectAuthorizer: return try readConnectAuthorizer()
        case .seqExpected: return readSeq()
        case .ready: return try readTag()
        case .messageHeader: return try readMessageHeader()
        case .messageBody(let header): return try readMessageBody(header)
        }
    }

    private mutating func readBanner() throws(WireError) -> WireEvent? {
        let start = input.readableBytesView.prefix(Self.banner.count)
        guard Self.banner.starts(with: start) else {
            let isV2 = start.starts(with: Array("ceph v2".utf8))
            throw WireError(isV2 ? "the peer speaks msgr v2" : "this is not the banner of msgr v1")
        }
        let addresses = configuration.isServer ? 1 : 2
        guard var bytes = input.readSlice(length: Self.banner.count + addresses * Self.addressSize) else {
            return nil
        }
        bytes.moveReaderIndex(forwardBy: Self.banner.count)
        let first = try Self.readAddress(&bytes)
        if configuration.isServer {
            peerAddress = first
            if first.socket.host.allSatisfy({ $0 == 0 }) {
                // It does not know its own address; the socket does.
                peerAddress.socket = configuration.peerAddress.socket
                peerAddress.socket.port = first.socket.port
                peerAddress.rawKind = EntityAddress.Kind.legacy.rawValue
            }
            state = .connect
            return nil
        }
        try checkServer(first)
        let own = try Self.readAddress(&bytes)
        // A client that listens nowhere is known by the address that the server sees, and its own nonce.
        var announced = ownAddress
        if announced.socket.family == 0 {
            announced = own.with(kind: .legacy)
            announced.nonce = configuration.ownNonce
            announced.socket.port = 0
        }
        write(announced)
        state = .openingPending
        waiting.append(.sessionWanted)
        return .hello(peerType ?? EntityType(rawValue: 0), ownAddress: own)
    }

    private func checkServer(_ address: EntityAddress) throws(WireError) {
        let expected = configuration.peerAddress
        var claimed = address.with(kind: .legacy)
        // A server that is bound to every address calls itself 0.0.0.0.
        if claimed.socket.host.allSatisfy({ $0 == 0 }), claimed.socket.port == expected.socket.port {
            claimed.socket = expected.socket
        }
        guard claimed == expected.with(kind: .legacy) else {
            throw WireError("the peer is \(address), not \(expected)")
        }
    }

    private static func readAddress(_ bytes: inout ByteBuffer) throws(WireError) -> EntityAddress {
        guard let part = bytes.readSlice(length: addressSize) else { throw WireError("a cut off address") }
        do {
            var decoder = CephDecoder(part)
            return try EntityAddress(from: &decoder)
        } catch {
            throw WireError("an address: \(error)")
        }
    }

    mutating func becomeReady() {
        signer = MessageSigner(
            key: authentication?.sessionKey, features: features, policy: configuration.authPolicy)
        state = .ready
    }
}
