import CephEncoding
import CephMessages
import CephTypes
import Monitor
import MonitorStore
import NIOCore
import SeededRandom

/// A cluster of monitors in virtual time, with clients, faults, and a judge who looks at everything.
public final class Simulation {
    public let plan: SimulationPlan
    var seed: UInt64 { plan.seed }
    private var time = VirtualTime()
    var random: SeededRandom
    private(set) var hosts: [SimulatedHost] = []
    private var processes: [Int: SimulatedProcess] = [:]
    private var serial = 0
    private(set) var clients: [SimulatedClient] = []
    private(set) var network: Network!
    private(set) var judge: Judge!
    let fsid = CephUUID(high: 0x0123_4567_89ab_cdef, low: 0xfedc_ba98_7654_3210)
    private var hash = TraceHash()
    private var lastStates: [String] = []

    /// Collects what happens, for `trace`.
    public var isTracing = false
    public var logLevel = 1
    public private(set) var trace: [TraceEvent] = []

    /// Decides about a message whether it is lost; for scripts.
    var messageFilter: ((any CephMessage, Int, Int) -> Bool)?
    /// Which host dies at which of its coming writes.
    var deathAtWrite: [Int: (writes: Int64, isAfter: Bool)] = [:]
    /// Which one stops for how long behind which write.
    var pauseAtWrite: [Int: (writes: Int64, span: Int64)] = [:]
    var restartAfter: [Int: Int64] = [:]
    var oldDisks: [Int: SimulatedDisk.Copy] = [:]
    /// A disk lost what it had promised: nothing else may happen until it has learned all again.
    var recovering: Int?
    var isMended = false

    public init(_ plan: SimulationPlan) throws {
        self.plan = plan
        random = SeededRandom(seed: plan.seed)
        network = Network(self)
        judge = Judge(self)
        for index in 0..<plan.monitors { hosts.append(SimulatedHost(index: index)) }
        lastStates = hosts.map { _ in "" }
        network.loss = plan.loss
        network.duplication = plan.duplication
        network.reordering = plan.reordering
        network.delay = 100_000...max(plan.slowestMessage, 200_000)
        for host in hosts { host.disk.apply(try mkfs(), sync: true) }
        for number in 0..<plan.clients { clients.append(SimulatedClient(self, number)) }
        for event in plan.events { schedule(at: event.time) { [unowned self] in carryOut(event) } }
    }

    /// A new monitor's store.
    /// - Parameter known: the cluster's monmap, where there is one: with the first one, enough monitors on new disks
    ///   would make a cluster of their own.
    func mkfs(_ known: MonMap? = nil) throws -> StoreTransaction {
        var map = known ?? MonMap()
        if known == nil {
            map.fsid = fsid
            for host in hosts { map.add(MonInfo(name: host.name, publicAddresses: host.addresses)) }
        }
        let keyring = "[mon.]\n\tkey = AQA2gwFrhBYdBRAA7zbzgBrGJdMSMhBgMuGtyA==\n\tcaps mon = \"allow *\"\n"
        return MonitorMkfs(monmap: map, keyring: ByteBuffer(string: keyring)).transaction
    }

    // MARK: Time

    var now: Int64 { time.now }
    /// Virtual seconds since the run began.
    public var seconds: Double { Double(now) / 1e9 }
    public var traceHash: UInt64 { hash.value }
    public var violation: Violation? { judge.violation }
    public var writes: Int { judge.writesDone }
    public var reads: Int { judge.readsDone }
    public var messages: Int { network.delivered }
    public var names: [String] { hosts.map(\.name) }

    func schedule(at time: Int64, _ action: @escaping () -> Void) { self.time.schedule(at: time, action) }

    /// Lets time pass; false if an invariant was broken.
    @discardableResult
    public func run(seconds: Double, until isDone: () -> Bool = { false }) -> Bool {
        let end = now + Int64(seconds * 1e9)
        while judge.violation == nil, !isDone(), let action = time.next(until: end) { action() }
        return judge.violation == nil
    }

    /// The whole run: faults, then quiet, then the comparison of all that is left.
    public func runPlan() -> Violation? {
        startAll()
        run(seconds: Double(plan.span) / 1e9)
        guard violation == nil else { return violation }
        mend()
        let quiet = now
        run(seconds: 60) { self.judge.lastWriteTime > quiet + 2_000_000_000 && self.isWhole }
        guard violation == nil else { return violation }
        if judge.lastWriteTime <= quiet, !clients.isEmpty {
            judge.accuse(.progress, "no write within 60 s of quiet: \(stateText)")
            return violation
        }
        // One whose provider fell silent waits for `mon_sync_timeout`, a minute, before it looks for another.
        run(seconds: 30) { self.isWhole }
        if !isWhole {
            judge.accuse(.progress, "no quorum of all within 90 s of quiet: \(stateText)")
            return violation
        }
        for client in clients { client.stop() }
        run(seconds: 25)
        if violation == nil { judge.compareStores() }
        return violation
    }

    func startAll() {
        for host in hosts { start(host) }
        for client in clients { client.start() }
    }

    private var stateText: String {
        hosts.map { host in
            guard let monitor = host.process?.monitor else { return "\(host.name) down" }
            return "\(host.name) \(monitor.state.rawValue) e\(monitor.electionEpoch)"
        }.joined(separator: ", ")
    }

    /// Every monitor is in one quorum.
    var isWhole: Bool {
        let staying = hosts.filter { !$0.isRetired }
        guard let leader = staying.compactMap(\.process).first(where: { $0.monitor.isLeader }) else {
            return false
        }
        return leader.monitor.quorum.count == staying.count
            && staying.allSatisfy { $0.process?.monitor.electionEpoch == leader.monitor.electionEpoch }
    }

    // MARK: Processes

    func host(at addresses: EntityAddressVector) -> SimulatedHost? {
        hosts.first { $0.addresses == addresses }
    }

    func process(_ serial: Int) -> SimulatedProcess? { processes[serial] }

    func start(_ host: SimulatedHost) {
        guard host.process == nil, !host.isRetired else { return }
        serial += 1
        let process = SimulatedProcess(self, host, serial: serial)
        host.process = process
        processes[serial] = process
        note(.started(host.index))
        do {
            try process.boot()
        } catch {
            judge.accuse(.stability, "mon.\(host.name) does not start: \(error)")
        }
    }

    func crash(_ host: SimulatedHost) {
        guard let process = host.process else { return }
        note(.crashed(host.index))
        process.die(&random)
        finish(process)
        let pause = restartAfter.removeValue(forKey: host.index) ?? 1_000_000_000
        schedule(at: now + pause) { [unowned self] in start(host) }
    }

    /// Takes a host down until it is started again.
    func takeDown(_ host: SimulatedHost) {
        guard let process = host.process else { return }
        note(.crashed(host.index))
        process.die(&random)
        finish(process)
    }

    private func finish(_ process: SimulatedProcess) {
        network.died(process)
        processes[process.serial] = nil
        lastStates[process.host.index] = ""
        // It may be in the middle of something.
        schedule(at: now) { process.release() }
    }

    deinit {
        network.forgetStuck()
        for host in hosts {
            host.process?.release()
            host.process = nil
        }
    }

    /// A monitor gave up.
    func stopped(_ process: SimulatedProcess, _ reason: String) {
        let host = process.host
        process.end()
        finish(process)
        if host.isDiskFull { return }
        if reason.contains("it must have been removed") {
            host.isRetired = true
            return
        }
        judge.accuse(.stability, "mon.\(host.name): \(reason)")
    }

    /// For scripts: dies at its `number`th write from now, and stays down.
    func planDeath(of host: SimulatedHost, at number: Int64, isAfter: Bool) {
        deathAtWrite[host.index] = (number, isAfter)
        restartAfter[host.index] = .max / 2
    }

    /// For scripts: a new disk with what `mkfs` puts on it.
    func replaceDisk(of host: SimulatedHost) throws {
        takeDown(host)
        judge.forgetNumbers(of: host)
        host.disk.wipe()
        host.disk.apply(try mkfs(), sync: true)
    }

    enum Death { case before, after }

    func diesAtWrite(_ process: SimulatedProcess) -> Death? {
        let index = process.host.index
        if let pause = pauseAtWrite[index] {
            pauseAtWrite[index] = pause.writes > 1 ? (pause.writes - 1, pause.span) : nil
            if pause.writes <= 1 {
                process.host.pausedUntil = max(process.host.pausedUntil, now + pause.span)
            }
        }
        guard var death = deathAtWrite[index] else { return nil }
        death.writes -= 1
        deathAtWrite[index] = death.writes > 0 ? death : nil
        return death.writes > 0 ? nil : death.isAfter ? .after : .before
    }

    // MARK: What is looked at

    func checkState(of process: SimulatedProcess) {
        guard process.isAlive else { return }
        judge.look(at: process)
        guard isTracing else { return }
        let monitor: Monitor = process.monitor
        var state = "\(monitor.state.rawValue)"
        if monitor.isInQuorum {
            state += " epoch \(monitor.electionEpoch) quorum \(monitor.quorumNames.joined(separator: ","))"
            state += " paxos \(monitor.paxos.state.rawValue) v\(monitor.paxos.lastCommitted)"
        }
        guard lastStates[process.host.index] != state else { return }
        lastStates[process.host.index] = state
        note(.state(process.host.index, state))
    }

    func note(_ what: TraceEvent.What) {
        switch what {
        case .arrived(let from, let to, let message):
            hash.add(UInt64(bitPattern: now))
            hash.add(UInt64(from * 16 + to) << 16 | UInt64(message.messageType.rawValue))
            if let paxos = message as? MMonPaxos {
                hash.add(UInt64(paxos.op.rawValue) << 32 | paxos.lastCommitted)
            }
        case .sent(let from, _, let message): judge.hears(message, from: from)
        case .crashed(let host), .started(let host): hash.add(UInt64(bitPattern: now) ^ UInt64(host))
        default: break
        }
        if isTracing { trace.append(TraceEvent(time: now, what: what)) }
    }

    func drops(_ message: any CephMessage, _ from: Int, _ to: Int) -> Bool {
        messageFilter?(message, from, to) ?? false
    }

    /// A part of all messages goes through its bytes.
    func recoded(_ message: MessageEnvelope) -> MessageEnvelope {
        guard random.next() % 16 == 0 else { return message }
        let (front, version) = message.body.encodedPayload()
        guard
            let body = try? MessageCatalog.decode(
                type: message.body.messageType, version: version.version, compatible: version.compatible,
                front: front, data: message.body.data)
        else {
            judge.accuse(.stability, "\(message.body) cannot be decoded")
            return message
        }
        var copy = message
        copy.body = body
        return copy
    }
}
