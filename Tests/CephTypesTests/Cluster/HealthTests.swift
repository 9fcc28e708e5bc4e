import CephEncoding
import Testing

@testable import CephTypes

@Suite struct HealthTests {
    @Test("What a service stored is what «ceph health detail» shows of it")
    func dumps() throws {
        let map: HealthCheckMap = try ClusterFixtures.record("pacific-rich/health/mgr")
        #expect(
            CephFormatter.format(map, as: .json) == """
                {"MGR_DOWN":{"severity":"HEALTH_WARN","summary":{"message":"no active mgr","count":0},"detail":[]}}
                """)
        let osd: HealthCheckMap = try ClusterFixtures.record("pacific-rich/health/osdmap")
        #expect(osd.checks.keys == ["OSDMAP_FLAGS", "OSD_DOWN", "OSD_FLAGS"])
        #expect(osd.checks["OSD_DOWN"]?.detail == ["osd.0 (root=default,host=vm) is down"])
    }

    @Test("Mutes are as «ceph health» shows them")
    func mutes() throws {
        let stored: HealthMutes = try ClusterFixtures.record("live/mutes")
        #expect(
            CephFormatter.format(stored, as: .json) == """
                {"mutes":[{"code":"AUTH_INSECURE_GLOBAL_ID_RECLAIM_ALLOWED","sticky":true,"summary":"","count":0}]}
                """)
    }

    @Test("Each monitor of a quorum has checks of its own")
    func quorum() throws {
        let stored: QuorumHealth = try ClusterFixtures.record("pacific-rich/health/quorum")
        #expect(stored.checks.keys == [0])
    }

    @Test("Merging keeps the first summary, and adds details and counts")
    func merges() {
        var left = HealthCheckMap()
        left.add("A", .warning, "first", count: 1, detail: ["x"])
        var right = HealthCheckMap()
        right.add("A", .error, "second", count: .max, detail: ["y"])
        right.add("B", .error, "other", count: 2)
        left.merge(right)
        #expect(left.checks["A"]?.summary == "first" && left.checks["A"]?.detail == ["x", "y"])
        #expect(left.checks["A"]?.severity == .warning && left.checks["A"]?.count == .min)
        #expect(left.checks["B"]?.count == 2)
        #expect(HealthStatus.error < .warning && HealthStatus.warning < .ok)
    }
}
