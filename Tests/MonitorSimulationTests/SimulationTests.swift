import Foundation
import Monitor
import MonitorSimulation
import Testing

@Suite struct SimulationTests {
    private static let allKinds = Set(PlannedFault.Kind.allCases)

    /// SIMULATION_SEEDS=A..B chooses which; without it they are new in every run: a few, in CI a few hundred.
    private static let seeds: ClosedRange<UInt64> = {
        let environment = ProcessInfo.processInfo.environment
        let numbers = (environment["SIMULATION_SEEDS"] ?? "").split(separator: ".").compactMap { UInt64($0) }
        if let first = numbers.first, let last = numbers.last, first <= last { return first...last }
        let now = UInt64(Date().timeIntervalSince1970)
        return now...(now + (environment["CI"] == nil ? 15 : 239))
    }()

    /// Many together would keep other tests from running meanwhile.
    private static let groups = stride(from: seeds.lowerBound, through: seeds.upperBound, by: 8).map {
        $0...min($0 + 7, seeds.upperBound)
    }

    @Test(arguments: groups)
    func `no invariant breaks under faults`(_ seeds: ClosedRange<UInt64>) throws {
        print("simulation seeds \(seeds)")
        for seed in seeds {
            let plan = SimulationPlan(
                seed: seed, monitors: seed % 2 == 0 ? 5 : 3, seconds: 30, kinds: Self.allKinds)
            let violation = try Simulation(plan).runPlan()
            #expect(violation == nil, "seed \(seed): `monsim replay \(seed) --seconds 30 --trace`")
        }
    }

    /// Each broke an invariant once; what was wrong was mended.
    @Test(arguments: [17, 763, 1450, 1690, 5972, 7302, 10868, 11058] as [UInt64])
    func `what once broke holds`(seed: UInt64) throws {
        let plan = SimulationPlan(
            seed: seed, monitors: seed % 2 == 0 ? 5 : 3, seconds: 120, kinds: Self.allKinds)
        let violation = try Simulation(plan).runPlan()
        #expect(violation == nil, "seed \(seed): `monsim replay \(seed) --trace`")
    }

    @Test func `the same seed gives the same trace`() throws {
        for seed: UInt64 in 1...4 {
            let plan = SimulationPlan(seed: seed, monitors: 3, seconds: 30, kinds: Self.allKinds)
            let traces = try (0..<2).map { _ in
                let simulation = try Simulation(plan)
                simulation.isTracing = true
                _ = simulation.runPlan()
                return simulation.traceLines(in: 0...1e9)
            }
            #expect(traces[0].count > 500)
            #expect(traces[0] == traces[1])
        }
    }

    @Test func `a lost leader is replaced within two seconds`() throws {
        let gaps = try (UInt64(1)...20).map {
            try Simulation.failover(seed: $0, monitors: 3, isSilent: false)
        }.sorted()
        #expect(gaps[10] <= 1)
        #expect(gaps[19] <= 2)
    }

    @Test func `where packets vanish, Ceph's timers decide`() throws {
        let gap = try Simulation.failover(seed: 1, monitors: 3, isSilent: true)
        // mon_lease_ack_timeout, mon_election_timeout, and a moment.
        #expect(gap > 5 && gap < 16)
    }
}
