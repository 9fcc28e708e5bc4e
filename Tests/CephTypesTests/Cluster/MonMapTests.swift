import CephEncoding
import Foundation
import NIOCore
import Testing

@testable import CephTypes

@Suite struct MonMapTests {
    @Test(
        "The printed map is monmaptool's, byte for byte",
        arguments: [
            ("pacific-rich/monmap/1", "answers/monmap.txt"),
            ("pacific-rich/monmap/1", "answers/mon-dump.txt"),
            ("quorum/monmap", "answers/quorum-monmap.txt"), ("live/monmap.6", "live/mon-dump.plain"),
            ("live/monmap.7", "live/mon-dump-7.plain"),
        ])
    func prints(_ value: String, _ answer: String) throws {
        let map: MonMap = try ClusterFixtures.record(value)
        #expect(map.description == (try ClusterFixtures.text(answer)))
    }

    /// monmaptool 16.2 printed it, so that the strategy's line is there.
    @Test("A map of 14.2 prints as 16.2 prints it")
    func printsNautilus() throws {
        let map: MonMap = try ClusterFixtures.record("nautilus/monmap")
        #expect(map.description == (try ClusterFixtures.text("answers/nautilus-monmap.txt")))
    }

    @Test("The dump is the body of «ceph mon dump», in every format", arguments: CephFormatter.Style.allCases)
    func dumps(_ style: CephFormatter.Style) throws {
        let map: MonMap = try ClusterFixtures.record("live/monmap.6")
        var formatter = CephFormatter(style)
        formatter.object("monmap") {
            map.dump(to: &$0)
            $0.ints("quorum", each: "mon", [0, 1, 2])
        }
        #expect(
            String(cephBytes: CephFormatter.streamed(formatter.bytes))
                == (try ClusterFixtures.text("live/mon-dump.\(style.rawValue)")))
    }

    @Test(
        "JSON is what the store's own monitor answered",
        arguments: [
            ("pacific-rich/monmap/1", "answers/mon-dump.json", [0]),
            ("live/monmap.7", "live/mon-dump-7.json", [0, 1]),
        ])
    func dumpsJSON(_ value: String, _ answer: String, _ quorum: [Int]) throws {
        let map: MonMap = try ClusterFixtures.record(value)
        var formatter = CephFormatter(.json)
        formatter.object("monmap") {
            map.dump(to: &$0)
            $0.ints("quorum", each: "mon", quorum)
        }
        #expect(formatter.text == trimmed(try ClusterFixtures.text(answer)))
    }

    @Test("The summary is the beginning of «ceph mon stat»")
    func summary() throws {
        let map: MonMap = try ClusterFixtures.record("pacific-rich/monmap/1")
        #expect(try ClusterFixtures.text("answers/mon-stat.txt").hasPrefix(map.summary + ", election epoch"))
    }

    @Test("Readers of before nautilus, MONENC and MONNAMES get the form that they know")
    func olderForms() throws {
        let map: MonMap = try ClusterFixtures.record("quorum/monmap")
        for (missing, version) in [(CephFeatures.serverNautilus, 5), (.monEnc, 2), (.monNames, 1)] {
            let features =
                missing == .serverNautilus
                ? CephFeatures.all.subtracting(CephFeatures(rawValue: 1 << 2))
                : CephFeatures.all.subtracting(missing)
            let bytes = map.encoded(features: features)
            #expect(bytes.getInteger(at: 0, as: UInt8.self) == UInt8(version))
            let again = try MonMap.decode(from: bytes)
            #expect(again.fsid == map.fsid && again.created == map.created && again.epoch == map.epoch)
            #expect(again.ranks == (version == 1 ? ["0", "1", "2"] : ["a", "b", "c"]))
            #expect(
                again.info(ofRank: 1)?.publicAddresses.addresses
                    == map.info(ofRank: 1)?.publicAddresses.legacy.map { [$0] })
        }
    }

    @Test("A monitor that leaves takes its rank and its ban with it")
    func removes() throws {
        var map: MonMap = try ClusterFixtures.record("live/monmap.6")
        let after: MonMap = try ClusterFixtures.record("live/monmap.7")
        map.epoch = 7
        map.lastChanged = after.lastChanged
        let removed = [map.remove("c"), map.remove("c")]
        #expect(removed == [true, false])
        #expect(map == after)
        map.removedRanks = []
        map.remove("a")
        #expect(map.rank(of: "b") == 0 && map.removedRanks == [0] && map.rank(of: "a") == nil)
        #expect(map.name(ofRank: 1) == nil && map.name(ofRank: -1) == nil)
    }

    @Test("New monitors come last, and by address before nautilus")
    func adds() throws {
        func info(_ name: String, port: UInt16) -> MonInfo {
            let address = EntityAddress(kind: .legacy, socket: .ipv4(127, 0, 0, 1, port: port))
            return MonInfo(name: name, publicAddresses: EntityAddressVector([address]))
        }
        var old = MonMap()
        for one in [info("z", port: 1), info("b", port: 3), info("a", port: 2)] { old.add(one) }
        #expect(old.ranks == ["z", "a", "b"])
        var new = MonMap()
        new.persistentFeatures = .persistent
        for one in [info("z", port: 1), info("b", port: 3), info("a", port: 2)] { new.add(one) }
        #expect(new.ranks == ["z", "b", "a"])
        let taken = new.add(info("a", port: 9))
        let renamed = new.rename("b", to: "c")
        #expect(!taken && renamed && new.ranks == ["z", "c", "a"] && new.majority == 2)
        #expect(new.name(of: EntityAddress(kind: .legacy, socket: .ipv4(127, 0, 0, 1, port: 3))) == "c")
    }

    @Test("Features go by name, and imply a release")
    func features() {
        #expect(MonFeatures(name: "osdmap-prune") == .osdMapPrune)
        #expect(MonFeatures(name: "none") == nil)
        let pair: MonFeatures = [.kraken, .luminous]
        #expect(pair.listed() == "[kraken,luminous]" && pair.impliedRelease == .luminous)
        #expect(pair.listed(withValues: true) == "[kraken(1),luminous(2)]")
        #expect(MonFeatures().listed() == "[none]" && MonFeatures().impliedRelease == .unknown)
        #expect(MonFeatures(rawValue: 1 << 40).names == ["unknown"])
        #expect(MonFeatures.persistent.impliedRelease == .pacific)
    }

    @Test("A store's feature set is what 16.2 supports")
    func featureSet() throws {
        let stored: CompatSet = try ClusterFixtures.record("pacific-rich/monitor/feature_set")
        #expect(stored == .monitorSupported)
        #expect(CompatSet.monitorSupported.canWrite(.monitorInitial))
        #expect(!CompatSet.monitorInitial.canRead(stored))
        #expect(CompatSet.monitorInitial.unsupported(of: stored).incompat.names.count == 10)
        var merged = CompatSet.monitorInitial
        let changed = [merged.merge(stored), merged.merge(stored)]
        #expect(changed == [true, false] && merged == stored)
    }

    /// The bug or-ed in numbers: 1 | 2 | 3.
    @Test("The mask of an old feature set is made anew from its names")
    func oldMask() throws {
        var encoder = CephEncoder()
        for _ in 0..<2 { encoder.encode(CompatSet.FeatureSet()) }
        encoder.integer(UInt64(3))
        encoder.encode(CephMap<UInt64, String>([(1, "one"), (2, "two"), (3, "three"), (200, "far")]))
        let set = try CompatSet.decode(from: encoder.buffer)
        #expect(set.incompat.mask == 0b1110)
        #expect(set.shortDescription == "{c=[1],r=[1],i=[f]}")
    }
}
