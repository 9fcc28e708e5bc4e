import CephEncoding
import Foundation
import Monitor
import MonitorStore
import NIOCore
import TestSupport
import Testing

@testable import MonitorDaemon

/// `perf dump`, `perf schema` and `perf reset`, beside what Ceph's monitor 16.2.15 says.
@Suite struct CounterTests {
    private static func number(_ dump: [String: Any], _ group: String, _ name: String) throws -> Int {
        try #require((dump[group] as? [String: Any])?[name] as? Int)
    }

    @Test func `every counter has the name, type, unit and priority that it has in Ceph, in its order`()
        throws
    {
        let path = "\(Fixtures.folder)/commands/perf-schema.json"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try AdminTesting.withCommands { commands, _ in
            let original = try #require(
                try JSONSerialization.jsonObject(with: Data(text.utf8))
                    as? [String: [String: [String: AnyHashable]]])
            let schema = try AdminTesting.answer(#"{"prefix":"perf schema"}"#, commands)
            for (group, counters) in original where group != "throttle-mon_daemon_bytes" {
                #expect(schema[group] as? [String: [String: AnyHashable]] == counters, "\(group)")
            }
            for (group, counters) in Dictionary(grouping: commands.counters.all, by: \.group) {
                guard original[group] != nil else {
                    #expect(group.hasPrefix("AsyncMessenger::Worker-"))
                    continue
                }
                let start = try #require(text.range(of: "\"\(group)\"")).upperBound
                let places = counters.map { text[start...].range(of: "\"\($0.name)\": {")?.lowerBound }
                #expect(!places.contains(nil))
                #expect(places.compactMap(\.self) == places.compactMap(\.self).sorted(), "\(group)")
            }
        }
    }

    @Test func `what the store does is counted`() throws {
        try AdminTesting.withCommands { commands, standalone in
            let store = standalone.environment.leveldb
            func dump() throws -> [String: Any] {
                try AdminTesting.answer(#"{"prefix":"perf dump"}"#, commands)
            }
            let before = try dump()
            for _ in 0..<7 { _ = try store.value(of: StoreKey("monitor", "magic")) }
            var batch = WriteBatch()
            batch.put(StoreKey("test", "key").combined, ByteBuffer(string: "value"))
            try store.write(batch, sync: false)
            try store.write(batch, sync: false)
            try store.write(batch, sync: true)
            let after = try dump()
            func difference(_ name: String) throws -> Int {
                try Self.number(after, "leveldb", name) - Self.number(before, "leveldb", name)
            }
            // The monitor goes on by itself meanwhile.
            #expect(try difference("leveldb_get") >= 7)
            #expect(try difference("leveldb_transaction") >= 3)
            let latencies = try #require(after["leveldb"] as? [String: Any])
            let submits = try #require(latencies["leveldb_submit_sync_latency"] as? [String: Any])
            let count = try #require(submits["avgcount"] as? Int)
            let (sum, average) = (submits["sum"] as? Double ?? 0, submits["avgtime"] as? Double ?? 0)
            #expect(count >= 1 && sum > 0 && abs(sum / Double(count) - average) < 1e-6)

            try store.compact(prefix: "test")
            #expect(try Self.number(dump(), "leveldb", "leveldb_compact_range") == 1)
            #expect(try Self.number(dump(), "leveldb", "leveldb_compact") == 0)
            try store.compactAll()
            #expect(try Self.number(dump(), "leveldb", "leveldb_compact") == 1)
        }
    }

    @Test func `a reset group counts from zero, and what is so now stays`() throws {
        try AdminTesting.withCommands { commands, standalone in
            _ = try standalone.environment.leveldb.value(of: StoreKey("monitor", "magic"))
            let reset = try AdminTesting.answer(#"{"prefix":"perf reset","var":"leveldb"}"#, commands)
            #expect(reset["success"] as? String == "perf reset leveldb")
            var dump = try AdminTesting.answer(#"{"prefix":"perf dump"}"#, commands)
            #expect(try Self.number(dump, "leveldb", "leveldb_get") == 0)
            #expect(try Self.number(dump, "paxos", "commit") > 0)
            _ = try AdminTesting.answer(#"{"prefix":"perf reset","var":"all"}"#, commands)
            _ = try standalone.environment.leveldb.value(of: StoreKey("monitor", "magic"))
            dump = try AdminTesting.answer(#"{"prefix":"perf dump"}"#, commands)
            #expect(try Self.number(dump, "leveldb", "leveldb_get") == 1)
            #expect(try Self.number(dump, "paxos", "commit") == 0)
            #expect(try Self.number(dump, "cluster", "num_mon") == 1)
            #expect(try Self.number(dump, "throttle-mon_client_bytes", "max") == 100)
            let unknown = try AdminTesting.answer(#"{"prefix":"perf reset","var":"nosuch"}"#, commands)
            #expect(unknown["error"] as? String == "Not find: nosuch")
        }
    }

    @Test func `a group or a counter of it can be asked for alone`() throws {
        try AdminTesting.withCommands { commands, _ in
            let one = try AdminTesting.answer(
                #"{"prefix":"perf dump","logger":"cluster","counter":"num_mon"}"#, commands)
            #expect(one.keys.sorted() == ["cluster"])
            #expect((one["cluster"] as? [String: Int]) == ["num_mon": 1])
            #expect(try AdminTesting.answer(#"{"prefix":"perf dump","logger":"nosuch"}"#, commands).isEmpty)
            let none = try AdminTesting.answer(
                #"{"prefix":"perf dump","logger":"mon","counter":"nosuch"}"#, commands)
            #expect((none["mon"] as? [String: Any])?.isEmpty == true)
            let histograms = try AdminTesting.answer(#"{"prefix":"perf histogram schema"}"#, commands)
            #expect((histograms["paxos"] as? [String: Any])?.isEmpty == true)
        }
    }
}

@Suite struct CompactionQueueTests {
    @Test func `ranges that touch wait as one, and the same one waits once`() {
        var queue = CompactionQueue()
        #expect(queue.add(from: [1], to: [3]) == .added)
        #expect(queue.add(from: [1], to: [3]) == .known)
        #expect(queue.add(from: [7], to: [8]) == .added)
        #expect(queue.add(from: [3], to: [5]) == .merged)
        #expect(queue.add(from: [0], to: [1]) == .merged)
        var waiting: [[[UInt8]]] = []
        while let range = queue.next() { waiting.append([range.from, range.to]) }
        #expect(waiting == [[[7], [8]], [[0], [5]]])
    }
}
