import CephEncoding
import NIOCore
import NIOEmbedded
import Testing

@testable import Messenger

/// Two monitors connect to each other at once: the socket that loses may be in the middle of its handshake, on
/// another thread, when its connection already goes on over the other one.
@Suite struct ReplacedSocketTests {
    private let messenger: Messenger
    private let connection: Connection
    private let transports: [Transport]

    /// A connection that waits for the answer to its first connect message, with three messages to send.
    init() throws {
        let network = TestNetwork()
        let configuration = MessengerConfiguration.monitor(
            rank: 0, authServer: network.keys.server, authClient: network.keys.monitor("a"))
        let messenger = Messenger(
            group: TestNetwork.group, configuration: configuration, dispatcher: Recorder())
        let peer = TestAddress.v1(3300)
        let connection = Connection(
            id: 1, messenger: messenger, target: EntityAddressVector([peer]),
            state: ConnectionState(
                policy: .losslessPeerReuse(), phase: .connecting, peer: EntityName(.mon, 1),
                addresses: EntityAddressVector([peer])))
        transports = [UInt64(101), 102].map { id in
            let handler = ConnectionHandler(
                id: id, messenger: messenger, connection: connection,
                wire: WirePair(isV1: true, keys: network.keys, clientType: .mon).client, isServer: id == 102,
                attempt: 0, peerAddress: peer, counters: LoopCounters())
            return Transport(handler, on: EmbeddedChannel())
        }
        #expect(connection.attach(transports[0], attempt: 0, at: peer, isV2: false))
        for tid in 1...3 { connection.send(ping(UInt64(tid))) }
        self.messenger = messenger
        self.connection = connection
    }

    private var waiting: Int { connection.state.withLockedValue { $0.session.queue.count } }

    @Test func `a connection takes one socket an attempt`() {
        #expect(!connection.attach(transports[1], attempt: 0, at: TestAddress.v1(3300), isV2: false))
        #expect(connection.state.withLockedValue { $0.transport?.id } == 101)
    }

    /// The peer's answer to a request half of whose numbers were the other socket's: the session would be emptied.
    @Test func `the socket that is not used any more neither tells nor changes what the session is`() throws {
        let peer = TestAddress.v1(3300)
        #expect(connection.makeOpening(peer, messenger, over: 101)?.connectSeq == 0)
        connection.state.withLockedValue { state in
            state.transport = transports[1]
            state.session.connectSeq = 1
        }
        #expect(connection.makeOpening(peer, messenger, over: 101) == nil)
        #expect(connection.apply(.reset(isFull: true), messenger, over: 101) == nil)
        #expect(connection.apply(.retry(connectSeq: 7), messenger, over: 101) == nil)
        let wire = WirePair(isV1: true, keys: TestKeys(), clientType: .mon).client
        #expect(!connection.becameReady(wire, acknowledged: 3, over: 101))
        #expect(connection.takeBatch(over: 101) == nil)
        #expect(!connection.isReady && waiting == 3)
        #expect(connection.state.withLockedValue { $0.session.connectSeq } == 1)

        #expect(connection.becameReady(wire, acknowledged: 0, over: 102))
        #expect(connection.takeBatch(over: 102)?.messages.map(\.seq) == [1, 2, 3])
        connection.acknowledge(3, over: 101)
        #expect(connection.state.withLockedValue { $0.session.sent.count } == 3)
        connection.acknowledge(3, over: 102)
        #expect(connection.state.withLockedValue { $0.session.sent.isEmpty })
    }
}
