import CephAuth
import CephEncoding
import CephTypes
import FoundationEssentials
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix

/// One program's place on the network: it listens, connects, and knows its peers' connections.
///
/// It speaks msgr v2.1 and v1, on either side, with Ceph's own programs. Everything runs on the event loops
/// of `group`; calls may come from any thread.
public final class Messenger: Sendable {
    public let configuration: MessengerConfiguration
    let dispatcher: any Dispatcher
    let group: any EventLoopGroup
    let registry = NIOLockedValueBox(Registry())
    private let own: NIOLockedValueBox<EntityAddressVector>
    private let number: NIOLockedValueBox<Int64>
    private let globalSeq: NIOLockedValueBox<UInt64>
    /// What happens on each event loop.
    private let loops: [(loop: any EventLoop, counters: LoopCounters)]

    /// The connections. Its lock is taken before a connection's, never the other way round.
    struct Registry: Sendable {
        var listeners: [any Channel] = []
        /// Open or opened again, by the peer's addresses.
        var byAddresses: [EntityAddressVector: Connection] = [:]
        /// Open, and not looked for by address.
        var anonymous: Set<Connection> = []
        /// Accepted, and without a session so far.
        var accepting: Set<Connection> = []
        var lastID: UInt64 = 0
        var isShutDown = false

        mutating func nextID() -> UInt64 {
            lastID += 1
            return lastID
        }

        mutating func remove(_ connection: Connection) {
            anonymous.remove(connection)
            accepting.remove(connection)
            let addresses = connection.peerAddresses
            if byAddresses[addresses] == connection { byAddresses[addresses] = nil }
        }
    }

    /// - Parameters:
    ///   - group: whose event loops the sockets are on.
    ///   - configuration: who this is, and how it deals with whom.
    ///   - dispatcher: gets what comes.
    public init(
        group: any EventLoopGroup, configuration: MessengerConfiguration, dispatcher: any Dispatcher
    ) {
        self.group = group
        self.configuration = configuration
        self.dispatcher = dispatcher
        loops = group.makeIterator().enumerated().map { number, loop in
            (loop, LoopCounters(of: loop, number: number))
        }
        own = NIOLockedValueBox(EntityAddressVector())
        number = NIOLockedValueBox(configuration.name.number)
        // Peers remember the last number of a program that listens at a fixed address. Started again, it
        // goes on above it when it counts from the time.
        globalSeq = NIOLockedValueBox(UInt64(max(0, Date().timeIntervalSince1970)))
    }

    /// Where this side listens, or what it has learned of its address.
    public var ownAddresses: EntityAddressVector { own.withLockedValue { $0 } }

    /// What peers know this side as: as configured, or as renamed since.
    public var name: EntityName {
        EntityName(configuration.name.type, number.withLockedValue { $0 })
    }

    /// Takes another number. Peers learn names when a session begins, so every connection ends.
    public func rename(to number: Int64) {
        self.number.withLockedValue { $0 = number }
        for connection in connections { close(connection, telling: .lossy) }
    }

    /// All connections with a session.
    public var connections: [Connection] {
        registry.withLockedValue { Array($0.byAddresses.values) + Array($0.anonymous) }
    }

    // MARK: listening

    /// Listens at each of the addresses: msgr v1 at those of that kind, v2 at the others. A port 0 becomes
    /// one that is free. Must come before peers are connected to.
    /// - Parameter announced: what peers are told instead (`public_bind_addr`), where something in between
    ///   translates addresses.
    public func bind(
        _ addresses: EntityAddressVector, announcing announced: EntityAddressVector? = nil
    ) async throws {
        var bound = addresses
        // A peer may be there before the last of the addresses is listened at.
        own.withLockedValue { $0 = announced ?? addresses }
        for index in bound.addresses.indices {
            let address = bound.addresses[index]
            let isV1 = address.kind == .legacy
            let bootstrap = ServerBootstrap(group: group)
                .serverChannelOption(.backlog, value: 512)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .serverChannelInitializer { channel in
                    // Without file descriptors left it waits a while before it tries again.
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(AcceptBackoffHandler())
                    }
                }
                .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture { try self.accept(channel, isV1: isV1) }
                }
            let channel = try await bootstrap.bind(to: try address.socketAddress()).get()
            if let port = channel.localAddress?.port { bound.addresses[index].socket.port = UInt16(port) }
            registry.withLockedValue { $0.listeners.append(channel) }
        }
        let made = bound
        own.withLockedValue { $0 = announced ?? made }
    }

    private func accept(_ channel: any Channel, isV1: Bool) throws {
        let peer = EntityAddress(
            kind: isV1 ? .legacy : .msgr2, socket: channel.remoteAddress?.cephAddress ?? .init())
        let connection: Connection? = registry.withLockedValue { registry in
            guard !registry.isShutDown else { return nil }
            let state = ConnectionState(
                policy: configuration.policies.standard, phase: .handshaking,
                peer: EntityName(EntityType(rawValue: 0), EntityName.anyNumber),
                addresses: EntityAddressVector([peer]))
            let connection = Connection(
                id: registry.nextID(), messenger: self, target: nil, state: state)
            registry.accepting.insert(connection)
            return connection
        }
        guard let connection else { throw WireError("the messenger is shut down") }
        try add(to: channel, connection, attempt: 0, role: .server, at: peer, isV1: isV1)
    }

    func add(
        to channel: any Channel, _ connection: Connection, attempt: Int, role: WireConfiguration.Role,
        at peer: EntityAddress, isV1: Bool
    ) throws {
        let id = registry.withLockedValue { $0.nextID() }
        let wireConfiguration = WireConfiguration(
            role: role, connectionID: id, ownType: configuration.name.type,
            ownNumber: name.number, ownAddresses: ownAddresses, ownNonce: configuration.nonce,
            peerAddress: peer, policies: configuration.policies, authPolicy: configuration.authPolicy,
            authServer: configuration.authServer,
            authClient: configuration.authClient, clusterProtocol: configuration.clusterProtocol,
            maximumMessageSize: configuration.maximumMessageSize)
        let handler = ConnectionHandler(
            id: id, messenger: self, connection: connection,
            wire: isV1 ? WireV1(wireConfiguration) : WireV2(wireConfiguration), isServer: role == .server,
            attempt: attempt, peerAddress: peer, counters: counters(of: channel.eventLoop))
        try channel.pipeline.syncOperations.addHandler(handler)
    }

    // MARK: the end

    /// Closes everything, without telling the dispatcher.
    public func shutdown() async {
        let (listeners, connections) = registry.withLockedValue { registry in
            registry.isShutDown = true
            defer { registry.listeners = [] }
            return (
                registry.listeners,
                Array(registry.byAddresses.values) + Array(registry.anonymous) + Array(registry.accepting)
            )
        }
        for listener in listeners { try? await listener.close().get() }
        for connection in connections { close(connection, telling: nil) }
    }

    // MARK: counters

    /// The groups `AsyncMessenger::Worker-…`, one for each event loop, and those of the throttles.
    public var counters: [PerfCounter] {
        let throttles = [configuration.dispatchThrottle] + configuration.throttles.values
        var seen: Set<ObjectIdentifier> = []
        return loops.flatMap(\.counters.counters)
            + throttles.filter { seen.insert(ObjectIdentifier($0)).inserted }.flatMap(\.counters)
    }

    func counters(of loop: any EventLoop) -> LoopCounters {
        loops.first { $0.loop === loop }?.counters ?? LoopCounters()
    }

    // MARK: small things

    /// A number for a new attempt to connect: above all before, and above `floor`.
    func nextGlobalSeq(atLeast floor: UInt64 = 0) -> UInt64 {
        globalSeq.withLockedValue {
            $0 = max($0, floor) &+ 1
            return $0
        }
    }

    /// A peer has told at which address it sees this side, which listens nowhere.
    func learn(_ address: EntityAddress) {
        own.withLockedValue { own in
            guard own.addresses.isEmpty, address.socket.family != 0 else { return }
            var learned = address.with(kind: .any)
            learned.nonce = configuration.nonce
            learned.socket.port = 0
            own = EntityAddressVector([learned])
        }
    }

    func log(_ level: Int, _ line: @autoclosure () -> String) {
        if let log = configuration.log { log(level, line()) }
    }

    func now() -> UTime {
        let time = max(0, Date().timeIntervalSince1970)
        let seconds = UInt32(truncatingIfNeeded: UInt64(time))
        return UTime(seconds: seconds, nanoseconds: UInt32((time - time.rounded(.down)) * 1e9))
    }
}
