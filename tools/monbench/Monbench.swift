import ArgumentParser

@main
struct Monbench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "monbench",
        abstract: "Measures how fast a Ceph monitor commits.",
        subcommands: [StoreBench.self, ClusterBench.self, CompareBench.self])
}
