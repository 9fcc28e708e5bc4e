/// One live table of a snapshot, held open or, when descriptors do not suffice, known by name.
final class TableFile: Sendable {
    let meta: TableMeta
    let level: Int
    let name: String
    private let folder: Folder
    private let held: ReadOnlyFile?

    init(_ meta: TableMeta, level: Int, name: String, folder: Folder, held: ReadOnlyFile?) {
        self.meta = meta
        self.level = level
        self.name = name
        self.folder = folder
        self.held = held
    }

    func open() throws -> ReadOnlyFile {
        if let held { return held }
        guard let file = try folder.openIfPresent(name) else {
            throw LevelDBReaderError(
                .missingFile, file: folder.displayName(of: name),
                reason: "the table is gone; a writer must have opened the store meanwhile")
        }
        return file
    }
}

/// A table with its index block in memory. The table is as long as the MANIFEST says, as for
/// LevelDB. Its last 48 bytes are the footer: handles of the metaindex and index blocks, padding,
/// and a magic number (LevelDB doc/table_format.md).
///
/// Not changed after `init`, hence safe to share between threads.
final class TableReader: @unchecked Sendable {
    private static let footerSize = 48
    private static let magic: UInt64 = 0xdb47_7524_8b80_fb57

    let file: ReadOnlyFile
    /// Bytes in the table.
    let size: Int
    let decoder: BlockDecoder
    /// Where the data blocks end: their index's own index comes first after them.
    let metaindexOffset: Int
    let index: UnsafeBufferPointer<UInt8>
    let indexOffset: Int
    /// Hold the bytes of `index`.
    private let buffers: [ByteBuffer]

    init(_ table: TableFile, verifyChecksums: Bool) throws {
        file = try table.open()
        size = table.meta.size
        decoder = BlockDecoder(verifyChecksums: verifyChecksums, file: file.displayName)
        guard size >= Self.footerSize else {
            throw LevelDBReaderError(
                .corruption, file: file.displayName,
                reason: "table of \(size) bytes, shorter than a footer")
        }
        let stored = ByteBuffer()
        let handles = try Self.readFooter(file, size: size, buffer: stored)
        metaindexOffset = handles.metaindex.offset
        indexOffset = handles.index.offset
        let count = handles.index.size + BlockHandle.trailerSize
        try stored.reserve(count, keeping: 0, for: file.displayName)
        try file.read(into: stored.base, count: count, at: indexOffset)
        let scratch = ByteBuffer()
        index = try decoder.decode(UnsafePointer(stored.base), handles.index, scratch: scratch)
        buffers = scratch.capacity > 0 ? [scratch] : [stored]
    }

    private static func readFooter(
        _ file: ReadOnlyFile, size: Int, buffer: ByteBuffer
    ) throws -> (metaindex: BlockHandle, index: BlockHandle) {
        let start = size - footerSize
        try buffer.reserve(footerSize, keeping: 0, for: file.displayName)
        try file.read(into: buffer.base, count: footerSize, at: start)
        guard loadFixed64(UnsafePointer(buffer.base + (footerSize - 8))) == magic else {
            throw LevelDBReaderError(
                .corruption, file: file.displayName, offset: start,
                reason: "no table: its magic number is wrong")
        }
        var reader = ByteReader(UnsafePointer(buffer.base), count: footerSize - 8)
        guard let metaindex = BlockHandle(&reader, limit: start),
            let index = BlockHandle(&reader, limit: start)
        else {
            throw LevelDBReaderError(
                .corruption, file: file.displayName, offset: start,
                reason: "footer with block handles outside of the table")
        }
        return (metaindex, index)
    }

    /// The handle that an entry of the index holds.
    func handle(_ value: UnsafeBufferPointer<UInt8>) throws -> BlockHandle {
        if let start = value.baseAddress {
            var reader = ByteReader(start, count: value.count)
            if let handle = BlockHandle(&reader, limit: size - Self.footerSize) { return handle }
        }
        throw LevelDBReaderError(
            .corruption, file: file.displayName, offset: indexOffset,
            reason: "index entry with a block handle outside of the table")
    }

    /// Where in the table entries of `target` would be, to a block's accuracy.
    func approximateOffset(of target: InternalKeyView) throws -> Int {
        let cursor = BlockCursor(place: nil)
        try cursor.attach(index, file: file.displayName, blockOffset: indexOffset)
        try cursor.seek(target)
        return cursor.isValid ? try handle(cursor.value).offset : metaindexOffset
    }
}
