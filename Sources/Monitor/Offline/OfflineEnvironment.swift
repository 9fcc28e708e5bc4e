import CephEncoding
import CephMessages
import CephTypes
import MonitorStore

/// A world in which nothing happens: the store is only read, no time passes, nobody is there to talk to. For
/// answers from the store of a monitor that does not run.
public final class OfflineEnvironment: Environment {
    public let store: any KeyValueReader
    public let now: UTime
    private let hostMetadata: DaemonMetadata
    /// Lines of the monitor's log that are errors.
    public private(set) var errors: [String] = []

    /// - Parameters:
    ///   - now: the time of asking: ages are counted from here.
    ///   - metadata: what the store knows of the monitor's host.
    public init(store: any KeyValueReader, now: UTime, metadata: DaemonMetadata = DaemonMetadata()) {
        self.store = store
        self.now = now
        hostMetadata = metadata
    }

    public var monotonicTime: Duration { .zero }
    public func schedule(after delay: Duration, _ action: @escaping () -> Void) -> TimerID { TimerID(0) }
    public func cancel(_ timer: TimerID) {}
    public func randomBytes(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: max(0, count)) }

    /// Nothing is written: what a service wants to change stays undone.
    public func submit(
        _ transaction: StoreTransaction, sync: Bool, completion: @escaping (StoreError?) -> Void
    ) {}
    public func compact(prefixes: [String]?, completion: @escaping (StoreError?) -> Void) {}
    public func dataStatistics() -> DataStats { DataStats() }

    public func send(_ message: MessageEnvelope, toMonitor addresses: EntityAddressVector) {}
    public func send(_ message: MessageEnvelope, on connection: ConnectionID) {}
    public func close(_ connection: ConnectionID) {}
    public func probe(
        _ addresses: EntityAddressVector, completion: @escaping (PeerReachability) -> Void
    ) {}

    public func log(_ level: Int, _ subsystem: LogSubsystem, _ line: @autoclosure () -> String) {
        if level < 0 { errors.append(line()) }
    }
    public func writeClusterLog(_ entries: [LogEntry]) {}
    public func metadata() -> DaemonMetadata { hostMetadata }
    public func shutDown(_ reason: String) { errors.append(reason) }
}
