import CephAuth
import CephEncoding
import CephMessages
import CephTypes
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import Testing

@testable import Messenger

/// Keeps what it is told, and answers `MPing` with the same tid where asked to.
final class Recorder: Dispatcher {
    struct State {
        var tids: [UInt64] = []
        var resets: [ResetKind] = []
        var ready = 0
        var connections: [Connection] = []
        var reservations: [MessageReservation] = []
    }

    let state = NIOLockedValueBox(State())
    let echoes: Bool
    let keepsReservations: Bool

    init(echoes: Bool = false, keepsReservations: Bool = false) {
        self.echoes = echoes
        self.keepsReservations = keepsReservations
    }

    func messengerReady(_ connection: Connection) {
        state.withLockedValue {
            $0.ready += 1
            if !$0.connections.contains(connection) { $0.connections.append(connection) }
        }
    }

    func received(
        _ message: MessageEnvelope, on connection: Connection, reservation: MessageReservation
    ) {
        state.withLockedValue {
            $0.tids.append(message.tid)
            if keepsReservations { $0.reservations.append(reservation) }
        }
        if echoes { connection.send(MessageEnvelope(message.body, tid: message.tid)) }
    }

    func reset(_ connection: Connection, _ kind: ResetKind) {
        state.withLockedValue { $0.resets.append(kind) }
    }

    /// Waits until something is true of what was told.
    func wait(
        seconds: Int = 60, _ isTrue: @Sendable (State) -> Bool, _ comment: Comment? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        for _ in 0..<(seconds * 200) {
            if state.withLockedValue({ isTrue($0) }) { return }
            try await Task.sleep(nanoseconds: 5_000_000)
        }
        let seen = state.withLockedValue { state in
            let connections = state.connections.map { connection in
                let session = connection.state.withLockedValue { state in
                    "\(state.phase), \(state.session.queue.count) wait, in \(state.session.inSeq), out \(state.session.outSeq)"
                }
                return "\(connection): \(session)"
            }
            return
                "\(state.tids.count) messages, resets \(state.resets), ready \(state.ready): \(connections)"
        }
        Issue.record("\(comment ?? "waited in vain"): \(seen)", sourceLocation: sourceLocation)
        throw CancellationError()
    }
}

/// Messengers on free ports of this machine.
struct TestNetwork {
    static let group = MultiThreadedEventLoopGroup(numberOfThreads: 2)
    let keys: TestKeys

    init(modes: [ConnectionMode] = [.secure, .crc]) { keys = TestKeys(modes: modes) }

    func monitor(
        _ rank: Int64, _ dispatcher: Recorder, at addresses: EntityAddressVector = TestAddress.anyPorts,
        _ change: (inout MessengerConfiguration) -> Void = { _ in }
    ) async throws -> Messenger {
        var configuration = MessengerConfiguration.monitor(
            rank: rank, authServer: keys.server, authClient: keys.monitor("m\(rank)"))
        configuration.initialBackoff = .milliseconds(10)
        configuration.maximumBackoff = .milliseconds(100)
        change(&configuration)
        let messenger = Messenger(group: Self.group, configuration: configuration, dispatcher: dispatcher)
        try await messenger.bind(addresses)
        return messenger
    }

    func client(
        _ dispatcher: Recorder, keyring: KeyRing? = nil,
        _ change: (inout MessengerConfiguration) -> Void = { _ in }
    ) -> Messenger {
        var configuration = MessengerConfiguration(
            name: EntityName(.client, -1), nonce: .random(in: 1...UInt32.max), policies: .client,
            authClient: keys.client(keyring: keyring))
        configuration.initialBackoff = .milliseconds(10)
        configuration.maximumBackoff = .milliseconds(100)
        change(&configuration)
        return Messenger(group: Self.group, configuration: configuration, dispatcher: dispatcher)
    }
}

extension TestAddress {
    static let anyPorts = EntityAddressVector([v2(0), v1(0)])
    static let anyV6 = EntityAddressVector(["v2:[::1]:0", "v1:[::1]:0"].compactMap { EntityAddress($0) })

    static func only(_ isV1: Bool, of addresses: EntityAddressVector) -> EntityAddressVector {
        EntityAddressVector([isV1 ? addresses.legacy : addresses.msgr2].compactMap(\.self))
    }
}

func ping(_ tid: UInt64, size: Int = 0) -> MessageEnvelope {
    MessageEnvelope(
        UnknownMessage(MessageType(999), version: 1, front: ByteBuffer(repeating: 7, count: size)), tid: tid)
}

@Suite(.serialized) struct MessengerTests {
    @Test(arguments: [false, true], [TestAddress.anyPorts, TestAddress.anyV6])
    func `a client and a monitor talk over sockets`(isV1: Bool, addresses: EntityAddressVector) async throws {
        let network = TestNetwork()
        let served = Recorder(echoes: true)
        let got = Recorder()
        let monitor = try await network.monitor(0, served, at: addresses)
        let client = network.client(got)
        let connection = client.connect(to: TestAddress.only(isV1, of: monitor.ownAddresses), type: .mon)
        for tid in 1...1000 { connection.send(ping(UInt64(tid), size: tid)) }
        try await got.wait { $0.tids.count == 1000 }
        #expect(got.state.withLockedValue { $0.tids } == Array(1...1000))
        #expect(connection.isLossy && connection.isReady)
        #expect(connection.mode == (isV1 ? .crc : .secure))
        #expect(connection.features == .all)
        let accepted = try #require(served.state.withLockedValue { $0.connections.first })
        #expect(accepted.isV2 == !isV1)
        #expect(accepted.peerType == .client)
        if !isV1 {
            #expect(accepted.auth?.entityName == TestKeys.admin)
            #expect(accepted.peerGlobalID > 4100)
            #expect(connection.peerName == EntityName(.mon, 0))
            #expect(client.ownAddresses.front.socket.family == addresses.front.socket.family)
        }
        connection.markDown()
        try await served.wait { $0.resets == [.lossy] }
        #expect(monitor.connections.isEmpty)
        await client.shutdown()
        await monitor.shutdown()
    }

    /// A socket that is cut at random moments while both sides send.
    @Test(arguments: [false, true])
    func `monitors lose and double nothing when their sockets break`(isV1: Bool) async throws {
        let network = TestNetwork()
        let (left, right) = (Recorder(), Recorder())
        let ports = isV1 ? EntityAddressVector([TestAddress.v1(0)]) : EntityAddressVector([TestAddress.v2(0)])
        let a = try await network.monitor(0, left, at: ports)
        let b = try await network.monitor(1, right, at: ports)
        let there = a.connect(to: b.ownAddresses, type: .mon)
        #expect(a.connect(to: b.ownAddresses, type: .mon) === there)
        there.send(ping(0))
        try await right.wait { $0.tids == [0] }
        // A peer whose machine is gone is noticed by what it does not take in.
        let channel = try #require(there.state.withLockedValue { $0.transport }?.channel)
        let timeout = ChannelOptions.Types.SocketOption(level: .tcp, name: .init(rawValue: 18))
        #expect(try await channel.getOption(timeout).get() == 5000)
        let count: UInt64 = 8000
        for tid in 1...count {
            there.send(ping(tid, size: Int(tid % 300)))
            if let back = right.state.withLockedValue({ $0.connections.first }) { back.send(ping(tid)) }
            if tid % 400 == 0 {
                // Open once more, or in the middle of opening.
                let opened = right.state.withLockedValue { $0.ready }
                for _ in 0..<Int.random(in: 0..<80) where opened == right.state.withLockedValue({ $0.ready })
                {
                    try await Task.sleep(nanoseconds: 5_000_000)
                }
                let back = right.state.withLockedValue { $0.connections.first }
                if Bool.random() { there.breakSocket() } else { back?.breakSocket() }
            }
        }
        try await right.wait({ $0.tids.count > Int(count) }, "not all messages came")
        try await Task.sleep(nanoseconds: 50_000_000)
        #expect(right.state.withLockedValue { $0.tids } == Array(0...count))
        let back = left.state.withLockedValue { $0.tids }
        #expect(back == back.sorted() && Set(back).count == back.count)
        #expect(left.state.withLockedValue { $0.connections.count } == 1)
        let opened = right.state.withLockedValue { $0.ready }
        print("the connection was opened \(opened) times")
        #expect(opened > 1)
        // What was agreed on at first still holds.
        let answering = try #require(right.state.withLockedValue { $0.connections.first })
        #expect(there.features.contains(.serverPacific) && answering.features.contains(.serverPacific))
        #expect(right.state.withLockedValue { $0.resets }.isEmpty)
        await a.shutdown()
        await b.shutdown()
    }

    @Test(arguments: [false, true])
    func `monitors that connect to each other at once end up with one connection`(isV1: Bool) async throws {
        let network = TestNetwork()
        let ports = isV1 ? EntityAddressVector([TestAddress.v1(0)]) : EntityAddressVector([TestAddress.v2(0)])
        for _ in 0..<40 {
            let (left, right) = (Recorder(), Recorder())
            let a = try await network.monitor(0, left, at: ports)
            let b = try await network.monitor(1, right, at: ports)
            let ab = a.connect(to: b.ownAddresses, type: .mon)
            let ba = b.connect(to: a.ownAddresses, type: .mon)
            for tid in 1...100 {
                ab.send(ping(UInt64(tid)))
                ba.send(ping(UInt64(tid)))
            }
            try await left.wait { $0.tids.count >= 100 }
            try await right.wait { $0.tids.count >= 100 }
            #expect(left.state.withLockedValue { $0.tids } == Array(1...100))
            #expect(right.state.withLockedValue { $0.tids } == Array(1...100))
            #expect(a.connections.count == 1 && b.connections.count == 1)
            await a.shutdown()
            await b.shutdown()
        }
    }

    /// Where it is this side's own attempt that counts, that is made when the peer comes, not after the next pause.
    @Test(arguments: [false, true])
    func `what waits for a monitor that is not there yet is not lost when that connects by itself`(
        isV1: Bool
    ) async throws {
        let network = TestNetwork()
        let ports = isV1 ? EntityAddressVector([TestAddress.v1(0)]) : EntityAddressVector([TestAddress.v2(0)])
        // Which of the two has the lower port, and thereby the connection, is not known.
        for _ in 0..<6 {
            let (left, right) = (Recorder(), Recorder())
            let absent = try await network.monitor(1, right, at: ports)
            await absent.shutdown()
            let a = try await network.monitor(0, left, at: ports) { $0.initialBackoff = .seconds(60) }
            let there = a.connect(to: absent.ownAddresses, type: .mon)
            for tid in 1...3 { there.send(ping(UInt64(tid))) }
            try await left.wait { $0.resets.contains(.refused) }
            let b = try await network.monitor(1, right, at: absent.ownAddresses)
            b.connect(to: a.ownAddresses, type: .mon).send(ping(9))
            try await right.wait { $0.tids == [1, 2, 3] }
            try await left.wait { $0.tids == [9] }
            #expect(left.state.withLockedValue { $0.resets }.allSatisfy { $0 == .refused })
            #expect(there.isReady && a.connections == [there] && b.connections.count == 1)
            await a.shutdown()
            await b.shutdown()
        }
    }

    @Test func `a monitor that was started again is noticed, and heard`() async throws {
        let network = TestNetwork()
        let (left, right, again) = (Recorder(), Recorder(), Recorder())
        let a = try await network.monitor(0, left)
        var b = try await network.monitor(1, right)
        let addresses = b.ownAddresses
        let there = a.connect(to: addresses, type: .mon)
        there.send(ping(1))
        try await right.wait { $0.tids == [1] }
        await b.shutdown()
        there.send(ping(2))
        try await Task.sleep(nanoseconds: 50_000_000)
        b = try await network.monitor(1, again, at: addresses)
        try await left.wait { $0.resets.contains(.remote) }
        there.send(ping(3))
        try await again.wait { $0.tids.last == 3 }
        await a.shutdown()
        await b.shutdown()
    }

    @Test func `who is not let in, or not there, is told so`() async throws {
        let network = TestNetwork()
        let served = Recorder()
        let monitor = try await network.monitor(0, served)
        let stranger = Recorder()
        let client = network.client(stranger, keyring: KeyRing(TestKeys().keys.data))
        let connection = client.connect(to: monitor.ownAddresses, type: .mon)
        try await stranger.wait { $0.resets.contains(.authenticationFailed(errno: 13)) }
        connection.markDown()
        await monitor.shutdown()
        let late = client.connect(to: monitor.ownAddresses, type: .mon)
        try await stranger.wait { $0.resets.contains(.refused) }
        late.markDown()
        #expect(served.state.withLockedValue { $0.ready } == 0)
        await client.shutdown()
    }

    @Test(arguments: [false, true])
    func `throttles stop the reading until messages are done with`(isV1: Bool) async throws {
        let network = TestNetwork(modes: [.crc])
        let served = Recorder(keepsReservations: true)
        let throttle = MessageThrottle(name: "test", maximumBytes: 50_000)
        let monitor = try await network.monitor(0, served) { $0.throttles = [.client: throttle] }
        let got = Recorder()
        let client = network.client(got)
        let connection = client.connect(to: TestAddress.only(isV1, of: monitor.ownAddresses), type: .mon)
        for tid in 1...100 { connection.send(ping(UInt64(tid), size: 10_000)) }
        try await served.wait { $0.tids.count == 5 }
        try await Task.sleep(nanoseconds: 100_000_000)
        #expect(served.state.withLockedValue { $0.tids.count } == 5)
        #expect(throttle.current.bytes == 50_000)
        for done in 6...100 {
            served.state.withLockedValue { _ = $0.reservations.removeFirst() }
            try await served.wait { $0.tids.count >= done }
        }
        served.state.withLockedValue { $0.reservations = [] }
        #expect(throttle.current.bytes == 0 && throttle.current.messages == 0)
        // One that is larger than the limit is let in alone.
        connection.send(ping(101, size: 200_000))
        try await served.wait { $0.tids.last == 101 }
        expectCounters(of: monitor)
        await client.shutdown()
        await monitor.shutdown()
    }

    /// One client has sent 101 messages, and the last one is not done with.
    private func expectCounters(of monitor: Messenger) {
        func sum(_ name: String) -> UInt64 {
            monitor.counters.filter { $0.name == name }.reduce(0) { sum, counter in
                switch counter.value {
                case .counter(let value), .gauge(let value): sum + value
                default: sum
                }
            }
        }
        #expect(sum("msgr_recv_messages") == 101)
        #expect(sum("msgr_recv_bytes") > 1_200_000)
        #expect(sum("msgr_send_bytes") > 0)
        #expect(sum("msgr_created_connections") == 1)
        #expect(sum("msgr_active_connections") == 1)
        let throttle = monitor.counters.filter { $0.group == "throttle-test" }
        func value(_ name: String) -> PerfCounter.Value? { throttle.first { $0.name == name }?.value }
        #expect(value("get") == .counter(101))
        #expect(value("put") == .counter(100))
        guard case .gauge(let taken) = value("val"), case .counter(let bytes) = value("get_sum"),
            case .counter(let given) = value("put_sum"),
            case .counter(let refused) = value("get_or_fail_fail"),
            case .average(let waits, let waited) = value("wait")
        else {
            Issue.record("\(throttle)")
            return
        }
        #expect(taken >= 200_000 && taken == bytes - given)
        #expect(refused > 0 && waits == refused && waited > .milliseconds(100))
    }

    @Test func `a client that does not read is given up, and the others are not kept waiting`() async throws {
        let network = TestNetwork(modes: [.crc])
        let served = Recorder()
        let monitor = try await network.monitor(0, served) { $0.maximumQueuedMessages = 100 }
        let got = Recorder(keepsReservations: true)
        let slow = network.client(got) {
            $0.dispatchThrottle = MessageThrottle(name: "slow", maximumBytes: 100_000)
        }
        let quick = Recorder()
        let other = network.client(quick)
        _ = slow.connect(to: monitor.ownAddresses, type: .mon)
        try await served.wait { $0.ready == 1 }
        _ = other.connect(to: monitor.ownAddresses, type: .mon)
        try await served.wait { $0.ready == 2 }
        let connections = served.state.withLockedValue { $0.connections }
        for tid in 1...400 {
            for connection in connections { connection.send(ping(UInt64(tid), size: 100_000)) }
            try await quick.wait { $0.tids.count >= tid }
        }
        try await served.wait { $0.resets == [.lossy] }
        #expect(connections[0].isClosed && !connections[1].isClosed)
        // What the slow one has let in is bounded on its side, and on this side by the queue.
        #expect(got.state.withLockedValue { $0.tids.count } <= 2)
        await slow.shutdown()
        await other.shutdown()
        await monitor.shutdown()
    }

    @Test func `half a handshake ends after its time, garbage at once`() async throws {
        let network = TestNetwork()
        let served = Recorder()
        let monitor = try await network.monitor(0, served) { $0.readyTimeout = .milliseconds(200) }
        for (bytes, isV1) in [
            (Array("GET / HTTP/1.1\r\n".utf8), false), (Array("GET / HTTP/1.1\r\n".utf8), true), ([], true),
            (WireV2.banner, false), (WireV1.banner, true),
        ] {
            let address = try #require(TestAddress.only(isV1, of: monitor.ownAddresses).addresses.first)
            let channel = try await ClientBootstrap(group: TestNetwork.group)
                .connect(to: address.socketAddress()).get()
            try await channel.writeAndFlush(ByteBuffer(bytes: bytes))
            try await channel.closeFuture.get()
        }
        #expect(served.state.withLockedValue { $0.ready == 0 && $0.resets.isEmpty })
        await monitor.shutdown()
    }
}

extension Connection {
    /// Cuts the socket, as a broken network would.
    func breakSocket() {
        state.withLockedValue { $0.transport }?.channel.close(mode: .all, promise: nil)
    }
}
