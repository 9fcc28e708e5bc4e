import CephEncoding
import NIOCore

/// A store in memory, with the order and the meaning of the one on disk.
public final class MemoryStore: KeyValueStore {
    /// Sorted by key. A cursor keeps the array that it began with.
    private var entries: [(key: [UInt8], value: [UInt8])] = []

    /// An empty store.
    public init() {}

    public func value(of key: StoreKey) -> ByteBuffer? {
        let (index, found) = position(of: key.combined)
        return found ? ByteBuffer(bytes: entries[index].value) : nil
    }

    public func write(_ batch: borrowing WriteBatch, sync: Bool) {
        for operation in batch.operations {
            switch operation {
            case .put(let key, let value):
                let (index, found) = position(of: key)
                if found {
                    entries[index].value = value.byteArray
                } else {
                    entries.insert((key, value.byteArray), at: index)
                }
            case .erase(let key):
                let (index, found) = position(of: key)
                if found { entries.remove(at: index) }
            }
        }
    }

    /// Nothing is overwritten here that would still take space.
    public func compact(from: [UInt8]?, to: [UInt8]?) {}

    public func approximateSize(from: [UInt8], to: [UInt8]) -> UInt64 {
        let range = position(of: from).index..<max(position(of: to).index, position(of: from).index)
        return entries[range].reduce(0) { $0 + UInt64($1.key.count + $1.value.count) }
    }

    public func makeCursor() -> any StoreCursor { Cursor(entries: entries) }

    private func position(of key: [UInt8]) -> (index: Int, found: Bool) {
        Self.position(of: key, in: entries)
    }

    private static func position(
        of key: [UInt8], in entries: [(key: [UInt8], value: [UInt8])]
    ) -> (index: Int, found: Bool) {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].key.lexicographicallyPrecedes(key) { low = middle + 1 } else { high = middle }
        }
        return (low, low < entries.count && entries[low].key == key)
    }

    private final class Cursor: StoreCursor {
        private let entries: [(key: [UInt8], value: [UInt8])]
        private var index: Int
        private let key = PinnedBytes()
        private let value = PinnedBytes()

        init(entries: [(key: [UInt8], value: [UInt8])]) {
            self.entries = entries
            index = entries.count
        }

        var isValid: Bool { index < entries.count }
        var rawKey: UnsafeRawBufferPointer { key.view }
        var rawValue: UnsafeRawBufferPointer { value.view }

        func seekToFirst() { go(to: 0) }
        func seek(_ key: [UInt8]) { go(to: MemoryStore.position(of: key, in: entries).index) }
        func next() { go(to: min(index + 1, entries.count)) }

        private func go(to index: Int) {
            self.index = index
            guard isValid else { return }
            entries[index].key.withUnsafeBytes(key.set)
            entries[index].value.withUnsafeBytes(value.set)
        }
    }
}

/// Bytes at an address that stays, for cursors that give out views.
final class PinnedBytes {
    private var storage = UnsafeMutableRawBufferPointer.allocate(byteCount: 64, alignment: 8)
    private var count = 0

    var view: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: storage[..<count]) }

    func set(_ bytes: UnsafeRawBufferPointer) {
        if bytes.count > storage.count {
            storage.deallocate()
            storage = .allocate(byteCount: max(bytes.count, storage.count * 2), alignment: 8)
        }
        storage.copyMemory(from: bytes)
        count = bytes.count
    }

    deinit { storage.deallocate() }
}
