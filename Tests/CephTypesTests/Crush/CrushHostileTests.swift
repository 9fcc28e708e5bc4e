import CephEncoding
import CephTypes
import Foundation
import NIOCore
import SeededRandom
import Testing

/// Broken and malicious maps: an error or a value, never a trap or a hang.
struct CrushHostileTests {
    /// Does with a map what a monitor does with one.
    private func use(_ map: CrushMap) throws {
        // A million nameless devices take their time, that is all.
        if map.maxDevices < 1000 {
            _ = CephFormatter.format(map, as: .json)
            _ = try? map.decompiled()
        }
        _ = (map.requiredFeatures, map.minimumRequiredVersion, map.roots)
        for item in [-1, -3, 1] as [Int32] {
            _ = (map.location(of: item), map.subtree(of: item), map.ancestor(of: item, type: 11))
        }
        let mapper = CrushMapper(map, effortLimit: 1 << 12)
        let workspace = CrushWorkspace()
        let weights = [UInt32](repeating: 0x10000, count: 8)
        for rule in map.rules.indices {
            for x in 0..<2 as Range<Int32> {
                let items = mapper.map(
                    rule: rule, x: x, resultMax: 3, weights: weights, arguments: mapper.arguments(forPool: 1),
                    workspace: workspace)
                #expect(items.count <= 3)
            }
        }
        let again = try CrushMap.decode(from: map.encoded())
        #expect(again == map)
        var edited = map
        try? edited.rebuildShadowTrees()
    }

    @Test("A map that ends early is refused, or is one that an old release could have written")
    func truncations() throws {
        let bytes = try CrushFixtures.bytes("pacific-rich")
        for length in 0..<bytes.readableBytes {
            let part = try #require(bytes.getSlice(at: bytes.readerIndex, length: length))
            guard let map = try? CrushMap.decode(from: part) else { continue }
            #expect(map.chooseArgs.isEmpty)
        }
    }

    @Test("Changed bytes give an error or a map that can be used", arguments: 0..<4)
    func mutations(_ batch: UInt64) throws {
        var random = SeededRandom(seed: batch)
        let original = try CrushFixtures.bytes("pacific-rich").byteArray
        for _ in 0..<500 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = bytes.indices.randomElement(using: &random) ?? 0
                bytes[place] = Bool.random(using: &random) ? UInt8.random(in: 0...255, using: &random) : 0xff
            }
            if let map = try? CrushMap.decode(from: ByteBuffer(bytes: bytes)) { try use(map) }
        }
    }

    @Test("Huge counts are refused before anything is allocated")
    func counts() {
        for field in [4, 8] {
            var bytes: [UInt8] = [0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
            bytes.replaceSubrange(field..<(field + 4), with: [0xff, 0xff, 0xff, 0x7f])
            #expect(throws: CephDecodingError.self) { try CrushMap.decode(from: ByteBuffer(bytes: bytes)) }
        }
    }

    @Test("Buckets that contain each other hang nothing", .timeLimit(.minutes(1)))
    func cycles() throws {
        var map = CrushMap()
        map.typeNames = [0: "osd", 1: "host", 2: "root"]
        map.itemNames = [-2: "b", -1: "a", 0: "osd.0"]
        for (id, other) in [(-1, -2), (-2, -1)] as [(Int32, Int32)] {
            try map.addBucket(id: id, type: 2, algorithm: .straw2, items: [other], weights: [0x10000])
        }
        map.classNames = [0: "hdd"]
        map.itemClasses = [0: 0]
        for operation in [
            CrushRule.Operation.chooseFirstN, .chooseLeafFirstN, .chooseIndep, .chooseLeafIndep,
        ] {
            let steps: [CrushRule.Step] = [
                .init(.setChooseTries, .max), .init(.take, -1), .init(operation, 0, 1), .init(.emit),
            ]
            try map.addRule(named: nil, type: 1, minSize: 1, maxSize: 10, steps: steps)
        }
        map.finalize()
        try use(map)
        #expect(throws: CrushEditError.self) { try map.decompiled() }
    }

    @Test("Billions of tries that cannot succeed end", .timeLimit(.minutes(1)))
    func endlessTries() throws {
        var map = CrushMap()
        try map.addBucket(id: -1, type: 1, algorithm: .straw2, items: [0, 1], weights: [1, 1])
        for operation in [CrushRule.Operation.chooseFirstN, .chooseIndep] {
            let steps: [CrushRule.Step] = [
                .init(.setChooseTries, .max), .init(.take, -1), .init(operation, .max, 0), .init(.emit),
            ]
            try map.addRule(named: nil, type: 1, minSize: 1, maxSize: 10, steps: steps)
        }
        map.finalize()
        let mapper = CrushMapper(map, effortLimit: 1 << 16)
        let workspace = CrushWorkspace()
        for rule in 0..<2 {
            _ = mapper.map(rule: rule, x: 1, resultMax: 5, weights: [0, 0], workspace: workspace)
        }
    }

    @Test("Thousands of mappings that cannot succeed end", .timeLimit(.minutes(1)))
    func manyEndlessMappings() throws {
        var map = CrushMap()
        try map.addBucket(id: -1, type: 1, algorithm: .straw2, items: [0, 1], weights: [1, 1])
        let steps: [CrushRule.Step] = [
            .init(.setChooseTries, .max), .init(.take, -1), .init(.chooseFirstN, 0, 0), .init(.emit),
        ]
        try map.addRule(named: nil, type: 1, minSize: 1, maxSize: 10, steps: steps)
        map.finalize()
        let mapper = CrushMapper(map, effortLimit: 1 << 18)
        let workspace = CrushWorkspace()
        for x in 0..<500 as Range<Int32> {
            #expect(mapper.map(rule: 0, x: x, resultMax: 5, weights: [0, 0], workspace: workspace) == [])
        }
        // Another mapper's turn: all the patience there is.
        let other = CrushMapper(map)
        #expect(
            other.map(rule: 0, x: 1, resultMax: 2, weights: [1 << 16, 1 << 16], workspace: workspace).count
                == 2)
    }

    @Test("A workspace serves one mapper after another")
    func sharedWorkspace() throws {
        let (one, two) = (
            try CrushFixtures.map("pacific-rich"), try CrushMap(text: RandomCrushText(seed: 3).text)
        )
        let (mapperOne, mapperTwo) = (CrushMapper(one), CrushMapper(two))
        let shared = CrushWorkspace()
        let weights = [UInt32](repeating: 0x10000, count: 64)
        for x in 0..<50 as Range<Int32> {
            for mapper in [mapperOne, mapperTwo] {
                let expected = mapper.map(
                    rule: 0, x: x, resultMax: 3, weights: weights, workspace: CrushWorkspace())
                #expect(
                    mapper.map(rule: 0, x: x, resultMax: 3, weights: weights, workspace: shared) == expected)
            }
        }
    }

    @Test(
        "Broken text is refused with its line",
        arguments: [
            ("device 0 osd.0\ndevice 1 osd.0\n", 2, "item osd.0 defined twice"),
            ("tunable speed 3\n", 1, "tunable speed not recognized"),
            (
                "type 1 host\nhost a {\n alg straw2\n item osd.9 weight 1\n}\n", 4,
                "item 'osd.9' in bucket 'a' is not defined"
            ),
            ("foo bar { alg straw2 }", 1, "bucket type 'foo' is not defined"),
            ("type 1 host\nhost a {\n alg best\n}", 3, "unknown bucket alg 'best'"),
            ("type 1 host\nhost a {\n weight 3\n}", 3, "expected 'alg', found 'weight'"),
            ("type 1 host\nhost a {\n id -1 alg list", 3, "expected '}', but the text ends"),
            (
                "device 0 osd.0\ntype 1 host\nhost a {\n alg list\n item osd.0 weight 101 }", 5,
                "device weight limited to 100"
            ),
            ("rule a {\n id 0\n type magic", 3, "expected 'replicated' or 'erasure', found 'magic'"),
            (
                "rule a {\n id 0 type erasure min_size 1 max_size 2\n step take b\n step emit }", 3,
                "in rule 'a' item 'b' not defined"
            ),
            (
                "rule a {\n id 0 type erasure min_size 1 max_size 2\n step dance }", 3,
                "there is no step 'dance'"
            ),
            ("type 1 host\nhost a { id -2000000000 alg list }", 2, "bucket id -2000000000 is out of range"),
            ("device 2000000000 osd", 1, "device 2000000000 is beyond the highest number, 1048575"),
            ("choose_args 1 { { bucket_id -4 } }", 1, "bucket -4 does not exist"),
        ])
    func brokenText(_ text: String, _ line: Int, _ reason: String) {
        #expect(throws: CrushTextError(line: line, reason: reason)) { try CrushMap(text: text) }
    }

    @Test("Changed text gives an error or a map", arguments: 0..<2)
    func textMutations(_ batch: UInt64) throws {
        var random = SeededRandom(seed: batch)
        let original = Array(try CrushFixtures.text("pacific-rich.txt").utf8)
        for _ in 0..<300 {
            var text = original
            let from = text.indices.randomElement(using: &random) ?? 0
            switch Int.random(in: 0...2, using: &random) {
            case 0: text.removeSubrange(from..<min(text.count, from + Int.random(in: 1...40, using: &random)))
            case 1: text[from] = UInt8.random(in: 0...255, using: &random)
            default: text.insert(contentsOf: Array("-9999999999 {".utf8), at: from)
            }
            do {
                _ = try CrushMap(text: String(cephBytes: text)).encoded()
            } catch is CrushTextError {
            }
        }
    }
}
