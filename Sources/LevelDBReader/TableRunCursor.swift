/// Walks tables that follow one another without overlap, one at a time: all of a level but level
/// 0, or a single table of level 0.
final class TableRunCursor: InternalCursor {
    private let tables: [TableFile]
    private let cache: TableCache
    private let window: ReadWindow
    private let scratch = ByteBuffer()
    private let index = BlockCursor(place: nil)
    /// Keeps its entry in this cursor's own place, so that nothing is copied between the two.
    private let data: BlockCursor
    private var position = 0
    private var reader: TableReader?

    init(_ tables: [TableFile], cache: TableCache, maximumReadahead: Int = ReadWindow.usualReadahead) {
        self.tables = tables
        self.cache = cache
        window = ReadWindow(maximumReadahead: maximumReadahead)
        let place = CurrentEntry.makePlace()
        data = BlockCursor(place: place)
        super.init(place: place)
    }

    override var location: (file: String, offset: Int?) {
        (reader?.file.displayName ?? "", data.blockOffset)
    }

    override func seekToFirst() throws {
        isValid = false
        guard let reader = try attach(0) else { return }
        try index.seekToFirst()
        try loadFromIndex(reader) { try data.seekToFirst() }
        try skipEmptyBlocks()
    }

    override func seek(_ target: InternalKeyView) throws {
        isValid = false
        guard let reader = try attach(tables.firstIndex(notBefore: target)) else { return }
        try index.seek(target)
        try loadFromIndex(reader) { try data.seek(target) }
        try skipEmptyBlocks()
    }

    override func next() throws {
        try data.next()
        if !isValid { try skipEmptyBlocks() }
    }

    /// Opens the table at `position`; nil, and no current table, behind the last.
    private func attach(_ position: Int) throws -> TableReader? {
        self.position = position
        reader = nil
        guard position < tables.count else { return nil }
        let reader = try cache.reader(for: tables[position])
        try index.attach(reader.index, file: reader.file.displayName, blockOffset: reader.indexOffset)
        window.attach(reader.file, limit: reader.size)
        self.reader = reader
        return reader
    }

    /// Reads the data block that the index stands at, if it stands at one.
    private func loadFromIndex(_ reader: TableReader, then move: () throws -> Void) throws {
        guard index.isValid else { return }
        let handle = try reader.handle(index.value)
        let stored = try window.bytes(
            at: handle.offset, count: handle.size + BlockHandle.trailerSize)
        let block = try reader.decoder.decode(stored, handle, scratch: scratch)
        try data.attach(block, file: reader.file.displayName, blockOffset: handle.offset)
        try move()
    }

    /// Goes on to the following blocks and tables until there is an entry or nothing is left.
    private func skipEmptyBlocks() throws {
        guard var reader else { return }
        while !(index.isValid && isValid) {
            if index.isValid {
                try index.next()
            } else {
                guard let following = try attach(position + 1) else { return }
                reader = following
                try index.seekToFirst()
            }
            try loadFromIndex(reader) { try data.seekToFirst() }
        }
    }
}

extension [TableFile] {
    /// In tables sorted by key: the index of the first that ends at or after `target`; `count` if
    /// there is none.
    func firstIndex(notBefore target: InternalKeyView) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = low + (high - low) / 2
            if self[middle].meta.largest.compare(target) < 0 { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
