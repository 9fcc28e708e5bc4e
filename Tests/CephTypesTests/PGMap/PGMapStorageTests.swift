import CephEncoding
import CephTypes
import NIOCore
import Testing

@Suite struct PGMapStorageTests {
    private struct Store: PGMapStorage.Source {
        var values: [String: [String: ByteBuffer]] = [:]

        mutating func apply(_ edits: [PGMapStorage.Edit]) {
            for edit in edits { values[edit.prefix, default: [:]][edit.key] = edit.value }
        }

        func value(prefix: String, key: String) -> ByteBuffer? { values[prefix]?[key] }

        func entries(prefix: String) -> [(key: String, value: ByteBuffer)] {
            (values[prefix] ?? [:]).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        }
    }

    /// A version with everything of a map in it.
    private func whole(_ map: PGMap, version: UInt64) -> PGMap.Incremental {
        var change = PGMap.Incremental(version: version)
        change.stamp = map.stamp
        change.osdMapEpoch = 70
        change.pgScan = 69
        change.fullRatio = 0.95
        change.nearfullRatio = 0.85
        for (id, stat) in map.pgStats { change.pgUpdates[id] = stat }
        for (osd, stat) in map.osdStats { change.update(osd, stat, epoch: 70) }
        return change
    }

    @Test("A map is read from the keys that its versions wrote")
    func readBack() throws {
        let map = try PGMapFixture.map(134)
        var store = Store()
        let (change, edits) = whole(map, version: 1).stored()
        store.apply(edits)
        #expect(edits.count == 6 + 93 + 3)
        let read = try PGMap(storedIn: store)
        #expect(read.version == 1)
        #expect(read.stamp == map.stamp)
        #expect(read.lastOSDMapEpoch == 70 && read.lastPGScan == 69)
        #expect(read.fullRatio == 0.95 && read.nearfullRatio == 0.85)
        #expect(read.pgStats == map.pgStats && read.osdStats == map.osdStats)
        #expect(read.digest.pgSum == map.digest.pgSum)
        #expect(read.osdEpochs[1] == 70)
        // Some groups have never been reported.
        #expect(read.minLastEpochClean == 0)
        #expect(change.pgs.count == 93 && change.osds == [0, 1, 2])
    }

    @Test("A peon follows version by version, also where reports go")
    func follow() throws {
        let map = try PGMapFixture.map(134)
        var store = Store()
        var follower = PGMap()
        var second = PGMap.Incremental(version: 2)
        second.stamp = map.stamp.advanced(by: 2)
        second.pgRemovals = [PGID(pool: 7, seed: 0), PGID(pool: 7, seed: 1)]
        second.remove(osd: 2)
        for incremental in [whole(map, version: 1), second] {
            let (change, edits) = incremental.stored()
            store.apply(edits)
            let bytes = CephEncoder.encode(change)
            let read: PGMapStorage.Change = try CephDecoder.decode(from: bytes)
            #expect(read == change)
            try follower.apply(PGMap.Incremental(version: incremental.version, change: read, in: store))
        }
        let fresh = try PGMap(storedIn: store)
        #expect(follower.pgStats == fresh.pgStats && follower.osdStats == fresh.osdStats)
        #expect(follower.digest.pgSum == fresh.digest.pgSum && follower.digest.osdSum == fresh.digest.osdSum)
        #expect(follower.digest.numPG == 91 && follower.digest.numOSD == 2)
        #expect(follower.osdEpochs == fresh.osdEpochs)
        #expect(store.value(prefix: "pgmap_pg", key: "7.0") == nil)
    }

    @Test("Values have jewel's forms")
    func forms() throws {
        var change = PGMap.Incremental(version: 5)
        change.stamp = UTime(seconds: 1, nanoseconds: 2)
        change.osdMapEpoch = 9
        change.pgRemovals = [PGID(pool: 3, seed: 0x1f)]
        change.update(4, OSDStat(), epoch: 8)
        let (version, edits) = change.stored()
        #expect(
            edits.map(\.key)
                == ["version", "stamp", "last_osdmap_epoch", "4", "3.1f"].sorted { a, b in
                    edits.firstIndex { $0.key == a } ?? 0 < edits.firstIndex { $0.key == b } ?? 0
                })
        #expect(
            edits.first { $0.key == "last_osdmap_epoch" }?.value
                == ByteBuffer(bytes: [9, 0, 0, 0, 0, 0, 0, 0]))
        let report = try #require(edits.first { $0.key == "4" }?.value)
        #expect(Array(report.readableBytesView.suffix(4)) == [8, 0, 0, 0])
        var expected: [UInt8] = [
            1, 0, 0, 0, 2, 0, 0, 0, 17, 0, 0, 0, 1, 3, 0, 0, 0, 0, 0, 0, 0, 0x1f, 0, 0, 0,
        ]
        expected += [0xff, 0xff, 0xff, 0xff, 4, 0, 0, 0, 4, 0, 0, 0]
        #expect(CephEncoder.encode(version) == ByteBuffer(bytes: expected))
    }

    @Test("A report that can't be read is named")
    func unreadable() throws {
        var store = Store()
        store.values["pgmap_pg"] = ["1.2": ByteBuffer(bytes: [26, 22, 9])]
        do {
            _ = try PGMap(storedIn: store)
            Issue.record("read")
        } catch let error as CephDecodingError {
            #expect(error.path.first == "pgmap_pg/1.2")
        }
    }
}

extension UTime {
    fileprivate func advanced(by seconds: UInt32) -> UTime {
        UTime(seconds: self.seconds + seconds, nanoseconds: nanoseconds)
    }
}
