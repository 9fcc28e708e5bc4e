import CephEncoding
import CephMessages
import CephTypes
import MonitorStore
import NIOCore
import Testing

@testable import Monitor

@Suite struct ConfigServiceTests {
    @Test func `config and config-key answer as Ceph's monitor does`() throws {
        let (monitor, environment) = try RecordedAnswers.newMonitor()
        try RecordedAnswers("config").replay(on: monitor)
        #expect(environment.failure == nil)
    }

    private func subscriber(_ monitor: Monitor, _ name: String, to what: String) throws -> Session {
        let name = try #require(AuthEntityName(name))
        let session = Session(connection: ConnectionID(7), name: EntityName(name.type, 0), authName: name)
        session.isAuthenticated = true
        session.caps = .allowAll
        session.subscriptions[what] = Subscription(next: 0, isOneTime: false)
        monitor.sessionOpened(session)
        return session
    }

    @Test func `Subscribers are sent their options, and again only when these change`() throws {
        let (monitor, environment) = try RecordedAnswers.newMonitor()
        _ = try subscriber(monitor, "mds.a", to: "config")
        func news() -> [MConfig] { environment.sent.compactMap { $0.message.body as? MConfig } }
        func set(_ who: String, _ name: String, _ value: String) throws {
            let arguments: [String: CommandValue] = [
                "who": .string(who), "name": .string(name), "value": .string(value),
            ]
            #expect(try monitor.ask("config set", arguments).code == 0)
        }
        try set("mds", "mds_cache_memory_limit", "1G")
        #expect(news().last == MConfig(config: ["mds_cache_memory_limit": "1073741824"]))
        let count = news().count
        try set("osd", "osd_max_backfills", "3")
        #expect(news().count == count)
        try set("mds.a", "mds_cache_memory_limit", "2Gi")
        #expect(news().last == MConfig(config: ["mds_cache_memory_limit": "2147483648"]))
    }

    @Test func `Who asks before it has a key is told its options`() throws {
        let (monitor, environment) = try RecordedAnswers.newMonitor()
        let session = try subscriber(monitor, "client.x", to: "none")
        let arguments: [String: CommandValue] = [
            "who": .string("client"), "name": .string("rbd_cache"), "value": .string("false"),
        ]
        #expect(try monitor.ask("config set", arguments).code == 0)
        let name = try #require(AuthEntityName("client.x"))
        monitor.receive(MessageEnvelope(MGetConfig(name: name)), on: session.connection)
        #expect(environment.sent.last?.message.body as? MConfig == MConfig(config: ["rbd_cache": "false"]))
    }

    @Test func `The monitor goes by its own options as soon as they are committed`() throws {
        let (monitor, environment) = try RecordedAnswers.newMonitor()
        #expect(monitor.tunables.lease == .seconds(5))
        let arguments: [String: CommandValue] = [
            "who": .string("mon"), "name": .string("mon_lease"), "value": .string("7"),
        ]
        #expect(try monitor.ask("config set", arguments).code == 0)
        #expect(monitor.tunables.lease == .seconds(7))
        monitor.shutDown()
        let second = try TestEnvironment.start(environment)
        #expect(second.tunables.lease == .seconds(7))
        #expect(try second.ask("config reset", ["num": .int(1)]).code == 0)
        #expect(second.tunables.lease == .seconds(5))
        let log = try second.ask("config log", ["num": .int(1)]).output
        #expect(String(buffer: log).hasSuffix(" --- reset to 1 ---\n- mon/mon_lease = 7.000000\n"))
    }

    @Test func `Old keys are put right on a tick`() throws {
        let (monitor, environment) = try RecordedAnswers.newMonitor()
        monitor.shutDown()
        var transaction = StoreTransaction()
        transaction.put("mon_config_key", "config/mon_mds_blacklist_interval", ByteBuffer(string: "4000"))
        try environment.memory.apply(transaction)
        let second = try TestEnvironment.start(environment)
        try environment.advance(by: .seconds(10))
        let keys = second.service(KeyValueService.self)
        #expect(try keys.storedValue("config/mon_mds_blacklist_interval") == nil)
        #expect(try !keys.stored(beginningWith: "config/").isEmpty)
    }
}

@Suite struct LogServiceTests {
    @Test func `log and log last answer as Ceph's monitor does`() throws {
        let (monitor, environment) = try RecordedAnswers.newMonitor()
        var recorded = try RecordedAnswers("log").answers
        // That monitor's own lines came in between.
        recorded.removeAll { $0.command.contains("\"level\": \"warn\"") }
        try RecordedAnswers(recorded).replay(on: monitor)
        #expect(environment.clusterLog.map(\.message).suffix(3) == ["hello", "hello world 3", ""])
    }
}
