import CephEncoding
import CephTypes
import Foundation
import NIOCore
import SeededRandom
import Testing

/// Random maps against the real crushtool.
@Suite(.enabled(if: CrushTool.path != nil, "crushtool is not installed"))
struct CrushToolTests {
    @Test(
        "Random maps compile, decompile, dump and map as in crushtool",
        arguments: 0..<RandomMaps.count(usually: 24))
    func randomMaps(_ seed: UInt64) throws {
        let tool = try CrushTool()
        defer { tool.remove() }
        let text = RandomCrushText(seed: seed).text
        try tool.write(text, to: "map.txt")
        try #require(
            try tool.run(["-c", "map.txt", "-o", "map.bin"]).status == 0,
            "crushtool does not compile map \(seed)")
        let bytes = try tool.read("map.bin")
        let map = try CrushMap.decode(from: bytes)
        let compiled = try CrushMap(text: text)
        let (one, two) = (map.withoutStrayTreeNodes, compiled.withoutStrayTreeNodes)
        #expect(one == two, "map \(seed): \(differences(between: one, and: two))")
        #expect(one.encoded() == two.encoded(), "map \(seed)")
        let decompiled = try tool.run(["-d", "map.bin"]).output
        #expect(firstDifference(decompiled, try map.decompiled()) == nil, "map \(seed)")
        let dump = try tool.run(["-i", "map.bin", "--dump", "-f", "json"]).output
        let ours = CephFormatter.format(map, as: .json, named: "crush_map")
        #expect(firstDifference(dump, ours + "\n") == nil, "map \(seed)")
        try compareMappings(of: map, in: "map.bin", with: tool, seed: seed)
    }

    private func compareMappings(of map: CrushMap, in file: String, with tool: CrushTool, seed: UInt64) throws
    {
        var random = SeededRandom(seed: seed &+ 1000)
        let replicas = Int.random(in: 1...6, using: &random)
        var reweights: [Int: UInt32] = [:]
        var arguments = ["-i", file, "--test", "--show-mappings", "--min-x", "0", "--max-x", "1023"]
        arguments += ["--num-rep", String(replicas)]
        if seed % 2 == 1 {
            for device in 0..<map.maxDevices where Bool.random(using: &random) {
                let quarters = Int.random(in: 0...4, using: &random)
                reweights[Int(device)] = UInt32(quarters * 0x4000)
                arguments += ["--weight", String(device), String(Double(quarters) / 4)]
            }
        }
        let expected = try tool.run(arguments).output
        let found = map.testMappings(inputs: 0..<1024, replicas: replicas, reweights: reweights)
        #expect(firstDifference(expected, found) == nil, "mappings of map \(seed)")
    }

    static let oddTexts = [
        // A uniform bucket's shadow cannot be made; crushtool goes on without.
        """
        device 0 osd.0 class ssd
        device 1 osd.1 class hdd
        type 1 host
        type 2 root
        host a { alg uniform item osd.0 weight 2 item osd.1 weight 2 }
        root r { alg straw2 item a }
        rule x { id 0 type replicated min_size 1 max_size 3 step take a step choose firstn 0 type host step emit }
        """.replacing("type host", with: "type root"),
        // Buckets before what they hold, ids left out, a rule without a name at a high number.
        """
        device 3 osd.3
        type 0 osd
        type 1 host
        type 2 root
        host b { id -2 alg list hash rjenkins1 item osd.3 weight 1.5 pos 0 }
        host c { alg tree }
        host d { id -9 id -4 class ssd alg straw }
        root r { alg straw2 item b weight 0.25 item c item d }
        rule { ruleset 7 type erasure min_size 3 max_size 4 step set_chooseleaf_tries 5 step take b step emit }
        """,
        // No rules: no shadow trees.
        "device 0 osd.0 class ssd\ntype 0 osd\ntype 1 host\nhost a { alg straw2 item osd.0 }\n",
        "device 0 a\ntype 0 osd\ntype 1 h\ntype 2 r\nr y { alg straw2 item x }\nh x { alg straw2 item a weight 3 }\n",
        "",
    ]

    @Test("Odd texts compile as in crushtool, or not at all", arguments: oddTexts)
    func compilesOddText(_ text: String) throws {
        let tool = try CrushTool()
        defer { tool.remove() }
        try tool.write(text + "\n", to: "map.txt")
        let status = try tool.run(["-c", "map.txt", "-o", "map.bin"]).status
        let ours = try? CrushMap(text: text)
        guard status == 0 else {
            #expect(ours == nil)
            return
        }
        let bytes = try tool.read("map.bin")
        #expect(ours?.encoded() == bytes)
        let map = try CrushMap.decode(from: bytes)
        #expect(firstDifference(try tool.run(["-d", "map.bin"]).output, try map.decompiled()) == nil)
    }

    @Test("The text of a real map compiles to crushtool's bytes", arguments: CrushFixtures.names)
    func compilesRealText(_ name: String) throws {
        let tool = try CrushTool()
        defer { tool.remove() }
        let text = try CrushFixtures.text("\(name).txt")
        try tool.write(text, to: "map.txt")
        try #require(try tool.run(["-c", "map.txt", "-o", "map.bin"]).status == 0)
        #expect(try CrushMap(text: text).encoded() == (try tool.read("map.bin")))
    }

    @Test("Maps that crushtool builds map as in crushtool", arguments: CrushBucket.Algorithm.allCases)
    func builtMaps(_ algorithm: CrushBucket.Algorithm) throws {
        let tool = try CrushTool()
        defer { tool.remove() }
        for (number, other) in CrushBucket.Algorithm.allCases.enumerated() {
            try tool.run([
                "-o", "map.bin", "--build", "--num_osds", "24", "host", algorithm.name, "4", "rack",
                other.name, "3",
                "root", algorithm.name, "0",
            ])
            let bytes = try tool.read("map.bin")
            let map = try CrushMap.decode(from: bytes)
            #expect(map.encoded() == bytes)
            try compareMappings(of: map, in: "map.bin", with: tool, seed: UInt64(number))
        }
    }
}

extension CrushMap {
    /// The map with the leaves alone in the shadow trees' tree buckets: crushtool leaves nodes that no item
    /// has uninitialized there, so no two runs give the same bytes.
    fileprivate var withoutStrayTreeNodes: CrushMap {
        var map = self
        for (index, bucket) in buckets.enumerated() {
            guard let bucket, bucket.algorithm == .tree, isShadow(bucket.id) else { continue }
            map.buckets[index]?.weights = .tree(nodes: bucket.itemWeights)
        }
        return map
    }
}

/// The parts in which two maps differ.
func differences(between expected: CrushMap, and found: CrushMap) -> String {
    var parts: [String] = []
    for (one, two) in zip(expected.buckets, found.buckets) where one != two {
        parts.append("expected \(String(describing: one)), found \(String(describing: two))")
    }
    let fields = zip(Mirror(reflecting: expected).children, Mirror(reflecting: found).children)
    for (one, two) in fields where String(describing: one.value) != String(describing: two.value) {
        parts.append(one.label ?? "?")
    }
    return parts.joined(separator: "; ")
}
