import CephEncoding
import CephTypes
import Foundation
import NIOCore
import Testing

/// Maps of real clusters against what Ceph 16.2 said of them.
struct CrushMapTests {
    @Test("A real map re-encodes to its own bytes", arguments: CrushFixtures.names)
    func reencodes(_ name: String) throws {
        let bytes = try CrushFixtures.bytes(name)
        #expect(try CrushMap.decode(from: bytes).encoded() == bytes)
    }

    @Test("A real map's dump is crushtool's, byte for byte", arguments: CrushFixtures.names)
    func dumps(_ name: String) throws {
        let text = CephFormatter.format(try CrushFixtures.map(name), as: .jsonPretty, named: "crush_map")
        // crushtool ends with an empty line.
        let expected = String(try CrushFixtures.text("\(name).json").dropLast())
        #expect(firstDifference(expected, text) == nil)
    }

    @Test("A real map's text is crushtool's, byte for byte", arguments: CrushFixtures.names)
    func decompiles(_ name: String) throws {
        let text = try CrushFixtures.map(name).decompiled()
        #expect(firstDifference(try CrushFixtures.text("\(name).txt"), text) == nil)
    }

    @Test(
        "A real map's text compiles to the map's own bytes but for weights, of which text has three decimals")
    func compiles() throws {
        let quorum = try CrushMap(text: try CrushFixtures.text("pacific-quorum.txt"))
        #expect(quorum == (try CrushFixtures.map("pacific-quorum")))
        let text = try CrushFixtures.text("pacific-rich.txt")
        let again = try CrushMap(text: text)
        #expect(firstDifference(text, try again.decompiled()) == nil)
        let original = try CrushFixtures.map("pacific-rich")
        #expect(again.itemNames == original.itemNames)
        #expect(again.shadowBuckets == original.shadowBuckets)
        #expect(again.itemClasses == original.itemClasses)
        #expect(again.rules == original.rules)
        #expect(again.tunables == original.tunables)
    }

    @Test("Mappings are crushtool's")
    func maps() throws {
        let found = try CrushFixtures.map("pacific-rich").testMappings(inputs: 0..<256, replicas: 3)
        #expect(firstDifference(try CrushFixtures.text("pacific-rich.mappings"), found) == nil)
    }

    @Test("Every bucket algorithm maps as crushtool does", arguments: CrushBucket.Algorithm.allCases)
    func mapsBuilt(_ algorithm: CrushBucket.Algorithm) throws {
        let map = try CrushFixtures.map("built-\(algorithm.name)")
        #expect(try CrushMap(text: map.decompiled()) == map)
        let found = map.testMappings(inputs: 0..<128, replicas: 4, reweights: [3: 0x8000, 7: 0])
        let expected = try CrushFixtures.text("built-\(algorithm.name).mappings")
        #expect(firstDifference(expected, found) == nil)
    }

    @Test("The logarithm's ends are where the tables put them")
    func logarithm() {
        #expect(CrushLogarithm.log2(0) == 0)
        #expect(CrushLogarithm.log2(1) == 1 << 44)
        #expect(CrushLogarithm.log2(0xffff) == 0xffff_f000_0000)
    }

    @Test("Old readers get the weight set in place of the weights, and neither classes nor choose_args")
    func oldForms() throws {
        let map = try CrushFixtures.map("pacific-rich")
        let features = CephFeatures.all.subtracting(.serverLuminous)
        let old = try CrushMap.decode(from: map.encoded(features: features))
        #expect(old.chooseArgs.isEmpty && old.itemClasses.isEmpty && old.classNames.isEmpty)
        let host = try #require(map.item(named: "vm"))
        #expect(old.bucket(host)?.itemWeights == map.chooseArgs[-1]?[bucket: host]?.weightSets[0])
        #expect(old.tunables == map.tunables)
        let older = try CrushMap.decode(from: map.encoded(features: []))
        #expect(older.tunables.chooseLeafStable == 0 && older.tunables.chooseLeafVaryR == 1)
    }

    @Test("Features and the oldest release follow from tunables, buckets and rules")
    func features() throws {
        let map = try CrushFixtures.map("pacific-rich")
        #expect(map.hasV2Rules && !map.hasV3Rules && map.hasV4Buckets && !map.hasV5Rules)
        #expect(map.minimumRequiredVersion == "jewel")
        #expect(map.requiredFeatures.contains([.crushTunables, .crushTunables5, .crushV4]))
        #expect(!map.hasIncompatibleChooseArgs)
        #expect(map.rule(1)?.requiredFeatures == .crushV2)
        #expect(CrushMap(tunables: .legacy).minimumRequiredVersion == "argonaut")
        #expect(CrushTunables.default.profile == .jewel && CrushTunables.legacy.profile == .argonaut)
    }

    @Test("The hierarchy can be walked both ways")
    func hierarchy() throws {
        let map = try CrushFixtures.map("pacific-rich")
        #expect(map.nonShadowRoots == [-1] && map.shadowRoots == [-2])
        #expect(map.parent(of: 1) == -3 && map.parent(of: -3) == -1)
        #expect(map.location(of: 1).map(\.name) == ["vm", "default"])
        #expect(Array(map.devices(below: -1)) == [0, 1, 2])
        #expect(map.subtree(-1, contains: 2) && !map.subtree(-5, contains: 2))
        #expect(map.ancestor(of: 1, type: 11) == -1)
        #expect(map.ancestor(of: 1, type: 1, inRule: 2) == -4)
        #expect(map.splitShadow(-2).map { $0.item } == -1)
        #expect(map.className(of: 0) == "hdd" && map.devices(ofClass: "hdd") == [0, 1, 2])
        #expect(map.isShadow(-4) && !map.isShadow(-3))
    }

    @Test("Objects of the corpus since hammer re-encode to their bytes", .enabled(if: Corpus.isPresent))
    func corpusRoundTrip() throws {
        for object in try Corpus.objects(of: "CrushWrapper") {
            var features = CephFeatures.all
            // Kraken knew no classes, hammer no stable chooseleaf; before it, tunables stopped earlier still.
            if object.version.hasPrefix("11.") || object.version.hasPrefix("0.94") {
                features.subtract(.serverLuminous)
            }
            if object.version.hasPrefix("0.94") { features.subtract(.crushTunables5) }
            let map = try CrushMap.decode(from: object.bytes)
            let isOlder = object.version.hasPrefix("0.") && !object.version.hasPrefix("0.94")
            if !isOlder { #expect(map.encoded(features: features) == object.bytes, "\(object.path)") }
            #expect(try CrushMap.decode(from: map.encoded()) == map)
        }
    }
}
