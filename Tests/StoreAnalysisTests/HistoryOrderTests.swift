import CephEncoding
import CephTypes
import Foundation
import MonitorStore
import NIOCore
import SeededRandom
import StoreAnalysis
import TestSupport
import Testing

@Suite struct HistoryOrderTests {
    private func log(_ seconds: UInt32) -> LogVersion {
        LogVersion([LogEntry(stamp: HistoryStore.time(seconds), message: "at \(seconds)")])
    }

    private func keys(_ name: String) -> KeyValueVersion { KeyValueVersion([name: ByteBuffer(string: "x")]) }

    @Test func `What has no time gets that of what was committed beside it`() throws {
        let store = HistoryStore()
        try store.commit("logm", 1, log(10))
        try store.commit("kv", 1, keys("a"))
        try store.commit("logm", 2, log(20))
        try store.commit("logm", 3, log(30))
        try store.commit("kv", 2, keys("b"))
        let events = try store.events()
        #expect(events.map(\.service) == ["logm", "kv", "logm", "logm", "kv"])
        #expect(events.map(\.isEstimated) == [false, true, false, false, true])
        #expect(events[1].time == HistoryStore.time(10) && events[4].time == HistoryStore.time(30))
        #expect(events[4].description == "~\(HistoryStore.time(30))  kv v2: b set (1 byte)")
    }

    @Test func `What was before the Paxos log stands before it`() throws {
        let store = HistoryStore()
        try store.commit(("kv", "1", CephEncoder.encode(keys("old"))), inPaxos: false)
        try store.commit("logm", 1, log(10))
        try store.commit("kv", 2, keys("new"))
        let events = try store.events()
        #expect(events.map(\.service) == ["kv", "logm", "kv"])
        #expect(events[0].time == HistoryStore.time(10) && events[0].isEstimated)
    }

    @Test func `Damage in the Paxos log and in values is told, and ends nothing`() throws {
        let store = HistoryStore()
        try store.commit("logm", 1, log(10))
        try store.commit(("paxos", "2", ByteBuffer(string: "garbage")), inPaxos: false)
        for service in StoreHistory.services where service != "config" {
            try store.commit((service, "2", ByteBuffer(bytes: [250, 251, 252])), inPaxos: false)
        }
        try store.commit(("kv", "99999999999999999999", ByteBuffer()), inPaxos: false)
        let lines = try store.events().filter { $0.version == 2 }
        #expect(lines.count == StoreHistory.services.count - 1)
        #expect(lines.allSatisfy { $0.changes.count == 1 && $0.changes[0].hasPrefix("cannot be read: ") })
    }

    @Test func `A real store's history is in order, complete and without keys`() throws {
        let store = try SnapshotStore(path: "\(Fixtures.folder)/stores/small/store.db")
        var events: [HistoryEvent] = []
        try StoreHistory(reader: store).forEach { events.append($0) }
        #expect(events.allSatisfy { $0.time != nil })
        // Monitors commit a log line a moment after it was written, sometimes behind younger ones.
        let times = events.filter { $0.service != "logm" }.compactMap(\.time)
        #expect(times == times.sorted())
        for service in ["osdmap", "monmap", "mdsmap", "auth", "logm"] {
            let told = Set(events.filter { $0.service == service }.map(\.version))
            let stored = Set(try store.keys(of: service).compactMap { UInt64($0) })
            #expect(told.isSuperset(of: stored), "\(service)")
        }
        #expect(!events.contains { $0.changes.contains { $0.hasPrefix("cannot be read") } })
        let text = events.map(\.description).joined(separator: "\n")
        let last = try #require(try store.version("auth", "last_committed"))
        for auth in try MapVersions(reader: store).auth(last).keys.secrets.values {
            #expect(!text.contains(auth.key.description))
        }
    }

    @Test(arguments: UInt64(1)...20)
    func `A store with damaged values has a history all the same`(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let damaged = MemoryStore()
        try SnapshotStore(path: "\(Fixtures.folder)/stores/small/store.db").forEach { prefix, key, value in
            var bytes = Array(value)
            if random.next() % 4 == 0 { bytes = random.damage(bytes) }
            var batch = WriteBatch()
            batch.put(Array(prefix) + [0] + Array(key), ByteBuffer(bytes: bytes))
            damaged.write(batch, sync: false)
            return true
        }
        var count = 0
        try StoreHistory(reader: damaged, services: StoreHistory.services).forEach { event in
            count += 1
            #expect(!event.changes.isEmpty && !event.description.contains("\n"))
        }
        #expect(count > 20)
        let versions = MapVersions(reader: damaged)
        for name in MapVersions.maps {
            guard let old = try? versions.map(name, version: 1), let new = try? versions.map(name, version: 3)
            else { continue }
            _ = ValueDifference.all(from: ValueTree(of: old), to: ValueTree(of: new))
        }
    }

    @Test(arguments: [
        ("2026", true), ("2026-11-21", true), ("2026-11-21T07:50:03.123456+0000", true),
        ("2026-11-21 07", true),
        ("", false), ("foo", false), ("2026/11/21", false), ("2026-11-21T07:50:03.1234567", false),
    ])
    func `Times to begin at`(_ text: String, _ isTime: Bool) {
        #expect((HistoryStart(time: text) != nil) == isTime)
    }

    @Test func `A beginning includes its own moment`() throws {
        let store = HistoryStore()
        try store.commit("logm", 1, log(10))
        let event = try #require(try store.events().first)
        let time = try #require(event.time).description
        #expect(HistoryStart(time: time)?.includes(event) == true)
        #expect(HistoryStart(time: String(time.prefix(10)))?.includes(event) == true)
        #expect(HistoryStart(time: "2027")?.includes(event) == false)
    }
}
