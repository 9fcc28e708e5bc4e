import CephEncoding
import CephTypes
import MonitorStore
import NIOCore
import StoreAnalysis
import Testing

@Suite struct HistoryDiffTests {
    private struct Sample: CephDumpable {
        let body: @Sendable (inout CephFormatter) -> Void
        func dump(to formatter: inout CephFormatter) { body(&formatter) }
    }

    private func tree(_ body: @escaping @Sendable (inout CephFormatter) -> Void) -> ValueTree {
        ValueTree(of: Sample(body: body))
    }

    private func list(_ items: [(Int, String, Int)]) -> ValueTree {
        tree { formatter in
            formatter.array("pools") { list in
                for (id, name, size) in items {
                    list.object("pool") {
                        $0.int("pool", id)
                        $0.string("pool_name", name)
                        $0.int("size", size)
                    }
                }
            }
        }
    }

    @Test func `Elements are matched by what identifies them, wherever they stand`() {
        let differences = ValueDifference.all(
            from: list([(1, "a", 2), (2, "b", 2), (3, "c", 2)]),
            to: list([(4, "d", 1), (2, "b", 3), (1, "a", 2)]))
        #expect(
            differences.map(\.description) == [
                "pools[2 b].size: 2 → 3", "- pools[3 c]",
                #"+ pools[4 d]: {"pool":4,"pool_name":"d","size":1}"#,
            ])
    }

    @Test func `Members come, go and change`() {
        let old = tree {
            $0.string("name", "x")
            $0.bool("gone", true)
            $0.ints("numbers", each: "n", [1, 2])
        }
        let new = tree {
            $0.string("name", "")
            $0.ints("numbers", each: "n", [1, 2, 3])
            $0.float("new", 0.5)
        }
        #expect(
            ValueDifference.all(from: old, to: new).map(\.description) == [
                "name: x → ''", "- gone", "numbers: [1,2] → [1,2,3]", "+ new: 0.5",
            ])
        #expect(ValueDifference.all(from: old, to: old).isEmpty)
    }

    @Test func `A tree dumps as what it was made of`() throws {
        let map = try OSDMapStory().map
        var formatter = CephFormatter(.json)
        ValueTree(of: map).dump("", to: &formatter)
        #expect(formatter.text == CephFormatter.format(map, as: .json))
    }

    @Test func `An epoch is made from the nearest whole map before it`() throws {
        var story = try OSDMapStory()
        try story.commit { $0.newWeight[2] = 0 }
        let second = story.map
        try story.commit { $0.newState[1] = .up }
        let versions = MapVersions(reader: story.store.store)
        #expect(try versions.osdMap(3).encoded() == story.map.encoded())
        #expect(try versions.osdMap(2).encoded() == second.encoded())

        var batch = WriteBatch()
        batch.erase(StoreKey("osdmap", "1").combined)
        story.store.store.write(batch, sync: true)
        let error = #expect(throws: MapVersionError.self) { try versions.osdMap(3) }
        #expect(error?.description.contains("is not stored whole") == true)
        #expect(throws: MapVersionError.self) { try versions.osdMap(4) }

        try story.store.commit(("osdmap", "full_2", second.encoded()), inPaxos: false)
        #expect(try versions.osdMap(3).encoded() == story.map.encoded())
        let differences = ValueDifference.all(
            from: ValueTree(of: try versions.osdMap(2)), to: ValueTree(of: try versions.osdMap(3)))
        #expect(differences.map(\.description).contains("osds[1].up: 1 → 0"))
    }

    @Test func `Every kind of map`() throws {
        let versions = MapVersions(reader: HistoryStore().store)
        for name in MapVersions.maps {
            #expect(throws: MapVersionError.self) { try versions.map(name, version: 1) }
        }
        #expect(throws: MapVersionError.self) { try versions.map("pgmap", version: 1) }
    }
}
