import CephEncoding
import CephTypes
import Foundation
import MonitorStore
import NIOCore
import StoreAnalysis
import TestSupport
import Testing

@Suite struct HistoryServicesTests {
    private func address(_ port: Int) -> EntityAddressVector {
        EntityAddressVector("v1:127.0.0.1:\(port)/0") ?? EntityAddressVector()
    }

    @Test func `Monitors come, go, move and get names`() throws {
        let store = HistoryStore()
        var map = MonMap()
        map.fsid = HistoryStore.fsid
        func commit(_ change: (inout MonMap) -> Void) throws {
            map.epoch += 1
            map.lastChanged = HistoryStore.time(map.epoch)
            change(&map)
            try store.commit("monmap", UInt64(map.epoch), map)
        }
        try commit { $0.add(MonInfo(name: "a", publicAddresses: address(1))) }
        try commit { $0.add(MonInfo(name: "b", publicAddresses: address(2))) }
        try commit { $0.setAddresses(address(3), of: "b") }
        try commit { $0.rename("b", to: "c") }
        try commit { $0.remove("c") }
        try commit {
            $0.persistentFeatures = [.kraken]
            $0.minMonRelease = .pacific
            $0.strategy = .connectivity
        }
        #expect(
            try store.lines("monmap") == [
                "monmap 1: cluster \(HistoryStore.fsid) made with mon.a at v1:127.0.0.1:1/0",
                "monmap 2: mon.b added at v1:127.0.0.1:2/0",
                "monmap 3: mon.b address v1:127.0.0.1:2/0 → v1:127.0.0.1:3/0",
                "monmap 4: mon.b renamed to mon.c", "monmap 5: mon.c removed (was at v1:127.0.0.1:3/0)",
                "monmap 6: persistent features set: kraken; min_mon_release unknown → pacific; "
                    + "election strategy classic → connectivity",
            ])
    }

    @Test func `Metadata servers and file systems`() throws {
        let store = HistoryStore()
        var map = FSMap()
        func commit(_ change: (inout FSMap) -> Void) throws {
            map.epoch += 1
            change(&map)
            try store.commit("mdsmap", UInt64(map.epoch), map)
        }
        var server = MDSInfo()
        (server.globalID, server.name) = (7, "m")
        try commit { _ in }
        try commit { $0.insert(server) }
        try commit { map in
            map.standbyDaemons = [:]
            (server.state, server.rank) = (.creating, 0)
            var filesystem = Filesystem(fscid: 1)
            (filesystem.mdsMap.fsName, filesystem.mdsMap.metadataPool) = ("fs1", 2)
            filesystem.mdsMap.dataPools = [3]
            filesystem.mdsMap.modified = HistoryStore.time(3)
            filesystem.mdsMap.info[7] = server
            map.filesystems[1] = filesystem
            map.roles[7] = 1
        }
        try commit { $0.filesystems[1]?.mdsMap.info[7]?.state = .active }
        try commit { $0.filesystems[1]?.mdsMap.maxMDS = 2 }
        try commit { map in
            map.filesystems = [:]
            map.roles = [:]
        }
        #expect(
            try store.lines("mdsmap") == [
                "mdsmap 1: no file system", "mdsmap 2: mds.m (gid 7) joins as up:standby",
                "mdsmap 3: file system 'fs1' (1) created on metadata pool 2 and data pool 3; "
                    + "mds.m up:standby → up:creating (rank 0 of 'fs1')",
                "mdsmap 4: mds.m up:creating → up:active (rank 0 of 'fs1')",
                "mdsmap 5: file system 'fs1' max_mds 1 → 2",
                "mdsmap 6: file system 'fs1' (1) removed; mds.m (gid 7) gone, was up:active (rank 0 of 'fs1')",
            ])
        let third = try store.events(["mdsmap"])[2]
        #expect(third.time == HistoryStore.time(3) && !third.isEstimated)
    }

    @Test func `Managers and their modules`() throws {
        let store = HistoryStore()
        var map = MgrMap()
        func commit(_ change: (inout MgrMap) -> Void) throws {
            map.epoch += 1
            change(&map)
            try store.commit("mgr", UInt64(map.epoch), map)
        }
        try commit { $0.modules = ["iostat"] }
        try commit { ($0.activeGID, $0.activeName, $0.activeChange) = (5, "x", HistoryStore.time(2)) }
        try commit { map in
            var standby = MgrStandby()
            (standby.gid, standby.name) = (6, "y")
            map.standbys[6] = standby
        }
        try commit { $0.modules = ["dashboard"] }
        try commit { map in
            map.standbys = [:]
            (map.activeGID, map.activeName) = (6, "y")
        }
        try commit { ($0.activeGID, $0.activeName) = (0, "") }
        #expect(
            try store.lines("mgr") == [
                "mgr 1: modules enabled: iostat", "mgr 2: mgr.x (gid 5) becomes active",
                "mgr 3: mgr.y (gid 6) joins as standby",
                "mgr 4: modules enabled: dashboard; modules disabled: iostat",
                "mgr 5: mgr.y (gid 6) becomes active, was mgr.x (gid 5)",
                "mgr 6: mgr.y (gid 6) no longer active, none is",
            ])
    }

    @Test func `Entities, their caps and keys, and never a key`() throws {
        let store = HistoryStore()
        var version: UInt64 = 0
        func commit(_ changes: AuthMonitorIncremental...) throws {
            version += 1
            try store.commit("auth", version, AuthVersion(changes))
        }
        let name = AuthEntityName(.client, "rbd")
        let key = try #require(
            CryptoKey(kind: .aes, created: HistoryStore.time(5), secret: Array(repeating: 65, count: 16)))
        let other = try #require(
            CryptoKey(kind: .aes, created: HistoryStore.time(6), secret: Array(repeating: 66, count: 16)))
        try commit(.globalID(max: 4096))
        try commit(.init(.add(name, EntityAuth(key: key, capTexts: [("mon", "profile rbd")]))))
        try commit(
            .init(.add(name, EntityAuth(key: key, capTexts: [("mgr", "allow r"), ("mon", "allow r")]))))
        try commit(
            .init(.add(name, EntityAuth(key: other, capTexts: [("mgr", "allow r"), ("mon", "allow r")]))))
        var rotating = RotatingSecrets()
        rotating.add(ExpiringCryptoKey(key: key))
        let update = KeyServerData.RotatingUpdate(version: 1, secrets: [EntityType.osd.rawValue: rotating])
        try commit(.init(.setRotating(CephEncoder.encode(update))))
        try store.commit(("auth", "6", ByteBuffer(bytes: [1, 9])))
        version = 6
        try commit(.init(.remove(name, EntityAuth())))
        let lines = try store.lines("auth")
        #expect(
            lines.filter { !$0.hasPrefix("auth 6") } == [
                "auth 1: highest global id 4096", "auth 2: client.rbd added (mon 'profile rbd')",
                "auth 3: client.rbd caps changed (mon 'profile rbd' → 'allow r'; mgr 'allow r' added)",
                "auth 4: client.rbd key changed", "auth 5: rotating keys rotated: osd",
                "auth 7: client.rbd removed",
            ])
        #expect(lines[5].hasPrefix("auth 6: cannot be read: "))
        #expect(!lines.joined().contains(key.description) && !lines.joined().contains("AAAAAAAA"))
    }

    @Test func `Options with old and new value, other keys by size, secrets masked`() throws {
        let store = HistoryStore()
        func commit(_ version: UInt64, _ set: ConfigChangeSet, _ more: CephMap<String, ByteBuffer?>) throws {
            var changes = more
            for (key, value) in set.storedKeys { changes[key] = .some(.some(value)) }
            let stored = set.storedKeys.map { (prefix: "mon_config_key", key: $0.key, value: $0.value) }
            let value = CephEncoder.encode(KeyValueVersion(changes))
            try store.commit(all: [(prefix: "kv", key: "\(version)", value: value)] + stored)
        }
        func set(_ version: UInt64, _ key: String, _ old: String?, _ new: String?) -> ConfigChangeSet {
            ConfigChangeSet(
                version: version, stamp: HistoryStore.time(UInt32(version)),
                changes: [key: ConfigChangeSet.Change(previous: old, new: new)])
        }
        try commit(
            1, set(1, "global/debug_ms", nil, "1/5"), ["config/global/debug_ms": ByteBuffer(string: "1/5")])
        try commit(2, set(2, "global/debug_ms", "1/5", "0"), [:])
        try commit(3, set(3, "global/debug_ms", "0", nil), [:])
        try commit(4, set(4, "mgr/mgr/dashboard/ADMIN_PASSWORD", nil, "hush"), [:])
        try store.commit("kv", 5, KeyValueVersion(["a/b": ByteBuffer(string: "hush"), "c": nil]))
        #expect(
            try store.lines("config", "kv") == [
                "config 1: global/debug_ms set to '1/5'", "config 2: global/debug_ms '1/5' → '0'",
                "config 3: global/debug_ms removed (was '0')",
                "config 4: mgr/mgr/dashboard/ADMIN_PASSWORD set to ***",
                "kv 5: a/b set (4 bytes); c removed",
            ])
    }

    @Test func `Log lines stay on their line, and commands in them lose secrets`() throws {
        let store = HistoryStore()
        func entry(_ seconds: UInt32, _ message: String) -> LogEntry {
            LogEntry(
                stamp: HistoryStore.time(seconds), priority: .info, message: message,
                channel: LogChannel.audit)
        }
        try store.commit(
            "logm", 1,
            LogVersion([
                entry(2, #"cmd=[{"prefix": "config-key set", "key": "k", "val": "hu\"sh"}]: dispatch"#),
                entry(1, "two\nlines\u{1b}[2J"),
            ]))
        #expect(
            try store.lines("logm") == [
                "logm 1: [INF] audit two\\nlines\\x1b[2J",
                #"logm 1: [INF] audit cmd=[{"prefix": "config-key set", "key": "k", "val": "***"}]: dispatch"#,
            ])
    }
}
