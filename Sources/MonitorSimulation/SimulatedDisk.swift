import CephEncoding
import CephTypes
import MonitorStore
import NIOCore

/// A store that knows which of its transactions a power failure would take: those behind the last synced one, the
/// last first, each whole.
final class SimulatedDisk: KeyValueReader {
    private(set) var values: [StoreKey: ByteBuffer] = [:]
    private var sorted: [(key: [UInt8], name: StoreKey)]?
    /// How to take back what is not synced, oldest first.
    private var unsynced: [[(key: StoreKey, old: ByteBuffer?)]] = []

    var unsyncedCount: Int { unsynced.count }

    /// Whether a power failure now could not take away what a key has.
    func isDurable(_ key: StoreKey) -> Bool { unsynced.allSatisfy { !$0.contains { $0.key == key } } }

    func value(of key: StoreKey) -> ByteBuffer? { values[key] }

    func number(_ prefix: String, _ key: String) -> UInt64 {
        guard let value = values[StoreKey(prefix, key)] else { return 0 }
        return value.getInteger(at: value.readerIndex, endianness: .little) ?? 0
    }

    func apply(_ transaction: StoreTransaction, sync: Bool) {
        var undo: [(key: StoreKey, old: ByteBuffer?)] = []
        for operation in transaction.operations {
            switch operation {
            case .put(let key, let value): set(key, value, &undo)
            case .erase(let key): if values[key] != nil { set(key, nil, &undo) }
            case .eraseRange(let prefix, let start, let end):
                let (from, to) = (StoreKey(prefix, start).combined, StoreKey(prefix, end).combined)
                for (key, name) in order()
                where !key.lexicographicallyPrecedes(from) && key.lexicographicallyPrecedes(to) {
                    set(name, nil, &undo)
                }
            case .compact: break
            }
        }
        if sync { unsynced = [] } else { unsynced.append(undo) }
    }

    private func set(_ key: StoreKey, _ value: ByteBuffer?, _ undo: inout [(key: StoreKey, old: ByteBuffer?)])
    {
        let old = values.updateValue(value ?? ByteBuffer(), forKey: key)
        if value == nil { values[key] = nil }
        undo.append((key, old))
        if old == nil || value == nil { sorted = nil }
    }

    /// A power failure, or the death of a machine: `lost` transactions that were not synced are gone.
    func lose(_ lost: Int) {
        for _ in 0..<min(lost, unsynced.count) {
            for (key, old) in unsynced.removeLast().reversed() { values[key] = old }
        }
        unsynced = []
        sorted = nil
    }

    /// What a disk held at one time.
    struct Copy { fileprivate let values: [StoreKey: ByteBuffer] }

    func copy() -> Copy { Copy(values: values) }

    func restore(_ copy: Copy) {
        values = copy.values
        unsynced = []
        sorted = nil
    }

    func wipe() {
        values = [:]
        unsynced = []
        sorted = nil
    }

    private func order() -> [(key: [UInt8], name: StoreKey)] {
        if let sorted { return sorted }
        let all = values.keys.map { (key: $0.combined, name: $0) }
            .sorted { $0.key.lexicographicallyPrecedes($1.key) }
        sorted = all
        return all
    }

    func makeCursor() -> any StoreCursor { Cursor(order(), values) }

    func approximateSize(from: [UInt8], to: [UInt8]) -> UInt64 { 0 }

    /// Prefix and key of everything in some prefixes, in order, with the values.
    func listing(where isWanted: (String) -> Bool) -> [(key: String, value: ByteBuffer)] {
        order().filter { isWanted($0.name.prefix) }.map { ("\($0.name)", values[$0.name] ?? ByteBuffer()) }
    }

    private final class Cursor: StoreCursor {
        private let keys: [(key: [UInt8], name: StoreKey)]
        private let values: [StoreKey: ByteBuffer]
        private var index: Int
        private let key = UnsafeBytes()
        private let value = UnsafeBytes()

        init(_ keys: [(key: [UInt8], name: StoreKey)], _ values: [StoreKey: ByteBuffer]) {
            self.keys = keys
            self.values = values
            index = keys.count
        }

        var isValid: Bool { index < keys.count }
        var rawKey: UnsafeRawBufferPointer { key.view }
        var rawValue: UnsafeRawBufferPointer { value.view }

        func seekToFirst() { go(to: 0) }

        func seek(_ wanted: [UInt8]) {
            var (low, high) = (0, keys.count)
            while low < high {
                let middle = (low + high) / 2
                if keys[middle].key.lexicographicallyPrecedes(wanted) {
                    low = middle + 1
                } else {
                    high = middle
                }
            }
            go(to: low)
        }

        func next() { go(to: min(index + 1, keys.count)) }

        private func go(to index: Int) {
            self.index = index
            guard isValid else { return }
            keys[index].key.withUnsafeBytes(key.set)
            (values[keys[index].name] ?? ByteBuffer()).withUnsafeReadableBytes(value.set)
        }
    }

    /// Bytes at an address that stays, for views that a cursor gives out.
    private final class UnsafeBytes {
        private var storage = UnsafeMutableRawBufferPointer.allocate(byteCount: 256, alignment: 8)
        private var count = 0

        var view: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: storage[..<count]) }

        func set(_ bytes: UnsafeRawBufferPointer) {
            if bytes.count > storage.count {
                storage.deallocate()
                storage = .allocate(byteCount: bytes.count * 2, alignment: 8)
            }
            storage.copyMemory(from: bytes)
            count = bytes.count
        }

        deinit { storage.deallocate() }
    }
}
