import CephEncoding
import CephTypes
import Foundation
import LevelDBReader
import LevelDBWriter
import MonitorStore
import NIOCore
import StoreAnalysis
import TestSupport
import Testing

/// The examples of the documentation catalogues (Sources/MODULE/MODULE.docc), word for word.
@Suite struct DocumentationExamplesTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    private let small = root.appendingPathComponent("Tests/Fixtures/stores/small").path

    @Test func `Examples are what the catalogues show`() throws {
        let modules = [
            "CephEncoding", "CephTypes", "LevelDBReader", "LevelDBWriter", "MonitorStore", "StoreAnalysis",
        ]
        let source = Self.lines(of: try String(contentsOfFile: #filePath, encoding: .utf8))
        for module in modules {
            let page = Self.root.appendingPathComponent("Sources/\(module)/\(module).docc/\(module).md")
            let text = try String(contentsOf: page, encoding: .utf8)
            let examples = text.components(separatedBy: "```swift\n").dropFirst()
            #expect(!examples.isEmpty, "\(module) has no example")
            for example in examples {
                let code = Self.lines(of: example.components(separatedBy: "```")[0])
                #expect(source.contains(code), "\(module): no test has the example\n\(code)")
            }
        }
    }

    /// Without indentation: an example may stand deeper here.
    private static func lines(of text: String) -> String {
        text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: "\n")
    }

    // MARK: CephEncoding

    @Test func `A record with an envelope`() throws {
        let lease = Lease(holder: "mon.a", until: UTime(seconds: 1_795_252_858), renewals: 3)
        let bytes = CephEncoder.encode(lease)
        let copy = try CephDecoder.decode(Lease.self, from: bytes, named: "lease")
        #expect(copy == lease)

        let error = #expect(throws: CephDecodingError.self) {
            try CephDecoder.decode(Lease.self, from: Self.cutOff, named: "lease")
        }
        #expect(
            error?.description
                == "lease.holder: at byte 6: a count of 5 elements, but only 2 bytes are left")
    }

    /// An envelope of six bytes, in which a string of five begins.
    private static let cutOff = ByteBuffer(bytes: [2, 1, 6, 0, 0, 0, 5, 0, 0, 0, 0x6d, 0x6f])

    // MARK: CephTypes

    @Test func `A record of a store`() throws {
        let store = try SnapshotStore(path: "\(small)/store.db")
        let value = try #require(try store.value(of: StoreKey("monmap", "1")))
        let monMap = try MonMap.decode(from: value)
        for name in monMap.ranks {
            print(name, monMap.monitors[name]?.publicAddresses.description ?? "")
        }
        print(CephFormatter.format(monMap, as: .jsonPretty))
        #expect(monMap.ranks == ["a"])
    }

    @Test func `Placement groups`() throws {
        let store = try SnapshotStore(path: "\(small)/store.db")
        let value = try #require(try store.value(of: StoreKey("osdmap", "full_19")))
        let record = try StoredValues.decode(value, prefix: "osdmap", key: "full_19")
        guard let osdMap = record as? OSDMap else { return }
        let mapper = PGMapper(osdMap)
        for seed in 0..<8 {
            print(mapper.placement(of: PGID(pool: 1, seed: UInt32(seed))))
        }
        #expect(osdMap.epoch == 19)
    }

    // MARK: LevelDBReader, LevelDBWriter

    @Test func `A walk over a database`() throws {
        let path = "\(small)/store.db"
        let snapshot = try LevelDBSnapshot(path: path)
        let cursor = snapshot.makeCursor()
        var valueBytes = 0
        try cursor.seek(Array("osdmap".utf8))
        while cursor.isValid, cursor.withKey({ $0.starts(with: "osdmap".utf8) }) {
            valueBytes += cursor.withValue { $0.count }
            try cursor.next()
        }
        #expect(valueBytes > 2987)
    }

    @Test func `A compaction`() throws {
        let folder = try TemporaryFolder()
        let path = try folder.copy(of: "\(small)/store.db", as: "store.db")
        switch try DatabaseRewrite.run(path: path, blockSize: 4096, compresses: true) {
        case .done: print("compacted")
        case .locked: print("another process has the store open")
        case .noSpace: print("the disk has no room for a second store")
        }
        #expect(try LevelDBSnapshot(path: path).logs.isEmpty)
    }

    // MARK: MonitorStore

    @Test func `The newest OSD map`() throws {
        let path = small
        let directory = try MonitorDirectory(path: path)
        let store = try SnapshotStore(path: directory.database)
        guard let epoch = try store.version("osdmap", "last_committed"),
            let value = try store.value(of: StoreKey("osdmap", "full_\(epoch)"))
        else { return }
        #expect(try OSDMap.decode(from: value).epoch == 20)
    }

    @Test func `A transaction`() throws {
        let store = MemoryStore()
        var transaction = StoreTransaction()
        transaction.put("kv", "last_committed", version: 6)
        transaction.put("mon_config_key", "notes/first", ByteBuffer(string: "plain text"))
        transaction.erase("mon_config_key", "notes/second")
        try store.apply(transaction)
        #expect(try store.version("kv", "last_committed") == 6)
    }

    // MARK: StoreAnalysis

    @Test func `The services of a store`() throws {
        let store = try SnapshotStore(path: "\(small)/store.db")
        for service in StoreService.all {
            guard let last = try store.version(service.prefix, "last_committed") else { continue }
            let first = try store.version(service.prefix, "first_committed") ?? 0
            print(service.prefix, first, last)
        }
    }

    @Test func `A CRUSH map for bad epochs`() throws {
        let folder = try TemporaryFolder()
        let store = try LevelDBStore(path: try folder.copy(of: "\(small)/store.db", as: "store.db"))
        let rewrite = try CrushRewrite(store, goodEpoch: -3, crush: nil)
        if rewrite.isNeeded {
            let content = try rewrite.content { print($0) }
            try store.apply(rewrite.proposal(content) { print($0) })
        }
        #expect(try store.version("paxos", "pending_v") == 60)
    }
}

private struct Lease: Equatable {
    var holder: String
    var until: UTime
    var renewals: UInt32
}

extension Lease: CephCodable {
    init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 2) { version, body in
            Lease(
                holder: try body.decode("holder"), until: try body.decode("until"),
                renewals: version >= 2 ? try body.decode("renewals") : 0)
        }
    }

    func encode(into encoder: inout CephEncoder) {
        encoder.versioned(2, compatible: 1) { body in
            body.encode(holder)
            body.encode(until)
            body.integer(renewals)
        }
    }
}
