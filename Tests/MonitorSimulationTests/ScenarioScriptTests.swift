import Foundation
import MonitorSimulation
import Testing

@Suite struct ScenarioScriptTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Scripts")

    static let names: [String] = {
        let found = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
        return (found ?? []).filter { $0.hasSuffix(".txt") }.sorted()
    }()

    @Test func `there are scripts`() {
        #expect(Self.names.count >= 15)
    }

    /// REWRITE_SCRIPTS=1 puts what happens into the scripts, to be read before it is committed.
    @Test(arguments: names) func `a story goes as its script says`(_ name: String) throws {
        let url = Self.folder.appendingPathComponent(name)
        let script = ScenarioScript(try String(contentsOf: url, encoding: .utf8))
        let outputs = try script.run()
        if ProcessInfo.processInfo.environment["REWRITE_SCRIPTS"] == "1" {
            try script.text(with: outputs).write(to: url, atomically: true, encoding: .utf8)
            return
        }
        for (block, output) in zip(script.blocks, outputs) {
            #expect(output == block.expected, "\(name): \(block.commands.joined(separator: "; "))")
        }
    }
}
