import CephEncoding
import CephMessages
import CephTypes
import MonitorStore
import NIOCore
import Testing

@testable import Monitor

/// OSDs from before luminous report to the monitors.
@Suite struct PGMapServiceTests {
    private let monitor: Monitor
    private let environment: TestEnvironment
    private let group = PGID(pool: 2, seed: 3)

    init() throws {
        monitor = try RecordedStore.monitor()
        environment = try #require(monitor.environment as? TestEnvironment)
    }

    private var service: PGMapService { monitor.service(PGMapService.self) }

    private func osd(_ number: Int, at addresses: EntityAddressVector? = nil) -> Session {
        let session = Session(
            connection: ConnectionID(UInt64(number) + 10), name: EntityName(.osd, Int64(number)))
        session.caps = .allowAll
        session.isAuthenticated = true
        session.addresses = addresses ?? monitor.osdMap.clientAddresses[number]
        monitor.sessionOpened(session)
        return session
    }

    private func report(bytes: Int64, seq: UInt64 = 1) -> MPGStats {
        var stat = PGStat()
        stat.state = [.active, .clean]
        stat.reportedEpoch = 70
        stat.reportedSeq = seq
        stat.acting = [1]
        stat.up = [1]
        stat.actingPrimary = 1
        stat.upPrimary = 1
        stat.stats.sum.numBytes = bytes
        stat.stats.sum.numObjects = 5
        var own = OSDStat()
        own.statfs.total = 1 << 30
        own.statfs.available = 1 << 29
        own.numOSDs = 1
        return MPGStats(fsid: monitor.monmap.fsid, osdStat: own, pgStat: [group: stat], epoch: 70)
    }

    private func send(_ message: MPGStats, from session: Session) throws {
        monitor.receive(MessageEnvelope(message, tid: 7, source: session.name), on: session.connection)
        try environment.completeWrites()
        try environment.advance(by: .seconds(2))
    }

    @Test func `it sleeps and writes nothing where managers report`() throws {
        #expect(!service.isAwake && service.digest == nil)
        try environment.advance(by: .seconds(30))
        #expect(try environment.memory.keys(of: "pgmap").isEmpty)
        let answer = try monitor.ask("pg stat")
        #expect(answer.code == -11)
    }

    @Test func `a first report wakes it, and all groups of the OSD map are in it`() throws {
        let session = osd(1)
        try send(report(bytes: 4096), from: session)
        #expect(service.isAwake && service.map.pgStats.count == 93)
        #expect(service.map.pgStats[group]?.state == [.active, .clean])
        #expect(service.map.lastOSDMapEpoch == 70 && service.map.digest.osdSum.statfs.total == 1 << 30)
        let ack = try #require(environment.sent.last { $0.connection == session.connection }?.message)
        #expect((ack.body as? MPGStatsAck)?.pgStat[group] == Pair(1, 70) && ack.tid == 7)
        let stored = try #require(environment.memory.value(of: StoreKey("pgmap_pg", "2.3")))
        #expect(try PGStat.decode(from: stored) == service.map.pgStats[group])
        let table = String(buffer: try monitor.ask("df").output)
        #expect(table.contains("TOTAL  1 GiB  512 MiB  512 MiB   512 MiB      50.00\n"))
        let dump = String(buffer: try monitor.ask("pg dump").output)
        #expect(dump.hasPrefix("version \(service.map.version)\nstamp 2026-11-21T"))
        let list = try monitor.ask("pg ls", ["states": .strings(["clean"]), "format": .string("json")])
        #expect(String(buffer: list.output).hasPrefix(#"{"pg_ready":true,"pg_stats":[{"pgid":"2.3","#))
        #expect(try monitor.ask("pg ls", ["pool": .int(99)]).status == "pool 99 does not exist")
    }

    @Test func `a restarted monitor reads what was committed`() throws {
        let session = osd(1)
        try send(report(bytes: 4096), from: session)
        try send(report(bytes: 8192, seq: 2), from: session)
        let before = service.map
        #expect(before.version >= 2)
        let again = try TestEnvironment.start(environment).service(PGMapService.self).map
        #expect(again.version == before.version && again.stamp == before.stamp)
        #expect(again.pgStats == before.pgStats && again.osdStats == before.osdStats)
        #expect(again.digest.pgSum == before.digest.pgSum && again.lastOSDMapEpoch == before.lastOSDMapEpoch)
    }

    @Test func `reports of OSDs that the map does not have so are dropped`() throws {
        try send(report(bytes: 1), from: osd(0))
        try send(
            report(bytes: 1), from: osd(1, at: EntityAddressVector("v1:127.0.0.9:6800/1")))
        var strange = report(bytes: 1)
        strange.fsid = .zero
        try send(strange, from: osd(1))
        #expect(!service.isAwake)
    }

    @Test func `a report that says nothing new is answered at once and commits nothing`() throws {
        let session = osd(1)
        try send(report(bytes: 4096), from: session)
        let version = service.map.version
        try send(report(bytes: 4096), from: session)
        #expect(service.map.version == version)
        #expect(environment.sent.count { $0.message.body is MPGStatsAck } == 2)
    }
}
