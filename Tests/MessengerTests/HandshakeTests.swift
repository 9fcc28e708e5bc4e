import CephAuth
import CephEncoding
import CephMessages
import CephTypes
import Foundation
import NIOCore
import TestSupport
import Testing

@testable import Messenger

struct HandshakeTests {
    enum Kind: CaseIterable, Sendable {
        case v1
        case crc
        case secure
    }

    static func pair(_ kind: Kind, _ type: EntityType = .client) -> WirePair {
        let keys = TestKeys(modes: kind == .secure ? [.secure] : [.crc])
        return WirePair(
            isV1: kind == .v1, keys: keys, clientType: type,
            authClient: type == .mon ? keys.monitor("b") : keys.client())
    }

    @Test(arguments: Kind.allCases, [EntityType.client, .mon])
    func `a client and a monitor reach a session and exchange messages`(kind: Kind, type: EntityType) throws {
        var pair = Self.pair(kind, type)
        pair.start()
        try pair.run()
        #expect(pair.client.isReady && pair.server.isReady)
        #expect(pair.client.features == .all && pair.server.features == .all)
        #expect(pair.server.peerType == type)
        #expect(pair.client.mode == (kind == .secure ? .secure : .crc))
        if kind != .v1 || type == .mon {
            #expect(pair.server.authentication?.sessionKey == pair.client.authentication?.sessionKey)
            #expect(
                pair.server.authentication?.entityName
                    == (type == .mon ? AuthEntityName(.mon) : TestKeys.admin))
        } else {
            #expect(pair.server.authentication == nil)
        }

        let messages = [(0, 0), (100, 0), (48, 5000), (0, 1), (70000, 100_000)].enumerated().map {
            WireMessage.sample(seq: UInt64($0 + 1), front: $1.0, data: $1.1)
        }
        for message in messages {
            try pair.client.write(message, acknowledging: 3)
            try pair.server.write(message, acknowledging: 4)
        }
        try pair.run(chunk: 1000)
        func untold(_ messages: [WireMessage]) -> [WireMessage] {
            messages.map {
                var copy = $0
                copy.header.source = EntityName(.client, 1)
                return copy
            }
        }
        #expect(untold(pair.messagesToServer) == messages)
        #expect(untold(pair.messagesToClient) == messages)
    }

    @Test(arguments: Kind.allCases)
    func `bytes that come one by one make the same handshake`(kind: Kind) throws {
        var pair = Self.pair(kind, .mon)
        pair.start()
        try pair.run(chunk: 1)
        #expect(pair.client.isReady && pair.server.isReady)
    }

    @Test(arguments: Kind.allCases)
    func `keepalives and acknowledgements arrive`(kind: Kind) throws {
        var pair = Self.pair(kind)
        pair.start()
        try pair.run()
        let time = UTime(seconds: 12, nanoseconds: 34)
        try pair.client.writeKeepalive(at: time)
        try pair.server.writeAcknowledgement(17)
        try pair.run()
        let isTold = pair.clientEvents.contains {
            if case .keepaliveAcknowledged(let told) = $0 { told == time } else { false }
        }
        #expect(isTold)
        #expect(pair.clientEvents.acknowledgements == [17])
    }

    @Test(arguments: [Kind.crc, .secure])
    func `a session is taken up again, after some numbers were too old`(kind: Kind) throws {
        var pair = Self.pair(kind, .mon)
        pair.opening.kind = .resumed(serverCookie: 99)
        pair.opening.clientCookie = 98
        pair.answers = [
            .retry(connectSeq: 4), .retryGlobal(globalSeq: 12), .resumed(inSeq: 55),
        ]
        pair.start()
        try pair.run()
        #expect(
            pair.sessionAnswers == [.retry(connectSeq: 4), .retryGlobal(globalSeq: 12), .resumed(inSeq: 55)])
        #expect(pair.client.isReady && pair.server.isReady)
    }

    @Test func `msgr v1 asks again where numbers were too old, and both say how far they are`() throws {
        var pair = Self.pair(.v1, .mon)
        pair.opening.inSeq = 31
        pair.acceptance.inSeq = 22
        pair.answers = [.reset(isFull: true), .retry(connectSeq: 4), .retryGlobal(globalSeq: 12)]
        pair.start()
        try pair.run()
        #expect(
            pair.sessionAnswers.dropLast() == [
                .reset(isFull: true), .retry(connectSeq: 4), .retryGlobal(globalSeq: 12),
            ])
        let told = (pair.clientEvents + pair.serverEvents).compactMap {
            if case .ready(let seq) = $0 { seq } else { nil }
        }
        #expect(told == [22, 31])
    }

    @Test(arguments: [Kind.crc, .secure])
    func `a wrong key is refused, with the errno`(kind: Kind) throws {
        let keys = TestKeys(modes: kind == .secure ? [.secure] : [.crc])
        let wrong = TestKeys()
        var pair = WirePair(isV1: false, keys: keys, authClient: wrong.client())
        pair.start()
        let error = #expect(throws: WireError.self) { try pair.run() }
        #expect(error?.authenticationErrno == 13)
        #expect(!pair.server.isReady)
    }

    @Test func `a client that only wants what is not allowed is told what is`() throws {
        let keys = TestKeys(modes: [.secure])
        var own = AuthPolicy(ownType: .client)
        own.monClientModes = [.crc]
        let client = KeyringAuthClient(
            name: TestKeys.admin, keyring: KeyRing(keys.keys.data), policy: own, now: { TestKeys.now })
        var pair = WirePair(isV1: false, keys: keys, authClient: client)
        pair.start()
        let error = #expect(throws: WireError.self) { try pair.run() }
        #expect(error?.authenticationErrno == 95)
    }

    @Test func `a peer that could compress is told that nothing is compressed here`() throws {
        var pair = Self.pair(.crc)
        pair.server.start()
        #expect(pair.server.output.getInteger(at: 10, endianness: .little, as: UInt64.self) == 1)
        for (required, isFine) in [(1, true), (3, false)] as [(UInt64, Bool)] {
            var server = pair.server
            var banner = ByteBuffer(bytes: WireV2.banner)
            banner.writeMultipleIntegers(UInt16(16), UInt64(3), required, endianness: .little)
            server.receive(banner)
            if isFine {
                let event = try server.next()
                #expect(event == nil)
            } else {
                #expect(throws: WireError.self) { try server.next() }
            }
        }
    }

    @Test(arguments: [true, false])
    func `the other protocol's banner is told by name`(isV1: Bool) throws {
        let keys = TestKeys()
        var pair = WirePair(isV1: isV1, keys: keys)
        pair.server.receive(ByteBuffer(bytes: isV1 ? WireV2.banner : WireV1.banner))
        let error = #expect(throws: WireError.self) { try pair.server.next() }
        #expect(error?.description == "the peer speaks msgr \(isV1 ? "v2" : "v1")")
    }

    @Test func `a handshake that was changed on its way is noticed by its signatures`() throws {
        var pair = Self.pair(.crc)
        pair.start()
        // The client offers a feature more than the server will have heard of.
        pair.client.output.setInteger(UInt8(3), at: 10)
        var honest = pair.client.output
        honest.setInteger(UInt8(1), at: 10)
        let error = #expect(throws: WireError.self) { try pair.run() }
        #expect(error?.description.contains("signature") == true)
    }

    @Test func `a message of 4 GiB ends a connection of msgr v1`() throws {
        var pair = Self.pair(.v1)
        pair.start()
        try pair.run()
        var bytes = ByteBuffer(integer: V1Tag.message.rawValue)
        var header = V1MessageHeader(WireMessage.sample(seq: 1, front: 1))
        header.frontLength = .max
        header.middleLength = .max
        header.dataLength = .max
        header.write(to: &bytes)
        #expect(throws: WireError.self) { try pair.giveServer(bytes) }
    }

    @Test func `a changed message of msgr v1 between monitors is noticed by its signature`() throws {
        var pair = Self.pair(.v1, .mon)
        pair.start()
        try pair.run()
        let message = WireMessage.sample(seq: 1, front: 100)
        try pair.client.write(message, acknowledging: 0)
        var bytes = pair.client.output
        // Other contents, with crcs that are right for them: the signature is that of the old ones.
        let signature = bytes.getInteger(at: bytes.writerIndex - 9, as: UInt64.self) ?? 0
        pair.client.output = ByteBuffer()
        try pair.client.write(WireMessage.sample(seq: 1, front: 99), acknowledging: 0)
        bytes = pair.client.output
        bytes.setInteger(signature, at: bytes.writerIndex - 9)
        #expect(throws: WireError.self) { try pair.giveServer(bytes) }
    }

    /// What a `ceph` of 16.2 sent to its monitor over msgr v1.
    @Test func `a recorded client of Ceph is served over msgr v1`() throws {
        var pair = Self.pair(.v1)
        pair.server.start()
        try pair.giveServer(ByteBuffer(bytes: try Fixtures.data("messenger/v1-client")), chunk: 7)
        let types = pair.messagesToServer.map(\.header.type)
        #expect(types == [.auth, .auth, .monSubscribe])
        #expect(pair.server.features.contains(.serverOctopus))
        for message in pair.messagesToServer {
            let body = try MessageCatalog.decode(
                type: message.header.type, version: message.header.version, front: message.front)
            let (front, version) = body.encodedPayload(features: pair.server.features)
            #expect(front == message.front)
            #expect(version.version == message.header.version)
        }
    }
}
