import CephEncoding
import CephMessages
import CephTypes
import MonitorStore
import NIOCore
import Testing

@testable import Monitor

/// The monitor's own session with the active manager, which a script plays.
@Suite struct ManagerClientTests {
    private let monitor: Monitor
    private let environment: TestEnvironment
    private let first: Session

    init() throws {
        (monitor, environment) = try TestEnvironment.newCluster(
            settings: MonitorSettings(["mon_client_bytes": "2000", "mon_mgr_beacon_grace": "1000"]))
        first = Session(connection: ConnectionID(1), name: EntityName(.mgr, 4100))
        first.caps = .allowAll
        first.isAuthenticated = true
        monitor.sessionOpened(first)
    }

    /// A manager says that it lives, and where; the first that does so becomes active.
    private func beacon(port: Int = 6800, features: CephFeatures = .all, available: Bool = true) throws {
        var beacon = MMgrBeacon()
        beacon.fsid = monitor.monmap.fsid
        beacon.name = "x"
        beacon.gid = 4100
        beacon.features = features.rawValue
        beacon.isAvailable = available
        beacon.commands = MgrCommandTable.commands
        beacon.serverAddresses = EntityAddressVector("v2:127.0.0.1:\(port)/1") ?? EntityAddressVector()
        monitor.receive(MessageEnvelope(beacon, source: first.name), on: first.connection)
        try environment.completeWrites()
        try environment.advance(by: .seconds(2))
    }

    private func activate(features: CephFeatures = .all) throws {
        try beacon(features: features, available: false)
        try beacon(features: features)
    }

    private func client(_ number: UInt64 = 7, caps: String = "allow *") throws -> Session {
        let session = Session(connection: ConnectionID(number), name: EntityName(.client, Int64(number)))
        session.caps = try MonCap(caps)
        session.isAuthenticated = true
        monitor.sessionOpened(session)
        return session
    }

    /// A program's command, as it comes over the network.
    private func send(_ command: String, from session: Session, data: String = "", tid: UInt64 = 3) {
        var message = MMonCommand()
        message.fsid = monitor.monmap.fsid
        message.command = [command]
        message.data = ByteBuffer(string: data)
        monitor.receive(MessageEnvelope(message, tid: tid, source: session.name), on: session.connection)
    }

    private func answers(to session: Session) -> [(tid: UInt64, ack: MMonCommandAck)] {
        environment.sent.filter { $0.connection == session.connection }.compactMap { sent in
            (sent.message.body as? MMonCommandAck).map { (sent.message.tid, $0) }
        }
    }

    private func told<M: CephMessage>(_ type: M.Type) -> [M] {
        environment.sentToManager.compactMap { $0.body as? M }
    }

    @Test func `without a manager nobody is connected with and nothing waits`() throws {
        try beacon(available: false)
        try environment.advance(by: .seconds(30))
        #expect(environment.managerConnections.isEmpty)
    }

    @Test func `a session is opened with the manager that is available, and again where it moves`() throws {
        try activate()
        #expect(environment.managerConnections.map(\.description) == ["v2:127.0.0.1:6800/1"])
        let open = try #require(told(MMgrOpen.self).first)
        #expect(open.daemonName == "a" && open.serviceName.isEmpty && open.service == nil)
        var config = CephDecoder(open.config)
        let values: CephMap<String, CephMap<Int32, String>> = try config.decode("values")
        #expect(values["mon_client_bytes"] == [2: "2000"])
        let ignored: CephMap<String, String> = try config.decode("ignored")
        #expect(ignored.isEmpty && config.remaining == 0)
        let defaults = try CephDecoder.decode(
            CephMap<String, String>.self, from: open.configDefaults, named: "defaults")
        #expect(defaults["mon_lease"] == "5.000000" && defaults.count > 1500)

        try beacon()
        #expect(environment.managerConnections.count == 1)
        try beacon(port: 6900)
        #expect(environment.managerConnections.last?.description == "v2:127.0.0.1:6900/1")
        #expect(told(MMgrOpen.self).count == 1)
    }

    @Test func `a connection that breaks is made again, after the interval`() throws {
        try activate()
        monitor.managerConnectionBroke()
        #expect(environment.managerConnections.count == 2)
        for _ in 0..<3 { monitor.managerConnectionBroke() }
        #expect(environment.managerConnections.count == 2 && !environment.isManagerConnected)
        try environment.advance(by: .milliseconds(900))
        #expect(environment.managerConnections.count == 2)
        try environment.advance(by: .milliseconds(200))
        #expect(environment.managerConnections.count == 3)
        try environment.advance(by: .seconds(10))
        #expect(environment.managerConnections.count == 3)
    }

    // MARK: Reports

    /// The packed numbers behind their envelope.
    private func numbers(_ report: MMgrReport) throws -> [UInt64] {
        var decoder = CephDecoder(report.packed)
        return try decoder.versioned(upTo: 1, named: "packed") { _, body in
            var numbers: [UInt64] = []
            while body.remaining > 0 { numbers.append(try body.decode("value")) }
            return numbers
        }
    }

    @Test func `counters are declared once and reported as often as the manager wants`() throws {
        var value: UInt64 = 1
        monitor.manager.counters = {
            [
                PerfCounter("paxos", "begin", "", .counter(value), priority: 8),
                PerfCounter("mon", "wait", "Waiting", .average(count: 2, sum: .nanoseconds(70))),
                PerfCounter("mon", "quiet", "", .gauge(9), priority: 2),
                PerfCounter("paxos", "bytes", "", .sum(count: 3, sum: 30), priority: 9, unit: .bytes),
                PerfCounter("paxos", "time", "", .time(.seconds(1)), priority: 9),
            ]
        }
        try activate()
        try environment.advance(by: .seconds(20))
        #expect(told(MMgrReport.self).isEmpty)
        monitor.receiveFromManager(MessageEnvelope(MMgrConfigure(statsPeriod: 5, statsThreshold: 5)))
        let first = try #require(told(MMgrReport.self).first)
        #expect(
            first.declaredTypes.map(\.path) == ["mon.wait", "paxos.begin", "paxos.bytes", "paxos.time"])
        #expect(first.declaredTypes.map(\.kind) == [5, 10, 6, 1])
        #expect(first.declaredTypes.map(\.unit) == [1, 1, 0, 1] && first.declaredTypes[0].text == "Waiting")
        #expect(try numbers(first) == [70, 2, 2, 1, 30, 3, 3, 1_000_000_000])
        #expect(first.daemonName == "a" && first.config.readableBytes == 0)
        #expect(first.healthMetrics == [MMgrReport.HealthMetric(kind: 0, value: 0)])

        value = 4
        try environment.advance(by: .seconds(11))
        #expect(told(MMgrReport.self).count == 3)
        let later = try #require(told(MMgrReport.self).last)
        #expect(later.declaredTypes.isEmpty && later.undeclaredTypes.isEmpty)
        #expect(try numbers(later) == [70, 2, 2, 4, 30, 3, 3, 1_000_000_000])

        monitor.receiveFromManager(MessageEnvelope(MMgrConfigure(statsPeriod: 5, statsThreshold: 6)))
        try environment.advance(by: .seconds(5))
        let less = try #require(told(MMgrReport.self).last)
        #expect(less.undeclaredTypes == ["mon.wait"])
        #expect(try numbers(less) == [4, 30, 3, 3, 1_000_000_000])

        monitor.receiveFromManager(MessageEnvelope(MMgrConfigure(statsPeriod: 0, statsThreshold: 6)))
        let count = told(MMgrReport.self).count
        try environment.advance(by: .seconds(60))
        #expect(told(MMgrReport.self).count <= count + 1)
    }

    @Test func `options that were changed and requests that wait too long are in the next report`() throws {
        try activate()
        monitor.receiveFromManager(MessageEnvelope(MMgrConfigure(statsPeriod: 5, statsThreshold: 5)))
        try monitor.changeOptions { options throws(MonitorOptions.SetError) in
            try options.set("mon_lease", to: "7", at: .override)
        }
        send(#"{"prefix": "osd df"}"#, from: try client())
        try environment.advance(by: .seconds(40))
        let reports = told(MMgrReport.self)
        let changed = try #require(reports.first { $0.config.readableBytes > 0 })
        var config = CephDecoder(changed.config)
        let values: CephMap<String, CephMap<Int32, String>> = try config.decode("values")
        #expect(values["mon_lease"] == [5: "7.000000"])
        #expect(reports.count { $0.config.readableBytes > 0 } == 1)
        let slow = try #require(reports.last?.healthMetrics.first)
        #expect(slow.value & 0xffff_ffff == 1 && (31...40).contains(slow.value >> 32))
    }

    // MARK: Commands

    @Test func `a command that only managers answer goes to the manager, and its answer to the client`()
        throws
    {
        try activate()
        let client = try client()
        send(#"{"prefix": "osd df", "format": "json"}"#, from: client, data: "input", tid: 9)
        let asked = try #require(environment.sentToManager.last)
        let command = try #require(asked.body as? MMgrCommand)
        #expect(command.fsid == .zero && command.command == [#"{"prefix": "osd df", "format": "json"}"#])
        #expect(String(buffer: command.data) == "input")
        #expect(answers(to: client).isEmpty)
        let reply = MMgrCommandReply(result: -5, resultString: "s", data: ByteBuffer(string: "out"))
        monitor.receiveFromManager(MessageEnvelope(reply, tid: asked.tid + 1))
        #expect(answers(to: client).isEmpty)
        monitor.receiveFromManager(MessageEnvelope(reply, tid: asked.tid))
        monitor.receiveFromManager(MessageEnvelope(reply, tid: asked.tid))
        let (tid, ack) = try #require(answers(to: client).first)
        #expect(tid == 9 && ack.result == -5 && ack.resultString == "s")
        #expect(String(buffer: ack.data) == "out" && answers(to: client).count == 1)
        #expect(monitor.manager.commandBytes == 0)
    }

    @Test func `what the monitor answers is not the manager's, what nobody knows is refused`() throws {
        try activate()
        let client = try client()
        for command in ["pg", "osd p", "osd tree", "fly", "", "status"] {
            send(#"{"prefix": "\#(command)"}"#, from: client)
        }
        #expect(told(MMgrCommand.self).isEmpty && answers(to: client).count == 6)
        #expect(answers(to: client)[3].ack.resultString == "command not known")
        // The beginning of a manager's command is for the manager to judge.
        send(#"{"prefix": "pg d"}"#, from: client)
        send(#"{"prefix": "pg dump"}"#, from: client)
        #expect(told(MMgrCommand.self).count == 2)
    }

    @Test func `a command waits for a manager, and is sent again where the session was new`() throws {
        let client = try client()
        send(#"{"prefix": "pg stat"}"#, from: client)
        send(#"{"prefix": "osd perf"}"#, from: client)
        try environment.advance(by: .seconds(5))
        #expect(answers(to: client).isEmpty)
        try activate(features: .nautilus)
        // A manager of 14.2 knows the older message only.
        #expect(
            told(MCommand.self).map(\.command) == [[#"{"prefix": "pg stat"}"#], [#"{"prefix": "osd perf"}"#]])
        let tids = environment.sentToManager.filter { $0.body is MCommand }.map(\.tid)
        monitor.receiveFromManager(MessageEnvelope(MCommandReply(resultString: "done"), tid: tids[0]))
        #expect(answers(to: client).map(\.ack.resultString) == ["done"])
        try environment.advance(by: .seconds(2))
        monitor.managerConnectionBroke()
        #expect(environment.sentToManager.filter { $0.body is MCommand }.map(\.tid) == [tids[1]])
    }

    @Test func `a client needs the monitor's leave`() throws {
        try activate()
        let reader = try client(caps: "allow r")
        send(#"{"prefix": "pg dump"}"#, from: reader)
        #expect(told(MMgrCommand.self).count == 1)
        send(#"{"prefix": "pg scrub", "pgid": "1.0"}"#, from: reader)
        #expect(told(MMgrCommand.self).count == 1)
        #expect(answers(to: reader).map(\.ack.result) == [-13])
    }

    @Test func `commands that wait take no more than their share of what clients may send`() throws {
        let client = try client()
        // 63 bytes each, of 0.3 of 2000.
        for _ in 0..<12 { send(#"{"prefix": "pg stat"}"#, from: client) }
        let refused = answers(to: client).map(\.ack)
        #expect(refused.count == 3)
        #expect(
            refused.allSatisfy { $0.result == -11 && $0.resultString == "hit limit on proxied mgr commands" })
        try activate()
        for message in environment.sentToManager where message.body is MMgrCommand {
            monitor.receiveFromManager(MessageEnvelope(MMgrCommandReply(), tid: message.tid))
        }
        #expect(answers(to: client).count { $0.ack.result == 0 } == 9)
        #expect(monitor.manager.commandBytes == 0)
    }
}
