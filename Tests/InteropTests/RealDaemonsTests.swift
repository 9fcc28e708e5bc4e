import Foundation
import TestSupport
import Testing

/// Our monitor with Ceph's own managers, OSDs and metadata servers. It takes minutes: only where `CEPH_DAEMONS` is set.
@Suite(
    .enabled(if: OwnCluster.wantsDaemons, "CEPH_DAEMONS is not set, or Ceph's daemons are not installed"),
    .serialized)
struct RealDaemonsTests {
    private func cluster() throws -> OwnCluster {
        let cluster = try OwnCluster(options: OwnCluster.daemonOptions)
        for name in ["mgr.x", "osd.0", "osd.1", "osd.2"] { try cluster.startDaemon(name) }
        try cluster.wait(["osd", "stat", "-f", "json"]) { $0.contains("\"num_up_osds\":3") }
        try cluster.wait(["mgr", "stat", "-f", "json"]) { $0.contains("\"available\":true") }
        return cluster
    }

    private func isClean(_ count: Int) -> (String) -> Bool {
        { text in
            text.contains("\"num_pgs\":\(count)")
                && text.contains("\"num_pg_by_state\":[{\"name\":\"active+clean\",\"num\":\(count)}]")
        }
    }

    @Test func `OSDs serve objects, the manager answers, and groups become clean`() throws {
        let cluster = try cluster()
        #expect(try cluster.ceph("osd", "pool", "create", "data", "8", "--autoscale-mode=off").status == 0)
        let stat = ["pg", "stat", "-f", "json"]
        try cluster.wait(stat, until: isClean(9))
        let object = "\(cluster.folder.path)/object"
        try "hello".write(toFile: object, atomically: true, encoding: .utf8)
        let rados = ["-c", cluster.configuration, "-p", "data"]
        #expect(try Program.run("rados", rados + ["put", "one", object]).status == 0)
        #expect(try Program.run("rados", rados + ["get", "one", "-"]).text == "hello")
        #expect(try Program.run("rados", rados + ["mksnap", "s1"]).status == 0)
        #expect(try Program.run("rados", rados + ["lssnap"]).text.contains("s1"))
        // No OSD asks for this map: one is given it, and tells the others.
        #expect(try cluster.ceph("osd", "pool", "set", "data", "pg_num", "16").status == 0)
        try cluster.wait(stat, until: isClean(17))
        #expect(try cluster.ceph("tell", "osd.0", "version").text.contains("16.2.15"))
        #expect(try cluster.ceph("tell", "mon.a", "mon_status").text.contains("\"state\": \"leader\""))
        #expect(try cluster.ceph("df").text.contains("data"))
        #expect(try cluster.ceph("osd", "df").text.contains("TOTAL"))
        #expect(try cluster.ceph("versions").text.contains("\": 5"))
        #expect(try cluster.ceph("config", "set", "osd", "osd_max_backfills", "3").status == 0)
        try cluster.wait(["tell", "osd.0", "config", "get", "osd_max_backfills"]) { $0.contains("\"3\"") }
        let host = ProcessInfo.processInfo.hostName.split(separator: ".").first.map(String.init) ?? ""
        #expect(try cluster.ceph("config", "set", "osd/host:\(host)", "osd_max_backfills", "4").status == 0)
        try cluster.wait(["tell", "osd.0", "config", "get", "osd_max_backfills"]) { $0.contains("\"4\"") }
        #expect(
            try cluster.ceph("osd", "pool", "delete", "data", "data", "--yes-i-really-really-mean-it").status
                == 0)
        try cluster.wait(stat, until: isClean(1))
        #expect(try cluster.ceph("health").text.contains("SLOW_OPS") == false)
    }

    @Test func `an OSD that is killed is marked down and out, a manager is replaced`() throws {
        let cluster = try cluster()
        try cluster.startDaemon("mgr.y")
        try cluster.wait(["mgr", "stat", "-f", "json"]) { $0.contains("\"num_standby\":1") }
        #expect(try cluster.ceph("config", "set", "mon", "mon_osd_down_out_interval", "5").status == 0)
        cluster.killDaemon("osd.2")
        try cluster.wait(["osd", "stat", "-f", "json"]) { $0.contains("\"num_up_osds\":2") }
        #expect(try cluster.ceph("health", "detail").text.contains("osd.2 (root=default,host="))
        try cluster.wait(["osd", "stat", "-f", "json"]) { $0.contains("\"num_in_osds\":2") }
        try cluster.startDaemon("osd.2")
        try cluster.wait(["osd", "stat", "-f", "json"]) {
            $0.contains("\"num_up_osds\":3") && $0.contains("\"num_in_osds\":3")
        }
        cluster.killDaemon("mgr.x")
        try cluster.wait(["mgr", "stat", "-f", "json"], limit: 90) {
            $0.contains("\"active_name\":\"y\"") && $0.contains("\"available\":true")
        }
    }

    @Test func `a file system comes up and a standby takes over`() throws {
        let cluster = try cluster()
        for name in ["mds.m", "mds.n"] { try cluster.startDaemon(name) }
        for pool in ["meta", "bulk"] {
            #expect(try cluster.ceph("osd", "pool", "create", pool, "8").status == 0)
        }
        #expect(try cluster.ceph("fs", "new", "fs1", "meta", "bulk").status == 0)
        let active = try cluster.wait(["mds", "stat"]) {
            $0.contains("=up:active}") && $0.contains("1 up:standby")
        }
        let first = try #require(active.firstMatch(of: /0=([mn])=up:active/)).output.1
        #expect(try cluster.ceph("fs", "status").text.contains("fs1 - 0 clients"))
        cluster.killDaemon("mds.\(first)")
        try cluster.wait(["mds", "stat"], limit: 90) {
            $0.contains("0=\(first == "m" ? "n" : "m")=up:active")
        }
        #expect(try cluster.ceph("fs", "fail", "fs1").status == 0)
        #expect(try cluster.ceph("fs", "rm", "fs1", "--yes-i-really-mean-it").status == 0)
    }
}
