import CephEncoding
import CephMessages
import CephTypes
import Messenger
import Monitor
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix

/// Between the messenger's loops and the monitor's: what comes in becomes a turn, what goes out finds its
/// connection.
final class MonitorNetwork: MessageTransport, Dispatcher, @unchecked Sendable {
    // Unchecked: `monitor` is only touched on `loop`; the rest is locked or set before the first connection.
    private let loop: any EventLoop
    private let group: any EventLoopGroup
    private let connections = NIOLockedValueBox<[UInt64: Connection]>([:])
    private unowned(unsafe) let monitor: Monitor
    private let waiting = FairQueue<Incoming>()
    /// Ready connections whose sessions the monitor's loop has not yet opened.
    private let unopened = NIOLockedValueBox<[UInt64: Connection]>([:])
    private let messengerBox = NIOLockedValueBox<Messenger?>(nil)

    init(loop: any EventLoop, group: any EventLoopGroup, monitor: Monitor) {
        self.loop = loop
        self.group = group
        self.monitor = monitor
    }

    var messenger: Messenger? {
        get { messengerBox.withLockedValue { $0 } }
        set { messengerBox.withLockedValue { $0 = newValue } }
    }

    var connectionCount: Int { connections.withLockedValue { $0.count } }

    // MARK: MessageTransport

    func send(_ message: MessageEnvelope, toMonitor addresses: EntityAddressVector) {
        messenger?.connect(to: addresses, type: .mon).send(message)
    }

    func send(_ message: MessageEnvelope, on connection: ConnectionID) {
        connections.withLockedValue { $0[connection.rawValue] }?.send(message)
    }

    func close(_ connection: ConnectionID) {
        connections.withLockedValue { $0.removeValue(forKey: connection.rawValue) }?.markDown()
    }

    func rename(to rank: Int) { messenger?.rename(to: Int64(rank)) }

    /// A bare TCP connection tells whether somebody listens.
    func probe(_ addresses: EntityAddressVector, completion: @escaping @Sendable (PeerReachability) -> Void) {
        let targets = addresses.addresses.compactMap { try? $0.socketAddress() }
        let attempts: [EventLoopFuture<PeerReachability>] = targets.map { target in
            let attempt = ClientBootstrap(group: group).connectTimeout(.seconds(2)).connect(to: target)
            let connected = attempt.flatMap { channel in channel.close().map { PeerReachability.connected } }
            return connected.flatMapErrorThrowing { error in MonitorNetwork.reachability(error) }
        }
        let all = EventLoopFuture.whenAllSucceed(attempts, on: loop)
        all.whenComplete { result in
            guard case .success(let answers) = result, !answers.isEmpty else { return completion(.unknown) }
            if answers.contains(where: { $0 == .connected }) { return completion(.connected) }
            completion(answers.allSatisfy { $0 == .refused } ? .refused : .unknown)
        }
    }

    /// Only the host's own word that nobody listens there counts.
    private static func reachability(_ error: any Error) -> PeerReachability {
        let isRefusal = (error as? IOError)?.errnoCode == ECONNREFUSED
        return isRefusal ? .refused : .unknown
    }

    // MARK: Dispatcher

    func messengerReady(_ connection: Connection) {
        connections.withLockedValue { $0[connection.id] = connection }
        unopened.withLockedValue { $0[connection.id] = connection }
        loop.execute { [self] in openSession(connection.id) }
    }

    /// Opens a connection's session unless that was done. Its first message may be taken from the queue, by a
    /// delivery that was under way, before the loop comes to open it in turn.
    private func openSession(_ id: UInt64) {
        guard let connection = unopened.withLockedValue({ $0.removeValue(forKey: id) }) else { return }
        let session = Session(
            connection: ConnectionID(connection.id), name: connection.peerName,
            addresses: connection.peerAddresses, socketAddress: connection.socketAddress,
            features: connection.features, created: monitor.environment.now)
        if let auth = connection.auth, !auth.entityName.id.isEmpty || auth.entityName.type == .mon {
            session.accept(auth)
        }
        // Monitors prove that they are monitors, and may then do everything.
        if connection.peerType == .mon, session.isAuthenticated { session.caps = .allowAll }
        monitor.sessionOpened(session)
    }

    func received(
        _ message: MessageEnvelope, on connection: Connection, reservation: MessageReservation
    ) {
        let item = Incoming(message: message, connection: connection.id, reservation: reservation)
        let isUrgent = connection.peerType == .mon
        guard waiting.add(item, lane: isUrgent ? nil : connection.id) else { return }
        loop.execute { [self] in deliver() }
    }

    /// What has come, and waits for the monitor's loop.
    private struct Incoming: Sendable {
        let message: MessageEnvelope
        let connection: UInt64
        /// Until it is done with, the message counts against its sender's throttle.
        let reservation: MessageReservation
    }

    /// Gives the monitor what waits; timers and completed writes come in between.
    private func deliver() {
        let end = NIODeadline.now() + Self.slice
        while let item = waiting.next() {
            openSession(item.connection)
            monitor.receive(item.message, on: ConnectionID(item.connection))
            withExtendedLifetime(item.reservation) {}
            if NIODeadline.now() >= end { return loop.execute { [self] in deliver() } }
        }
    }

    private static let slice = TimeAmount.milliseconds(2)

    func reset(_ connection: Connection, _ kind: ResetKind) {
        if kind == .lossy {
            connections.withLockedValue { _ = $0.removeValue(forKey: connection.id) }
            waiting.drop(lane: connection.id)
        }
        loop.execute { [self] in
            if kind == .lossy { monitor.sessionClosed(ConnectionID(connection.id)) }
            if connection.peerType == .mon { monitor.peerReset(connection.peerAddresses) }
        }
    }

    func interrupted(_ connection: Connection) {
        guard connection.peerType == .mon else { return }
        loop.execute { [self] in monitor.peerReset(connection.peerAddresses) }
    }
}
