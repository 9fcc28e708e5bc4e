import CephEncoding
import CephMessages
import CephTypes
import FoundationEssentials
import Monitor
import MonitorStore
import NIOCore

/// What carries messages to peers; the daemon's network.
public protocol MessageTransport: AnyObject, Sendable {
    func send(_ message: MessageEnvelope, toMonitor addresses: EntityAddressVector)
    func send(_ message: MessageEnvelope, on connection: ConnectionID)
    func close(_ connection: ConnectionID)
    /// This monitor's number is another: all connections end, and are made again under it.
    func rename(to rank: Int)
    /// Tries to connect; calls back on the monitor's loop.
    func probe(_ addresses: EntityAddressVector, completion: @escaping @Sendable (PeerReachability) -> Void)
}

/// The real world for a monitor: a LevelDB store with its writer thread, the system's clocks, and one event loop
/// on which everything of the monitor happens.
public final class DaemonEnvironment: Environment {
    public let loop: any EventLoop
    public let leveldb: LevelDBStore
    private let sink: any DaemonLog
    private let dataFolder: String
    private let isSynced: Bool
    private var writer: StoreWriter?
    public var transport: (any MessageTransport)?
    /// Connects to managers; nil in a process without a network.
    var managerLink: ManagerLink?
    private var pendingWrites: [UInt64: (StoreError?) -> Void] = [:]
    private var nextWrite: UInt64 = 0
    /// What the loop's present tick has submitted so far.
    private var submitted: [StoreWriter.Job] = []
    /// How many writes the writer's thread has.
    private var handedOver = 0
    private var pace = WritePace()
    private var timers: [UInt64: Scheduled<Void>] = [:]
    private var nextTimer: UInt64 = 0
    /// Called once, when the monitor says that it cannot go on; without a reason where it has nothing more to do.
    public var onShutdown: ((String?) -> Void)?
    private let started = ContinuousClock.now

    /// Make it on its loop.
    /// - Parameters:
    ///   - dataFolder: `mon_data`, which holds `store.db`.
    ///   - synced: false gives up durability, for measurements.
    public init(
        loop: any EventLoop, store: LevelDBStore, dataFolder: String, log: any DaemonLog, synced: Bool = true
    ) {
        loop.preconditionInEventLoop()
        self.loop = loop
        leveldb = store
        sink = log
        self.dataFolder = dataFolder
        isSynced = synced
        let bound = NIOLoopBound(Weak(self), eventLoop: loop)
        writer = StoreWriter(store: store) { [loop] jobs, error, time in
            loop.execute { bound.value.object?.finishedByThread(jobs, error, time) }
        }
    }

    /// Writes what waits and ends the writer's thread; it has been written when this returns. On the loop, like
    /// everything here: a write that was submitted a moment before may be on its way there.
    public func close() {
        loop.preconditionInEventLoop()
        for timer in timers.values { timer.cancel() }
        timers = [:]
        writer?.submit(submitted)
        submitted = []
        writer?.close()
        writer = nil
    }

    /// Writes what the tick has submitted, all with one sync: here, if the disk is fast and nothing is before it.
    private func writeSubmitted() {
        let jobs = submitted
        submitted = []
        guard let writer, !jobs.isEmpty else { return }
        guard handedOver == 0, pace.isFast else {
            handedOver += jobs.count
            return writer.submit(jobs)
        }
        writer.writeNow(jobs) { jobs, error, time in
            pace.add(time)
            finished(jobs, error)
        }
    }

    private func finishedByThread(_ jobs: [UInt64], _ error: StoreError?, _ time: Duration) {
        handedOver -= jobs.count
        pace.add(time)
        finished(jobs, error)
    }

    private func finished(_ jobs: [UInt64], _ error: StoreError?) {
        for job in jobs { pendingWrites.removeValue(forKey: job)?(error) }
    }

    // MARK: Time

    public var now: UTime { SystemTime.now }

    public var monotonicTime: Duration { ContinuousClock.now - started }

    public func schedule(after delay: Duration, _ action: @escaping () -> Void) -> TimerID {
        nextTimer += 1
        let id = nextTimer
        let amount = TimeAmount.nanoseconds(
            delay.components.seconds * 1_000_000_000 + delay.components.attoseconds / 1_000_000_000)
        timers[id] = loop.assumeIsolated().scheduleTask(in: amount) { [weak self] in
            self?.timers[id] = nil
            action()
        }
        return TimerID(id)
    }

    public func cancel(_ timer: TimerID) { timers.removeValue(forKey: timer.rawValue)?.cancel() }

    public func randomBytes(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<max(0, count)).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }

    // MARK: Store

    public var store: any KeyValueReader { leveldb }

    public func submit(
        _ transaction: StoreTransaction, sync: Bool, completion: @escaping (StoreError?) -> Void
    ) {
        nextWrite += 1
        pendingWrites[nextWrite] = completion
        submitted.append(StoreWriter.Job(id: nextWrite, transaction: transaction, sync: sync && isSynced))
        guard submitted.count == 1 else { return }
        loop.assumeIsolated().execute { [weak self] in self?.writeSubmitted() }
    }

    public func compact(prefixes: [String]?, completion: @escaping (StoreError?) -> Void) {
        nextWrite += 1
        let id = nextWrite
        pendingWrites[id] = completion
        let bound = NIOLoopBound(Weak(self), eventLoop: loop)
        writer?.compact(prefixes) { [loop] error in
            loop.execute { bound.value.object?.finished([id], error) }
        }
    }

    public func dataStatistics() -> DataStats { DataStats(dataFolder: dataFolder, at: now) }

    // MARK: Messages

    public func send(_ message: MessageEnvelope, toMonitor addresses: EntityAddressVector) {
        transport?.send(message, toMonitor: addresses)
    }

    public func send(_ message: MessageEnvelope, on connection: ConnectionID) {
        transport?.send(message, on: connection)
    }

    public func close(_ connection: ConnectionID) { transport?.close(connection) }

    public func rankChanged(to rank: Int) {
        transport?.rename(to: rank)
        managerLink?.rename(to: rank)
    }

    public func connectToManager(_ addresses: EntityAddressVector) { managerLink?.connect(to: addresses) }

    public func sendToManager(_ message: MessageEnvelope) { managerLink?.send(message) }

    public func disconnectFromManager() { managerLink?.disconnect() }

    public func probe(
        _ addresses: EntityAddressVector, completion: @escaping (PeerReachability) -> Void
    ) {
        guard let transport else {
            loop.assumeIsolated().execute { completion(.unknown) }
            return
        }
        let bound = NIOLoopBound(completion, eventLoop: loop)
        transport.probe(addresses) { bound.value($0) }
    }

    // MARK: Log

    public func log(_ level: Int, _ subsystem: LogSubsystem, _ line: @autoclosure () -> String) {
        guard sink.isWanted(level, subsystem) else { return }
        sink.write(level, subsystem, line(), at: now)
    }

    public func writeClusterLog(_ entries: [LogEntry]) { sink.writeCluster(entries) }

    /// Read once: it does not change while this process lives.
    private lazy var hostMetadata = HostMetadata.collect(dataFolder: dataFolder)

    public func metadata() -> DaemonMetadata { hostMetadata }

    public func shutDownAsRemoved(_ reason: String) {
        onShutdown?(nil)
        onShutdown = nil
    }

    public func shutDown(_ reason: String) {
        onShutdown?(reason)
        onShutdown = nil
    }
}

/// A reference that does not keep its object alive, where a closure wants a value.
struct Weak<Object: AnyObject> {
    weak var object: Object?
    init(_ object: Object) { self.object = object }
}
