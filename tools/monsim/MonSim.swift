import ArgumentParser

@main
struct MonSim: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "monsim",
        abstract: "Clusters of monitors in virtual time, with faults, and a judge who looks at everything.",
        subcommands: [Run.self, Replay.self, Shrink.self, Failover.self])
}
