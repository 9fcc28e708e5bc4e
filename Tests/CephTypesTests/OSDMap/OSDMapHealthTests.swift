import CephEncoding
import CephTypes
import Testing

@Suite struct OSDMapHealthTests {
    /// What Ceph 16.2.15 said of the map when its OSDs were gone.
    @Test func `A real map's health is what its monitor said`() throws {
        let map = try MapStore.fixtures[0].last()
        let checks = map.healthChecks().checks
        #expect(
            checks.elements.map { "\($0.key) \($0.value.severity) \($0.value.count) \($0.value.summary)" }
                == [
                    "OSDMAP_FLAGS HEALTH_WARN 7 noscrub flag(s) set",
                    "OSD_DOWN HEALTH_WARN 1 1 osds down",
                    "OSD_FLAGS HEALTH_WARN 1 1 OSDs or CRUSH {nodes, device-classes} have"
                        + " {NOUP,NODOWN,NOIN,NOOUT} flags set",
                ])
        #expect(checks["OSD_DOWN"]?.detail == ["osd.0 (root=default,host=vm) is down"])
        #expect(checks["OSD_FLAGS"]?.detail == ["osd.1 has flags nodown"])
    }

    @Test func `Hosts and roots of which every OSD is down are told from the top`() throws {
        var map = try MapStore.fixtures[0].last()
        map.osdStates[1].remove(.up)
        let checks = map.healthChecks().checks
        #expect(checks["OSD_ROOT_DOWN"]?.detail == ["root default (3 osds) is down"])
        #expect(checks["OSD_HOST_DOWN"]?.summary == "1 host (3 osds) down")
        #expect(checks["OSD_HOST_DOWN"]?.detail == ["host vm (root=default) (3 osds) is down"])
        #expect(checks["OSD_DOWN"]?.count == 2)
    }

    @Test func `Ratios out of order are an error`() throws {
        var map = try MapStore.fixtures[0].last()
        map.fullRatio = 0.5
        let check = map.healthChecks().checks["OSD_OUT_OF_ORDER_FULL"]
        #expect(check?.severity == .error)
        #expect(check?.detail == ["full_ratio (0.5) < backfillfull_ratio (0.9), increased"])
    }

    @Test func `Full OSDs make pools full, and those stop being it`() throws {
        var map = try MapStore.fixtures[0].last()
        map.osdStates[1].insert(.nearFull)
        #expect(map.healthChecks().checks["OSD_NEARFULL"]?.detail == ["osd.1 is near full"])
        var incremental = OSDMap.Incremental(epoch: map.epoch + 1, fsid: map.fsid)
        incremental.updateFullFlags(next: map)
        #expect(incremental.newPools.count == map.pools.count)
        #expect(incremental.newPools[2]?.flags.contains(.nearFull) == true)
        var next = try map.applying(incremental)
        #expect(next.healthChecks().checks["POOL_NEARFULL"]?.summary == "6 pool(s) nearfull")
        next.osdStates[1].remove(.nearFull)
        var after = OSDMap.Incremental(epoch: next.epoch + 1, fsid: next.fsid)
        after.updateFullFlags(next: next)
        #expect(after.newPools[2]?.flags.contains(.nearFull) == false)
    }

    @Test func `A summary is Ceph's`() throws {
        let map = try MapStore.fixtures[0].last()
        let now = UTime(seconds: map.lastUpChange.seconds + 27 * 60 + 5)
        #expect(
            map.summaryText(at: now, withEpoch: true)
                == "4 osds: 1 up (since 27m), 2 in (since 30m); epoch: e70; 24 remapped pgs\nflags noscrub\n")
        var formatter = CephFormatter(.json)
        formatter.object("osdmap") { map.dumpSummary(to: &$0) }
        #expect(
            formatter.text
                == #"{"epoch":70,"num_osds":4,"num_up_osds":1,"osd_up_since":1795245579,"num_in_osds":2,"#
                + #""osd_in_since":1795245359,"num_remapped_pgs":24}"#)
    }

    @Test func `Utilization is Ceph's`() throws {
        let utilization = try #require(try MapStore.fixtures[0].last().utilization)
        #expect(
            utilization.text
                == "avg 234\nstddev 168 (expected baseline 0)\nmin osd.1 with 66 pgs (0.282051 * mean)\n"
                + "max osd.1 with 66 pgs (0.282051 * mean)\n")
        #expect(
            CephFormatter.format(utilization, as: .json, named: "utilization")
                == #"{"avg_pgs":234,"std_dev":168,"expected_baseline_std_dev":0,"min_osd":1,"#
                + #""min_osd_pgs":66,"max_osd":1,"max_osd_pgs":66}"#)
    }

    /// A monitor cleans up before it commits: there is nothing left to do in what it has committed.
    @Test(arguments: MapStore.fixtures)
    func `What real monitors committed is clean`(_ store: MapStore) throws {
        guard let first = store.epochs.first else { return }
        var map = OSDMap()
        if first > 1 { map = try OSDMap.decode(from: try #require(store.full(first))) }
        for epoch in store.epochs where epoch > first || first == 1 {
            var incremental = try CephDecoder.decode(
                OSDMap.Incremental.self, from: store.incremental(epoch), named: "osdmap/\(epoch)")
            let committed = incremental
            let next = try map.applying(incremental)
            incremental.cleanTemporaries(old: map, next: next)
            incremental.cleanUpmaps(next: next)
            incremental.updateFullFlags(next: next)
            // 14.2 leaves a tier's applications alone.
            if store.name != "nautilus-rich" { incremental.propagateToTiers(of: map) }
            #expect(incremental == committed, "epoch \(epoch)")
            map = next
        }
    }
}
