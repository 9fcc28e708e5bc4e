import CephEncoding
import CephTypes
import MonitorStore
import NIOCore
import StoreAnalysis

/// A store that a test fills version by version, as a monitor does.
final class HistoryStore {
    let store = MemoryStore()
    private var paxos: UInt64 = 0
    static let fsid = CephUUID(high: 1, low: 2)

    /// A time, some seconds after one in 2026.
    static func time(_ seconds: UInt32) -> UTime { UTime(seconds: 1_795_000_000 + seconds) }

    /// Commits values together, as one Paxos transaction.
    func commit(_ values: (prefix: String, key: String, value: ByteBuffer)..., inPaxos: Bool = true) throws {
        try commit(all: values, inPaxos: inPaxos)
    }

    func commit(all values: [(prefix: String, key: String, value: ByteBuffer)], inPaxos: Bool = true) throws {
        var transaction = StoreTransaction()
        for (prefix, key, value) in values { transaction.put(prefix, key, value) }
        if inPaxos {
            paxos += 1
            try store.apply(transaction)
            var log = StoreTransaction()
            log.put("paxos", paxos, transaction.encoded())
            log.put("paxos", "last_committed", version: paxos)
            try store.apply(log)
        } else {
            try store.apply(transaction)
        }
    }

    func commit(_ service: String, _ version: UInt64, _ value: some CephEncodable) throws {
        try commit((service, "\(version)", CephEncoder.encode(value)))
    }

    /// The lines of some services without their times.
    func lines(_ services: String...) throws -> [String] {
        try events(services).map { "\($0.service) \($0.version): \($0.changes.joined(separator: "; "))" }
    }

    func events(_ services: [String] = StoreHistory.services) throws -> [HistoryEvent] {
        var events: [HistoryEvent] = []
        try StoreHistory(reader: store, services: services).forEach { events.append($0) }
        return events
    }
}

/// A small OSD map, and the increments that a test makes of it.
struct OSDMapStory {
    let store = HistoryStore()
    private(set) var map = OSDMap()

    /// Three OSDs, all up and in, in one host; pools `rbd` (1) and `gone` (2).
    init() throws {
        try commit { change in
            change.newMaxOSD = 4
            change.crush = try Self.crush().encoded()
            for (number, name) in [(Int64(1), "rbd"), (2, "gone")] {
                change.newPools[number] = Self.pool()
                change.newPoolNames[number] = name
            }
            for osd in Int32(0)..<3 {
                change.newUpClient[osd] = Self.address(osd)
                change.newWeight[osd] = OSDWeight.in
            }
        }
    }

    static func crush() throws -> CrushMap {
        var crush = CrushMap()
        crush.typeNames = [0: "osd", 1: "host", 3: "rack", 11: "root"]
        for osd in Int32(0)..<3 {
            try crush.insertItem(osd, weight: 1, name: "osd.\(osd)", at: ["host": "h1", "root": "default"])
        }
        return crush
    }

    static func pool() -> PGPool {
        var pool = PGPool()
        pool.type = PGPool.Kind.replicated.rawValue
        (pool.size, pool.minSize, pool.pgNum, pool.pgpNum) = (2, 1, 8, 8)
        return pool
    }

    static func address(_ osd: Int32) -> EntityAddressVector {
        EntityAddressVector("v1:127.0.0.1:\(6800 + osd)/9") ?? EntityAddressVector()
    }

    mutating func commit(_ change: (inout OSDMap.Incremental) throws -> Void) throws {
        var increment = OSDMap.Incremental(epoch: map.epoch + 1, fsid: HistoryStore.fsid)
        increment.modified = HistoryStore.time(increment.epoch)
        try change(&increment)
        try map.apply(increment)
        try store.commit("osdmap", UInt64(increment.epoch), increment)
    }

    /// What the last increment is told as.
    func lastChanges() throws -> [String] { try store.events(["osdmap"]).last?.changes ?? [] }
}
