/// Puts together blocks of a table, one behind the other (LevelDB doc/table_format.md; `BlockCursor` in
/// LevelDBReader tells what is in one).
struct BlockBuilder {
    /// Entries between two whole keys.
    private let restartInterval: Int
    private(set) var bytes: [UInt8] = []
    private var blockStart = 0
    private var restarts: [UInt32] = []
    private var entriesSinceRestart = 0
    private var previousKey: [UInt8] = []

    init(restartInterval: Int) { self.restartInterval = restartInterval }

    /// The last internal key that was added.
    var lastKey: [UInt8] { previousKey }
    /// Bytes of the current block as it would be finished now.
    var blockSize: Int { bytes.count - blockStart + restarts.count * 4 + 4 }

    mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

    /// - Parameter key: an internal key, behind all that were added to the block.
    mutating func add(_ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) {
        var shared = 0
        if restarts.isEmpty || entriesSinceRestart == restartInterval {
            restarts.append(UInt32(bytes.count - blockStart))
            entriesSinceRestart = 0
        } else {
            shared = previousKey.withUnsafeBytes { Self.commonPrefix($0, key) }
        }
        bytes.append(varint: shared)
        bytes.append(varint: key.count - shared)
        bytes.append(varint: value.count)
        bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: key[shared...]))
        bytes.append(contentsOf: value)
        previousKey.replaceSubrange(shared..., with: UnsafeRawBufferPointer(rebasing: key[shared...]))
        entriesSinceRestart += 1
    }

    /// Ends the current block: the next entry begins another.
    mutating func finishBlock() {
        // A block without entries has a restart as well.
        if restarts.isEmpty { restarts.append(0) }
        for restart in restarts { bytes.append(fixed32: restart) }
        bytes.append(fixed32: UInt32(restarts.count))
        restarts.removeAll(keepingCapacity: true)
        blockStart = bytes.count
    }

    private static func commonPrefix(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int {
        let limit = min(left.count, right.count)
        var count = 0
        while count < limit, left[count] == right[count] { count += 1 }
        return count
    }
}
