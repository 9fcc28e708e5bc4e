import CephEncoding
import CephTypes
import Testing

@Suite struct StatusTextTests {
    private let now = UTime(seconds: 1_000_000)

    @Test("A manager's line in «ceph status»")
    func managers() {
        var map = MgrMap()
        #expect(map.statusText(now: now) == "no daemons active")
        map.activeChange = UTime(seconds: 1_000_000 - 39 * 60)
        #expect(map.statusText(now: now) == "no daemons active (since 39m)")
        map.activeGID = 4100
        map.activeName = "x"
        map.activeChange = UTime(seconds: 1_000_000 - 109)
        #expect(map.statusText(now: now) == "x(active, starting, since 109s)")
        map.isAvailable = true
        for (gid, name) in [(UInt64(4200), "y"), (4300, "z")] {
            var standby = MgrStandby()
            standby.gid = gid
            standby.name = name
            map.standbys[gid] = standby
        }
        #expect(map.statusText(now: now) == "x(active, since 109s), standbys: y, z")
    }

    @Test("A service says who it is, or its daemons are counted")
    func services() {
        var service = ServiceMap.Service()
        #expect(service.statusText == "no daemons active")
        var daemon = ServiceMap.Daemon()
        service.daemons["a"] = daemon
        #expect(service.statusText == "1 daemon active")
        daemon.metadata = ["hostname": "h1", "zone_id": "z", "daemon_type": "gateway"]
        daemon.taskStatus = ["scrub status": "idle"]
        service.daemons["b"] = daemon
        daemon.metadata["hostname"] = "h2"
        service.daemons["c"] = daemon
        #expect(service.statusText == "3 gateways active (2 hosts, 1 zones)")
        #expect(
            service.taskText(service: "rgw")
                == "\n    scrub status:\n        rgw.b: idle\n        rgw.c: idle")
        #expect(service.counts(of: "hostname") == ["h1": 1, "h2": 1, "unknown": 1])
        service.summary = "of its own"
        #expect(service.statusText == "of its own")
    }

    /// As a real monitor answered with these mutes.
    @Test("Muted checks are named behind the others")
    func mutes() {
        var checks = HealthCheckMap()
        checks.add(
            "MON_DISK_LOW", .warning, "mon a is low on available space", count: 1,
            detail: ["mon.a has 26% avail"])
        checks.add("OSDMAP_FLAGS", .warning, "noscrub flag(s) set", count: 7)
        checks.add("OSD_FLAGS", .error, "flags", count: 1, detail: ["osd.1 has flags nodown"])
        var report = HealthReport(checks: checks)
        #expect(report.status == .error)
        report.mutes["OSD_FLAGS"] = HealthMute(code: "OSD_FLAGS", expires: UTime(seconds: now.seconds + 3599))
        report.mutes["OSDMAP_FLAGS"] = HealthMute(code: "OSDMAP_FLAGS", isSticky: true)
        #expect(report.status == .warning)
        #expect(
            report.summary(now: now)
                == "HEALTH_WARN mon a is low on available space; (muted: OSDMAP_FLAGS OSD_FLAGS(59m))")
        #expect(
            report.details(now: now) == """
                [WRN] MON_DISK_LOW: mon a is low on available space
                    mon.a has 26% avail
                (MUTED, STICKY) [WRN] OSDMAP_FLAGS: noscrub flag(s) set
                (MUTED ttl 59m) [ERR] OSD_FLAGS: flags
                    osd.1 has flags nodown

                """)
        report.checks.checks["MON_DISK_LOW"] = nil
        #expect(report.status == .ok)
        #expect(report.summary(now: now) == "HEALTH_OK (muted: OSDMAP_FLAGS OSD_FLAGS(59m))")
    }

    @Test("What monitors say of themselves names them")
    func quorumHealth() {
        var low = HealthCheckMap()
        low.add(
            "MON_DISK_LOW", .warning, "mon%plurals% %names% %isorare% low, 5% left", count: 1, detail: ["one"]
        )
        var quorum = QuorumHealth([1: low])
        let names = ["a", "b", "c"]
        func name(_ rank: Int32) -> String? { names[Int(rank)] }
        #expect(quorum.combined(name: name).checks["MON_DISK_LOW"]?.summary == "mon b is low, 5% left")
        quorum.checks[0] = low
        let both = quorum.combined(name: name).checks["MON_DISK_LOW"]
        #expect(both?.summary == "mons a,b are low, 5% left")
        #expect(both?.count == 2 && both?.detail == ["one", "one"])
    }

    @Test("The cluster log is told of checks that come, change and go")
    func log() {
        var log = HealthLog()
        func lines(
            _ old: HealthCheckMap, _ new: HealthCheckMap, at seconds: UInt32, others: Bool = true
        ) -> [String] {
            log.lines(
                from: old, to: new, now: UTime(seconds: seconds), period: 5, othersAreHealthy: others
            ).map { "\($0.severity.shortName) \($0.text)" }
        }
        var one = HealthCheckMap()
        one.add("OSD_DOWN", .warning, "1 osds down", count: 1)
        var two = HealthCheckMap()
        two.add("OSD_DOWN", .warning, "2 osds down", count: 2)
        var worse = HealthCheckMap()
        worse.add("OSD_DOWN", .error, "3 osds down", count: 3)
        #expect(lines(HealthCheckMap(), one, at: 100) == ["WRN Health check failed: 1 osds down (OSD_DOWN)"])
        // Too early to say again, unless it is worse.
        #expect(lines(one, two, at: 104).isEmpty)
        #expect(lines(one, worse, at: 104) == ["ERR Health check update: 3 osds down (OSD_DOWN)"])
        #expect(lines(one, two, at: 109) == ["WRN Health check update: 2 osds down (OSD_DOWN)"])
        #expect(lines(two, one, at: 110).isEmpty)
        #expect(
            log.overdue(in: one, now: UTime(seconds: 115), period: 5).map(\.text)
                == ["Health check update: 1 osds down (OSD_DOWN)"])
        #expect(
            lines(one, HealthCheckMap(), at: 120)
                == [
                    "OK Health check cleared: OSD_DOWN (was: 1 osds down)", "OK Cluster is now healthy",
                ])
        #expect(lines(one, HealthCheckMap(), at: 120, others: false).count == 1)
    }
}
