import CephEncoding
import CephTypes
import SeededRandom

/// Gives a map of createsimple hosts, pools of all kinds, and exceptions of all kinds.
struct RandomMapEditor {
    var map: OSDMap
    var random: SeededRandom

    private mutating func chance(_ share: Double) -> Bool { Double.random(in: 0..<1, using: &random) < share }
    private mutating func osd() -> Int32 { Int32.random(in: 0..<map.maxOSD, using: &random) }

    mutating func edit() throws {
        map.crush = try CrushMap(text: crushText())
        map.requireOSDRelease = .pacific
        for osd in 0..<map.maxOSD { editOSD(osd) }
        for number in 2..<Int64.random(in: 3...6, using: &random) { addPool(number) }
        for (number, pool) in map.pools { addExceptions(number, pool) }
        for _ in 0..<Int.random(in: 0...40, using: &random) {
            let address = EntityAddress(
                kind: .any, nonce: UInt32.random(in: 0...UInt32.max, using: &random),
                socket: .ipv4(10, 0, 0, UInt8.random(in: 1...9, using: &random), port: 0))
            map.blocklist.insert(address, UTime(seconds: 2_000_000_000))
        }
        map.flags.formUnion(OSDMapFlags(rawValue: UInt32.random(in: 0..<1 << 25, using: &random) & ~0x7_0000))
        map.crushNodeFlags[-1] = [.noOut]
        map.crushNodeFlags[-1000] = [.noUp, .noIn]
        map.deviceClassFlags[3] = [.noDown]
        map.erasureCodeProfiles["a \"b\"\n\u{1}é"] = ["k": "2", "": "x/y\t"]
        decorateMap()
    }

    /// Hosts of one to four devices below one root.
    private mutating func crushText() -> String {
        var text = (0..<map.maxOSD).map { "device \($0) osd.\($0)\n" }.joined()
        text += "type 0 osd\ntype 1 host\ntype 11 root\n"
        var hosts: [(name: String, weight: Double)] = []
        var next: Int32 = 0
        while next < map.maxOSD {
            let end = min(map.maxOSD, next + Int32.random(in: 1...4, using: &random))
            let name = "host\(hosts.count)"
            text += "host \(name) {\n id -\(hosts.count + 2)\n alg straw2\n hash 0\n"
            for osd in next..<end { text += " item osd.\(osd) weight \(Double(osd % 3) + 0.5)\n" }
            text += "}\n"
            hosts.append((name, (next..<end).reduce(0) { $0 + Double($1 % 3) + 0.5 }))
            next = end
        }
        text += "root default {\n id -1\n alg straw2\n hash 0\n"
        for host in hosts { text += " item \(host.name) weight \(host.weight)\n" }
        text += "}\n"
        text += "rule rep {\n id 0\n type replicated\n min_size 1\n max_size 10\n step take default\n"
        text += " step chooseleaf firstn 0 type host\n step emit\n}\n"
        text += "rule ec {\n id 1\n type erasure\n min_size 2\n max_size 10\n step set_chooseleaf_tries 5\n"
        return text + " step take default\n step choose indep 0 type osd\n step emit\n}\n"
    }

    private mutating func editOSD(_ osd: Int32) {
        let index = Int(osd)
        map.osdStates[index] = chance(0.95) ? [.exists] : []
        if chance(0.85) { map.osdStates[index].insert(.up) }
        map.osdWeights[index] =
            chance(0.7) ? OSDWeight.in : UInt32.random(in: 0...0x10000, using: &random) & 0xfff0
        if chance(0.2) {
            map.setPrimaryAffinity(of: osd, [0, 0x4000, 0x8000, 0xffff].randomElement(using: &random) ?? 0)
        }
        map.osdXInfos[index].features = 0x3f01_cfbd_fffd_ffff
        map.clientAddresses[index] = EntityAddressVector([
            EntityAddress(kind: .msgr2, nonce: 7, socket: .ipv4(127, 0, 0, 1, port: UInt16(6800 + osd)))
        ])
    }

    private mutating func addPool(_ number: Int64) {
        var pool = map.pools[1] ?? PGPool()
        let isErasure = chance(0.4)
        pool.type = (isErasure ? PGPool.Kind.erasure : .replicated).rawValue
        pool.crushRule = isErasure ? 1 : 0
        pool.size = UInt8.random(in: isErasure ? 2...6 : 1...5, using: &random)
        pool.pgNum = UInt32.random(in: 1...200, using: &random)
        pool.pgpNum = chance(0.5) ? pool.pgNum : UInt32.random(in: 1...pool.pgNum, using: &random)
        if chance(0.3) { pool.flags.remove(.hashPSPool) }
        pool.objectHash = chance(0.2) ? 1 : 2
        pool.options[.init(rawValue: 18)] = .double(1.5)
        pool.erasureCodeProfile = isErasure ? "default" : ""
        decorate(&pool)
        map.pools[number] = pool
        map.poolNames[number] = "pool\(number)"
        map.poolMax = Int32(number)
    }

    private mutating func addExceptions(_ number: Int64, _ pool: PGPool) {
        for seed in 0..<pool.pgNum {
            let pg = PGID(pool: number, seed: seed)
            let size = Int(pool.size)
            if chance(0.05) { map.pgUpmap[pg] = (0..<size).map { _ in osd() } }
            if chance(0.1) {
                map.pgUpmapItems[pg] = (0..<Int.random(in: 1...3, using: &random)).map { _ in
                    Pair(osd(), osd())
                }
            }
            if chance(0.05) { map.pgTemp[pg] = (0..<size).map { _ in osd() } }
            if chance(0.05) { map.primaryTemp[pg] = osd() }
        }
    }

    /// What shows in dumps and nowhere else.
    private mutating func decorateMap() {
        map.requireMinCompatClient = [.unknown, .jewel, .luminous].randomElement(using: &random) ?? .unknown
        map.clusterSnapshot = chance(0.3) ? "snap" : ""
        map.lastUpChange = UTime(
            seconds: UInt32.random(in: 0...UInt32.max, using: &random), nanoseconds: 1_999)
        map.fullRatio = Float.random(in: 0...1, using: &random)
        map.removedSnapsQueue[1] = snaps()
        map.newRemovedSnaps[1] = snaps()
        map.newPurgedSnaps[2] = snaps()
        if chance(0.3) {
            map.stretchModeEnabled = true
            map.stretchBucketCount = 2
            map.degradedStretchMode = 1
        }
        if chance(0.3) {
            map.rangeBlocklist[EntityAddress(kind: .cidr, nonce: 8, socket: .ipv4(10, 0, 0, 0, port: 0))] =
                .zero
        }
        let v6 = EntityAddress("v1:[fe80::1]:6800/5")
        map.heartbeatBackAddresses[0] = EntityAddressVector(
            [v6, EntityAddress("v2:10.1.2.3:1/2")].compactMap(\.self))
        map.heartbeatFrontAddresses[0] = EntityAddressVector([EntityAddress()])
    }

    private mutating func snaps() -> SnapIntervalSet {
        var set = SnapIntervalSet()
        for _ in 0..<3 {
            set.insert(
                UInt64.random(in: 1...99, using: &random), length: UInt64.random(in: 1...20, using: &random))
        }
        return set
    }

    private mutating func decorate(_ pool: inout PGPool) {
        // Full and its kin stay away: they mean something to the tool.
        pool.flags.formUnion(PGPool.Flags(rawValue: UInt64.random(in: 0..<1 << 20, using: &random) & ~1))
        pool.cacheMode = UInt8.random(in: 0...8, using: &random)
        pool.autoscaleMode = [0, 1, 2, 3, 255].randomElement(using: &random) ?? 0
        pool.snapSeq = 100
        pool.snaps[30] = PoolSnapInfo(
            snapID: 30, stamp: UTime(seconds: 1_700_000_000, nanoseconds: 5), name: "s'p")
        pool.removedSnaps = chance(0.5) ? snaps() : SnapIntervalSet()
        pool.tiers = chance(0.3) ? [4, 5] : []
        pool.tierOf = chance(0.2) ? 1 : -1
        pool.readTier = chance(0.2) ? 4 : -1
        pool.writeTier = chance(0.2) ? 4 : -1
        pool.hitSetParams =
            [
                .none, .explicitHash, .explicitObject,
                .bloom(.init(falsePositiveMicro: 12_345, targetSize: 7, seed: 9)),
            ].randomElement(using: &random) ?? .none
        pool.hitSetCount = UInt32.random(in: 0...5, using: &random)
        pool.hitSetGradeDecayRate = UInt32.random(in: 0...100, using: &random)
        pool.minReadRecencyForPromote = UInt32.random(in: 0...1, using: &random)
        pool.expectedNumObjects = chance(0.3) ? 7 : 0
        pool.fastRead = chance(0.3)
        pool.quotaMaxBytes = chance(0.3) ? 1 << 40 : 0
        pool.targetMaxObjects = chance(0.3) ? 11 : 0
        pool.auid = chance(0.1) ? 3 : 0
        pool.pgNumTarget = chance(0.5) ? pool.pgNum : 77
        pool.lastForceOpResendPreLuminous = chance(0.3) ? 5 : 0
        pool.applicationMetadata = ["rbd": [:], "my app": ["k": "v \"q\""]]
        for number in 0..<Int32(24) where chance(0.2) {
            let key = PoolOptions.Key(rawValue: number)
            switch key.kind {
            case .string: pool.options[key] = .string("text")
            case .int: pool.options[key] = .int(Int64.random(in: -5...1 << 40, using: &random))
            default: pool.options[key] = .double(Double.random(in: 0...1e9, using: &random))
            }
        }
    }
}
