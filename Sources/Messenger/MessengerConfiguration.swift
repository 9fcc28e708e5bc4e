import CephAuth
import CephEncoding
import NIOCore

/// What a messenger is, and how it deals with whom. The defaults are those of Ceph's options.
public struct MessengerConfiguration: Sendable {
    /// `mon.0`; a client without a number has -1.
    public var name: EntityName
    /// Tells this life of the program from its others where it listens at no fixed port; 0 for a monitor.
    public var nonce: UInt32
    public var policies: PolicySet
    /// Limits what is in memory of the messages of each type of peer.
    public var throttles: [EntityType: MessageThrottle] = [:]
    /// `ms_dispatch_throttle_bytes`: limits what is in memory of all messages.
    public var dispatchThrottle: MessageThrottle
    /// What is asked of peers that speak msgr v1.
    public var authPolicy: AuthPolicy
    /// Lets peers in; without one nobody can connect to this side.
    public var authServer: (any AuthServer)?
    /// Shows peers who this side is; without one this side cannot connect to anybody.
    public var authClient: (any AuthClient)?
    /// msgr v1: the version of the protocol among programs of this one's type.
    public var clusterProtocol: UInt32 = V1ProtocolVersion.mon
    /// No message may have more bytes.
    public var maximumMessageSize: UInt64 = 256 << 20
    /// A lossy connection with more messages waiting for a slow peer ends.
    public var maximumQueuedMessages = 20_000
    /// Or with more bytes of data in them.
    public var maximumQueuedBytes = 64 << 20

    /// `ms_connection_ready_timeout`: from the socket's opening to the session's.
    public var readyTimeout: TimeAmount = .seconds(10)
    /// How long the other machine has to answer at all; what it has answered counts to ``readyTimeout``.
    public var connectTimeout: TimeAmount = .seconds(10)
    /// `ms_connection_idle_timeout`: nothing sent and nothing received.
    public var idleTimeout: TimeAmount = .seconds(900)
    /// `ms_initial_backoff`, doubled for each attempt that fails, up to `ms_max_backoff`.
    public var initialBackoff: TimeAmount = .milliseconds(200)
    public var maximumBackoff: TimeAmount = .seconds(15)
    /// A lossless session's socket breaks when the peer's machine has not taken in bytes for that long
    /// (`TCP_USER_TIMEOUT`), so that the session goes on soon after the network was gone. nil leaves that to the
    /// kernel, which waits longer and longer. A lossy one may wait: there the peer may only be slow.
    public var unsentTimeout: TimeAmount? = .seconds(30)
    /// How long a message may wait for its acknowledgement, so that a message can carry it.
    public var acknowledgementDelay: TimeAmount = .milliseconds(5)

    /// Is told what happens: Ceph's level (0 for errors, 1 for what becomes of connections) and a line.
    public var log: (@Sendable (_ level: Int, _ line: String) -> Void)?

    public init(
        name: EntityName, nonce: UInt32 = 0, policies: PolicySet, authServer: (any AuthServer)? = nil,
        authClient: (any AuthClient)? = nil
    ) {
        self.name = name
        self.nonce = nonce
        self.policies = policies
        self.authServer = authServer
        self.authClient = authClient
        authPolicy = AuthPolicy(ownType: name.type)
        dispatchThrottle = MessageThrottle(name: "msgr_dispatch_throttler", maximumBytes: 100 << 20)
    }

    /// As a monitor has it (src/ceph_mon.cc).
    /// - Parameters:
    ///   - clientBytes: `mon_client_bytes`
    ///   - daemonBytes: `mon_daemon_bytes`
    public static func monitor(
        rank: Int64, authServer: any AuthServer, authClient: any AuthClient, clientBytes: Int = 100 << 20,
        daemonBytes: Int = 400 << 20
    ) -> MessengerConfiguration {
        var configuration = MessengerConfiguration(
            name: EntityName(.mon, rank), policies: .monitor, authServer: authServer, authClient: authClient)
        // Where packets vanish, the kernel asks again later and later; a new attempt finds out sooner that they
        // no longer do. There are few monitors, so trying often costs nothing.
        configuration.connectTimeout = .seconds(2)
        configuration.maximumBackoff = .seconds(1)
        configuration.unsentTimeout = .seconds(5)
        configuration.dispatchThrottle = MessageThrottle(
            name: "msgr_dispatch_throttler-mon", maximumBytes: 100 << 20)
        let daemons = MessageThrottle(name: "mon_daemon_bytes", maximumBytes: daemonBytes)
        configuration.throttles = [
            .client: MessageThrottle(name: "mon_client_bytes", maximumBytes: clientBytes),
            .osd: daemons, .mds: daemons,
        ]
        return configuration
    }
}
