import ArgumentParser
import Monitor
import MonitorSimulation

/// What all commands need to make a seed's run.
struct PlanOptions: ParsableArguments {
    @Option(help: "How many monitors, 1 to 9; 0: three or five, as the seed says.")
    var monitors = 0

    @Option(help: "Virtual seconds with faults; a quiet minute or less follows.")
    var seconds = 120

    @Option(help: "How many clients read and write.")
    var clients = 3

    @Option(
        help: ArgumentHelp(
            "Which kinds of faults, separated by commas, `all` or `none`.",
            discussion: "Kinds: \(PlannedFault.Kind.allCases.map(\.rawValue).joined(separator: ", "))."))
    var faults = "all"

    @Option(
        help: ArgumentHelp(
            "A mistake to plant into every monitor.",
            discussion: "One of \(PlantedFault.allCases.map(\.rawValue).joined(separator: ", "))."))
    var plant: String?

    func validate() throws {
        guard (0...9).contains(monitors) else { throw ValidationError("--monitors takes 0 to 9") }
        guard seconds > 0, seconds < 1_000_000 else { throw ValidationError("--seconds takes 1 to 999999") }
        guard (0...100).contains(clients) else { throw ValidationError("--clients takes 0 to 100") }
        _ = try kinds()
        _ = try planted()
    }

    private func kinds() throws -> Set<PlannedFault.Kind> {
        switch faults {
        case "all": return Set(PlannedFault.Kind.allCases)
        case "none": return []
        default:
            return Set(
                try faults.split(separator: ",").map { name in
                    guard let kind = PlannedFault.Kind(rawValue: String(name)) else {
                        throw ValidationError("there is no kind of fault «\(name)»")
                    }
                    return kind
                })
        }
    }

    private func planted() throws -> Set<PlantedFault> {
        guard let plant else { return [] }
        guard let fault = PlantedFault(rawValue: plant) else {
            throw ValidationError("there is no fault «\(plant)» to plant")
        }
        return [fault]
    }

    func plan(_ seed: UInt64) throws -> SimulationPlan {
        let count = monitors > 0 ? monitors : seed % 2 == 0 ? 5 : 3
        var plan = SimulationPlan(
            seed: seed, monitors: count, seconds: seconds, clients: clients, kinds: try kinds())
        plan.faults = try planted()
        return plan
    }
}
