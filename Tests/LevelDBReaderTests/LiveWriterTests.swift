import Foundation
import Synchronization
import Testing

@testable import LevelDBReader

@Suite("Reading a store that is being written")
struct LiveWriterTests {
    private final class StopFlag: Sendable {
        let isSet = Atomic(false)
    }

    private static let slots = 300

    private static func key(_ side: String, _ slot: Int) -> [UInt8] { Array("\(side)/\(slot)".utf8) }
    private static func number(_ bytes: [UInt8]) -> Int? {
        Int(String(decoding: bytes.prefix { $0 != 0x20 }, as: UTF8.self))
    }

    /// Batch `n` sets the counter and a pair of keys to `n`, with padding that keeps the library
    /// changing logs and compacting.
    private static func write(until stop: StopFlag, to database: TestDatabase) throws {
        let padding = [UInt8](repeating: 0x20, count: 200)
        var batch = 0
        while !stop.isSet.load(ordering: .relaxed) {
            batch += 1
            // Still a change of the set of files many times a second, which is far more than a monitor's.
            if batch.isMultiple(of: 10) { usleep(500) }
            let value = Array("\(batch)".utf8) + padding
            try database.write([
                .put(key("left", batch % slots), value),
                .put(Array("counter".utf8), Array("\(batch)".utf8)),
                .delete(key("gone", batch % slots)),
                .put(key("right", batch % slots), value),
            ])
        }
    }

    @Test("Every snapshot is exactly what some prefix of the batches left", .timeLimit(.minutes(5)))
    func consistentPrefixes() throws {
        let folder = TemporaryFolder()
        _ = try TestDatabase(folder.path)
        let stop = StopFlag()
        let writer = StopFlag()
        // A thread of its own: the pool of tasks may be full of other tests.
        Thread.detachNewThread {
            defer { writer.isSet.store(true, ordering: .releasing) }
            do {
                try Self.write(until: stop, to: TestDatabase(folder.path, writeBuffer: 64 << 10))
            } catch {
                Issue.record(error)
            }
        }
        defer {
            stop.isSet.store(true, ordering: .relaxed)
            while !writer.isSet.load(ordering: .acquiring) { Thread.sleep(forTimeInterval: 0.01) }
        }
        var last = 0
        var views = 0
        while views < 150 || last < 5000 {
            last = try Self.check(folder, atLeast: last)
            views += 1
        }
    }

    /// Answers the counter.
    private static func check(_ folder: TemporaryFolder, atLeast last: Int) throws -> Int {
        let snapshot = try LevelDBSnapshot(path: folder.path)
        let counter = try snapshot.get(Array("counter".utf8)).flatMap(number) ?? 0
        #expect(counter >= last)
        #expect(snapshot.lastSequence == UInt64(counter * 4))
        var expected: [Entry] = []
        for side in ["left", "right"] {
            for slot in 0..<slots where counter > 0 {
                // The last batch up to the counter that wrote to this slot.
                let batch = counter - (counter - slot + slots) % slots
                guard batch > 0 else { continue }
                let padding = [UInt8](repeating: 0x20, count: 200)
                expected.append(Entry(key: key(side, slot), value: Array("\(batch)".utf8) + padding))
            }
        }
        expected.sort { $0.key.lexicographicallyPrecedes($1.key) }
        let found = try snapshot.entries(from: Array("left".utf8))
        #expect(found == expected)
        return counter
    }
}
