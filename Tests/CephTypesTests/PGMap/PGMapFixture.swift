import CephEncoding
import CephTypes
import Foundation
import NIOCore

/// Files of Tests/Fixtures/PGMap: what a real 16.2.15 cluster's manager (`pgmap-*`, by `ceph pg getmap`) and
/// monitors (`mgrstat-*`, from their stores) held, and what Ceph answered at that state.
enum PGMapFixture {
    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Fixtures/PGMap")

    static func bytes(_ name: String) throws -> ByteBuffer {
        ByteBuffer(bytes: try Data(contentsOf: folder.appendingPathComponent(name)))
    }

    static func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: folder.appendingPathComponent(name)), as: UTF8.self)
    }

    static func map(_ version: Int) throws -> PGMap { try PGMap.decode(from: bytes("pgmap-\(version).bin")) }

    static func mgrStat(_ name: String) throws -> MgrStat {
        try CephDecoder.decode(from: bytes("mgrstat-\(name).bin"), named: "mgrstat")
    }

    /// The pools of the cluster that both the answers and the maps are from.
    static var pools: [PoolFacts] {
        func pool(_ id: Int64, _ name: String, pgs: UInt32, rate: Float = 2, rule: Int32 = 0) -> PoolFacts {
            var pool = PoolFacts(id: id, name: name)
            pool.pgNum = pgs
            pool.pgNumTarget = pgs
            pool.pgpNumTarget = pgs
            pool.rawUsedRate = rate
            pool.crushRule = rule
            return pool
        }
        var pools = [
            pool(1, "device_health_metrics", pgs: 1), pool(2, "rbd", pgs: 16, rate: 3),
            pool(3, "coded", pgs: 32, rate: 1.5, rule: 1), pool(4, "cephfs.meta", pgs: 8),
            pool(5, "cephfs.bulk", pgs: 32), pool(7, "tier", pgs: 4),
        ]
        pools[1].quotaMaxObjects = 100_000
        pools[5].isTier = true
        return pools
    }

    /// The OSD map of the cluster that the maps are from.
    static var osdMap: OSDMapFacts {
        var map = OSDMapFacts()
        map.pools = pools
        map.numOSDs = 4
        map.numInOSDs = 3
        map.fullRatio = 0.95
        map.classes = [0: "hdd", 1: "hdd", 2: "hdd"]
        let light: Float = 0.0009918212890625
        let total = 0.5 + 2 * light
        let weights = [Int32(0): light / total, 1: 0.5 / total, 2: light / total]
        map.ruleWeights = [0: weights, 1: weights]
        return map
    }

    /// What `body` writes into one object.
    static func json(_ body: (inout CephFormatter) -> Void) -> String {
        var formatter = CephFormatter(.json)
        formatter.object("") { body(&$0) }
        return formatter.text
    }
}
