import Collections

/// Ranges of keys that wait for their compaction. One that touches another waits as one range with it
/// (`LevelDBStore::compact_range_async`): a log that is trimmed step by step is compacted once.
struct CompactionQueue {
    typealias Range = (from: [UInt8], to: [UInt8])

    enum Outcome {
        /// There is one more now.
        case added
        /// One that waited is longer now.
        case merged
        /// The same range waits already.
        case known
    }

    private var ranges: Deque<Range> = []

    mutating func add(from: [UInt8], to: [UInt8]) -> Outcome {
        if ranges.contains(where: { $0.from == from && $0.to == to }) { return .known }
        guard let index = ranges.firstIndex(where: { $0.from <= to && from <= $0.to }) else {
            ranges.append((from, to))
            return .added
        }
        let other = ranges.remove(at: index)
        ranges.append((min(from, other.from), max(to, other.to)))
        return .merged
    }

    /// The one that waits longest, which then no longer waits.
    mutating func next() -> Range? { ranges.popFirst() }
}

/// As the database sorts keys.
private func <= (left: [UInt8], right: [UInt8]) -> Bool { !right.lexicographicallyPrecedes(left) }
private func min(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] { left <= right ? left : right }
private func max(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] { left <= right ? right : left }
