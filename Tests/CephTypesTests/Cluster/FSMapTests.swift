import CephEncoding
import Foundation
import NIOCore
import Testing

@testable import CephTypes

@Suite struct FSMapTests {
    @Test(
        "The printed map is that of «ceph fs dump»",
        arguments: [
            ("pacific-rich/mdsmap/6", "answers/fs-dump.txt"), ("live/fsmap.19", "live/fs-dump.plain"),
        ])
    func prints(_ value: String, _ answer: String) throws {
        let map: FSMap = try ClusterFixtures.record(value)
        #expect(
            CephFormatter.streamed(Array(map.description.utf8))
                == (try ClusterFixtures.bytes(answer)).byteArray)
    }

    @Test("A printed file system is that of «ceph fs get»")
    func printsFilesystem() throws {
        let map: FSMap = try ClusterFixtures.record("pacific-rich/mdsmap/6")
        #expect(
            map.filesystem(named: "fs1")?.description == trimmed(
                try ClusterFixtures.text("answers/fs-get-fs1.txt")) + "\n")
    }

    @Test(
        "JSON is what the store's own monitor answered",
        arguments: [
            ("pacific-rich/mdsmap/6", "answers/fs-dump.json"), ("live/fsmap.19", "live/fs-dump.json"),
        ])
    func dumps(_ value: String, _ answer: String) throws {
        let map: FSMap = try ClusterFixtures.record(value)
        #expect(CephFormatter.format(map, as: .json) == trimmed(try ClusterFixtures.text(answer)))
    }

    @Test("XML of two file systems, a mirror and standbys is Ceph's")
    func dumpsXML() throws {
        let map: FSMap = try ClusterFixtures.record("live/fsmap.19")
        let text = CephFormatter.format(map, as: .xmlPretty, named: "fsmap")
        #expect(
            CephFormatter.streamed(Array(text.utf8))
                == (try ClusterFixtures.bytes("live/fs-dump.xml-pretty")).byteArray)
    }

    /// Its balancer's name has every character from 1 to 127, and some of several bytes. (A table would be
    /// padded by four blanks more, for reasons of boost::format's.)
    @Test(
        "Any character is escaped as Ceph does",
        arguments: [CephFormatter.Style.json, .jsonPretty, .xml, .xmlPretty, .tableKeyValue])
    func escapes(_ style: CephFormatter.Style) throws {
        let map: FSMap = try ClusterFixtures.record("live/fsmap.22")
        var formatter = CephFormatter(style)
        formatter.dump("filesystem", try #require(map.filesystem(named: "alpha")))
        #expect(
            CephFormatter.streamed(formatter.bytes)
                == (try ClusterFixtures.bytes("live/fs-get.\(style.rawValue)")).byteArray)
    }

    @Test("Any character is printed as it is")
    func printsAnyCharacter() throws {
        let map: FSMap = try ClusterFixtures.record("live/fsmap.22")
        let text = try #require(map.filesystem(named: "alpha")).description
        #expect(
            CephFormatter.streamed(text.cephBytes)
                == (try ClusterFixtures.bytes("live/fs-get.plain")).byteArray)
    }

    @Test("The dump of a single file system is that of «ceph fs get -f json»")
    func dumpsFilesystem() throws {
        let map: FSMap = try ClusterFixtures.record("pacific-rich/mdsmap/6")
        let filesystem = try #require(map.filesystem(named: "fs1"))
        #expect(
            CephFormatter.format(filesystem, as: .json)
                == trimmed(try ClusterFixtures.text("answers/fs-get-fs1.json")))
    }

    @Test("Summaries are those of «ceph mds stat» and «ceph status»")
    func summaries() throws {
        let one: FSMap = try ClusterFixtures.record("pacific-rich/mdsmap/6")
        #expect(one.summary == trimmed(try ClusterFixtures.text("answers/mds-stat.txt")))
        let two: FSMap = try ClusterFixtures.record("live/fsmap.19")
        #expect(two.summary == trimmed(try ClusterFixtures.text("live/mds-stat.plain")))
        #expect(two.daemonSummary == "2/2 daemons up, 1 hot standby")
        var formatter = CephFormatter(.json)
        formatter.object("fsmap") { two.dumpSummary(to: &$0) }
        #expect(
            formatter.text == """
                {"epoch":19,"id":1,"up":1,"in":1,"max":1,"id":2,"up":1,"in":1,"max":1,"by_rank":[\
                {"filesystem_id":1,"rank":0,"name":"m","status":"up:standby-replay","gid":4137},\
                {"filesystem_id":2,"rank":0,"name":"o","status":"up:active","gid":4158},\
                {"filesystem_id":1,"rank":0,"name":"n","status":"up:active","gid":4171}],"up:standby":0}
                """)
    }

    @Test("A map of nautilus is read whole, and written in 16.2's form")
    func nautilus() throws {
        let map: FSMap = try ClusterFixtures.record("nautilus/fsmap")
        let filesystem = try #require(map.filesystem(named: "fs1"))
        #expect(filesystem.mdsMap.enabled && !filesystem.mirrorInfo.isMirrored)
        #expect(try FSMap.decode(from: map.encoded()) == map)
    }

    @Test("Reading adds no feature, completing adds what 16.2 adds")
    func completes() throws {
        var map: FSMap = try ClusterFixtures.record("pacific-rich/mdsmap/3")
        let bytes = try ClusterFixtures.bytes("pacific-rich/mdsmap/3")
        #expect(map.encoded() == bytes)
        map.filesystems[1]?.mdsMap.compat = .mdsDefault
        map.filesystems[1]?.mdsMap.info[4131]?.compat = CompatSet()
        map.completeCompat()
        #expect(map.encoded() == bytes)
    }

    /// What jewel made of the one map that hammer stored.
    @Test("The single map of before jewel becomes a file system and standbys")
    func migrates() throws {
        var legacy = MDSMap()
        legacy.epoch = 12
        legacy.enabled = true
        legacy.fsName = "cephfs"
        for (gid, name, state, rank) in [
            (UInt64(1), "a", MDSState.active, Int32(0)), (2, "b", .standby, -1), (3, "c", .standbyReplay, -1),
            (4, "d", .doesNotExist, -1),
        ] {
            var info = MDSInfo()
            info.globalID = gid
            info.name = name
            info.state = state
            info.rank = rank
            info.standbyForRank = state == .standbyReplay ? 0 : -1
            legacy.info[gid] = info
        }
        let map = FSMap(migrating: legacy)
        #expect(map.legacyClientFSCID == 0 && map.filesystems.keys == [0] && map.epoch == 12)
        #expect(map.filesystems[0]?.mdsMap.info.keys == [1, 3])
        #expect(map.filesystems[0]?.mdsMap.info[3]?.rank == 0)
        #expect(map.standbyDaemons.keys == [2] && map.standbyEpochs[2] == 12)
        #expect(map.roles == [1: 0, 2: -1, 3: 0])
        legacy.enabled = false
        #expect(FSMap(migrating: legacy).filesystems.isEmpty)
        #expect(FSMap(migrating: legacy).legacyClientFSCID == -1)
    }

    @Test("A stored map of before jewel is read as such")
    func readsLegacy() throws {
        var legacy = MDSMap()
        legacy.epoch = 3
        legacy.enabled = true
        legacy.dataPools = [0]
        // Without MDSENC a map has the version 3, without PGID64 the version 2.
        let features = CephFeatures.all.subtracting(.mdsEnc)
        let old = try FSMap.decode(from: legacy.encoded(features: features))
        #expect(old.epoch == 3 && old.filesystems[0]?.mdsMap.dataPools == [0])
        #expect(old.filesystems[0]?.mdsMap.enabled == true)
    }

    @Test("Clients of before MDSENC and nautilus get the form that they know")
    func olderForms() throws {
        let map: FSMap = try ClusterFixtures.record("pacific-rich/mdsmap/6")
        let full = try #require(map.filesystems[1]).mdsMap
        let withoutEncoding = CephFeatures.all.subtracting(.mdsEnc)
        let old = try MDSMap.decode(from: full.encoded(features: withoutEncoding))
        #expect(old.metadataPool == full.metadataPool && old.up == full.up && old.created == full.created)
        #expect(old.info[4131]?.addresses.addresses.first?.description == "v1:127.0.0.1:6827/2303743874")
        // So old that it stops before the compat set.
        let bytes = full.encoded(features: withoutEncoding.subtracting(.pgID64))
        #expect(bytes.getInteger(at: 0, endianness: .little, as: UInt16.self) == 2)
        let beforeNautilus = CephFeatures.all.subtracting(CephFeatures(rawValue: 1 << 2))
        let mimic = try MDSMap.decode(from: full.encoded(features: beforeNautilus))
        #expect(mimic.info[4131]?.flags == 0 && mimic.info[4131]?.compat == .mdsAll)
        #expect(mimic.balancer == full.balancer && mimic.fsName == "fs1")
    }

    @Test("Client features keep their words")
    func features() throws {
        var features = FSFeatures([8, 9, 70])
        #expect(features.description == "{8=mimic,9=reply_encoding}" && features.contains(70))
        #expect(CephEncoder.encode(features).readableBytes == 20)
        features.remove(70)
        #expect(CephEncoder.encode(features).readableBytes == 12)
        features.insert(-1)
        features.insert(1 << 40)
        #expect(!features.contains(-1) && CephEncoder.encode(features).readableBytes == 12)
        var odd = CephDecoder(bytes: [3, 0, 0, 0, 1, 0, 2])
        #expect(try FSFeatures(from: &odd) == FSFeatures([0, 17]))
    }
}
