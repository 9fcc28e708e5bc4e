/// Version numbers that are there. Nothing here counts from one number to another: a counter of a damaged
/// store may say 2^64 - 1.
struct VersionRuns {
    /// Rising, each once.
    let versions: [UInt64]
    /// The same as unbroken ranges.
    let runs: [ClosedRange<UInt64>]

    init(_ versions: some Sequence<UInt64>) {
        self.versions = versions.sorted()
        var runs: [ClosedRange<UInt64>] = []
        for version in self.versions {
            if let last = runs.last, last.upperBound &+ 1 == version {
                runs[runs.count - 1] = last.lowerBound...version
            } else {
                runs.append(version...version)
            }
        }
        self.runs = runs
    }

    var isEmpty: Bool { versions.isEmpty }
    var first: UInt64? { versions.first }
    var last: UInt64? { versions.last }

    /// How many runs begin at or below `version`.
    private func rank(of version: UInt64) -> Int {
        var (low, high) = (0, runs.count)
        while low < high {
            let middle = (low + high) / 2
            if runs[middle].lowerBound <= version { low = middle + 1 } else { high = middle }
        }
        return low
    }

    func run(containing version: UInt64) -> ClosedRange<UInt64>? {
        runs[..<rank(of: version)].last.flatMap { $0.contains(version) ? $0 : nil }
    }

    func contains(_ version: UInt64) -> Bool { run(containing: version) != nil }

    /// The newest that is not above `version`.
    func newest(upTo version: UInt64) -> UInt64? {
        runs[..<rank(of: version)].last.map { min($0.upperBound, version) }
    }

    /// What is there of a range, as unbroken ranges.
    func parts(of range: ClosedRange<UInt64>) -> [ClosedRange<UInt64>] {
        runs.filter { $0.overlaps(range) }.map { $0.clamped(to: range) }
    }

    /// What is not there between the oldest and the newest of a range that are.
    func holes(in range: ClosedRange<UInt64>) -> [ClosedRange<UInt64>] {
        let parts = parts(of: range)
        return zip(parts, parts.dropFirst()).map { $0.upperBound + 1...$1.lowerBound - 1 }
    }
}

extension ClosedRange<UInt64> {
    /// `7`, or `7…12`.
    var text: String { lowerBound == upperBound ? "\(lowerBound)" : "\(lowerBound)…\(upperBound)" }
    var isOne: Bool { lowerBound == upperBound }
}

/// A number as Ceph writes it into a key: digits only, no zero in front.
func versionNumber(_ key: some StringProtocol) -> UInt64? {
    guard key.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = UInt64(key) else { return nil }
    return key.utf8.first == 0x30 && key.utf8.count > 1 ? nil : number
}

/// The number of a `full_N` key.
func fullNumber(_ key: String) -> UInt64? {
    key.hasPrefix("full_") ? versionNumber(key.dropFirst(5)) : nil
}
