import Monitor

extension Simulation {
    /// Loses the leader of a working cluster, and says how many virtual seconds later the next write was committed.
    /// - Parameter isSilent: its packets vanish; else its process dies, and connections are reset.
    public static func failover(
        seed: UInt64, monitors: Int, isSilent: Bool, showing show: ((String) -> Void)? = nil
    ) throws -> Double {
        var plan = SimulationPlan(seed: seed, monitors: monitors, seconds: 60, clients: 4)
        plan.thinkTime = 20_000_000
        let simulation = try Simulation(plan)
        simulation.startAll()
        simulation.run(seconds: 10 + Double(seed % 3000) / 1000)
        guard let leader = simulation.hosts.first(where: { $0.process?.monitor.isLeader == true }) else {
            throw Violation(
                invariant: .progress, text: "no leader after ten seconds", time: simulation.seconds)
        }
        let lost = simulation.seconds
        simulation.isTracing = show != nil
        let newest = simulation.judge.newestCommitted
        if isSilent {
            for other in simulation.hosts where other !== leader {
                simulation.network.shut(leader.index, other.index)
                simulation.network.shut(other.index, leader.index)
            }
        } else {
            simulation.takeDown(leader)
        }
        simulation.run(seconds: 60) { simulation.judge.newestCommitted > newest + 1 }
        if let show { for line in simulation.traceLines(in: 0...1e9) { show(line) } }
        if let violation = simulation.violation { throw violation }
        return Double(simulation.judge.lastCommitTime) / 1e9 - lost
    }
}
