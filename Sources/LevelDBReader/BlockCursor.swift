/// Walks a block of a table (LevelDB doc/table_format.md): entries whose keys share a prefix with
/// the one before, then the offsets of the entries ("restarts") that share nothing, then their
/// count. An entry is three 32-bit varints (bytes of the key that are shared, bytes that are not,
/// bytes of the value), the rest of the key, and the value. All keys are internal keys.
final class BlockCursor {
    /// Where the current entry is kept: the cursor's own place, or that of the cursor it works for.
    private let entry: UnsafeMutablePointer<CurrentEntry>
    private let ownsEntry: Bool
    private let keyBuffer = ByteBuffer()
    private var keyCount = 0

    /// The block, and where it is, for messages.
    private var base: UnsafePointer<UInt8>
    private var file = ""
    private(set) var blockOffset = 0
    /// Entries end, and restarts begin, here.
    private var entriesEnd = 0
    private var restartCount = 0
    private var nextEntry = 0

    /// Keeps its entry at `place`, which outlives the cursor; nil makes it have a place of its own.
    init(place: UnsafeMutablePointer<CurrentEntry>?) {
        base = UnsafePointer(keyBuffer.base)
        ownsEntry = place == nil
        entry = place ?? CurrentEntry.makePlace()
    }

    deinit { if ownsEntry { entry.deallocate() } }

    var isValid: Bool { entry.pointee.isValid }
    var value: UnsafeBufferPointer<UInt8> { entry.pointee.value }

    /// Turns to another block, without a current entry. The block's bytes must stay where they are
    /// for as long as the cursor is used on them.
    func attach(_ block: UnsafeBufferPointer<UInt8>, file: String, blockOffset: Int) throws {
        entry.pointee.isValid = false
        self.file = file
        self.blockOffset = blockOffset
        guard let start = block.baseAddress, block.count >= 4 else {
            throw damage("block of \(block.count) bytes, too short for its restart count")
        }
        base = start
        restartCount = Int(loadFixed32(start + (block.count - 4)))
        guard restartCount <= (block.count - 4) / 4 else {
            throw damage("block with \(restartCount) restarts in \(block.count) bytes")
        }
        entriesEnd = block.count - 4 - restartCount * 4
        guard restartCount > 0 || entriesEnd == 0 else { throw damage("block without restarts") }
        nextEntry = entriesEnd
    }

    func seekToFirst() throws {
        nextEntry = 0
        keyCount = 0
        try next()
    }

    /// Moves to the first entry whose key is not before `target`.
    func seek(_ target: InternalKeyView) throws {
        var low = 0
        var high = restartCount - 1
        while low < high {
            let middle = low + (high - low + 1) / 2
            if try restartKey(middle).compare(target) < 0 { low = middle } else { high = middle - 1 }
        }
        nextEntry = restartCount > 0 ? try restartOffset(low) : entriesEnd
        keyCount = 0
        repeat { try next() } while isValid && entry.pointee.key.compare(target) < 0
    }

    /// Moves to the next entry, or becomes invalid behind the last.
    func next() throws {
        guard nextEntry < entriesEnd else {
            entry.pointee.isValid = false
            return
        }
        guard let header = EntryHeader(base + nextEntry, end: base + entriesEnd),
            header.shared <= keyCount, header.shared + header.unshared >= 8
        else {
            entry.pointee.isValid = false
            throw damage("malformed entry at \(nextEntry) bytes into the block")
        }
        keyCount = header.shared + header.unshared
        if keyCount > keyBuffer.capacity {
            try keyBuffer.reserve(keyCount, keeping: header.shared, for: file)
        }
        let key = keyBuffer.base
        (key + header.shared).update(from: header.rest, count: header.unshared)
        entry.pointee.key = InternalKeyView(encoded: UnsafePointer(key), count: keyCount)
        let valueStart = header.rest + header.unshared
        entry.pointee.value = UnsafeBufferPointer(start: valueStart, count: header.valueCount)
        entry.pointee.isValid = true
        nextEntry = valueStart + header.valueCount - base
    }

    private func restartOffset(_ index: Int) throws -> Int {
        let offset = Int(loadFixed32(base + (entriesEnd + index * 4)))
        guard offset <= entriesEnd, offset < entriesEnd || entriesEnd == 0 else {
            throw damage("restart \(index) points outside of the block's entries")
        }
        return offset
    }

    private func restartKey(_ index: Int) throws -> InternalKeyView {
        let entry = base + (try restartOffset(index))
        guard let header = EntryHeader(entry, end: base + entriesEnd), header.shared == 0,
            header.unshared >= 8
        else { throw damage("restart \(index) points to a malformed entry") }
        return InternalKeyView(encoded: header.rest, count: header.unshared)
    }

    private func damage(_ reason: String) -> LevelDBReaderError {
        LevelDBReaderError(.corruption, file: file, offset: blockOffset, reason: reason)
    }
}

/// The lengths at the beginning of a block's entry, checked against the entries' end.
private struct EntryHeader {
    let shared: Int
    let unshared: Int
    let valueCount: Int
    /// The unshared part of the key; the value follows it.
    let rest: UnsafePointer<UInt8>

    @inline(__always)
    init?(_ entry: UnsafePointer<UInt8>, end: UnsafePointer<UInt8>) {
        if end - entry >= 3, (entry[0] | entry[1] | entry[2]) < 0x80 {
            shared = Int(entry[0])
            unshared = Int(entry[1])
            valueCount = Int(entry[2])
            rest = entry + 3
        } else {
            var reader = ByteReader(entry, count: end - entry)
            guard let shared = reader.varint32(), let unshared = reader.varint32(),
                let valueCount = reader.varint32()
            else { return nil }
            self.shared = Int(shared)
            self.unshared = Int(unshared)
            self.valueCount = Int(valueCount)
            rest = reader.position
        }
        guard unshared + valueCount <= end - rest else { return nil }
    }
}
