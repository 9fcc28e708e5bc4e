import ArgumentParser
import CephEncoding
import CephTypes
import Foundation
import Monitor
import MonitorDaemon
import MonitorStore
import NIOCore
import NIOPosix

/// Commit latency of this stack in one process: propose, durable, visible, answered. No sockets.
struct StoreBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "store",
        abstract: "Commits through Paxos, the services and LevelDB in this process, without a network.",
        discussion: """
            Each proposer gives 'config-key set' and waits for its answer before it gives the next. The floor \
            is what the same disk takes to append and sync as many bytes, measured in the same run.
            """)

    @Option(help: "Where to make the store, which is removed afterwards.")
    var folder: String = FileManager.default.temporaryDirectory.path

    @Option(help: "How many proposers at a time, one run for each number, 1 to 64.")
    var proposers: String = "1,32"

    @Option(help: "Bytes of each value.")
    var valueSize: Int = 128

    @Option(help: "Commits in each run.")
    var commits: Int = 2000

    @Flag(inversion: .prefixedNo, help: "Whether a commit is on the disk before it is answered.")
    var sync = true

    @Flag(help: "JSON instead of a table and plots.")
    var json = false

    func validate() throws {
        guard !numbers.isEmpty, numbers.allSatisfy({ (1...64).contains($0) }) else {
            throw ValidationError("--proposers takes numbers from 1 to 64, such as 1,8,32")
        }
        guard (0...(1 << 20)).contains(valueSize) else {
            throw ValidationError("--value-size takes 0 to 1048576 bytes")
        }
        guard (1...10_000_000).contains(commits) else {
            throw ValidationError("--commits takes 1 to 10000000")
        }
    }

    private var numbers: [Int] {
        let parts = proposers.split(separator: ",")
        let numbers = parts.compactMap { Int($0) }
        return numbers.count == parts.count ? numbers : []
    }

    func run() throws {
        let scratch = "\(folder)/monbench-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: scratch) }
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        defer { try? group.syncShutdownGracefully() }

        var results: [BenchResult] = [
            try SyncFloor.measure(in: scratch, size: valueSize + 600, count: commits / 2)
        ]
        for number in numbers {
            let host = try StandaloneMonitor.create(
                in: "\(scratch)/\(number)", on: group.next(), synced: sync)
            let load = ProposerLoad(host: host, proposers: number, valueSize: valueSize, commits: commits)
            results.append(try load.run())
            try host.stop()
        }
        // The disk may have become slower or faster meanwhile.
        results.append(try SyncFloor.measure(in: scratch, size: valueSize + 600, count: commits / 2))
        let report = BenchReport(results: results, valueSize: valueSize, synced: sync)
        print(json ? try report.json() : report.text)
    }
}

/// What an append and a sync of so many bytes cost on this disk.
enum SyncFloor {
    static func measure(in folder: String, size: Int, count: Int) throws -> BenchResult {
        let path = "\(folder)/floor"
        let descriptor = open(path, O_CREAT | O_WRONLY | O_APPEND | O_TRUNC, 0o600)
        guard descriptor >= 0 else {
            throw BenchError("\(path) cannot be written: \(String(cString: strerror(errno)))")
        }
        defer {
            close(descriptor)
            unlink(path)
        }
        let bytes = [UInt8](repeating: 0x5a, count: size)
        var result = BenchResult(name: "fsync floor", proposers: 1)
        let began = ContinuousClock.now
        for _ in 0..<max(count, 50) {
            let start = ContinuousClock.now
            guard write(descriptor, bytes, size) == size, fdatasync(descriptor) == 0 else {
                throw BenchError("\(path) cannot be written: \(String(cString: strerror(errno)))")
            }
            result.record(ContinuousClock.now - start)
        }
        result.elapsed = ContinuousClock.now - began
        return result
    }
}

struct BenchError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
