import CephEncoding
import CephMessages
import CephTypes
import MonitorStore
import NIOCore
import Testing

@testable import Monitor

@Suite struct ManagerTests {
    private let monitor: Monitor
    private let environment: TestEnvironment
    init() throws { (monitor, environment) = try TestEnvironment.newCluster() }

    private var service: MgrService { monitor.service(MgrService.self) }

    private func session(_ number: UInt64) -> Session {
        let session = Session(connection: ConnectionID(number), name: EntityName(.mgr, Int64(number)))
        session.caps = .allowAll
        session.isAuthenticated = true
        monitor.sessionOpened(session)
        return session
    }

    private func beacon(_ name: String, gid: UInt64, available: Bool = false) -> MMgrBeacon {
        var beacon = MMgrBeacon()
        beacon.fsid = monitor.monmap.fsid
        beacon.name = name
        beacon.gid = gid
        beacon.isAvailable = available
        beacon.serverAddresses =
            EntityAddressVector("v2:127.0.0.1:6800/\(gid)") ?? EntityAddressVector()
        beacon.metadata = ["hostname": "vm", "ceph_version": "ceph version 16.2.15"]
        return beacon
    }

    private func send(_ body: any CephMessage, from session: Session) throws {
        monitor.receive(MessageEnvelope(body, source: session.name), on: session.connection)
        try environment.completeWrites()
        try environment.advance(by: .seconds(2))
    }

    /// Beacons every two seconds for as long.
    private func live(_ span: Int, _ managers: [(Session, MMgrBeacon)]) throws {
        for _ in 0..<span / 2 {
            for (session, beacon) in managers {
                monitor.receive(MessageEnvelope(beacon, source: session.name), on: session.connection)
            }
            try environment.advance(by: .seconds(2))
        }
    }

    @Test func `a new cluster begins with the modules that are wanted and the commands of all managers`()
        throws
    {
        #expect(service.map.epoch == 1)
        #expect(Array(service.map.modules) == ["iostat", "nfs", "restful"])
        #expect(service.map.alwaysOnModules.count == 3)
        #expect(service.commandDescriptions.count == 50)
        let stored = try #require(environment.memory.value(of: StoreKey("mgr_command_descs", "")))
        // As a real monitor wrote it.
        #expect(stored.readableBytes == 8052)
    }

    @Test func `the first manager becomes active, the second waits and takes its place`() throws {
        let (first, second) = (session(4100), session(4200))
        try send(beacon("x", gid: 4100), from: first)
        #expect(service.map.activeName == "x" && !service.map.isAvailable)
        try send(beacon("x", gid: 4100, available: true), from: first)
        #expect(service.map.isAvailable && service.map.activeGID == 4100)
        try send(beacon("y", gid: 4200), from: second)
        #expect(service.map.standbys.values.map(\.name) == ["y"])
        let metadata = try monitor.ask("mgr metadata", ["who": .string("y"), "format": .string("json")])
        #expect(
            String(buffer: metadata.output)
                == #"{"name":"y","ceph_version":"ceph version 16.2.15","hostname":"vm"}"#)

        // The first one falls silent.
        try live(40, [(second, beacon("y", gid: 4200))])
        #expect(service.map.activeName == "y" && service.map.standbys.isEmpty)
        #expect(service.map.lastFailureOSDEpoch > 0)
        #expect(monitor.osdMap.blocklist.contains { $0.address.description.contains("6800/4100") })
        #expect(try service.metadata(of: "x") == nil)
    }

    @Test func `a manager that comes back with a new gid replaces itself`() throws {
        let (first, again) = (session(4100), session(4300))
        try send(beacon("x", gid: 4100), from: first)
        try send(beacon("x", gid: 4300), from: again)
        #expect(service.map.activeGID == 4300 && service.map.activeName == "x")
        #expect(try service.metadata(of: "x") != nil)
    }

    @Test func `one that thinks it is active but is not gets an empty map`() throws {
        let (first, second) = (session(4100), session(4200))
        try send(beacon("x", gid: 4100), from: first)
        try send(beacon("y", gid: 4200, available: true), from: second)
        let told = environment.sent.filter { $0.connection == second.connection }
        #expect((told.last?.message.body as? MMgrMap)?.map == MgrMap())
    }

    @Test func `subscribers get maps as they come, and managers what is wrong`() throws {
        let manager = session(4100)
        manager.subscriptions["mgrmap"] = Subscription(next: 0, isOneTime: false)
        manager.subscriptions["mgrdigest"] = Subscription(next: 0, isOneTime: false)
        try send(beacon("x", gid: 4100), from: manager)
        let bodies = environment.sent.map(\.message.body)
        let epochs = bodies.compactMap { ($0 as? MMgrMap)?.map.epoch }
        #expect(epochs == Array(CephSet(epochs)) && epochs.last == service.map.epoch)
        let digest = try #require(bodies.lazy.compactMap { $0 as? MMgrDigest }.last)
        #expect(String(buffer: digest.health).hasPrefix(#"{"status":"HEALTH_"#))
        #expect(String(buffer: digest.monStatus).contains(#""state":"leader""#))
    }

    @Test func `managers are failed and modules enabled by command`() throws {
        func ask(_ prefix: String, _ arguments: [String: CommandValue] = [:]) throws -> String {
            let answer = try monitor.ask(prefix, arguments)
            return "\(answer.code) \(answer.status)"
        }
        #expect(try ask("mgr fail") == "0 Currently no active mgr")
        #expect(try ask("mgr fail", ["who": .string("nope")]) == "0 Daemon not found 'nope', already failed?")
        #expect(try ask("mgr fail", ["who": .string("999")]) == "0 Daemon not found '999', already failed?")
        #expect(
            try ask("mgr module enable", ["module": .string("nope")])
                == "-2 all mgr daemons do not support module 'nope', pass --force to force enablement")
        #expect(
            try ask("mgr module disable", ["module": .string("nope")])
                == "0 module 'nope' is already disabled")
        #expect(
            try ask("mgr module disable", ["module": .string("pg_autoscaler")])
                == "-22 module 'pg_autoscaler' cannot be disabled (always-on)")
        #expect(
            try ask("mgr module enable", ["module": .string("balancer")])
                == "0 module 'balancer' is already enabled (always-on)")
        #expect(try ask("mgr module disable", ["module": .string("iostat")]) == "0 ")
        #expect(Array(service.map.modules) == ["nfs", "restful"])
        #expect(
            try ask("mgr metadata", ["who": .string("nope")]) == "-2 mgr.nope does not exist")
        #expect(try ask("mgr dump", ["epoch": .int(9999)]) == "-2 there is no map for epoch 9999")
        try send(beacon("x", gid: 4100), from: session(4100))
        #expect(try ask("mgr fail", ["who": .string("x")]) == "0 ")
        #expect(service.map.activeGID == 0)
    }

    @Test func `what a manager reports is stored and shown`() throws {
        let manager = session(4100)
        try send(beacon("x", gid: 4100), from: manager)
        var digest = PGMapDigest()
        digest.numPG = 7
        var report = MMonMgrReport()
        report.gid = 4100
        report.data = CephEncoder.encode(digest)
        var services = ServiceMap()
        services.epoch = 3
        report.serviceMap = CephEncoder.encode(services)
        report.progressEvents["1"] = ProgressEvent(message: "Going on", progress: 0.5, isInStatus: true)
        report.healthChecks.add("PG_DEGRADED", .warning, "few", count: 1)
        try send(report, from: manager)
        try environment.advance(by: .seconds(10))
        let stat = monitor.service(MgrStatService.self)
        #expect(stat.digest.numPG == 7 && stat.serviceMap.epoch == 3)
        #expect(String(buffer: try monitor.ask("status").output).contains("\n  progress:\n    Going on\n"))
        #expect(
            String(buffer: try monitor.ask("health").output)
                == "HEALTH_WARN mon is allowing insecure global_id reclaim; few\n")
        // Of one that is not active.
        report.gid = 9
        report.healthChecks = HealthCheckMap()
        try send(report, from: manager)
        #expect(stat.storedHealth.checks["PG_DEGRADED"] != nil)
    }
}
