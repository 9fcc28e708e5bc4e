import MonitorSimulation

for seed in UInt64(1)...UInt64(CommandLine.arguments.count > 1 ? Int(CommandLine.arguments[1]) ?? 1 : 1) {
    let plan = SimulationPlan(seed: seed)
    let simulation = try Simulation(plan)
    simulation.isTracing = CommandLine.arguments.count > 2
    let verdict = simulation.runPlan()
    for line in simulation.traceLines { print(line) }
    print(seed, simulation.seconds, simulation.messages, simulation.writes, simulation.reads, verdict as Any)
}
