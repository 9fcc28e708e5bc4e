import CephEncoding
import CephTypes
import Foundation
import NIOCore
import Testing

/// Ceph's osdmaptool, if it is installed.
private let osdMapTool: String? = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    .map { "\($0)/osdmaptool" }.first { FileManager.default.isExecutableFile(atPath: $0) }

/// Random maps, written here, against the real osdmaptool.
@Suite(.enabled(if: osdMapTool != nil, "osdmaptool is not installed"))
struct OSDMapToolTests {
    private func run(_ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: osdMapTool ?? "")
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(arguments)")
        return String(decoding: data, as: UTF8.self)
    }

    @Test("osdmaptool reads random maps and finds the same placements, dump and text", arguments: 0..<12)
    func randomMaps(_ batch: Int) throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("osdmap-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        for number in 0..<4 {
            let seed = UInt64(batch * 4 + number)
            var random = SeededGenerator(seed: seed)
            let count = Int.random(in: 4...40, using: &random)
            _ = try run(["--createsimple", "\(count)", "--with-default-pool", "--clobber", file.path])
            var editor = RandomMapEditor(
                map: try OSDMap.decode(from: ByteBuffer(bytes: try Data(contentsOf: file))), random: random)
            try editor.edit()
            let bytes = editor.map.encoded()
            try Data(bytes.readableBytesView).write(to: file)
            let map = try OSDMap.decode(from: bytes)
            let placements = try run([file.path, "--test-map-pgs-dump-all"]).split(separator: "\n").map(String.init)
            #expect(
                firstDifference(
                    placements.prefix { !$0.hasPrefix("#osd") }.joined(separator: "\n"),
                    map.placementLines.joined(separator: "\n")) == nil, "map \(seed)")
            #expect(firstDifference(try run([file.path, "--print"]), map.printed) == nil, "map \(seed)")
            let dump = try run([file.path, "--dump", "json"])
            #expect(firstDifference(dump, CephFormatter.format(map, as: .json)) == nil, "map \(seed)")
        }
    }
}

/// Gives a map of createsimple hosts, pools of all kinds, and exceptions of all kinds.
private struct RandomMapEditor {
    var map: OSDMap
    var random: SeededGenerator

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
        map.flags.insert(.noScrub)
        map.crushNodeFlags[-1] = [.noOut]
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
        map.osdWeights[index] = chance(0.7) ? OSDWeight.in : UInt32.random(in: 0...0x10000, using: &random) & 0xfff0
        if chance(0.2) { map.setPrimaryAffinity(of: osd, [0, 0x4000, 0x8000, 0xffff].randomElement(using: &random) ?? 0) }
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
                map.pgUpmapItems[pg] = (0..<Int.random(in: 1...3, using: &random)).map { _ in Pair(osd(), osd()) }
            }
            if chance(0.05) { map.pgTemp[pg] = (0..<size).map { _ in osd() } }
            if chance(0.05) { map.primaryTemp[pg] = osd() }
        }
    }
}
