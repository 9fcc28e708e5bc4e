import CephEncoding

/// `pow2_hist_t` (src/common/histogram.h): a histogram whose bin `n` counts values of more than `2^(n-1)` and
/// at most `2^n`. It ends with its last bin that is not zero.
public struct Pow2Histogram: Hashable, Sendable {
    public private(set) var bins: [Int32]

    public init(_ bins: [Int32] = []) { self.bins = bins }

    public var isEmpty: Bool { bins.isEmpty }
    /// The largest value that would be in the last bin; a C int, so it wraps around.
    public var upperBound: Int32 { 1 &<< Int32(truncatingIfNeeded: bins.count) }

    public mutating func removeAll() { bins.removeAll() }

    public mutating func add(_ other: Pow2Histogram) { combine(other, &+) }
    public mutating func subtract(_ other: Pow2Histogram) { combine(other, &-) }

    private mutating func combine(_ other: Pow2Histogram, _ operation: (Int32, Int32) -> Int32) {
        let missing = other.bins.count - bins.count
        if missing > 0 { bins.append(contentsOf: repeatElement(0, count: missing)) }
        for (index, count) in other.bins.enumerated() { bins[index] = operation(bins[index], count) }
        while bins.last == 0 { bins.removeLast() }
    }
}

extension Pow2Histogram: CephRecord {
    public static let cephTypeName = "pow2_hist_t"

    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 1) { _, body in Pow2Histogram(try body.decode("h")) }
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.versioned(1, compatible: 1) { $0.encode(bins) }
    }

    public func dump(to formatter: inout CephFormatter) {
        formatter.ints("histogram", each: "count", bins)
        formatter.int("upper_bound", upperBound)
    }
}
