import CephEncoding
import NIOCore

extension KeyValueStore {
    /// Applies a transaction: its puts and erasures in one batch, then its compactions.
    ///
    /// A range of keys to erase means those that the store had before the transaction.
    /// - Parameters:
    ///   - transaction: all of it is applied, or nothing.
    ///   - sync: whether it must be on the disk before this returns.
    public func apply(_ transaction: StoreTransaction, sync: Bool = true) throws {
        var batch = WriteBatch()
        try append(transaction, to: &batch)
        try write(batch, sync: sync)
        try runCompactions(of: transaction)
    }

    /// Puts a transaction's puts and erasures behind those of a batch that is not yet written.
    ///
    /// What ``StoreTransaction/erasesRanges`` must not be put behind others: it erases what the store has now.
    public func append(_ transaction: StoreTransaction, to batch: inout WriteBatch) throws {
        for operation in transaction.operations {
            try add(operation, to: &batch)
        }
    }

    /// Carries out the compactions that a transaction asks for, once the rest of it is written.
    public func runCompactions(of transaction: StoreTransaction) throws {
        for range in transaction.compactions { try compact(from: range.from, to: range.to) }
    }

    private func add(_ operation: StoreTransaction.Operation, to batch: inout WriteBatch) throws {
        switch operation {
        case .put(let key, let value):
            batch.put(key, value)
        case .erase(let key):
            batch.erase(key.combined)
        case .eraseRange(let prefix, let start, let end):
            for key in try keys(from: StoreKey(prefix, start).combined, to: StoreKey(prefix, end).combined) {
                batch.erase(key)
            }
        case .compact:
            break
        }
    }

    /// The combined keys from `from` (included) to `to` (excluded).
    private func keys(from: [UInt8], to: [UInt8]) throws -> [[UInt8]] {
        let cursor = try makeCursor()
        var keys: [[UInt8]] = []
        try cursor.seek(from)
        while cursor.isValid, cursor.rawKey.lexicographicallyPrecedes(to) {
            keys.append(Array(cursor.rawKey))
            try cursor.next()
        }
        return keys
    }

    /// Gives back the space of overwritten and erased values of a prefix.
    public func compact(prefix: String) throws {
        let range = StoreKey.range(of: prefix)
        try compact(from: range.from, to: range.to)
    }

    /// The same for the whole store.
    public func compactAll() throws { try compact(from: nil, to: nil) }

    /// Erases every key of a prefix.
    public func erase(prefix: String) throws {
        let range = StoreKey.range(of: prefix)
        var batch = WriteBatch()
        for key in try keys(from: range.from, to: range.to) { batch.erase(key) }
        try write(batch, sync: true)
    }
}
