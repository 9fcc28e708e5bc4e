import CephEncoding
import CephTypes
import MonitorStore
import NIOCore

/// A store as it was when Paxos had committed an earlier version.
///
/// A value that was overwritten since then is known where the Paxos log still has the transaction that put it. A
/// service's `last_committed` is known from the versions that came later. Of anything else that the log does not
/// reach, ``unknown`` names the key.
public enum PastStore {
    /// - Parameter version: in `paxos/first_committed … paxos/last_committed`.
    /// - Returns: a copy in memory, and keys whose value at that time nobody knows any more.
    public static func make(
        from store: any KeyValueReader, at version: UInt64
    ) throws -> (store: MemoryStore, unknown: [StoreKey]) {
        let first = try store.version("paxos", "first_committed") ?? 0
        let last = try store.version("paxos", "last_committed") ?? 0
        guard version >= max(first, 1), version <= last else {
            throw MonitorStartError(
                "paxos version \(version) is not in the log, which has \(first) to \(last)")
        }
        var before: [StoreKey: ByteBuffer?] = [:]
        var after: [StoreKey: Bool] = [:]
        // By the versions that exist: a damaged counter may be any number.
        let numbers = try store.keys(of: "paxos").compactMap { UInt64($0) }.filter {
            (first...last).contains($0)
        }
        for number in numbers.sorted() {
            guard let value = try store.value(of: StoreKey("paxos", String(number))) else { continue }
            let transaction = try CephDecoder.decode(
                StoreTransaction.self, from: value, named: "paxos/\(number)")
            for operation in transaction.operations {
                switch operation {
                case .put(let key, let value):
                    if number <= version { before[key] = .some(value) } else { after[key] = true }
                case .erase(let key):
                    if number <= version {
                        before[key] = .some(nil)
                    } else {
                        after[key] = after[key] ?? false
                    }
                case .eraseRange, .compact: break
                }
            }
        }
        let copy = try copyWithoutLog(store)
        var changes = StoreTransaction()
        var unknown: [StoreKey] = []
        for (key, wasPut) in after {
            if let known = before[key] {
                if let value = known {
                    changes.put(key.prefix, key.key, value)
                } else {
                    changes.erase(key.prefix, key.key)
                }
            } else if !wasPut {
                // Trimmed since; what was in it is gone.
                unknown.append(key)
            } else if key.key == "last_committed", let earlier = earliestVersion(of: key.prefix, in: after) {
                changes.put(key.prefix, key.key, version: earlier - 1)
            } else {
                if !isVersion(key.key) { unknown.append(key) }
                changes.erase(key.prefix, key.key)
            }
        }
        changes.put("paxos", "last_committed", version: version)
        changes.put("paxos", "first_committed", version: first)
        let value = try store.value(of: StoreKey("paxos", String(version))) ?? ByteBuffer()
        changes.put("paxos", version, value)
        try copy.apply(changes)
        return (copy, unknown.sorted { $0.combined.lexicographicallyPrecedes($1.combined) })
    }

    private static func isVersion(_ key: String) -> Bool {
        UInt64(key) != nil || (key.hasPrefix("full_") && UInt64(key.dropFirst(5)) != nil)
    }

    private static func earliestVersion(of prefix: String, in keys: [StoreKey: Bool]) -> UInt64? {
        keys.compactMap { $0.key.prefix == prefix && $0.value ? UInt64($0.key.key) : nil }.filter { $0 > 0 }
            .min()
    }

    private static func copyWithoutLog(_ store: any KeyValueReader) throws -> MemoryStore {
        let copy = MemoryStore()
        var batch = WriteBatch()
        try store.forEach { prefix, key, value in
            if !prefix.elementsEqual("paxos".utf8) {
                batch.put(Array(prefix) + [0] + Array(key), ByteBuffer(bytes: value))
            }
            return true
        }
        copy.write(batch, sync: false)
        return copy
    }
}
