import CephEncoding
import CephTypes
import NIOCore
import Testing

struct ConfigTests {
    static let keys = StoredValues.fixture("auth").values("mon_config_key")

    private func json(_ body: (inout CephFormatter) -> Void) -> String {
        var formatter = CephFormatter(.json)
        body(&formatter)
        return formatter.text
    }

    private func answer(_ name: String) throws -> String { try StoredValues.answer("auth/answers/\(name)") }

    @Test("The configuration is listed as config dump lists it")
    func dump() throws {
        let map = ConfigMap(keys: Self.keys)
        #expect(try map.plain == answer("config-dump.txt"))
        #expect(try json(map.dumpList) == answer("config-dump.json"))
    }

    @Test("A daemon gets what config get says", arguments: ["mon.a", "osd.1"])
    func get(_ who: String) throws {
        let values = ConfigMap(keys: Self.keys).values(for: try #require(AuthEntityName(who)))
        #expect(try ConfigMap.plain(values) == answer("config-get-\(who).txt"))
        #expect(try json { ConfigMap.dump(values, to: &$0) } == answer("config-get-\(who).json"))
    }

    @Test("History is told as config log tells it")
    func log() throws {
        let sets = (1...6).reversed().map { ConfigChangeSet(version: UInt64($0), keys: Self.keys) }
        #expect(try sets.map(\.description).joined() == answer("config-log.txt"))
        #expect(try json { $0.dump("changesets", each: "changeset", sets) } == answer("config-log.json"))
    }

    @Test("A version of history is stored as it was")
    func historyKeys() {
        for version: UInt64 in 2...6 {
            let set = ConfigChangeSet(version: version, keys: Self.keys)
            let prefix = ConfigChangeSet.keyPrefix(of: version)
            let stored = Self.keys.filter { $0.key.hasPrefix(prefix) }
            #expect(CephMap(set.storedKeys.map { ($0.key, $0.value) }) == stored)
        }
    }

    @Test("Stored keys are listed as config-key lists them")
    func storedKeys() throws {
        #expect(
            try json { StoredKeys.dumpList(Self.keys.keys, to: &$0) } == answer("config-key-ls.json").trimmed)
        #expect(try json { StoredKeys.dump(Self.keys, to: &$0) } == answer("config-key-dump.json").trimmed)
    }

    private static func value(_ text: String) -> ByteBuffer { ByteBuffer(string: text) }

    /// Set on a Ceph 16.2.15 monitor, which answered as below.
    static let richer: CephMap<String, ByteBuffer> = [
        "config/global/foo_bar": value("1"), "config/global/osd_objectstore": value("memstore"),
        "config/mon/mon_cluster_log_file_level": value("info"),
        "config/mgr/mgr/dashboard/ssl": value("false"),
        "config/osd/class:ssd/osd_max_backfills": value("5"),
        "config/osd/host:a/class:ssd/osd_max_backfills": value("4"),
        "config/osd/osd_max_backfills": value("9"),
        "config/osd.3/debug_ms": value("1/5"), "config/client.a.b/rbd_cache": value("false"),
    ]

    @Test("Masks, unknown options and names with parts are listed as Ceph lists them")
    func richerDump() {
        let lines = [
            "WHO             MASK              LEVEL     OPTION                      VALUE     RO",
            "global                            unknown   foo_bar                     1         * ",
            "global                            advanced  osd_objectstore             memstore  * ",
            "  mon                             advanced  mon_cluster_log_file_level  info        ",
            "  mgr                             unknown   mgr/dashboard/ssl           false     * ",
            "  osd           class:ssd         advanced  osd_max_backfills           5           ",
            "  osd           host:a/class:ssd  advanced  osd_max_backfills           4           ",
            "  osd                             advanced  osd_max_backfills           9           ",
            "    osd.3                         advanced  debug_ms                    1/5         ",
            "    client.a.b                    advanced  rbd_cache                   false       ",
        ]
        #expect(ConfigMap(keys: Self.richer).plain == lines.map { $0 + "\n" }.joined())
    }

    @Test("The most precise mask wins, and a longer name's section over a shorter one's")
    func precision() {
        let map = ConfigMap(keys: Self.richer)
        func backfills(_ location: [String: String], _ deviceClass: String) -> String? {
            map.values(
                for: AuthEntityName(.osd, "3"), location: location, crushTypes: ["osd": 0, "host": 1],
                deviceClass: deviceClass)["osd_max_backfills"]?.option.rawValue
        }
        #expect(backfills(["host": "a"], "ssd") == "4")
        #expect(backfills(["host": "b"], "ssd") == "5")
        #expect(backfills([:], "") == "9")
        let client = map.values(for: AuthEntityName(.client, "a.b.c"))
        #expect(client["rbd_cache"]?.section == "client.a.b")
    }

    @Test("Old keys are put right")
    func cleanup() {
        let map = ConfigMap(keys: [
            (key: "config/osd/mon_mds_blacklist_interval", value: Self.value("3")),
            (key: "config/debug_ms", value: Self.value("1")),
            (key: "config/nobody/debug_ms", value: Self.value("1")),
        ])
        let expected: CephMap<String, ByteBuffer?> = [
            "osd/mon_mds_blacklist_interval": nil, "osd/mon_mds_blocklist_interval": Self.value("3"),
            "debug_ms": nil, "global/debug_ms": Self.value("1"), "nobody/debug_ms": nil,
        ]
        #expect(map.cleanup == expected)
    }

    @Test("The table has the options of 16.2")
    func table() {
        #expect(ConfigOptionTable.count == 1808)
        #expect(ConfigOptionTable.option(named: "fsid")?.isNotForMonitor == true)
        #expect(ConfigOptionTable.option(named: "osd_max_backfills")?.level == .advanced)
        #expect(ConfigOptionTable.option(named: "osd_objectstore")?.canUpdateAtRuntime == false)
    }
}

extension String {
    fileprivate var trimmed: String {
        var text = self
        while text.last == "\n" { text.removeLast() }
        return text
    }
}
