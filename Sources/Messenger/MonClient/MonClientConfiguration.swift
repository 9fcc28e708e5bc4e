import CephAuth
import CephEncoding
import CephMessages
import CephTypes
import NIOCore

/// Which monitors a ``MonClient`` looks for, and how.
public struct MonClientConfiguration: Sendable {
    /// One vector a monitor; ``MonHost`` reads them from `mon_host`. Once there is a monmap, it counts.
    public var monitors: [EntityAddressVector]
    public var name: AuthEntityName
    public var keyring: KeyRing
    /// Methods and modes, best first.
    public var policy = AuthPolicy(ownType: .client)
    /// Uses only addresses of that protocol; nil takes the best that a monitor has.
    public var onlyKind: EntityAddress.Kind?
    /// `mon_client_hunt_interval`: how long one monitor has to let this client in. Monitors that are busy with
    /// many clients get more time with each attempt: half as much again, up to ten times as much.
    public var huntInterval: TimeAmount = .seconds(3)
    /// As ``MessengerConfiguration/readyTimeout``.
    public var readyTimeout: TimeAmount = .seconds(10)
    /// Between rounds in which no monitor could be reached.
    public var huntPause: TimeAmount = .milliseconds(100)
    /// `mon_client_ping_interval` and `mon_client_ping_timeout`.
    public var pingInterval: TimeAmount = .seconds(10)
    public var pingTimeout: TimeAmount = .seconds(30)
    /// What is subscribed to beside the monmap.
    public var subscriptions: CephMap<String, MMonSubscribe.Item> = [:]
    /// Gets every message that is not the client's own affair: maps, log lines.
    public var onMessage: (@Sendable (MessageEnvelope) -> Void)?
    /// As ``MessengerConfiguration/log``.
    public var log: (@Sendable (_ level: Int, _ line: String) -> Void)?

    public init(monitors: [EntityAddressVector], name: AuthEntityName, keyring: KeyRing) {
        self.monitors = monitors
        self.name = name
        self.keyring = keyring
    }
}

/// What a monitor said to a command.
public struct MonClientReply: Hashable, Sendable {
    /// 0, or a negative errno.
    public var code: Int32
    /// What is said to the user.
    public var status: String
    public var output: ByteBuffer

    public init(code: Int32, status: String, output: ByteBuffer) {
        self.code = code
        self.status = status
        self.output = output
    }
}

/// Why a ``MonClient`` could not do what it was asked for.
public enum MonClientError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The monitors do not let this client in.
    case authentication(errno: Int32)
    case noMonitors
    case shutDown

    public var description: String {
        switch self {
        case .authentication(let errno): "the monitors do not let this client in (errno \(errno))"
        case .noMonitors: "no monitor's address is known"
        case .shutDown: "the client is shut down"
        }
    }
}
