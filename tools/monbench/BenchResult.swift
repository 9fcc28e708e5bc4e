import Foundation
import Histogram

/// The latencies of one run.
struct BenchResult {
    let name: String
    let proposers: Int
    var elapsed = Duration.zero
    /// Microseconds, three digits exact, up to a minute.
    private(set) var latencies = Histogram<UInt32>(
        highestTrackableValue: 60_000_000, numberOfSignificantValueDigits: .three)

    init(name: String, proposers: Int) {
        self.name = name
        self.proposers = proposers
    }

    mutating func record(_ latency: Duration) {
        let parts = latency.components
        let microseconds = parts.seconds * 1_000_000 + parts.attoseconds / 1_000_000_000_000
        _ = latencies.record(UInt64(clamping: min(max(microseconds, 0), 60_000_000)))
    }

    var count: UInt64 { latencies.totalCount }
    var perSecond: Double {
        let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
        return seconds > 0 ? Double(count) / seconds : 0
    }
    /// In milliseconds.
    func percentile(_ percent: Double) -> Double { Double(latencies.valueAtPercentile(percent)) / 1000 }
    var maximum: Double { Double(latencies.max) / 1000 }
    var mean: Double { latencies.mean / 1000 }
}

/// All runs of one call, beside each other.
struct BenchReport {
    let results: [BenchResult]
    let valueSize: Int
    let synced: Bool

    private var floor: Double {
        let floors = results.filter { $0.name == "fsync floor" }.map { $0.percentile(50) }
        return floors.reduce(0, +) / Double(max(floors.count, 1))
    }

    var text: String {
        var lines = ["values of \(valueSize) bytes, \(synced ? "synced" : "not synced"); milliseconds", ""]
        lines.append(row(["", "commits", "per second", "median", "p90", "p99", "p99.9", "max", "/ floor"]))
        for result in results {
            lines.append(
                row([
                    result.name, "\(result.count)", String(format: "%.0f", result.perSecond),
                    ms(result.percentile(50)), ms(result.percentile(90)), ms(result.percentile(99)),
                    ms(result.percentile(99.9)), ms(result.maximum),
                    String(format: "%.2f", floor > 0 ? result.percentile(50) / floor : 0),
                ]))
        }
        let runs = results.filter { $0.name != "fsync floor" }
        if let one = runs.first(where: { $0.proposers == 1 }), one.perSecond > 0 {
            for many in runs where many.proposers > 1 {
                let ratio = String(format: "%.1f", many.perSecond / one.perSecond)
                lines.append("\(many.proposers) proposers: \(ratio) times the commits a second of one")
            }
        }
        for result in runs { lines.append(contentsOf: ["", result.name] + plot(result)) }
        return lines.joined(separator: "\n")
    }

    private func row(_ cells: [String]) -> String {
        cells.enumerated().map { index, cell in
            let width = index == 0 ? 14 : 10
            let padding = String(repeating: " ", count: max(0, width - cell.count))
            return index == 0 ? cell + padding : padding + cell
        }.joined(separator: " ")
    }

    private func ms(_ value: Double) -> String { String(format: "%.3f", value) }

    /// How many commits took how long: a bar for each doubling.
    private func plot(_ result: BenchResult) -> [String] {
        var buckets: [(top: Double, share: Double)] = []
        var top = 0.0625
        var below = 0.0
        while below < 100, top < 60_000 {
            let share = result.share(below: top)
            if share > 0 { buckets.append((top, share - below)) }
            below = share
            top *= 2
        }
        return buckets.map { bucket in
            let bar = String(repeating: "█", count: Int((bucket.share / 2).rounded()))
            return String(format: "  < %9.3f ms %6.2f%% ", bucket.top, bucket.share) + bar
        }
    }

    func json() throws -> String {
        let rows = results.map { result in
            [
                "name": result.name, "proposers": result.proposers, "commits": result.count,
                "per_second": result.perSecond, "mean_ms": result.mean, "p50_ms": result.percentile(50),
                "p90_ms": result.percentile(90), "p99_ms": result.percentile(99),
                "p999_ms": result.percentile(99.9), "max_ms": result.maximum,
            ] as [String: Any]
        }
        let report =
            ["value_size": valueSize, "synced": synced, "floor_ms": floor, "runs": rows] as [String: Any]
        let data = try JSONSerialization.data(withJSONObject: report, options: [.prettyPrinted, .sortedKeys])
        return String(decoding: data, as: UTF8.self)
    }
}

extension BenchResult {
    /// Percent of all that took less than so many milliseconds.
    func share(below milliseconds: Double) -> Double {
        guard count > 0 else { return 0 }
        var below: UInt64 = 0
        for step in latencies.recordedValues() where Double(step.value) / 1000 < milliseconds {
            below += UInt64(step.count)
        }
        return Double(below) / Double(count) * 100
    }
}
