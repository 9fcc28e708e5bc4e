/// Replays a log's records into a `MemTable`. Each record is one batch, applied as a whole: the
/// sequence number of its first operation (8 bytes), the number of operations (4), and per
/// operation its kind (1 byte), key and, unless it deletes, value, both with varint lengths.
struct WriteBatchReplay {
    private static let headerSize = 12

    let table: MemTable
    /// For messages.
    let file: String

    func apply(_ record: UnsafeBufferPointer<UInt8>, at offset: Int) throws {
        guard let start = record.baseAddress, record.count >= Self.headerSize else {
            throw damage(offset, "batch of \(record.count) bytes, shorter than its header")
        }
        let first = loadFixed64(start)
        let count = UInt64(loadFixed32(start + 8))
        guard first <= maximumSequence, first + count <= maximumSequence else {
            throw damage(offset, "batch with sequence number \(first), which is over 56 bits")
        }
        var reader = ByteReader(
            start + Self.headerSize, count: record.count - Self.headerSize)
        var found: UInt64 = 0
        while reader.remaining > 0 {
            guard found < count else {
                throw damage(offset, "batch with more operations than its header says (\(count))")
            }
            try applyOperation(&reader, sequence: first + found, at: offset)
            found += 1
        }
        guard found == count else {
            throw damage(offset, "batch with \(found) operations, its header says \(count)")
        }
        if count > 0 { table.noteSequence(first + count - 1) }
    }

    private func applyOperation(
        _ reader: inout ByteReader, sequence: UInt64, at offset: Int
    ) throws {
        guard let kind = reader.byte(), kind == EntryKind.value || kind == EntryKind.deletion else {
            throw damage(offset, "batch with an operation of unknown kind")
        }
        guard let key = reader.lengthPrefixed() else {
            throw damage(offset, "batch with a malformed key")
        }
        var value = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
        if kind == EntryKind.value {
            guard let bytes = reader.lengthPrefixed() else {
                throw damage(offset, "batch with a malformed value")
            }
            value = bytes
        }
        try table.add(key: key, value: value, trailer: sequence << 8 | UInt64(kind), for: file)
    }

    private func damage(_ offset: Int, _ reason: String) -> LevelDBReaderError {
        LevelDBReaderError(.corruption, file: file, offset: offset, reason: reason)
    }
}
