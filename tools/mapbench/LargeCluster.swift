import CephEncoding
import CephTypes
import SeededRandom

/// The map of a cluster at work: racks of hosts of OSDs with all that they report, replicated and coded
/// pools, and a few OSDs, groups and clients that are out of order.
struct LargeCluster {
    let osds: Int32
    let pools: Int64
    let groups: UInt32

    private static let osdsOfAHost: Int32 = 20
    private static let hostsOfARack: Int32 = 20

    func map() throws -> OSDMap {
        var random = SeededRandom(seed: UInt64(osds))
        var map = OSDMap()
        map.fsid = Self.uuid(&random)
        map.epoch = 123_456
        map.created = UTime(seconds: 1_600_000_000, nanoseconds: 123_456_789)
        map.modified = UTime(seconds: 1_700_000_000, nanoseconds: 123_456_789)
        map.lastUpChange = map.modified
        map.lastInChange = map.modified
        map.flags = [.sortBitwise, .recoveryDeletes, .purgedSnapDirs, .pgLogHardLimit]
        map.requireMinCompatClient = .luminous
        map.requireOSDRelease = .pacific
        map.nearFullRatio = 0.85
        map.backfillFullRatio = 0.9
        map.fullRatio = 0.95
        map.crush = try CrushMap(text: crushText)
        map.crushVersion = 77
        map.setMaxOSD(osds)
        for osd in 0..<osds { fill(osd, of: &map, &random) }
        map.erasureCodeProfiles["coded"] = [
            "k": "4", "m": "2", "plugin": "jerasure", "technique": "reed_sol_van",
        ]
        for number in 0..<pools { addPool(number + 1, to: &map, &random) }
        for client in 0..<200 {
            let address = EntityAddress(
                kind: .legacy, nonce: UInt32.random(in: 0...UInt32.max, using: &random),
                socket: .ipv4(10, 99, 0, UInt8(client), port: 0))
            map.blocklist.insert(address, UTime(seconds: 2_000_000_000))
        }
        return map
    }

    private static func uuid(_ random: inout SeededRandom) -> CephUUID {
        CephUUID(high: random.next(), low: random.next())
    }

    private func fill(_ osd: Int32, of map: inout OSDMap, _ random: inout SeededRandom) {
        let index = Int(osd)
        let fate = Int.random(in: 0..<100, using: &random)
        map.osdStates[index] = fate == 0 ? [.exists] : [.exists, .up]
        map.osdWeights[index] = fate == 1 ? OSDWeight.out : fate < 10 ? 0xe000 : OSDWeight.in
        map.osdUUIDs[index] = Self.uuid(&random)
        map.osdInfos[index].upFrom = UInt32.random(in: 100_000..<123_000, using: &random)
        map.osdInfos[index].upThru = UInt32.random(in: 123_000..<123_456, using: &random)
        map.osdInfos[index].downAt = map.osdInfos[index].upFrom - 3
        map.osdXInfos[index].features = 0x3f01_cfb9_fffd_ffff
        map.osdXInfos[index].downStamp = UTime(seconds: 1_690_000_000, nanoseconds: UInt32(index) * 1000)
        map.osdXInfos[index].lastPurgedSnapsScrub = UTime(seconds: 1_699_000_000, nanoseconds: 5)
        map.osdXInfos[index].deadEpoch = map.osdInfos[index].downAt
        let host = osd / Self.osdsOfAHost
        let nonce = UInt32.random(in: 1...UInt32.max, using: &random)
        func addresses(_ net: UInt8, _ offset: Int32) -> EntityAddressVector {
            let port = UInt16(6800 + osd % Self.osdsOfAHost * 8 + offset)
            return EntityAddressVector(
                [(EntityAddress.Kind.msgr2, port), (.legacy, port + 1)].map { kind, port in
                    EntityAddress(
                        kind: kind, nonce: nonce,
                        socket: .ipv4(
                            10, net, UInt8(truncatingIfNeeded: host >> 8), UInt8(truncatingIfNeeded: host),
                            port: port))
                })
        }
        map.clientAddresses[index] = addresses(1, 0)
        map.clusterAddresses[index] = addresses(2, 2)
        map.heartbeatBackAddresses[index] = addresses(2, 4)
        map.heartbeatFrontAddresses[index] = addresses(1, 6)
    }

    /// Every fifth pool is coded. One group in a hundred has an exception, one in a thousand is elsewhere.
    private func addPool(_ number: Int64, to map: inout OSDMap, _ random: inout SeededRandom) {
        var pool = PGPool()
        let isCoded = number % 5 == 0
        pool.type = (isCoded ? PGPool.Kind.erasure : .replicated).rawValue
        pool.crushRule = isCoded ? 1 : 0
        pool.size = isCoded ? 6 : 3
        pool.minSize = isCoded ? 5 : 2
        pool.objectHash = PGPool.ObjectHash.rjenkins.rawValue
        pool.flags = [.hashPSPool]
        pool.pgNum = groups
        pool.pgpNum = groups
        pool.pgNumTarget = groups
        pool.pgpNumTarget = groups
        pool.pgNumPending = groups
        pool.lastChange = 1000
        pool.erasureCodeProfile = isCoded ? "coded" : ""
        pool.stripeWidth = isCoded ? 16384 : 0
        pool.autoscaleMode = PGPool.AutoscaleMode.off.rawValue
        pool.applicationMetadata = ["rbd": [:]]
        map.pools[number] = pool
        map.poolNames[number] = "pool-\(number)"
        map.poolMax = Int32(number)
        func osd() -> Int32 { Int32.random(in: 0..<osds, using: &random) }
        for seed in 0..<groups where seed % 100 == 7 {
            let pg = PGID(pool: number, seed: seed)
            map.pgUpmapItems[pg] = [Pair(osd(), osd())]
            guard seed % 1000 == 7 else { continue }
            map.pgTemp[pg] = (0..<pool.size).map { _ in osd() }
            map.primaryTemp[pg] = osd()
        }
    }

    private var crushText: String {
        var text = """
            tunable choose_local_tries 0
            tunable choose_local_fallback_tries 0
            tunable choose_total_tries 50
            tunable chooseleaf_descend_once 1
            tunable chooseleaf_vary_r 1
            tunable chooseleaf_stable 1
            tunable straw_calc_version 1
            tunable allowed_bucket_algs 54

            """
        for osd in 0..<osds { text += "device \(osd) osd.\(osd) class \(osd % 10 == 0 ? "ssd" : "hdd")\n" }
        text += "type 0 osd\ntype 1 host\ntype 3 rack\ntype 11 root\n"
        let hosts = (osds + Self.osdsOfAHost - 1) / Self.osdsOfAHost
        let racks = (hosts + Self.hostsOfARack - 1) / Self.hostsOfARack
        func bucket(_ name: String, _ items: [String]) {
            text += "\(name) { alg straw2 hash 0 \(items.map { "item \($0)" }.joined(separator: " ")) }\n"
        }
        for host in 0..<hosts {
            let first = host * Self.osdsOfAHost
            let members = first..<min(osds, first + Self.osdsOfAHost)
            bucket("host host\(host)", members.map { "osd.\($0) weight \($0 % 3 == 0 ? 1.819 : 3.638)" })
        }
        for rack in 0..<racks {
            let first = rack * Self.hostsOfARack
            bucket("rack rack\(rack)", (first..<min(hosts, first + Self.hostsOfARack)).map { "host\($0)" })
        }
        bucket("root default", (0..<racks).map { "rack\($0)" })
        return text + """
            rule replicated { id 0 type replicated min_size 1 max_size 10
              step take default step chooseleaf firstn 0 type host step emit }
            rule coded { id 1 type erasure min_size 3 max_size 6 step set_chooseleaf_tries 5
              step set_choose_tries 100 step take default step chooseleaf indep 0 type host step emit }

            """
    }
}
