import CephEncoding

/// `interval_set<snapid_t>`: disjoint runs of snapshot numbers in order (src/include/interval_set.h).
/// On the wire: count u32, then first number u64 and length u64 of each.
public struct SnapIntervalSet: Hashable, Sendable {
    public struct Interval: Hashable, Sendable {
        public var start: UInt64
        /// How many numbers, at least one.
        public var length: UInt64

        public init(start: UInt64, length: UInt64) {
            self.start = start
            self.length = length
        }

        /// The first number behind it.
        public var end: UInt64 { start &+ length }
    }

    public private(set) var intervals: [Interval]

    public init() { intervals = [] }

    public var isEmpty: Bool { intervals.isEmpty }

    /// The index of the first interval that ends behind `snap`.
    private func index(endingBehind snap: UInt64) -> Int {
        var low = 0
        var high = intervals.count
        while low < high {
            let middle = (low + high) / 2
            if intervals[middle].end <= snap { low = middle + 1 } else { high = middle }
        }
        return low
    }

    public func contains(_ snap: UInt64) -> Bool {
        let index = index(endingBehind: snap)
        return index < intervals.count && intervals[index].start <= snap
    }

    /// Adds `length` numbers from `start` on; some may be there already.
    public mutating func insert(_ start: UInt64, length: UInt64 = 1) {
        guard length > 0 else { return }
        let (sum, overflow) = start.addingReportingOverflow(length)
        var merged = (start: start, end: overflow ? .max : sum)
        // All intervals that touch the new one melt into it.
        let first = start == 0 ? 0 : index(endingBehind: start - 1)
        var last = first
        while last < intervals.count, intervals[last].start <= merged.end {
            merged.start = min(merged.start, intervals[last].start)
            merged.end = max(merged.end, intervals[last].end)
            last += 1
        }
        let whole = Interval(start: merged.start, length: merged.end - merged.start)
        intervals.replaceSubrange(first..<last, with: CollectionOfOne(whole))
    }

    public mutating func formUnion(_ other: SnapIntervalSet) {
        for interval in other.intervals { insert(interval.start, length: interval.length) }
    }

    /// Takes away what `other` holds; what is not there needs no taking.
    public mutating func subtract(_ other: SnapIntervalSet) {
        for gone in other.intervals { remove(gone) }
    }

    private mutating func remove(_ gone: Interval) {
        let first = index(endingBehind: gone.start)
        var last = first
        var rest: [Interval] = []
        while last < intervals.count, intervals[last].start < gone.end {
            let hit = intervals[last]
            if hit.start < gone.start {
                rest.append(Interval(start: hit.start, length: gone.start - hit.start))
            }
            if hit.end > gone.end { rest.append(Interval(start: gone.end, length: hit.end - gone.end)) }
            last += 1
        }
        intervals.replaceSubrange(first..<last, with: rest)
    }
}

extension SnapIntervalSet: CephCodable {
    public init(from decoder: inout CephDecoder) throws {
        try self.init(count: decoder.count(minimumSize: 16), from: &decoder)
    }

    /// Reads `count` intervals without a count before them.
    init(count: Int, from decoder: inout CephDecoder) throws {
        guard count <= decoder.remaining / 16 else {
            throw decoder.failure("\(count) intervals, but only \(decoder.remaining) bytes are left")
        }
        intervals = []
        intervals.reserveCapacity(count)
        for index in 0..<count {
            let start: UInt64 = try decoder.integer()
            let length: UInt64 = try decoder.integer()
            let (end, overflow) = start.addingReportingOverflow(length)
            guard !overflow, length > 0, start >= (intervals.last?.end ?? 0), end > 0 else {
                throw decoder.failure("expected interval \(index) in order, found \(start)~\(length)")
            }
            intervals.append(Interval(start: start, length: length))
        }
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.count(intervals.count)
        encodeIntervals(into: &encoder)
    }

    func encodeIntervals(into encoder: inout CephEncoder) {
        for interval in intervals {
            encoder.integer(interval.start)
            encoder.integer(interval.length)
        }
    }
}

extension SnapIntervalSet: CustomStringConvertible {
    /// `[1~3,a~1]`: first number and length of each, in hexadecimal.
    public var description: String {
        "["
            + intervals.map { "\(String($0.start, radix: 16))~\(String($0.length, radix: 16))" }.joined(
                separator: ",")
            + "]"
    }
}

extension SnapIntervalSet {
    /// An array of the intervals, as `OSDMap::dump` writes the snapshots of a pool.
    func dump(_ name: String, to formatter: inout CephFormatter) {
        formatter.array(name) { list in
            for interval in intervals {
                list.object("interval") {
                    $0.int("begin", interval.start)
                    $0.int("length", interval.length)
                }
            }
        }
    }
}
