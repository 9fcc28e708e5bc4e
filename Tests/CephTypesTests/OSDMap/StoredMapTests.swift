import CephEncoding
import CephTypes
import Foundation
import NIOCore
import Testing

/// What real monitors stored, byte for byte.
struct StoredMapTests {
    @Test(
        "Every stored incremental re-encodes to its bytes, and its checksum is right", arguments: MapStore.all
    )
    func incrementals(_ store: MapStore) throws {
        #expect(!store.epochs.isEmpty)
        for epoch in store.epochs {
            let bytes = store.incremental(epoch)
            let incremental = try OSDMap.Incremental.decode(from: bytes)
            #expect(incremental.verifiedCRC == true, "epoch \(epoch)")
            #expect(incremental.encoded() == bytes, "epoch \(epoch)")
            let again = incremental.encodedWithCRC(features: incremental.encodeFeatures)
            #expect(again.bytes == bytes && again.crc == incremental.crc, "epoch \(epoch)")
        }
    }

    @Test(
        "Every stored full map re-encodes to its bytes with its incremental's features",
        arguments: MapStore.all)
    func fullMaps(_ store: MapStore) throws {
        for epoch in store.epochs {
            guard let bytes = store.full(epoch) else { continue }
            let map = try OSDMap.decode(from: bytes)
            let incremental = try OSDMap.Incremental.decode(from: store.incremental(epoch))
            #expect(map.verifiedCRC == true, "epoch \(epoch)")
            let again = map.encodedWithCRC(features: incremental.encodeFeatures)
            #expect(again.bytes == bytes && again.crc == map.crc, "epoch \(epoch)")
            if epoch > 1 { #expect(incremental.fullCRC == map.crc, "epoch \(epoch)") }
        }
    }

    @Test(
        "Incrementals make each next map: its bytes, and the checksum that they foretold",
        arguments: MapStore.all)
    func chain(_ store: MapStore) throws {
        var map = OSDMap()
        for epoch in store.epochs {
            let incremental = try OSDMap.Incremental.decode(from: store.incremental(epoch))
            try map.apply(incremental)
            #expect(map.epoch == epoch)
            let encoded = map.encodedWithCRC(features: incremental.encodeFeatures)
            if epoch > 1 { #expect(encoded.crc == incremental.fullCRC, "epoch \(epoch)") }
            if let bytes = store.full(epoch) { #expect(encoded.bytes == bytes, "epoch \(epoch)") }
        }
    }

    @Test("The features that a monitor writes with follow from the map", arguments: MapStore.fixtures)
    func encodingFeatures(_ store: MapStore) throws {
        var map = OSDMap()
        for epoch in store.epochs {
            let incremental = try OSDMap.Incremental.decode(from: store.incremental(epoch))
            // A monitor goes by the map that comes out.
            try map.apply(incremental)
            #expect(map.encodingFeatures == incremental.encodeFeatures, "epoch \(epoch)")
        }
    }

    @Test("Dumps equal osdmaptool's", arguments: MapStore.fixtures)
    func dumps(_ store: MapStore) throws {
        let map = try store.last()
        let expected = try MapStore.text("\(store.name).osdmap.json")
        #expect(firstDifference(expected, CephFormatter.format(map, as: .json)) == nil)
        #expect(try MapStore.text("\(store.name).osdmap.txt") == map.printed)
    }

    @Test("A map that grew by incrementals dumps as the monitor's answers")
    func answers() throws {
        let store = try #require(MapStore.fixtures.first)
        // The monitor had read a full map once; what came since shows in the blocklist's order.
        var map = OSDMap()
        for epoch in store.epochs {
            try map.apply(try OSDMap.Incremental.decode(from: store.incremental(epoch)))
        }
        let json = try MapStore.text("pacific-rich.osd-dump.json")
        #expect(json == "\n" + CephFormatter.format(map, as: .json) + "\n")
        let lines = map.printed.split(separator: "\n").map { $0 + "\n" }.joined()
        #expect(firstDifference(try MapStore.text("pacific-rich.osd-dump.txt"), lines) == nil)
    }

    @Test("Placements equal osdmaptool's", arguments: MapStore.fixtures)
    func placements(_ store: MapStore) throws {
        let expected = try MapStore.text("\(store.name).osdmap-pgs.txt").split(separator: "\n").map(
            String.init
        )
        .prefix { !$0.hasPrefix("#osd") }
        #expect(try store.last().placementLines == Array(expected))
    }

    @Test("The groups being created re-encode to their bytes", arguments: MapStore.fixtures)
    func creating(_ store: MapStore) throws {
        let creating = try CreatingPGs.decode(from: store.creating)
        // Nautilus's map tells its monitors to write version 2.
        let isNautilus = store.name.hasPrefix("nautilus")
        let features = isNautilus ? CephFeatures.all.subtracting(CephFeatures(rawValue: 1 << 16)) : .all
        #expect(creating.encoded(features: features) == store.creating)
        #expect(creating.createdPools.map { $0 } == (try store.last().pools.keys))
        #expect(CephFormatter.format(creating, as: .json).hasPrefix("{\"last_scan_epoch\":"))
    }

    @Test("The monitor's `osd map` is found by name, pool and mask")
    func objectToGroup() throws {
        let map = try MapStore.fixtures[0].last()
        let pool = try #require(map.pool(named: "rbd"))
        let raw = try #require(map.pg(ofObject: "object-1", pool: pool))
        #expect(raw.description == "2.ed4f0293")
        #expect(map.pools[2]?.actualPG(raw) == PGID("2.3"))
        #expect(map.placement(of: raw).acting == [1])
        #expect(map.pg(ofObject: "x", pool: 99) == nil)
    }
}

extension OSDMap {
    /// The lines of `osdmaptool --test-map-pgs-dump-all` before its table.
    var placementLines: [String] {
        let mapper = PGMapper(self)
        var lines: [String] = []
        for (number, pool) in pools {
            lines.append("pool \(number) pg_num \(pool.pgNum)")
            for seed in 0..<pool.pgNum {
                let pg = PGID(pool: number, seed: seed)
                lines.append("\(pg) \(mapper.placement(of: pg))")
            }
        }
        return lines
    }
}
