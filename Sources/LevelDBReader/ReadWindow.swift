/// A reused piece of a file in memory. Reads that follow one another make it read ahead, up to
/// `maximumReadahead`; reads that jump fetch only what they ask for.
final class ReadWindow {
    /// 256 KiB: large enough for the cost of a system call to vanish, small enough for the cache.
    static let usualReadahead = 256 << 10

    private let maximumReadahead: Int
    private let buffer = ByteBuffer()
    private var file: ReadOnlyFile?
    /// No byte at or after this offset is read.
    private var limit = 0
    private var start = 0
    private var count = 0
    private var expected = 0
    private var readahead = 0

    init(maximumReadahead: Int = ReadWindow.usualReadahead) {
        self.maximumReadahead = maximumReadahead
    }

    /// Turns to another file, of which the first `limit` bytes are of interest. A read at its
    /// beginning counts as the continuation of reads so far.
    func attach(_ file: ReadOnlyFile, limit: Int) {
        self.file = file
        self.limit = limit
        start = 0
        count = 0
        expected = 0
    }

    /// `length` bytes at `offset`, valid until the next call. The caller has checked that they
    /// lie before the limit.
    func bytes(at offset: Int, count length: Int) throws -> UnsafePointer<UInt8> {
        let isContinuation = offset == expected
        expected = offset + length
        if offset < start || offset + length > start + count {
            readahead = isContinuation ? min(max(readahead * 4, 16 << 10), maximumReadahead) : 0
            try fill(from: offset, count: min(max(length, readahead), limit - offset))
        }
        return UnsafePointer(buffer.base + (offset - start))
    }

    private func fill(from offset: Int, count wanted: Int) throws {
        guard let file else { return }
        count = 0
        try buffer.reserve(wanted, keeping: 0, for: file.displayName)
        try file.read(into: buffer.base, count: wanted, at: offset)
        start = offset
        count = wanted
    }
}
