import ArgumentParser

@main
struct Monbench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "monbench",
        abstract: "Measures how fast a Ceph monitor commits.",
        subcommands: [StoreBench.self])
}
