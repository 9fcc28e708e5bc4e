import CephEncoding
import NIOCore
import Testing

@testable import CephTypes

/// The forms of 14.2 that no stored value at hand shows: servers, standbys, clients' releases.
@Suite struct NautilusFormTests {
    private func version(_ record: some CephEncodable, _ features: CephFeatures) -> UInt8? {
        CephEncoder.encode(record, features: features).readableBytesView.first
    }

    @Test("Records are of the version that the features ask for")
    func versions() {
        let older = CephFeatures.nautilus.subtracting(CephFeatures(rawValue: 1 << 2))
        let expected: [(any CephEncodable, all: UInt8, nautilus: UInt8, older: UInt8)] = [
            (MonMap(), 9, 7, 5), (MonInfo(), 5, 3, 2), (MgrMap(), 12, 8, 5), (MgrStandby(), 4, 3, 4),
            (MDSInfo(), 10, 9, 7), (Filesystem(), 2, 1, 2), (HealthCheck(), 2, 1, 2),
            (ProgressEvent(), 2, 1, 2), (FSMap(), 7, 7, 7), (MDSMap(), 5, 5, 5),
        ]
        for (record, all, nautilus, before) in expected {
            #expect(version(record, .all) == all, "\(type(of: record))")
            #expect(version(record, .nautilus) == nautilus, "\(type(of: record))")
            #expect(version(record, older) == before, "\(type(of: record))")
        }
    }

    @Test("A server and a standby manager keep what 14.2 has of them")
    func servers() throws {
        var server = MDSInfo()
        server.globalID = 4121
        server.name = "c"
        server.exportTargets = [1, 3]
        server.flags = MDSInfo.frozen
        let read = try MDSInfo.decode(from: server.encoded(features: .nautilus))
        server.compat = .mdsAll
        #expect(read == server)

        var standby = MgrStandby()
        standby.gid = 4134
        standby.name = "y"
        standby.availableModules = [ModuleInfo(name: "balancer")]
        let bytes = CephEncoder.encode(standby, features: .nautilus)
        #expect(try CephDecoder.decode(MgrStandby.self, from: bytes, named: "standby") == standby)
    }

    @Test("The oldest client of a map is kept", arguments: [0xff, 0, 4, 10, 12, 14] as [UInt8])
    func oldestClient(_ number: UInt8) throws {
        var bytes = MDSMap().encoded(features: .nautilus)
        bytes.setInteger(number, at: bytes.writerIndex - 1)
        let map = try MDSMap.decode(from: bytes)
        #expect(map.requiredClientFeatures == FSFeatures(release: CephRelease(rawValue: number)))
        #expect(map.encoded(features: .nautilus) == bytes)
    }

    @Test("Other client features become the newest release that asks for no more")
    func changedFeatures() throws {
        var map = MDSMap()
        map.minCompatClient = .luminous
        map.requiredClientFeatures = FSFeatures([7, 8, 9])
        #expect(map.encoded(features: .nautilus).readableBytesView.last == CephRelease.mimic.rawValue)
        map.requiredClientFeatures = FSFeatures([9, 70])
        #expect(map.encoded(features: .nautilus).readableBytesView.last == 0xff)
    }

    @Test(
        "What was written just after 14.2 was split off has its form",
        .enabled(if: Corpus.isPresent, "CEPH_OBJECT_CORPUS is not set"),
        arguments: ["MDSMap::mds_info_t", "Filesystem", "FSMap", "MgrMap", "health_check_map_t"])
    func corpus(_ name: String) throws {
        let type = try #require(RecordCatalog.type(named: name))
        let objects = try Corpus.objects(of: name, version: "15.0.0-539-g191ab33faf")
        #expect(!objects.isEmpty)
        for object in objects {
            let again = try type.decode(from: object.bytes).encoded(features: .nautilus)
            #expect(again == object.bytes, "\(object.path)")
        }
    }
}
