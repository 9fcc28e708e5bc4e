import Foundation
import LevelDBReader
import SeededRandom
import TestSupport
import Testing

/// The tool's process killed at any moment.
@Suite struct KillTests {
    private let folder: TemporaryFolder
    private let original: String
    private let expected: Data

    init() throws {
        folder = try TemporaryFolder()
        original = "\(folder.path)/original"
        // The second half of the values is overwritten.
        for (seed, transactions) in [("1", "26"), ("2", "13")] {
            let arguments = ["-k", "200", "-s", "2000", "-n", transactions, "--seed", seed, "--no-undo"]
            try Tool.succeed([original, "random-gen", "--"] + arguments)
        }
        expected = try Tool.checksums(original)
    }

    /// Runs the tool and kills it behind a delay.
    /// - Returns: whether it was still running.
    private func kill(_ arguments: [String], after delay: Double) throws -> Bool {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Tool.path)
        process.arguments = arguments
        for stream in [\Process.standardInput, \.standardOutput, \.standardError] {
            process[keyPath: stream] = FileHandle.nullDevice
        }
        try process.run()
        usleep(UInt32(delay * 1_000_000))
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        return process.terminationReason == .uncaughtSignal
    }

    private func duration(of body: () throws -> Void) rethrows -> Double {
        try ContinuousClock().measure(body) / .seconds(1)
    }

    @Test(.timeLimit(.minutes(3)))
    func `A compaction may be killed at any moment`() throws {
        #expect(expected.count > 50_000)
        var random = SeededRandom(seed: 50)
        let store = "\(folder.path)/store"
        _ = try folder.copy(of: original, as: "store")
        let usual = try duration { try Tool.succeed([store, "compact"]) }
        var killed = 0
        var withLeftovers = 0
        var round = 0
        while killed < 40 && round < 100 {
            defer { round += 1 }
            // Fresh ones, and such as were left by several kills.
            if round % 5 == 0 {
                try FileManager.default.removeItem(atPath: store)
                _ = try folder.copy(of: original, as: "store")
            }
            let delay = Double.random(in: 0...usual, using: &random)
            if try kill([store, "compact"], after: delay) { killed += 1 }
            let database = "\(store)/store.db"
            if try storeFiles(database) != filesInUse(database) { withLeftovers += 1 }
            #expect(try Tool.checksums(store) == expected)
            if round % 5 == 4 {
                try Tool.succeed([store, "compact"])
                #expect(try storeFiles(database) == filesInUse(database))
                #expect(try Tool.checksums(store) == expected)
                #expect(try OriginalDatabase(database).entries().count == 5200)
            }
        }
        #expect(killed >= 40 && withLeftovers >= 5, "killed \(killed), left files \(withLeftovers) times")
    }

    @Test(.timeLimit(.minutes(3)))
    func `A killed copy is whole, or refused as none`() throws {
        var random = SeededRandom(seed: 51)
        let target = "\(folder.path)/copy"
        let usual = try duration { try Tool.succeed([original, "store-copy", target]) }
        #expect(try Tool.checksums(target) == expected)
        var unfinished = 0
        for _ in 0..<20 {
            try? FileManager.default.removeItem(atPath: target)
            let delay = Double.random(in: 0...usual, using: &random)
            _ = try kill([original, "store-copy", target], after: delay)
            guard FileManager.default.fileExists(atPath: target) else { continue }
            if FileManager.default.fileExists(atPath: "\(target)/store.db/CURRENT") {
                #expect(try Tool.checksums(target) == expected)
                continue
            }
            unfinished += 1
            let reading = try Tool.run([target, "list-crc"])
            #expect(reading.status == 66 && reading.errorText.contains("no"), "\(reading.errorText)")
            let again = try Tool.run([original, "store-copy", target])
            #expect(again.status == 74)
            #expect(again.errorText.contains("give a path that does not exist yet"), "\(again.errorText)")
        }
        #expect(unfinished > 0)
    }
}

/// The built `monstore-tool`.
enum Tool {
    static let path = Program.built("monstore-tool")

    static func run(_ arguments: [String]) throws -> ProgramResult { try Program.run(path, arguments) }

    static func succeed(_ arguments: [String]) throws {
        let result = try run(arguments)
        try #require(result.status == 0, "\(result.errorText)")
    }

    static func checksums(_ store: String) throws -> Data {
        let result = try run([store, "list-crc"])
        try #require(result.status == 0, "\(result.errorText)")
        return result.output
    }
}
