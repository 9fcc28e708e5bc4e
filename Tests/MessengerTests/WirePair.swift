import CephAuth
import CephEncoding
import CephMessages
import NIOConcurrencyHelpers
import NIOCore

@testable import Messenger

/// Both sides of one socket in memory: what one writes, the other reads.
struct WirePair {
    var client: any WireProtocol
    var server: any WireProtocol
    let authServer: any AuthServer
    /// How the accepting side answers, one request after another; then it accepts.
    var answers: [SessionAnswer] = []
    var opening: SessionOpening
    var acceptance = SessionAcceptance()

    private(set) var clientEvents: [WireEvent] = []
    private(set) var serverEvents: [WireEvent] = []
    /// All that went each way.
    private(set) var fromClient = ByteBuffer()
    private(set) var fromServer = ByteBuffer()

    init(
        isV1: Bool, keys: TestKeys, clientType: EntityType = .client, authClient: (any AuthClient)? = nil,
        authServer: (any AuthServer)? = nil
    ) {
        let serverAddresses = TestAddress.both(3300)
        let target = isV1 ? serverAddresses.addresses[1] : serverAddresses.addresses[0]
        let server = authServer ?? keys.server
        self.authServer = server
        func make(_ role: WireConfiguration.Role, _ type: EntityType) -> any WireProtocol {
            let isServer = role == .server
            let configuration = WireConfiguration(
                role: role, connectionID: 1, ownType: type, ownNumber: isServer ? 0 : 1,
                ownAddresses: isServer ? serverAddresses : EntityAddressVector(), ownNonce: 77,
                peerAddress: isServer ? TestAddress.v2(40000) : target,
                policies: isServer || clientType == .mon ? .monitor : .client,
                authPolicy: keys.policy, authServer: server, authClient: authClient ?? keys.client(),
                clusterProtocol: 13, maximumMessageSize: 1 << 20)
            return isV1 ? WireV1(configuration) : WireV2(configuration)
        }
        client = make(.client(peer: .mon), clientType)
        self.server = make(.server, .mon)
        opening = SessionOpening(
            kind: .new, addresses: EntityAddressVector([TestAddress.v2(0, nonce: 77).with(kind: .any)]),
            target: target, clientCookie: 0, globalSeq: 7, isLossy: true)
        acceptance.addresses = serverAddresses
        acceptance.globalSeq = 9
        acceptance.isLossy = true
        acceptance.inSeq = 0
        acceptance.connectSeq = 1
    }

    mutating func start() {
        client.start()
        server.start()
    }

    /// Lets both talk until neither has anything to say.
    mutating func run(chunk: Int = .max) throws {
        while true {
            let toServer = client.output
            let toClient = server.output
            client.output = ByteBuffer()
            server.output = ByteBuffer()
            guard toServer.readableBytes + toClient.readableBytes > 0 else { return }
            fromClient.writeImmutableBuffer(toServer)
            fromServer.writeImmutableBuffer(toClient)
            try giveServer(toServer, chunk: chunk)
            try giveClient(toClient, chunk: chunk)
        }
    }

    mutating func giveServer(_ bytes: ByteBuffer, chunk: Int = .max) throws {
        var bytes = bytes
        while let part = bytes.readSlice(length: min(chunk, bytes.readableBytes)), part.readableBytes > 0 {
            server.receive(part)
            while let event = try server.next() {
                serverEvents.append(event)
                switch event {
                case .authenticate(let request): try server.answer(answer(request))
                case .sessionRequested:
                    try server.answer(answers.isEmpty ? .accepted(acceptance) : answers.removeFirst())
                default: break
                }
            }
        }
    }

    mutating func giveClient(_ bytes: ByteBuffer, chunk: Int = .max) throws {
        var bytes = bytes
        while let part = bytes.readSlice(length: min(chunk, bytes.readableBytes)), part.readableBytes > 0 {
            client.receive(part)
            while let event = try client.next() {
                clientEvents.append(event)
                switch event {
                case .sessionWanted: try client.open(opening)
                case .sessionAnswered(let answer):
                    switch answer {
                    case .accepted, .resumed, .wait: break
                    default: try client.open(opening)
                    }
                default: break
                }
            }
        }
    }

    private func answer(_ request: AuthServerRequest) -> AuthServerReply {
        let box = NIOLockedValueBox<AuthServerReply?>(nil)
        authServer.authenticate(request) { reply in box.withLockedValue { $0 = reply } }
        return box.withLockedValue { $0 } ?? .refused(errno: 11, reason: "no answer")
    }

    var messagesToServer: [WireMessage] { serverEvents.messages }
    var messagesToClient: [WireMessage] { clientEvents.messages }
    var sessionAnswers: [SessionAnswer] {
        clientEvents.compactMap { if case .sessionAnswered(let answer) = $0 { answer } else { nil } }
    }
}

extension [WireEvent] {
    var messages: [WireMessage] { compactMap { if case .message(let message) = $0 { message } else { nil } } }
    var acknowledgements: [UInt64] { compactMap { if case .acknowledged(let seq) = $0 { seq } else { nil } } }
}

extension WireMessage {
    /// A message of these sizes with a pattern in it.
    static func sample(seq: UInt64, front: Int, data: Int = 0) -> WireMessage {
        let header = MessageHeader(
            seq: seq, tid: seq + 100, type: MessageType(50), priority: 127, version: 1, compatible: 1,
            source: EntityName(.client, 1))
        return WireMessage(
            header: header, front: ByteBuffer(bytes: (0..<front).map { UInt8(truncatingIfNeeded: $0) }),
            data: ByteBuffer(bytes: (0..<data).map { UInt8(truncatingIfNeeded: $0 &* 7) }))
    }
}
