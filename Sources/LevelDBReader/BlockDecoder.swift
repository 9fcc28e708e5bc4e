import CSnappy

/// Where a block lies in its table: two varints in the format. Checked against the table's size.
struct BlockHandle {
    /// Behind each block: one byte of compression type and its masked CRC-32C.
    static let trailerSize = 5

    let offset: Int
    /// In bytes, without the trailer.
    let size: Int

    /// Reads a handle; nil unless it and the block's trailer end at or before `limit`.
    init?(_ reader: inout ByteReader, limit: Int) {
        guard let offset = reader.varint64(), let size = reader.varint64(),
            let start = Int(exactly: offset), let count = Int(exactly: size),
            start <= limit, count <= limit - start, Self.trailerSize <= limit - start - count
        else { return nil }
        self.offset = start
        self.size = count
    }
}

/// Turns stored blocks into plain ones.
struct BlockDecoder {
    private enum Compression {
        static let none: UInt8 = 0
        static let snappy: UInt8 = 1
    }

    /// Snappy's densest element makes 64 bytes of 3, so no honest block expands more than this.
    private static let largestExpansion = 64
    private static let largestBlock = 1 << 30

    let verifyChecksums: Bool
    /// For messages.
    let file: String

    /// The contents of the block stored at `stored`, which holds `handle.size` bytes and the
    /// trailer. They lie in `stored` itself or, if they were compressed, in `scratch`.
    func decode(
        _ stored: UnsafePointer<UInt8>, _ handle: BlockHandle, scratch: ByteBuffer
    ) throws -> UnsafeBufferPointer<UInt8> {
        if verifyChecksums { try verify(stored, handle) }
        switch stored[handle.size] {
        case Compression.none:
            return UnsafeBufferPointer(start: stored, count: handle.size)
        case Compression.snappy:
            return try uncompress(stored, handle, into: scratch)
        case let type:
            throw failure(.unsupported, handle, "block with unknown compression \(type)")
        }
    }

    private func verify(_ block: UnsafePointer<UInt8>, _ handle: BlockHandle) throws {
        let computed = Checksum.crc32c(block, handle.size + 1)
        let stored = Checksum.unmask(loadFixed32(block + handle.size + 1))
        guard stored == computed else {
            throw failure(
                .corruption, handle,
                "block checksum mismatch (stored \(hexadecimal(stored)), "
                    + "computed \(hexadecimal(computed)))")
        }
    }

    private func uncompress(
        _ stored: UnsafePointer<UInt8>, _ handle: BlockHandle, into scratch: ByteBuffer
    ) throws -> UnsafeBufferPointer<UInt8> {
        let compressed = UnsafeRawPointer(stored).assumingMemoryBound(to: CChar.self)
        var count = 0
        guard snappy_uncompressed_length(compressed, handle.size, &count) == SNAPPY_OK else {
            throw failure(.corruption, handle, "malformed snappy block")
        }
        let (expanded, overflow) = handle.size.multipliedReportingOverflow(by: Self.largestExpansion)
        guard count >= 0, count <= Self.largestBlock, overflow || count <= expanded else {
            throw failure(
                .corruption, handle,
                "snappy block of \(handle.size) bytes that claims \(count) bytes of contents")
        }
        try scratch.reserve(count, keeping: 0, for: file)
        let target = UnsafeMutableRawPointer(scratch.base).assumingMemoryBound(to: CChar.self)
        guard snappy_uncompress(compressed, handle.size, target, &count) == SNAPPY_OK else {
            throw failure(.corruption, handle, "malformed snappy block")
        }
        return UnsafeBufferPointer(start: scratch.base, count: count)
    }

    private func failure(
        _ kind: LevelDBReaderError.Kind, _ handle: BlockHandle, _ reason: String
    ) -> LevelDBReaderError {
        LevelDBReaderError(kind, file: file, offset: handle.offset, reason: reason)
    }
}
