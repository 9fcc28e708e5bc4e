import CephEncoding
import CephTypes
import Testing

struct MonitorOptionsTests {
    private func options(_ name: String = "mon.a") throws -> MonitorOptions {
        let name = try #require(AuthEntityName(name))
        return MonitorOptions(monitor: .init(name: name, host: "box", processID: 7, home: "/root"))
    }

    private func json(_ body: (inout CephFormatter) -> Void) -> String {
        var formatter = CephFormatter(.jsonPretty)
        formatter.object("") { body(&$0) }
        return formatter.text
    }

    private func apply<Result>(
        _ options: inout MonitorOptions, _ change: (inout MonitorOptions) -> Result
    ) -> Result {
        change(&options)
    }

    /// Of a monitor that was started with the `ceph.conf` below.
    private static let file = """
        [global]
        fsid = ed1489a6-c637-4dad-b493-fb90f95958e6
        mon_host = [v2:127.0.0.1:16700,v1:127.0.0.1:16701]
        auth_cluster_required = cephx
        auth_service_required = cephx
        auth_client_required = cephx
        mon_keyvaluedb = leveldb
        mon_allow_pool_delete = true
        keyring = /tmp/rc/keyring
        run_dir = /tmp/rc
        admin_socket = /tmp/rc/$name.asok
        log_file = /tmp/rc/$name.log
        [mon.a]
        mon_data = /tmp/rc/mon.a

        """

    @Test func `config show and config diff are those of Ceph's monitor`() throws {
        var options = try options()
        let complaints = try options.read(ConfigFile(Self.file))
        #expect(complaints == [])
        try options.set("no_config_file", to: "false", at: .override)
        #expect(try json(options.show) == ConfigFixtures.text("show.json"))
        #expect(try json(options.diff) == ConfigFixtures.text("diff.json"))
    }

    @Test func `Later levels and nearer sections count`() throws {
        var options = try options()
        let file = try ConfigFile(
            """
            [global]
            mon lease = 9 ; comment
            mon-tick-interval = 7
            mon   sync   timeout = 12
            mon_data_size_warn = 5G
            mon_data_size_warn = 7G
            mon_clock_drift_allowed = x
            [mon]
            mon_lease = 10
            mon data avail warn = 77
            [mon.a]
            mon_data_avail_warn = 78
            [mon.b]
            mon_data_avail_warn = 79

            """)
        let complaints = options.read(file)
        #expect(
            complaints == [
                "parse error setting \"mon_clock_drift_allowed\" to \"x\" "
                    + "(strict_strtod: expected double, got: 'x')"
            ])
        #expect(options.float("mon_lease") == 10)
        #expect(options.int("mon_tick_interval") == 5)
        #expect(options.float("mon_sync_timeout") == 12)
        #expect(options.int("mon_data_size_warn") == 7 << 30)
        #expect(options.int("mon_data_avail_warn") == 78)
        #expect(
            apply(&options) { $0.setMonValues(["mon_lease": "3", "mon_tick_interval": "8"]) } == [
                "mon_tick_interval"
            ])
        #expect(options.float("mon_lease") == 10)
        try options.set("mon_lease", to: "11", at: .override)
        #expect(options.float("mon_lease") == 11)
        #expect(apply(&options) { $0.remove("mon_lease", at: .override) })
        #expect(!apply(&options) { $0.remove("mon_lease", at: .override) })
        #expect(apply(&options) { $0.setMonValues([:]) } == ["mon_tick_interval"])
        #expect(options.int("mon_tick_interval") == 5)
        #expect(options.value(of: "mon_lease", at: .file) == .float(10))
    }

    @Test func `What the monitors' configuration cannot change is left and told`() throws {
        var options = try options()
        options.isRunning = true
        let changed = options.setMonValues([
            "fsid": "ed1489a6-c637-4dad-b493-fb90f95958e6", "mon_lease": "x", "nonsense": "1",
            "osd_objectstore": "memstore", "debug_mon": "20",
        ])
        #expect(changed == ["debug_mon"])
        #expect(options.string("debug_mon") == "20/20")
        #expect(Set(options.ignoredMonValues.keys) == ["fsid", "mon_lease", "osd_objectstore"])
        #expect(throws: MonitorOptions.SetError.unknownOption("mon-lease")) {
            try options.set("mon-lease", to: "1", at: .override)
        }
    }

    @Test func `Names in a value are replaced`() throws {
        var options = try options()
        options.identity.cluster = "c"
        try options.set("mon_dns_srv_name", to: "srv", at: .file)
        try options.set(
            "plugin_dir",
            to: "/a/$cluster/$type/$id/$name/$host/$num/$mon_dns_srv_name/${cluster}x/$nothing/$ $pid$",
            at: .file)
        #expect(options.string("plugin_dir") == "/a/c/mon/a/mon.a/box/a/srv/cx/$nothing/$ 7$")
        try options.set("plugin_dir", to: "/b/$plugin_dir", at: .file)
        #expect(options.string("plugin_dir") == "$plugin_dir")
        #expect(options.string("mon_data") == "/var/lib/ceph/mon/c-a")
        #expect(options.expand("$data_dir/config") == "/var/lib/ceph/mon/c-a/config")
    }

    @Test func `Options that name each other again and again do not take forever`() throws {
        var options = try options()
        let names = ConfigOptionTable.sorted.filter { $0.type == .str && $0.allowedValues.isEmpty }.map(
            \.name
        )
        .filter { $0.hasPrefix("rgw_") }.prefix(60)
        for (name, next) in zip(names, names.dropFirst()) {
            try options.set(name, to: "$\(next)$\(next)", at: .file)
        }
        #expect(try !options.string(#require(names.first)).isEmpty)
    }
}
