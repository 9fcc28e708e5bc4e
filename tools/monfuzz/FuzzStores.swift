import ArgumentParser
import CephEncoding
import Foundation
import MonitorStore
import SeededRandom

/// `monfuzz stores`: a store with damaged files to the reader.
struct FuzzStores: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stores", abstract: "A real store, a random file of it damaged each time.")

    @Option(help: "a monitor's data folder; it is copied") var store: String
    @Option(help: "damaged stores") var count = 10_000
    @Option(help: "start of the random sequence") var seed: UInt64 = 1
    @Option(help: "where the copies go") var folder = "/dev/shm"

    func run() throws {
        let source = try MonitorDirectory(path: store).database
        let copy = "\(folder)/monfuzz-\(getpid())"
        let files = FileManager.default
        try files.createDirectory(atPath: copy, withIntermediateDirectories: true)
        defer { try? files.removeItem(atPath: copy) }
        let names = try files.contentsOfDirectory(atPath: source).filter { $0 != "LOCK" && $0 != "LOG" }
            .sorted()
        var originals: [String: [UInt8]] = [:]
        for name in names { originals[name] = Array(files.contents(atPath: "\(source)/\(name)") ?? Data()) }
        for (name, bytes) in originals { try Self.write(bytes, to: "\(copy)/\(name)") }
        Limits.boundMemory(extra: 1 << 30)
        let watchdog = Watchdog(limit: .seconds(10))
        var clean = 0
        for index in 0..<count {
            var random = SeededRandom(seed: seed &* 1_000_003 &+ UInt64(index))
            let name = names[Int.random(in: 0..<names.count, using: &random)]
            let original = originals[name] ?? []
            watchdog.begin("\(name) seed \(seed) input \(index)")
            try Self.write(random.damage(original), to: "\(copy)/\(name)")
            if Self.reads(copy) { clean += 1 }
            try Self.write(original, to: "\(copy)/\(name)")
        }
        watchdog.end()
        print(
            "\(count) damaged stores from seed \(seed): \(clean) read to their end, \(count - clean) refused")
        print("\(count) passed, 0 failed")
    }

    private static func write(_ bytes: [UInt8], to path: String) throws {
        guard FileManager.default.createFile(atPath: path, contents: Data(bytes)) else {
            throw ValidationError("cannot write \(path)")
        }
    }

    /// Whether every key could be read; anything but a clean error ends the program.
    private static func reads(_ path: String) -> Bool {
        do {
            let reader = try SnapshotStore(path: path)
            var checksum: UInt32 = 0
            try reader.forEach { _, key, value in
                checksum = CRC32C.checksum(value, seed: CRC32C.checksum(key, seed: checksum))
                return true
            }
            return true
        } catch {
            return false
        }
    }
}
