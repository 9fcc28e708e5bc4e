import CephEncoding
import CephMessages
import CephTypes
import Monitor
import MonitorStore
import NIOCore
import SeededRandom

/// One host: its disk, its clocks, and the process that runs on it, if one does.
final class SimulatedHost {
    let index: Int
    let name: String
    private(set) var addresses: EntityAddressVector
    let disk = SimulatedDisk()
    var process: SimulatedProcess?
    /// How far its wall clock is from the true one, in nanoseconds.
    var clockError: Int64 = 0
    /// How many times slower its disk is.
    var diskSlowness: Int64 = 1
    var isDiskFull = false
    var pausedUntil: Int64 = 0
    /// It was taken out of the monmap and stays away.
    var isRetired = false

    init(index: Int) {
        self.index = index
        let letters = "abcdefghi"
        name = String(letters[letters.index(letters.startIndex, offsetBy: index)])
        addresses = Self.addresses(of: "10.0.0.\(index + 1)")
    }

    /// Gives it another address, while nothing runs on it.
    func move(to address: String) { addresses = Self.addresses(of: address) }

    private static func addresses(of address: String) -> EntityAddressVector {
        EntityAddressVector("[v2:\(address):3300/0,v1:\(address):6789/0]") ?? EntityAddressVector()
    }
}

/// A monitor's process: its world, as the simulation gives it.
final class SimulatedProcess: Environment {
    unowned let simulation: Simulation
    let host: SimulatedHost
    /// Counts processes.
    let serial: Int
    /// When its monotonic clock showed 0.
    private let clockOrigin: Int64
    private(set) var monitor: Monitor!
    private(set) var isAlive = true
    private var nextTimer: UInt64 = 0
    private var timers: [UInt64: () -> Void] = [:]
    private var random: SeededRandom
    /// Writes that the disk has not done yet, in order.
    private var writes: [(transaction: StoreTransaction, sync: Bool, completion: (StoreError?) -> Void)] = []
    private var diskFreeAt: Int64 = 0
    /// Connections to other processes, by their serials, and to clients.
    var connections: [Int: ConnectionID] = [:]
    var failure: String?

    init(_ simulation: Simulation, _ host: SimulatedHost, serial: Int) {
        self.simulation = simulation
        self.host = host
        self.serial = serial
        random = SeededRandom(seed: simulation.seed &* 1_000_003 &+ UInt64(serial))
        // As a daemon's, it counts from its start; but clocks that agree would hide who compares those of two.
        clockOrigin = simulation.now - (serial % 3 == 1 ? Int64(serial) * 1_000_000_007 : 0)
    }

    func boot() throws {
        monitor = Monitor(
            name: host.name, monmap: try MonMap.stored(in: host.disk), environment: self,
            moreServices: { [RegisterService(monitor: $0, name: RegisterService.prefix)] })
        monitor.tune(simulation.plan.tunables)
        monitor.listeningAddresses = host.addresses
        monitor.plant(simulation.plan.faults)
        try monitor.load()
        monitor.start()
    }

    // MARK: Clocks

    var now: UTime {
        UTime(nanosecondCount: 1_700_000_000_000_000_000 + simulation.now + host.clockError)
    }
    var monotonicTime: Duration {
        // What a monitor holds may ask once more when it is taken apart, perhaps with the simulation.
        guard isAlive else { return .zero }
        return .nanoseconds(simulation.now - clockOrigin)
    }

    func schedule(after delay: Duration, _ action: @escaping () -> Void) -> TimerID {
        nextTimer += 1
        let id = nextTimer
        timers[id] = action
        fire(id, at: simulation.now + delay.nanosecondCount)
        return TimerID(id)
    }

    private func fire(_ id: UInt64, at time: Int64) {
        simulation.schedule(at: time) { [self] in
            // Most timers have been cancelled by then.
            guard timers[id] != nil else { return }
            run { [self] in timers.removeValue(forKey: id)?() }
        }
    }

    func cancel(_ timer: TimerID) { timers[timer.rawValue] = nil }

    /// Runs something in this process at a time, as ``run(_:)`` does.
    func wake(at time: Int64, _ action: @escaping () -> Void) {
        simulation.schedule(at: time) { [self] in run(action) }
    }

    /// Runs something in this process: not while it is stopped, and not when it is dead.
    func run(_ action: @escaping () -> Void) {
        guard isAlive else { return }
        guard host.pausedUntil <= simulation.now else { return wake(at: host.pausedUntil, action) }
        action()
        simulation.checkState(of: self)
    }

    func randomBytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
    }

    // MARK: Disk

    var store: any KeyValueReader { host.disk }

    func submit(_ transaction: StoreTransaction, sync: Bool, completion: @escaping (StoreError?) -> Void) {
        writes.append((transaction, sync, completion))
        let cost: Int64 = (sync ? 200_000 : 20_000) * host.diskSlowness
        diskFreeAt = max(diskFreeAt, simulation.now) + cost
        wake(at: diskFreeAt) { [self] in finishWrite() }
    }

    private func finishWrite() {
        guard !writes.isEmpty else { return }
        if host.isDiskFull {
            return writes.removeFirst().completion(StoreError(.inputOutput, "no space left on device"))
        }
        let (transaction, sync, completion) = writes.removeFirst()
        let dies = simulation.diesAtWrite(self)
        if dies == .before {
            writes = []
            return simulation.crash(host)
        }
        simulation.judge.willApply(transaction, on: host)
        host.disk.apply(transaction, sync: sync)
        simulation.judge.hasApplied(on: self)
        if dies == .after { return simulation.crash(host) }
        completion(nil)
    }

    func compact(prefixes: [String]?, completion: @escaping (StoreError?) -> Void) {
        submit(StoreTransaction(), sync: false, completion: completion)
    }

    func dataStatistics() -> DataStats { DataStats() }

    /// Power fails: what was not synced may be gone, and of what was on its way some may be there.
    func die(_ random: inout SeededRandom) {
        guard isAlive else { return }
        isAlive = false
        timers = [:]
        monitor.shutDown()
        for (transaction, _, _) in writes.prefix(Int.random(in: 0...writes.count, using: &random)) {
            simulation.judge.willApply(transaction, on: host)
            host.disk.apply(transaction, sync: false)
        }
        host.disk.lose(Int.random(in: 0...host.disk.unsyncedCount, using: &random))
        host.process = nil
    }

    func shutDown(_ reason: String) {
        failure = reason
        simulation.note(.failure(host.index, reason))
        simulation.stopped(self, reason)
    }

    /// The process is gone, and its disk as it was left.
    func end() {
        isAlive = false
        timers = [:]
        host.process = nil
    }

    /// Process and monitor own each other: for the time when nothing runs in either any more.
    func release() {
        monitor?.operations.stop()
        monitor = nil
        (timers, writes) = ([:], [])
    }

    // MARK: Network

    func send(_ message: MessageEnvelope, toMonitor addresses: EntityAddressVector) {
        simulation.network.send(message, from: self, to: addresses)
    }

    func send(_ message: MessageEnvelope, on connection: ConnectionID) {
        simulation.network.send(message, from: self, on: connection)
    }

    func close(_ connection: ConnectionID) {}

    func probe(_ addresses: EntityAddressVector, completion: @escaping (PeerReachability) -> Void) {
        simulation.network.probe(addresses, from: self, completion)
    }

    // MARK: The rest

    func log(_ level: Int, _ subsystem: LogSubsystem, _ line: @autoclosure () -> String) {
        if simulation.isTracing, level <= simulation.logLevel { simulation.note(.line(host.index, line())) }
    }
    func writeClusterLog(_ entries: [LogEntry]) {
        guard simulation.isTracing else { return }
        for entry in entries { simulation.note(.clusterLog(host.index, entry.message)) }
    }
    func metadata() -> DaemonMetadata { DaemonMetadata(["hostname": host.name]) }
}
