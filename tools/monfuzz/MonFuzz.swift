import ArgumentParser

@main
struct MonFuzz: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "monfuzz",
        abstract: "Feeds damaged input to every decoder and to the store reader.",
        discussion: """
            A trap, a hang of more than a few seconds or an allocation without measure ends the program; each \
            of them prints the seed that does it again. What counts as passed: an error, or a value.
            """,
        subcommands: [FuzzRecords.self, FuzzStores.self])
}
