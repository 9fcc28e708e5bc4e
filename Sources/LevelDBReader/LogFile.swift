/// Reads the records of a file in LevelDB's log format (LevelDB doc/log_format.md): the
/// write-ahead logs and the MANIFEST.
///
/// A file is a run of 32 KiB blocks. A physical record never crosses a block: masked CRC-32C of
/// type and payload (4 bytes), length (2), type (1), payload. A long record is cut in FIRST,
/// MIDDLE and LAST pieces; fewer than 7 bytes at a block's end are padding.
///
/// A record that the end of the file cuts short was being written, or its writer died: it ends the
/// log, as for LevelDB. So do zeros up to the end, which preallocation and crashes leave. Anything
/// else that is no record is corruption, even where LevelDB by default drops it and goes on.
final class LogFile {
    static let blockSize = 32 << 10
    private static let headerSize = 7

    private enum PieceKind {
        static let zero: UInt8 = 0
        static let full: UInt8 = 1
        static let first: UInt8 = 2
        static let middle: UInt8 = 3
        static let last: UInt8 = 4
    }

    private let file: ReadOnlyFile
    /// Bytes of the file that count; a live log is read up to its size at one moment.
    private let limit: Int
    private let window = ReadWindow()
    private let assembled = ByteBuffer()
    private var assembledCount = 0
    /// Where the record begins whose pieces are being put together, if there is one.
    private var recordStart: Int?
    /// Where zeros were found; a record after them means that something was lost.
    private var zerosStart: Int?

    /// Where the last record ended that was handed out: reading can go on from here later.
    private(set) var consumed: Int

    /// Reads from `start`, the file's beginning or a record's, up to `limit`.
    init(_ file: ReadOnlyFile, from start: Int = 0, limit: Int) {
        self.file = file
        self.limit = limit
        consumed = start
        window.attach(file, limit: limit)
    }

    /// Calls `body` with each record's bytes, valid during the call, and its offset in the file.
    func forEachRecord(_ body: (UnsafeBufferPointer<UInt8>, Int) throws -> Void) throws {
        var blockStart = consumed - consumed % Self.blockSize
        var offset = consumed % Self.blockSize
        while blockStart < limit {
            let count = min(Self.blockSize, limit - blockStart)
            let block = try window.bytes(at: blockStart, count: count)
            guard try readBlock(block, offset: offset, count: count, at: blockStart, body) else {
                return
            }
            blockStart += count
            offset = 0
        }
    }

    /// Answers false if the log ends in this block.
    private func readBlock(
        _ block: UnsafePointer<UInt8>, offset: Int, count: Int, at blockStart: Int,
        _ body: (UnsafeBufferPointer<UInt8>, Int) throws -> Void
    ) throws -> Bool {
        var offset = offset
        while count - offset >= Self.headerSize {
            let header = block + offset
            let length = Int(header[4]) | Int(header[5]) << 8
            let size = Self.headerSize + length
            let position = blockStart + offset
            if header[6] == PieceKind.zero, length == 0 {
                try requireZeros(header, count: count - offset, at: position)
                return true
            }
            if let zerosStart {
                throw damage(zerosStart, "zeros where a record must be")
            }
            guard offset + size <= Self.blockSize else {
                throw damage(position, "record of \(length) bytes runs over its block's end")
            }
            guard offset + size <= count else { return false }
            try verifyChecksum(header, length: length, at: position)
            let payload = UnsafeBufferPointer(start: header + Self.headerSize, count: length)
            try take(payload, kind: header[6], at: position, body)
            offset += size
            if recordStart == nil { consumed = blockStart + offset }
        }
        return true
    }

    private func requireZeros(_ start: UnsafePointer<UInt8>, count: Int, at position: Int) throws {
        for index in 0..<count where start[index] != 0 {
            throw damage(position, "record of type 0")
        }
        if zerosStart == nil { zerosStart = position }
    }

    private func verifyChecksum(
        _ header: UnsafePointer<UInt8>, length: Int, at position: Int
    ) throws {
        let stored = Checksum.unmask(loadFixed32(header))
        let computed = Checksum.crc32c(header + 6, length + 1)
        guard stored == computed else {
            throw damage(
                position,
                "record checksum mismatch (stored \(hexadecimal(stored)), "
                    + "computed \(hexadecimal(computed)))")
        }
    }

    private func take(
        _ payload: UnsafeBufferPointer<UInt8>, kind: UInt8, at position: Int,
        _ body: (UnsafeBufferPointer<UInt8>, Int) throws -> Void
    ) throws {
        switch kind {
        case PieceKind.full, PieceKind.first:
            // Old writers left an empty FIRST piece at a block's end and began again after it.
            if let recordStart, assembledCount > 0 {
                throw damage(recordStart, "record without an end")
            }
            recordStart = nil
            assembledCount = 0
            if kind == PieceKind.full { return try body(payload, position) }
            recordStart = position
            try append(payload)
        case PieceKind.middle, PieceKind.last:
            guard let start = recordStart else {
                throw damage(position, "piece of a record without its beginning")
            }
            try append(payload)
            if kind == PieceKind.last {
                recordStart = nil
                let whole = UnsafeBufferPointer<UInt8>(
                    start: assembled.base, count: assembledCount)
                assembledCount = 0
                try body(whole, start)
            }
        default:
            throw damage(position, "record of unknown type \(kind)")
        }
    }

    private func append(_ payload: UnsafeBufferPointer<UInt8>) throws {
        guard let start = payload.baseAddress, payload.count > 0 else { return }
        let total = assembledCount + payload.count
        try assembled.reserve(total, keeping: assembledCount, for: file.displayName)
        (assembled.base + assembledCount).update(from: start, count: payload.count)
        assembledCount = total
    }

    private func damage(_ position: Int, _ reason: String) -> LevelDBReaderError {
        LevelDBReaderError(.corruption, file: file.displayName, offset: position, reason: reason)
    }
}
