import CephEncoding
import CephTypes
import MonitorStore
import NIOCore
import StoreAnalysis
import Testing

/// A change of an OSD map and the lines that it is told in.
struct OSDMapChange: CustomTestStringConvertible, Sendable {
    let lines: [String]
    let change: @Sendable (inout OSDMap.Incremental, OSDMap) throws -> Void

    var testDescription: String { lines.joined(separator: "; ") }

    /// A change of pool `rbd`.
    static func pool(_ line: String, _ change: @escaping @Sendable (inout PGPool) -> Void) -> OSDMapChange {
        OSDMapChange(lines: ["pool 'rbd' \(line)"]) { increment, map in
            var pool = map.pools[1] ?? PGPool()
            change(&pool)
            increment.newPools[1] = pool
        }
    }

    /// A change of the CRUSH map.
    static func crush(
        _ lines: String..., change: @escaping @Sendable (inout CrushMap) throws -> Void
    ) -> OSDMapChange {
        OSDMapChange(lines: lines.map { "crush: \($0)" }) { increment, map in
            var crush = map.crush
            try change(&crush)
            increment.crush = crush.encoded()
        }
    }

    static func increment(
        _ lines: String..., change: @escaping @Sendable (inout OSDMap.Incremental) -> Void
    ) -> OSDMapChange {
        OSDMapChange(lines: lines) { increment, _ in change(&increment) }
    }
}

@Suite struct HistoryOSDMapTests {
    static let pools: [OSDMapChange] = [
        .increment(
            "pool 'new' (3) created: replicated, size 2, min_size 1, pg_num 8, rule '0'",
            change: {
                $0.newPools[3] = OSDMapStory.pool()
                $0.newPoolNames[3] = "new"
            }),
        .increment("pool 'gone' (2) removed", change: { $0.oldPools = [2] }),
        .increment("pool 'gone' renamed to 'kept'", change: { $0.newPoolNames[2] = "kept" }),
        .pool("size 2 → 3") { $0.size = 3 },
        .pool("pg_num 8 → 16") { $0.pgNum = 16 },
        .pool("quota max_objects 0 → 7") { $0.quotaMaxObjects = 7 },
        .pool("flags set: nodelete") { $0.flags.insert(.noDelete) },
        .pool("application 'rbd' enabled") { $0.applicationMetadata["rbd"] = [:] },
        .pool("compression_mode set to aggressive") { pool in
            if let key = PoolOptions.Key(name: "compression_mode") {
                pool.options[key] = .string("aggressive")
            }
        },
        .pool("snapshot 'one' (1) made") { $0.snaps[1] = PoolSnapInfo(snapID: 1, name: "one") },
        .pool("tiers none → 'gone'") { $0.tiers = [2] },
        .pool("hit_set_count 0 → 2") { $0.hitSetCount = 2 },
    ]

    static let osds: [OSDMapChange] = [
        .increment("osd.1 down", change: { $0.newState[1] = .up }),
        .increment("osd.1 removed", change: { $0.newState[1] = .exists }),
        .increment(
            "osd.3 created", "osd.3 up at v1:127.0.0.1:6803/9",
            change: { $0.newUpClient[3] = OSDMapStory.address(3) }
        ),
        .increment("osd.1 destroyed", change: { $0.newState[1] = .destroyed }),
        .increment("osd.1 nodown set", change: { $0.newState[1] = .noDown }),
        .increment("osd.2 marked out", change: { $0.newWeight[2] = 0 }),
        .increment("osd.2 reweight 1 → 0.75", change: { $0.newWeight[2] = 0xc000 }),
        .increment("osd.2 primary affinity 1 → 0.5", change: { $0.newPrimaryAffinity[2] = 0x8000 }),
        .increment("osd.2 lost (down since e0)", change: { $0.newLost[2] = 0 }),
        .increment("1 OSD alive (up_thru)", change: { $0.newUpThru[0] = 9 }),
        .increment("no visible change", change: { _ in }),
    ]

    static let settings: [OSDMapChange] = [
        .increment("flags set: noscrub", change: { $0.newFlags = Int32(OSDMapFlags.noScrub.rawValue) }),
        .increment("nearfull_ratio 0 → 0.5", change: { $0.newNearFullRatio = 0.5 }),
        .increment("require_osd_release unknown → pacific", change: { $0.newRequireOSDRelease = .pacific }),
        .increment(
            "require_min_compat_client unknown → luminous",
            change: { $0.newRequireMinCompatClient = .luminous }),
        .increment("max_osd 4 → 5", change: { $0.newMaxOSD = 5 }),
        .increment(
            "erasure code profile 'p' set (k=2 m=1)",
            change: { $0.newErasureCodeProfiles["p"] = ["k": "2", "m": "1"] }),
        .increment("host 'h1' flags set: noout", change: { $0.newCrushNodeFlags[-1] = .noOut }),
        .increment("pg_temp of 1.3: [1,2]", change: { $0.newPGTemp[PGID(pool: 1, seed: 3)] = [1, 2] }),
        .increment(
            "pg_temp of 2 pgs set",
            change: { for seed in UInt32(0)..<2 { $0.newPGTemp[PGID(pool: 1, seed: seed)] = [1, 2] } }),
        .increment(
            "pg_upmap_items of 1.3 set: osd.0 → osd.1",
            change: { $0.newPGUpmapItems[PGID(pool: 1, seed: 3)] = [Pair(0, 1)] }),
        .increment(
            "pg_upmap_items of 1.3 removed before it was there",
            change: { $0.oldPGUpmapItems = [PGID(pool: 1, seed: 3)] }),
        .increment(
            "v1:127.0.0.9:0/7 blocklisted until \(HistoryStore.time(99))",
            change: { change in
                guard let address = EntityAddress("v1:127.0.0.9:0/7") else { return }
                change.newBlocklist[address] = HistoryStore.time(99)
            }),
        .increment(
            "stretch mode false → true", "stretch buckets 0 → 2",
            change: {
                ($0.changeStretchMode, $0.stretchModeEnabled, $0.newStretchBucketCount) = (true, true, 2)
            }),
    ]

    static let crush: [OSDMapChange] = [
        .crush("rack 'r1' added") { crush in
            let rack = try crush.addBucket(type: 3)
            crush.itemNames[rack] = "r1"
        },
        .crush("osd.1 weight 1 → 0.5 in host 'h1'") { _ = $0.adjustWeight(of: 1, to: 0x8000) },
        .crush("osd.1 taken from host 'h1' with weight 1") { try $0.removeItem(1, unlinkOnly: true) },
        .crush("rule 'simple' (0) added") {
            try $0.addSimpleRule(
                named: "simple", root: "default", failureDomain: "host", isFirstN: true, type: 1)
        },
        .crush("tunable choose_total_tries 50 → 60") { $0.tunables.chooseTotalTries = 60 },
        .crush("weight-set (compat) created") {
            $0.createChooseArgs(CrushChooseArgs.defaultIndex, positions: 1)
        },
        .crush("osd.0 class none → ssd", "class 'ssd' added") { _ = try $0.setDeviceClass(of: 0, to: "ssd") },
        .crush("host 'h1' renamed to host 'h2'") { try $0.renameBucket("h1", to: "h2") },
    ]

    @Test(arguments: pools + osds + settings + crush)
    func `A change has its line`(_ change: OSDMapChange) throws {
        var story = try OSDMapStory()
        let map = story.map
        try story.commit { try change.change(&$0, map) }
        #expect(try story.lastChanges() == change.lines)
    }

    @Test func `A first epoch tells what the cluster began with`() throws {
        let first = try #require(try OSDMapStory().store.events(["osdmap"]).first)
        #expect(first.changes.first == "cluster \(HistoryStore.fsid)")
        #expect(first.changes.contains { $0.hasPrefix("pool 'rbd' (1) created") })
        #expect(first.changes.contains("osd.0 up at v1:127.0.0.1:6800/9"))
        #expect(first.changes.contains { $0.hasPrefix("crush: host 'h1' added") })
        #expect(first.time == HistoryStore.time(1) && !first.isEstimated)
    }

    @Test func `Where the beginning was trimmed, the oldest epoch is summed up`() throws {
        var story = try OSDMapStory()
        try story.commit { $0.newWeight[2] = 0 }
        let full = story.map.encoded()
        try story.commit { $0.newWeight[2] = OSDWeight.in }
        try story.store.commit(("osdmap", "full_2", full), inPaxos: false)
        var batch = WriteBatch()
        batch.erase(StoreKey("osdmap", "1").combined)
        story.store.store.write(batch, sync: true)
        #expect(
            try story.store.lines("osdmap") == [
                "osdmap 2: the oldest epoch kept: 3 OSDs (3 up, 2 in), 2 pools", "osdmap 3: osd.2 marked in",
            ])
    }

    @Test func `A damaged increment is a line, and the walk goes on from a whole map`() throws {
        var story = try OSDMapStory()
        try story.commit { $0.newWeight[2] = 0 }
        let full = story.map.encoded()
        try story.commit { $0.newState[1] = .up }
        try story.commit { $0.newState[1] = .noDown }
        try story.store.commit(("osdmap", "2", ByteBuffer(bytes: [8, 7, 1, 0])), inPaxos: false)
        // Epoch 3 can't be made either: nothing has the map before it.
        var lines = try story.store.lines("osdmap")
        #expect(lines.count == 4)
        for epoch in 2...4 { #expect(lines[epoch - 1].hasPrefix("osdmap \(epoch): cannot be read: ")) }

        try story.store.commit(("osdmap", "full_2", full), inPaxos: false)
        lines = try story.store.lines("osdmap")
        #expect(lines[1].hasPrefix("osdmap 2: increment unusable: "))
        #expect(lines[1].hasSuffix("; osd.2 marked out"))
        #expect(Array(lines[2...]) == ["osdmap 3: osd.1 down", "osdmap 4: osd.1 nodown set"])
    }
}
