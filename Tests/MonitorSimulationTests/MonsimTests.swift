import Foundation
import TestSupport
import Testing

/// The program as people use it.
@Suite struct MonsimTests {
    @Test(arguments: [["17"], ["18", "--faults", "power-cut,crash-again"]])
    func `two processes show the same run, byte for byte`(_ arguments: [String]) throws {
        let runs = try (0..<2).map { _ in
            try Program.run(
                Program.built("monsim"),
                ["replay"] + arguments + ["--seconds", "20", "--trace", "--log-level", "10"])
        }
        #expect(runs[0].status == 0, "\(runs[0].errorText)")
        #expect(runs[0].output.count > 50_000)
        #expect(runs[0].output == runs[1].output)
    }
}
