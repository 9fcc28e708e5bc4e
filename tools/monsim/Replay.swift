import ArgumentParser
import MonitorSimulation

/// `monsim replay SEED`
struct Replay: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run one seed again, and show what happened.")

    @Argument(help: "The seed.")
    var seed: UInt64

    @OptionGroup var options: PlanOptions

    @Flag(help: "Print messages and states, a line each.")
    var trace = false

    @Flag(help: "Print the faults that the seed plans.")
    var plan = false

    @Flag(help: "Print a sequence diagram (SVG).")
    var svg = false

    @Flag(help: "Print a page with a sequence diagram and the trace (HTML).")
    var html = false

    @Option(help: "Show from this virtual second on.")
    var from = 0.0

    @Option(help: "Show up to this virtual second.")
    var to = 1e9

    @Option(help: "The monitors' own log lines up to this level are shown.")
    var logLevel = 0

    func run() throws {
        let made = try options.plan(seed)
        if plan { for event in made.events { print(event) } }
        let simulation = try Simulation(made)
        simulation.isTracing = trace || svg || html
        simulation.logLevel = logLevel
        let violation = simulation.runPlan()
        let range = from...max(from, to)
        if trace { for line in simulation.traceLines(in: range) { print(line) } }
        if svg { print(simulation.sequenceDiagram(in: range)) }
        if html { print(simulation.tracePage(in: range, title: "monsim, seed \(seed)")) }
        guard !svg, !html else { return }
        print(violation.map { "seed \(seed): \($0)" } ?? "seed \(seed): nothing broken")
        print("trace hash \(String(simulation.traceHash, radix: 16)), \(simulation.seconds) virtual seconds")
        if violation != nil { throw ExitCode(1) }
    }
}

/// `monsim shrink SEED`
struct Shrink: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Find the fewest faults of a seed that still break an invariant.")

    @Argument(help: "The seed.")
    var seed: UInt64

    @OptionGroup var options: PlanOptions

    @Flag(help: "Print the trace of the small run.")
    var trace = false

    func run() throws {
        guard let shrunk = try options.plan(seed).shrunk() else {
            print("seed \(seed): nothing broken")
            return
        }
        let simulation = try Simulation(shrunk)
        simulation.isTracing = trace
        let violation = simulation.runPlan()
        for line in simulation.traceLines(in: 0...1e9) { print(line) }
        for event in shrunk.events { print(event) }
        print("seed \(seed), \(shrunk.events.count) faults: \(violation.map { "\($0)" } ?? "nothing broken")")
    }
}

/// `monsim failover`
struct Failover: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure how long no write succeeds after the leader is gone.")

    @Option(help: "How many times.")
    var runs = 500

    @Option(help: "How many monitors.")
    var monitors = 3

    @Flag(help: "The leader's packets vanish, instead of its process dying.")
    var silent = false

    @Flag(help: "Show what happens.")
    var trace = false

    func run() throws {
        var gaps: [Double] = []
        for seed in 1...UInt64(max(1, runs)) {
            gaps.append(
                try Simulation.failover(
                    seed: seed, monitors: monitors, isSilent: silent, showing: trace ? { print($0) } : nil))
        }
        gaps.sort()
        let median = gaps[gaps.count / 2]
        let late = gaps[min(gaps.count - 1, gaps.count * 99 / 100)]
        func milliseconds(_ seconds: Double) -> String { "\(Int((seconds * 1000).rounded())) ms" }
        print(
            "\(gaps.count) leaders lost: median \(milliseconds(median)), 99th percentile \(milliseconds(late)),"
                + " worst \(milliseconds(gaps.last ?? 0))"
        )
    }
}
