import CephEncoding
import CephMessages
import Glibc
import Messenger
import Monitor
import NIOConcurrencyHelpers
import NIOCore

/// The daemon's connection with the active manager. It has a messenger of its own, as in Ceph (`mon-mgrc`), with
/// an address of its own: managers are clients at the monitor's.
final class ManagerLink: Dispatcher, @unchecked Sendable {
    // Unchecked: `monitor` and `connection` are only touched on `loop`.
    private let loop: any EventLoop
    private weak var monitor: Monitor?
    /// The one that counts; what is still told of an earlier one does not.
    private var connection: Connection?
    private let messenger = NIOLockedValueBox<Messenger?>(nil)

    /// - Parameter settings: those of the monitor's messenger, whose keys and log it shares.
    init(loop: any EventLoop, group: any EventLoopGroup, monitor: Monitor, settings: MessengerConfiguration) {
        self.loop = loop
        self.monitor = monitor
        var own = MessengerConfiguration(
            name: settings.name, nonce: UInt32(bitPattern: getpid()), policies: .client,
            authClient: settings.authClient)
        own.authPolicy = settings.authPolicy
        own.log = settings.log
        let made = Messenger(group: group, configuration: own, dispatcher: self)
        messenger.withLockedValue { $0 = made }
    }

    // MARK: The monitor's side, on its loop

    func connect(to addresses: EntityAddressVector) {
        disconnect()
        connection = messenger.withLockedValue { $0 }?.connect(to: addresses, type: .mgr)
    }

    func send(_ message: MessageEnvelope) { connection?.send(message) }

    func disconnect() {
        connection?.markDown()
        connection = nil
    }

    /// Every connection ends with that; a new one has the new name.
    func rename(to rank: Int) { messenger.withLockedValue { $0 }?.rename(to: Int64(rank)) }

    func shutdown() async {
        await messenger.withLockedValue { $0 }?.shutdown()
        messenger.withLockedValue { $0 = nil }
    }

    // MARK: Dispatcher

    func messengerReady(_ connection: Connection) {}

    func received(
        _ message: MessageEnvelope, on connection: Connection, reservation: MessageReservation
    ) {
        loop.execute { [self] in
            if connection == self.connection { monitor?.receiveFromManager(message) }
            withExtendedLifetime(reservation) {}
        }
    }

    func reset(_ connection: Connection, _ kind: ResetKind) {
        guard kind == .lossy else { return }
        loop.execute { [self] in
            guard connection == self.connection else { return }
            self.connection = nil
            monitor?.managerConnectionBroke()
        }
    }
}
