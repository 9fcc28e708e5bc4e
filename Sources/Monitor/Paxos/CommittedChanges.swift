import CephEncoding
import MonitorStore

/// What committed values have changed and the services have not seen yet.
///
/// A look-up in a store's tables takes as long as all the rest of a small commit, so what the values themselves
/// say is not read again.
struct CommittedChanges {
    /// `first_committed`, `last_committed`, `format_version`
    private static let counterKeys: Set<String> = ["first_committed", "last_committed", "format_version"]

    private(set) var prefixes: Set<String> = []
    private var counters: [StoreKey: UInt64] = [:]

    mutating func note(_ change: StoreTransaction) throws {
        var last = ""
        for operation in change.operations {
            if operation.prefix != last {
                last = operation.prefix
                prefixes.insert(last)
            }
            guard case .put(let key, let value) = operation, Self.counterKeys.contains(key.key) else {
                continue
            }
            counters[key] = try CephDecoder.decode(
                UInt64.self, from: value, named: "\(key.prefix)/\(key.key)")
        }
    }

    mutating func merge(_ later: CommittedChanges) {
        prefixes.formUnion(later.prefixes)
        counters.merge(later.counters) { $1 }
    }

    /// What a counter became; nil where it stayed what it was.
    func counter(_ prefix: String, _ key: String) -> UInt64? { counters[StoreKey(prefix, key)] }
}
