/// The contents of the logs, sorted: one arena of bytes, and 24 bytes per entry besides.
///
/// Not changed after `sort()`, hence safe to share between threads.
final class MemTable: @unchecked Sendable {
    struct Entry {
        /// Where the key begins in the arena; the value follows it.
        let offset: Int
        let keyCount: UInt32
        let valueCount: UInt32
        /// Sequence and kind, as in `InternalKeyView`.
        let trailer: UInt64
    }

    private let arena = ByteBuffer()
    private var used = 0
    private(set) var entries: [Entry] = []
    /// The newest sequence number of any batch, 0 if there is none.
    private(set) var lastSequence: UInt64 = 0

    /// Bytes of memory taken by keys, values and the index.
    var memorySize: Int { used + entries.count * MemoryLayout<Entry>.stride }

    /// Makes room for `count` more bytes of keys and values.
    func reserve(_ count: Int, for file: String) throws {
        try arena.reserve(used + count, keeping: used, for: file)
    }

    func noteSequence(_ sequence: UInt64) {
        lastSequence = max(lastSequence, sequence)
    }

    func add(
        key: UnsafeBufferPointer<UInt8>, value: UnsafeBufferPointer<UInt8>, trailer: UInt64,
        for file: String
    ) throws {
        let offset = used
        try arena.reserve(used + key.count + value.count, keeping: used, for: file)
        append(key)
        append(value)
        // Both lengths were 32-bit varints.
        entries.append(
            Entry(
                offset: offset, keyCount: UInt32(truncatingIfNeeded: key.count),
                valueCount: UInt32(truncatingIfNeeded: value.count), trailer: trailer))
    }

    private func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let start = bytes.baseAddress, bytes.count > 0 else { return }
        (arena.base + used).update(from: start, count: bytes.count)
        used += bytes.count
    }

    /// Call once, when all is added.
    func sort() {
        let start = UnsafePointer(arena.base)
        entries.sort { Self.key($0, start).compare(Self.key($1, start)) < 0 }
    }

    func key(at index: Int) -> InternalKeyView {
        Self.key(entries[index], UnsafePointer(arena.base))
    }

    func value(at index: Int) -> UnsafeBufferPointer<UInt8> {
        let entry = entries[index]
        return UnsafeBufferPointer(
            start: arena.base + entry.offset + Int(entry.keyCount), count: Int(entry.valueCount))
    }

    @inline(__always)
    private static func key(_ entry: Entry, _ start: UnsafePointer<UInt8>) -> InternalKeyView {
        InternalKeyView(
            userKey: start + entry.offset, userCount: Int(entry.keyCount), trailer: entry.trailer)
    }

    /// The index of the first entry at or after `target`; `entries.count` if there is none.
    func lowerBound(_ target: InternalKeyView) -> Int {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = low + (high - low) / 2
            if key(at: middle).compare(target) < 0 { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// Walks a `MemTable`.
final class MemTableCursor: InternalCursor {
    private let table: MemTable
    private var index = 0

    init(_ table: MemTable) {
        self.table = table
        super.init(place: CurrentEntry.makePlace())
    }

    override var location: (file: String, offset: Int?) { ("logs", nil) }

    override func seekToFirst() {
        index = 0
        publish()
    }

    override func seek(_ target: InternalKeyView) {
        index = table.lowerBound(target)
        publish()
    }

    override func next() {
        index += 1
        publish()
    }

    private func publish() {
        isValid = index < table.entries.count
        guard isValid else { return }
        key = table.key(at: index)
        value = table.value(at: index)
    }
}
