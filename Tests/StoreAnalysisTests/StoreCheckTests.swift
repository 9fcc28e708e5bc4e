import CephEncoding
import CephTypes
import MonitorStore
import NIOCore
import SeededRandom
import StoreAnalysis
import Testing

@Suite struct StoreCheckTests {
    @Test func `Nothing is found in a real store`() throws {
        let report = try DamagedStore().report()
        #expect(report.findings == [])
        #expect(report.isClean)
        #expect(report.keys == 227)
        #expect(report.services == 10)
        #expect(report.verdict == "clean")
    }

    @Test(arguments: StoreDamage.all)
    func `Damage is found, named and mended`(damage: StoreDamage) throws {
        let store = try DamagedStore()
        try damage.plant(store)
        let report = try store.report()
        let found = report.findings.first { $0.place == damage.place && $0.sentence.contains(damage.says) }
        #expect(found?.severity == damage.severity, "\(report.findings)")
        #expect(!report.isClean)
        let after = try store.repair(after: report)
        switch damage.outcome {
        case .mended:
            #expect(found?.remedy != nil)
            #expect(after.isClean, "\(after.findings)")
            #expect(!store.repairs.isEmpty)
        case .left:
            #expect(found?.remedy == nil)
            let left = after.findings.contains { $0.place == damage.place }
            #expect(left, "\(after.findings) after \(store.repairs)")
            #expect(found?.mendText(path: "x") != nil)
        }
    }

    @Test func `Repair gives back the very bytes`() throws {
        let whole = try DamagedStore()
        let store = try DamagedStore()
        for epoch in 1...20 { store.erase("osdmap", "full_\(epoch)") }
        store.erase("osdmap", "5")
        store.set("osdmap", "last_committed", .max)
        #expect(try store.repair().isClean)
        for key in try whole.store.keys(of: "osdmap") {
            #expect(store["osdmap", key] == whole["osdmap", key], "\(key)")
        }
    }

    @Test func `A value that is being agreed on is no damage`() throws {
        let store = try DamagedStore()
        store["paxos", "60"] = store["paxos", "59"]
        store.set("paxos", "pending_v", 60)
        let report = try store.report()
        #expect(report.isClean)
        #expect(report.findings.map(\.place) == ["paxos/60"])
    }

    @Test func `What is not known is only told`() throws {
        let store = try DamagedStore()
        store["tomorrow", "1"] = ByteBuffer(string: "?")
        store["mgr", "mood"] = ByteBuffer(string: "!")
        let report = try store.report()
        #expect(report.isClean)
        #expect(report.findings.map(\.place) == ["tomorrow", "mgr/mood"])
    }

    @Test func `The newest full map may be unseen where a monitor was stopped`() throws {
        let store = try DamagedStore()
        store.set("osdmap", "full_latest", 18)
        let report = try store.report()
        #expect(report.isClean)
        #expect(report.findings.map(\.place) == ["osdmap/full_latest"])
    }

    @Test func `An injected monmap is left alone`() throws {
        let store = try DamagedStore()
        store["monmap", "3"] = store["monmap", "2"]
        try store.edit("monmap", "3", as: MonMap.self) { $0.epoch = 3 }
        store.set("monmap", "last_committed", 3)
        let map = try MonMap.decode(from: store["monmap", "3"])
        store["monmap", "latest"] = LatestMonMap(version: 3, map: map).encoded()
        let report = try store.report()
        #expect(report.isClean)
        #expect(report.findings.map(\.place) == ["monmap/last_committed"])
    }

    @Test func `The report has a form for programs`() throws {
        let store = try DamagedStore()
        store.erase("osdmap", "full_7")
        var formatter = CephFormatter(.json)
        let report = try store.report()
        formatter.object("check") { report.dump(path: "mon.a", seconds: 0, to: &$0) }
        #expect(formatter.text.contains(#""key":"osdmap/full_7","message":"is not there, but paxos/14"#))
        #expect(formatter.text.contains(#""mend":"monstore-tool mon.a repair","repairable":true"#))
        #expect(formatter.text.contains(#""errors":1,"warnings":0"#))
    }

    /// Whatever lies in a store, checking and repairing it comes to an end.
    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func `Any damage is survived`(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let store = try DamagedStore()
        let keys = try ["paxos", "osdmap", "logm", "auth", "monmap", "kv", "monitor"].flatMap { prefix in
            try store.store.keys(of: prefix).map { (prefix, $0) }
        }
        for _ in 0..<Int.random(in: 1...12, using: &random) {
            guard let (prefix, key) = keys.randomElement(using: &random) else { continue }
            switch Int.random(in: 0..<4, using: &random) {
            case 0: store.erase(prefix, key)
            case 1: store.set(prefix, key, [0, 1, 30, .max - 1, .max].randomElement(using: &random) ?? 0)
            case 2: store[prefix, "\(UInt64.max)"] = store[prefix, key]
            default:
                store[prefix, key] = ByteBuffer(bytes: random.damage(store[prefix, key].byteArray))
            }
        }
        let before = try store.report()
        let after = try store.repair(after: before)
        #expect(after.count(.error) <= before.count(.error), "\(after.findings)")
    }
}
