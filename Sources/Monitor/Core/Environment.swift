import CephEncoding
import CephMessages
import CephTypes
import MonitorStore
import NIOCore

/// All that a monitor has of the outside world. The daemon is one, the simulator another, and an offline
/// answer from a store a third. Every call is made, and every closure called back, on the one thread (or in
/// the one turn) that owns the monitor.
public protocol Environment: AnyObject {
    /// The wall clock: for what is shown and stored, and for leases, never to measure how long something took.
    var now: UTime { get }
    /// Time that never jumps, from any beginning.
    var monotonicTime: Duration { get }

    /// Calls `action` once, when `delay` has passed.
    func schedule(after delay: Duration, _ action: @escaping () -> Void) -> TimerID
    /// A timer that has fired, or was cancelled, is no error.
    func cancel(_ timer: TimerID)

    /// As many bytes as asked for, unpredictable (in the simulator: from its seed).
    func randomBytes(_ count: Int) -> [UInt8]

    /// What the store holds: every transaction whose completion was called, perhaps those on their way too.
    var store: any KeyValueReader { get }
    /// Takes transactions, which are applied in this order. `completion` is called, never from within this
    /// call, when it is done, or with what went wrong.
    /// - Parameter sync: whether done means durable. Otherwise it means visible: after a power failure it may be
    ///   gone, but not if a later one is there.
    func submit(_ transaction: StoreTransaction, sync: Bool, completion: @escaping (StoreError?) -> Void)
    /// Gives back the space of overwritten and erased values: of some prefixes, or of the whole store.
    func compact(prefixes: [String]?, completion: @escaping (StoreError?) -> Void)
    /// How large the store and its disk are.
    func dataStatistics() -> DataStats

    /// To a monitor, over a connection that is made if there is none. What can't be delivered is lost.
    func send(_ message: MessageEnvelope, toMonitor addresses: EntityAddressVector)
    /// On a connection that a message came from.
    func send(_ message: MessageEnvelope, on connection: ConnectionID)
    /// Ends a connection.
    func close(_ connection: ConnectionID)
    /// Tries to connect to a monitor, with an attempt that begins no earlier than this call, also where a
    /// connection stands already. `completion` is called once, never from within this call.
    func probe(_ addresses: EntityAddressVector, completion: @escaping (PeerReachability) -> Void)

    /// Opens a connection with the active manager, for what ``sendToManager(_:)`` is given from now on. What
    /// comes on it goes to `Monitor.receiveFromManager`, and its end is told to `Monitor.managerConnectionBroke`,
    /// neither from within this call.
    func connectToManager(_ addresses: EntityAddressVector)
    /// On that connection. What can't be delivered is lost, and the connection's end tells of it.
    func sendToManager(_ message: MessageEnvelope)
    /// Ends that connection; nothing more is told of it.
    func disconnectFromManager()

    /// A line for the monitor's own log; `level` as Ceph's debug levels (0 always, 20 everything).
    func log(_ level: Int, _ subsystem: LogSubsystem, _ line: @autoclosure () -> String)
    /// Lines that went into the cluster log, for its file and for syslog.
    func writeClusterLog(_ entries: [LogEntry])
    /// What `ceph mon metadata` shows of this process and its host.
    func metadata() -> DaemonMetadata
    /// The monitor has another place in the monmap, or none (-1): peers know it by that number, so every
    /// connection begins anew under the new one.
    func rankChanged(to rank: Int)
    /// The monitor cannot go on: its store failed. Nothing more is called.
    func shutDown(_ reason: String)
    /// The monitor was removed from the cluster, and ends as it was told to. Nothing more is called.
    func shutDownAsRemoved(_ reason: String)
}

extension Environment {
    // A world without managers.
    public func connectToManager(_ addresses: EntityAddressVector) {}
    public func sendToManager(_ message: MessageEnvelope) {}
    public func disconnectFromManager() {}

    public func rankChanged(to rank: Int) {}
    public func shutDownAsRemoved(_ reason: String) { shutDown(reason) }
}

/// What came of trying to connect to a monitor.
public enum PeerReachability: Sendable {
    /// A process listens at one of the addresses at least.
    case connected
    /// The host answered that no process listens there, at none of the addresses. Nothing but that
    /// (`ECONNREFUSED`) may be reported so: elections rely on it.
    case refused
    /// No answer, no route, or anything else that leaves it open.
    case unknown
}

/// Names a timer until it has fired.
public struct TimerID: Hashable, Sendable {
    public let rawValue: UInt64
    public init(_ rawValue: UInt64) { self.rawValue = rawValue }
}

/// Names a connection; never used again for another.
public struct ConnectionID: Hashable, Sendable {
    public let rawValue: UInt64
    public init(_ rawValue: UInt64) { self.rawValue = rawValue }
}

/// Whose lines these are (src/common/subsys.h).
public enum LogSubsystem: String, Sendable {
    case mon
    case paxos
    case auth
    case none
}

extension Duration {
    /// The options hold seconds with a fraction. What is no time at all, or longer than a century, is bounded.
    public init(seconds: Double) {
        self = .nanoseconds(Int64((seconds.isFinite ? min(max(seconds, 0), 3e9) : 0) * 1e9))
    }

    /// With a fraction.
    public var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}

extension UTime {
    /// Nanoseconds since 1970.
    public var nanosecondCount: Int64 { Int64(seconds) * 1_000_000_000 + Int64(nanoseconds) }

    /// Bounded by what 32 bits of seconds hold.
    public init(nanosecondCount count: Int64) {
        let bounded = min(max(count, 0), Int64(UInt32.max) * 1_000_000_000 + 999_999_999)
        self.init(
            seconds: UInt32(bounded / 1_000_000_000), nanoseconds: UInt32(bounded % 1_000_000_000))
    }

    /// That much later (or earlier).
    public func advanced(by duration: Duration) -> UTime {
        let (seconds, attoseconds) = duration.components
        let span =
            min(max(seconds, -8_000_000_000), 8_000_000_000) * 1_000_000_000 + attoseconds / 1_000_000_000
        return UTime(nanosecondCount: nanosecondCount + span)
    }

    /// How much later than `other`; negative if earlier.
    public func since(_ other: UTime) -> Duration {
        .nanoseconds(nanosecondCount - other.nanosecondCount)
    }
}
