import CephEncoding
import CephMessages
import CephTypes
import Foundation
import MonitorStore
import NIOCore
import Testing

@testable import Monitor

/// Reports that OSDs of 0.52 to 11.2 sent (`MPGStats` in Ceph's object corpus), kept as jewel kept them.
@Suite(.enabled(if: PGReportCorpus.root != nil, "CEPH_OBJECT_CORPUS is not set"))
struct ReportedGroupsTests {
    @Test func `what OSDs reported is committed, read back after a restart, and shown`() throws {
        let reports = try PGReportCorpus.reports()
        #expect(reports.count >= 7)
        var groupCount = 0
        for (name, recorded) in reports {
            let monitor = try RecordedStore.monitor()
            let environment = try #require(monitor.environment as? TestEnvironment)
            let session = Session(connection: ConnectionID(10), name: EntityName(.osd, 1))
            session.caps = .allowAll
            session.isAuthenticated = true
            session.addresses = monitor.osdMap.clientAddresses[1]
            monitor.sessionOpened(session)

            // Its groups are ones of this cluster here; all else is as it was sent.
            var report = recorded
            report.fsid = monitor.monmap.fsid
            let groups = recorded.pgStat.values.prefix(16).enumerated().map { index, stat in
                (PGID(pool: 2, seed: UInt32(index)), stat)
            }
            report.pgStat = CephMap(groups)
            monitor.receive(MessageEnvelope(report, tid: 1, source: session.name), on: session.connection)
            try environment.completeWrites()
            try environment.advance(by: .seconds(3))

            let service = monitor.service(PGMapService.self)
            #expect(service.isAwake, "\(name)")
            #expect(service.map.osdStats[1] == report.osdStat, "\(name)")
            for (id, stat) in groups where stat.reportedEpoch > 0 {
                groupCount += 1
                #expect(service.map.pgStats[id] == stat, "\(name) \(id)")
            }

            let again = try TestEnvironment.start(environment)
            let map = again.service(PGMapService.self).map
            #expect(map.version == service.map.version && map.stamp == service.map.stamp, "\(name)")
            #expect(map.pgStats == service.map.pgStats && map.osdStats == service.map.osdStats, "\(name)")
            #expect(map.digest.pgSum == service.map.digest.pgSum, "\(name)")

            for answering in [monitor, again] {
                let dump = String(buffer: try answering.ask("pg dump", ["format": .string("json")]).output)
                #expect(dump.contains(#""version":\#(map.version),"#), "\(name)")
                for (id, stat) in groups {
                    let objects = try Self.objects(in: dump, of: id)
                    #expect(objects == map.pgStats[id]?.stats.sum.numObjects, "\(name) \(id)")
                    #expect(stat.reportedEpoch == 0 || objects == stat.stats.sum.numObjects, "\(name) \(id)")
                }
                let df = String(buffer: try answering.ask("df", ["format": .string("json")]).output)
                #expect(df.contains(#""total_bytes":\#(report.osdStat.statfs.total),"#), "\(name): \(df)")
            }
        }
        #expect(groupCount > 0)
    }

    /// What `pg dump` says of a group.
    private static func objects(in dump: String, of id: PGID) throws -> Int64? {
        let parsed = try JSONSerialization.jsonObject(with: Data(dump.utf8)) as? [String: Any]
        let map = parsed?["pg_map"] as? [String: Any] ?? parsed
        let stats = map?["pg_stats"] as? [[String: Any]]
        let group = stats?.first { $0["pgid"] as? String == id.description }
        let sums = group?["stat_sum"] as? [String: Any]
        return (sums?["num_objects"] as? NSNumber)?.int64Value
    }
}

/// Where the reports are found.
private enum PGReportCorpus {
    static let root = ProcessInfo.processInfo.environment["CEPH_OBJECT_CORPUS"]

    static func reports() throws -> [(name: String, report: MPGStats)] {
        let files = FileManager.default
        let archive = "\(root ?? "")/archive"
        return try files.contentsOfDirectory(atPath: archive).sorted().flatMap { version in
            let folder = "\(archive)/\(version)/objects/MPGStats"
            return try ((try? files.contentsOfDirectory(atPath: folder)) ?? []).sorted().compactMap { name in
                let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))
                return try message(ByteBuffer(bytes: data)).map { ("\(version)/\(name)", $0) }
            }
        }
    }

    /// As `encode_message` wrote it: header, footer, segments.
    private static func message(_ bytes: ByteBuffer) throws -> MPGStats? {
        var decoder = CephDecoder(bytes)
        try decoder.skip(8 + 8)
        let type: MessageType = MessageType(try decoder.integer())
        try decoder.skip(2)
        let version: UInt16 = try decoder.integer()
        try decoder.skip(14)
        _ = try decoder.decode("src", as: EntityName.self)
        let compatible: UInt16 = try decoder.integer()
        try decoder.skip(6 + 13)
        let front: ByteBuffer = try decoder.decode("front")
        return try MessageCatalog.decode(
            type: type, version: version, compatible: compatible, front: front, data: ByteBuffer(),
            features: .all) as? MPGStats
    }
}
