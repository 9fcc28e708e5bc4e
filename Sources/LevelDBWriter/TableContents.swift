/// The entries of a table to be, as blocks before compression. Filling one takes no more than copying, so
/// that what costs time, compression and the disk, can be done for several tables at once.
struct TableContents: Sendable {
    struct Block {
        /// Where it lies in the builder's bytes.
        let range: Range<Int>
        /// Where its last key ends in `lastKeys`.
        let lastKeyEnd: Int
    }

    private let targetBlockSize: Int
    private var builder = BlockBuilder(restartInterval: 16)
    private var key: [UInt8] = []
    private(set) var blocks: [Block] = []
    /// The last key of every block, one behind the other.
    private(set) var lastKeys: [UInt8] = []
    private(set) var smallest: [UInt8] = []

    init(blockSize: Int, capacity: Int) {
        targetBlockSize = blockSize
        builder.reserve(capacity)
    }

    var isEmpty: Bool { smallest.isEmpty }
    var largest: [UInt8] { builder.lastKey }
    var bytes: [UInt8] { builder.bytes }
    var size: Int { builder.bytes.count }

    /// - Parameter trailer: sequence number and kind, the end of an internal key.
    mutating func add(_ userKey: UnsafeRawBufferPointer, trailer: UInt64, _ value: UnsafeRawBufferPointer) {
        key.removeAll(keepingCapacity: true)
        key.append(contentsOf: userKey)
        key.append(fixed64: trailer)
        if isEmpty { smallest = key }
        key.withUnsafeBytes { builder.add($0, value) }
        if builder.blockSize >= targetBlockSize { finishBlock() }
    }

    /// Ends the last block.
    mutating func finish() {
        if size > (blocks.last?.range.upperBound ?? 0) { finishBlock() }
    }

    private mutating func finishBlock() {
        builder.finishBlock()
        lastKeys.append(contentsOf: builder.lastKey)
        let start = blocks.last?.range.upperBound ?? 0
        blocks.append(Block(range: start..<size, lastKeyEnd: lastKeys.count))
    }
}
