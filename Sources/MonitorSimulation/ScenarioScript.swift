/// A story as text: blocks of commands, a line `----`, and what they print. See `docs/quorum.md`.
public struct ScenarioScript {
    /// One block. Lines that begin with `#` are for the reader.
    public struct Block: Equatable {
        public var commands: [String]
        public var expected: [String]
    }
    public var blocks: [Block]

    public init(_ text: String) {
        blocks = []
        var block = Block(commands: [], expected: [])
        var isOutput = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            if line == "----" {
                isOutput = true
            } else if isOutput, line.isEmpty {
                blocks.append(block)
                block = Block(commands: [], expected: [])
                isOutput = false
            } else if isOutput {
                block.expected.append(line)
            } else {
                block.commands.append(line)
            }
        }
        if isOutput || block.commands.contains(where: { !$0.isEmpty }) { blocks.append(block) }
    }

    /// What each block really prints.
    public func run() throws -> [[String]] {
        let runner = ScenarioRunner()
        return try blocks.map { block in try block.commands.flatMap { try runner.run($0) } }
    }

    /// The script with `outputs` as what is expected.
    public func text(with outputs: [[String]]) -> String {
        zip(blocks, outputs).map { block, output in
            (block.commands + ["----"] + output).joined(separator: "\n") + "\n"
        }.joined(separator: "\n")
    }
}

/// What is wrong with a script's line.
public struct ScenarioError: Error, CustomStringConvertible {
    public let description: String
}
