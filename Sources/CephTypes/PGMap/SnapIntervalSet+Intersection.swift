extension SnapIntervalSet {
    /// The snapshots that both sets hold.
    public func intersection(_ other: SnapIntervalSet) -> SnapIntervalSet {
        var result = SnapIntervalSet()
        var mine = intervals[...]
        var theirs = other.intervals[...]
        while let left = mine.first, let right = theirs.first {
            let start = max(left.start, right.start)
            let end = min(left.end, right.end)
            if start < end { result.insert(start, length: end - start) }
            if left.end <= right.end { mine.removeFirst() } else { theirs.removeFirst() }
        }
        return result
    }
}
