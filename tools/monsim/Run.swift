import ArgumentParser
import Glibc
import MonitorSimulation

/// `monsim run --seeds A..B`
struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run seeds until one breaks an invariant, and print that one.")

    @Option(help: "A seed, or a range of them: 1..2000.")
    var seeds: SeedRange

    @OptionGroup var options: PlanOptions

    @Flag(help: "Print each seed with the hash of its trace.")
    var hashes = false

    @Flag(help: "Go on after a seed that breaks an invariant.")
    var keepGoing = false

    func run() throws {
        let clock = ContinuousClock()
        let start = clock.now
        var (virtual, count, messages, writes, reads, broken) = (0.0, 0, 0, 0, 0, 0)
        for seed in seeds.range {
            let simulation = try Simulation(try options.plan(seed))
            let violation = simulation.runPlan()
            count += 1
            virtual += simulation.seconds
            messages += simulation.messages
            writes += simulation.writes
            reads += simulation.reads
            if hashes { print("\(seed) \(String(simulation.traceHash, radix: 16)) \(simulation.seconds)") }
            if let violation {
                print("seed \(seed): \(violation)")
                broken += 1
            }
            // A long run that is ended from outside has told what it found.
            fflush(nil)
            if broken > 0 && !keepGoing { break }
        }
        let spent = (clock.now - start) / .seconds(1)
        print(
            "\(count) seeds from \(seeds.range.lowerBound) to \(seeds.range.upperBound), \(broken) broken;"
                + " \(Int(virtual)) virtual seconds in \(Int(spent * 1000)) ms (\(Int(virtual / max(spent, 1e-6)))"
                + " a second); \(messages) messages, \(writes) writes, \(reads) reads")
        if broken > 0 { throw ExitCode(1) }
    }
}

/// `A..B`, both included, or one seed.
struct SeedRange: ExpressibleByArgument {
    let range: ClosedRange<UInt64>

    init?(argument: String) {
        let parts = argument.split(separator: ".", omittingEmptySubsequences: true).map { UInt64($0) }
        guard let first = parts.first ?? nil, let last = parts.last ?? nil, first <= last, parts.count <= 2
        else { return nil }
        range = first...last
    }
}
