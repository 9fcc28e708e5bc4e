import Monitor
import MonitorSimulation
import Testing

/// A judge that misses a mistake would be none: each that can be planted is found, by an invariant that it breaks.
@Suite struct PlantedFaultTests {
    /// Under which faults a mistake shows soon, and what may be said of it first.
    private func plan(for mistake: PlantedFault) -> (kinds: Set<PlannedFault.Kind>, broken: Set<Invariant>) {
        switch mistake {
        case .acceptLowerNumber: ([.crash, .powerCut], [.noWayBack])
        case .skipAcceptedValue, .commitWithMinority, .acknowledgeUnsynced: ([.crash], [.nothingLost])
        case .forgetUncommitted, .dropPendingVersion: ([.crash, .crashAtWrite], [.oneValue])
        case .reuseProposalNumber, .electOnEvenEpoch: ([.crash], [.noWayBack])
        case .readWithoutLease: ([.oneWay, .pause], [.linearizable])
        case .applyForwardedTwice: ([.crash], [.onceOnly])
        case .resumeHalfSync: ([.crashAgain, .wipe], [.stability, .linearizable, .equalStores])
        case .trimPastSync: ([.crashAgain, .wipe], [.equalStores, .linearizable, .stability, .nothingLost])
        }
    }

    @Test(arguments: PlantedFault.allCases)
    func `a planted mistake is found`(_ mistake: PlantedFault) throws {
        let (kinds, broken) = plan(for: mistake)
        for seed in UInt64(1)...60 {
            var plan = SimulationPlan(seed: seed, monitors: 3, seconds: 40, kinds: kinds)
            plan.faults = [mistake]
            if mistake == .trimPastSync || mistake == .resumeHalfSync {
                (plan.tunables.paxosMin, plan.tunables.paxosTrimMin) = (5, 2)
                plan.tunables.syncMaxPayloadKeys = 5
            }
            guard let violation = try Simulation(plan).runPlan() else { continue }
            print("\(mistake.rawValue), seed \(seed): \(violation)")
            #expect(broken.contains(violation.invariant), "\(violation)")
            return
        }
        Issue.record("\(mistake.rawValue) broke nothing in 60 seeds")
    }

    @Test func `the same runs break nothing without a mistake`() throws {
        for seed in UInt64(1)...8 {
            let plan = SimulationPlan(
                seed: seed, monitors: 3, seconds: 40, kinds: [.crashAgain, .wipe, .powerCut, .oneWay])
            let violation = try Simulation(plan).runPlan()
            #expect(violation == nil, "seed \(seed)")
        }
    }
}
