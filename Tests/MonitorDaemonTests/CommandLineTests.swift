import CephTypes
import Testing

@testable import MonitorDaemon

@Suite struct CommandLineTests {
    @Test func `ceph-mon's command line is understood`() throws {
        let line = try MonitorCommandLine([
            "-i", "a", "--mkfs", "--monmap", "map", "--keyring=ring", "--mon-data", "/data", "--debug_mon=10",
            "--no-mon-allow-pool-delete", "-f",
        ])
        #expect(line.id == "a")
        #expect(line.isForeground)
        #expect(line.monMap == "map")
        #expect(line.keyring == "ring")
        #expect(line.options.map(\.name) == ["mon_data", "debug_mon", "mon_allow_pool_delete"])
        #expect(line.options.map(\.value) == ["/data", "10", "false"])
    }

    @Test(arguments: [["--fly"], ["-i"], ["stray"], ["--mon-data"], ["-n", "osd.1"]])
    func `what is not understood is refused`(_ words: [String]) {
        #expect(throws: UsageError.self) { try MonitorCommandLine(words) }
    }

    @Test func `each channel of the cluster log has its file`() {
        let paths = FileLog.Settings.channels(
            "default=/var/log/ceph/x.$channel.log cluster=/var/log/ceph/x.log")
        #expect(paths["cluster"] == "/var/log/ceph/x.log")
        #expect(paths["audit"] == "/var/log/ceph/x.audit.log")
    }
}
