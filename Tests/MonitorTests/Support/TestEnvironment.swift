import CephEncoding
import CephMessages
import CephTypes
import MonitorStore
import NIOCore

@testable import Monitor

/// A world for one monitor in which time passes only when a test says so, and writes are durable when it says
/// so too.
final class TestEnvironment: Environment {
    let memory: MemoryStore
    var now = UTime(seconds: 1_700_000_000)
    var monotonicTime = Duration.seconds(1000)
    private var timers: [(id: UInt64, due: Duration, action: () -> Void)] = []
    private var nextTimer: UInt64 = 0
    private var writes: [(StoreTransaction, (StoreError?) -> Void)] = []
    private var random = UInt64(1)
    /// Keeps writes waiting until `completeWrites` is called.
    var holdsWrites = false
    var sent: [(message: MessageEnvelope, connection: ConnectionID)] = []
    var sentToMonitors: [(message: MessageEnvelope, addresses: EntityAddressVector)] = []
    /// Where a manager was connected with, the last time last, and what it was sent since.
    var managerConnections: [EntityAddressVector] = []
    var isManagerConnected = false
    var sentToManager: [MessageEnvelope] = []
    var lines: [String] = []
    var clusterLog: [LogEntry] = []
    var failure: String?
    var hostMetadata = DaemonMetadata(["hostname": "test"])
    var compactions = 0
    /// Transactions in the order in which they were applied.
    var applied: [StoreTransaction] = []

    init(_ memory: MemoryStore = MemoryStore()) { self.memory = memory }

    var store: any KeyValueReader { memory }

    func schedule(after delay: Duration, _ action: @escaping () -> Void) -> TimerID {
        nextTimer += 1
        timers.append((nextTimer, monotonicTime + delay, action))
        return TimerID(nextTimer)
    }

    func cancel(_ timer: TimerID) { timers.removeAll { $0.id == timer.rawValue } }

    func randomBytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: random >> 33)
        }
    }

    func submit(_ transaction: StoreTransaction, sync: Bool, completion: @escaping (StoreError?) -> Void) {
        writes.append((transaction, completion))
    }

    func compact(prefixes: [String]?, completion: @escaping (StoreError?) -> Void) {
        compactions += 1
        writes.append((StoreTransaction(), completion))
    }

    func dataStatistics() -> DataStats { DataStats() }
    func send(_ message: MessageEnvelope, toMonitor addresses: EntityAddressVector) {
        sentToMonitors.append((message, addresses))
    }
    func send(_ message: MessageEnvelope, on connection: ConnectionID) { sent.append((message, connection)) }
    func close(_ connection: ConnectionID) {}
    func connectToManager(_ addresses: EntityAddressVector) {
        managerConnections.append(addresses)
        isManagerConnected = true
        sentToManager = []
    }
    func sendToManager(_ message: MessageEnvelope) { if isManagerConnected { sentToManager.append(message) } }
    func disconnectFromManager() { isManagerConnected = false }
    func probe(_ addresses: EntityAddressVector, completion: @escaping (PeerReachability) -> Void) {
        _ = schedule(after: .seconds(1)) { completion(.unknown) }
    }
    func log(_ level: Int, _ subsystem: LogSubsystem, _ line: @autoclosure () -> String) {
        lines.append(line())
    }
    func writeClusterLog(_ entries: [LogEntry]) { clusterLog.append(contentsOf: entries) }
    func metadata() -> DaemonMetadata { hostMetadata }
    func shutDown(_ reason: String) { failure = reason }

    /// Applies what was submitted, and what that leads to, until nothing waits.
    func completeWrites() throws {
        while !writes.isEmpty {
            let (transaction, completion) = writes.removeFirst()
            try memory.apply(transaction)
            applied.append(transaction)
            completion(nil)
        }
    }

    /// Lets time pass, with every timer that falls due in it.
    func advance(by span: Duration) throws {
        let end = monotonicTime + span
        try settle()
        while let next = timers.filter({ $0.due <= end }).min(by: { ($0.due, $0.id) < ($1.due, $1.id) }) {
            move(to: next.due)
            timers.removeAll { $0.id == next.id }
            next.action()
            try settle()
        }
        move(to: end)
    }

    private func move(to time: Duration) {
        guard time > monotonicTime else { return }
        now = now.advanced(by: time - monotonicTime)
        monotonicTime = time
    }

    private func settle() throws { if !holdsWrites { try completeWrites() } }
}

extension TestEnvironment {
    /// A new cluster of one monitor, started and with its first maps committed.
    static func newCluster(settings: MonitorSettings = MonitorSettings()) throws -> (Monitor, TestEnvironment)
    {
        let environment = TestEnvironment()
        var map = MonMap()
        map.fsid = CephUUID(high: 0x0123_4567_89ab_cdef, low: 0xfedc_ba98_7654_3210)
        let addresses =
            EntityAddressVector("[v2:127.0.0.1:3300/0,v1:127.0.0.1:6789/0]") ?? EntityAddressVector()
        _ = map.add(MonInfo(name: "a", publicAddresses: addresses))
        let keyring = "[mon.]\n\tkey = AQA2gwFrhBYdBRAA7zbzgBrGJdMSMhBgMuGtyA==\n\tcaps mon = \"allow *\"\n"
        let mkfs = MonitorMkfs(monmap: map, keyring: ByteBuffer(string: keyring))
        try environment.memory.apply(mkfs.transaction)
        return (try start(environment, settings: settings), environment)
    }

    /// Starts `mon.a` on what the environment's store holds.
    static func start(
        _ environment: TestEnvironment, settings: MonitorSettings = MonitorSettings()
    ) throws -> Monitor {
        let monitor = Monitor(
            name: "a", monmap: try MonMap.stored(in: environment.store), environment: environment,
            settings: settings)
        try monitor.load()
        monitor.start()
        try environment.completeWrites()
        return monitor
    }
}

extension Monitor {
    /// Gives a command with the rights of an administrator, and lets writes and (up to a minute of) time pass
    /// until it is answered.
    func ask(_ prefix: String, _ arguments: [String: CommandValue] = [:], input: ByteBuffer = ByteBuffer())
        throws
        -> CommandReply
    {
        try ask(CommandArguments(prefix: prefix, arguments), input: input)
    }

    /// A command as clients send it.
    func ask(json: String, input: ByteBuffer = ByteBuffer()) throws -> CommandReply {
        try ask(CommandArguments(json: [json]), input: input)
    }

    private func ask(_ arguments: CommandArguments, input: ByteBuffer) throws -> CommandReply {
        let session = Session(connection: ConnectionID(.max), name: EntityName(.client, 0))
        session.authName = AuthEntityName(.client, "admin")
        session.caps = .allowAll
        var answer: CommandReply?
        execute(arguments, input: input, session: session) { answer = $0 }
        guard let environment = environment as? TestEnvironment else {
            throw CommandError(.invalid, "no test")
        }
        try environment.completeWrites()
        for _ in 0..<600 where answer == nil { try environment.advance(by: .milliseconds(100)) }
        guard let answer else {
            throw CommandError(.timedOut, "\(arguments.prefix): no answer within a minute")
        }
        return answer
    }
}
